"""The transformer that is shipped, against what it must beat: ``python -m experiments.rivals``.

Every rival is trained on the same train paragraphs; calibration (Platt) and thresholds come from held-out texts, never
from those measured on:

- ``shipped``: the transformer as ``params.yaml`` sets it;
- ``plain``: the same network by the usual recipe: four epochs at 1e-4, one learning rate for all layers, no average;
- ``setfit``: SetFit from the same weights; ``frozen``: logistic regression over the embedding as it is;
- ``tfidf``: the baseline as ``params.yaml`` sets it.

Writes ``reports/experiments/rivals.json`` and ``.md``. With ``--only shipped`` it tells the spread over seeds of the
shipped recipe alone, in ``shipped.json`` and ``.md``.
"""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from experiments import material, options
from experiments.embeddings import Encoder, frozen, setfit
from experiments.figures import figures, leads
from experiments.material import Material
from experiments.rivals_page import page
from experiments.training import Recipe, Run, of_model, train
from pipeline import params as parameters
from pipeline.evaluation.numerals import stored
from pipeline.files import write_json, write_text
from pipeline.models import tfidf, transformer
from pipeline.params import Params
from pipeline.stages.runner import run

SHIPPED = "shipped"
NAMES = (SHIPPED, "plain", "setfit", "frozen", "tfidf")


def main() -> None:
    """Train every rival with every seed, measure, and write the report."""
    asked = _arguments()
    params = parameters.load()
    read = material.load(params.labels, asked.real, asked.limit)
    rivals = {name: recipe for name, recipe in recipes(params, asked.setfit_steps).items() if name in asked.only}
    runs = train_all(rivals, read, asked.seeds)
    found = report(runs, read, params, asked.seeds)
    target = asked.output / ("rivals" if len(asked.only) == len(NAMES) else "-".join(rivals))
    write_json(target.with_suffix(".json"), found, width=160)
    minutes = {name: sum(r.seconds for r in rows) / len(rows) / 60 for name, rows in runs.items()}
    write_text(target.with_suffix(".md"), page(found, minutes))


def recipes(params: Params, setfit_steps: int = 400) -> dict[str, Recipe]:
    """All rivals by name. ``plain`` takes no setting from ``params.yaml`` but what the machine and the text ask for."""
    shipped = parameters.section(params, "transformer", transformer.Params)
    plain = msgspec.structs.replace(
        transformer.Params(),
        base=shipped.base,
        max_length=shipped.max_length,
        bf16=shipped.bf16,
        threads=shipped.threads,
        epochs=4,
        batch_size=16,
        learning_rate=1e-4,
        layer_decay=1.0,
        average=0.0,
    )
    encoder = Encoder(shipped.base, shipped.max_length, shipped.threads)
    return {
        SHIPPED: of_model("transformer", shipped),
        "plain": of_model("transformer", plain),
        "setfit": setfit(encoder, setfit_steps),
        "frozen": frozen(encoder),
        "tfidf": of_model("tfidf", parameters.section(params, "tfidf", tfidf.Params)),
    }


def train_all(rivals: Mapping[str, Recipe], read: Material, seeds: Sequence[int]) -> dict[str, list[Run]]:
    """Rival → its runs, one a seed, or one alone where no seed matters; all rivals with the first seed come first."""
    runs: dict[str, list[Run]] = {name: [] for name in rivals}
    for place, seed in enumerate(seeds):
        for name, recipe in rivals.items():
            if recipe.seeded or place == 0:
                runs[name].append(train(recipe, read, seed, f"{name}, seed {seed}" if recipe.seeded else name))
    return runs


def report(runs: Mapping[str, Sequence[Run]], read: Material, params: Params, seeds: Sequence[int]) -> dict[str, Any]:
    """Everything measured, as JSON values; training times are left out, because they never repeat."""
    answered = {name: [one.answers(read) for one in rows] for name, rows in runs.items()}
    parts = {}
    for part, texts in read.parts.items():
        by_rival = {name: [answers[part] for answers in rows] for name, rows in answered.items()}
        others = {name: rows for name, rows in by_rival.items() if name != SHIPPED}
        parts[part] = {
            "paragraphs": len(texts.texts),
            "documents": int(texts.documents.max()) + 1,
            "rivals": {name: figures(rows, read.labels) for name, rows in by_rival.items()},
            "shipped_ahead_of": leads(by_rival[SHIPPED], others, params.evaluate, params.seed)
            if SHIPPED in by_rival
            else {},
        }
    found: dict[str, Any] = stored(
        {
            "labels": read.labels,
            "seeds": seeds,
            "train": len(read.train),
            "confidence": params.evaluate.confidence,
            "parts": parts,
        }
    )
    return found


def _arguments() -> argparse.Namespace:
    parser = options.parser("The shipped transformer against its rivals.")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), help="rivals to train")
    parser.add_argument("--setfit-steps", type=int, default=400, help="contrastive steps of SetFit")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
