"""What more documents are worth: ``python -m experiments.learning_curve``.

Every model of ``params.yaml`` is trained on growing shares of the train documents. The shares are nested; each seed has
an order of its own, so that the spread over seeds holds both the chance of training and that of which documents there
are. Whole groups of documents come and go together. Validation stays whole, so calibration and thresholds are as good
at every share. Writes ``reports/experiments/learning_curve.json``, ``.md`` and ``.svg``.
"""

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from experiments import material, options
from experiments.curve_page import chart, page
from experiments.extrapolation import doubling
from experiments.figures import Spread, spread
from experiments.material import Material
from experiments.training import Run, of_model, train
from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.evaluation.bootstrap import Estimate, bootstrap
from pipeline.evaluation.numerals import stored
from pipeline.evaluation.tally import MACRO_F1
from pipeline.files import write_json, write_text
from pipeline.models.classifier import package
from pipeline.models.decisions import FloatArray
from pipeline.params import Params
from pipeline.records import LabelledParagraph
from pipeline.stages.runner import run

Runs = Mapping[str, Sequence[Sequence[Run]]]
"""Model → share → seed → run."""


class Curve(Struct, frozen=True):
    """One model on one part."""

    macro_f1: tuple[Spread, ...]
    """At each share."""
    doubling: Estimate
    """By how much the macro-F1 at all documents would rise if there were twice as many."""


def main() -> None:
    """Train at every share with every seed, measure, and write the report."""
    asked = _arguments()
    params = parameters.load()
    read = material.load(params.labels, asked.real, asked.limit)
    shares = sorted(set(asked.shares))
    subsets = [[subset(read.train, share, seed) for seed in asked.seeds] for share in shares]
    if len({len(_documents(rows[0])) for rows in subsets}) < 2:
        raise RegactError("learning_curve: --shares must name two that differ in documents; add a smaller one")
    runs = {name: _runs(name, params, read, subsets, asked) for name in params.models}
    found = report(runs, subsets, read, params)
    found = stored({"seeds": asked.seeds, "shares": shares} | found)
    target = asked.output / "learning_curve"
    write_json(target.with_suffix(".json"), found, width=160)
    write_text(target.with_suffix(".md"), page(found))
    write_text(target.with_suffix(".svg"), chart(found))


def subset(train: Sequence[LabelledParagraph], share: float, seed: int) -> list[LabelledParagraph]:
    """The paragraphs of the first groups by salted hash, as many as it takes to hold this share of the documents.

    A group's place depends on its name and the seed alone: a smaller share lies within a larger one, and new documents
    leave the order of the old ones as it was.
    """
    members: dict[str, set[str]] = {}
    for paragraph in train:
        members.setdefault(paragraph.group, set()).add(paragraph.document)
    order = sorted(members, key=lambda group: hashlib.sha256(f"learning-curve:{seed}:{group}".encode()).digest())
    sizes = np.cumsum([len(members[group]) for group in order])
    kept = set(order[: 1 + int(np.searchsorted(sizes, share * sizes[-1]))])
    return [paragraph for paragraph in train if paragraph.group in kept]


def report(
    runs: Runs, subsets: Sequence[Sequence[Sequence[LabelledParagraph]]], read: Material, params: Params
) -> dict[str, Any]:
    """Sizes of the training sets and, by part and model, the curves."""
    documents = np.array([[len(_documents(rows)) for rows in by_seed] for by_seed in subsets], dtype=np.float64)
    return {
        "documents": documents.mean(axis=1).tolist(),
        "paragraphs": [float(np.mean([len(rows) for rows in by_seed])) for by_seed in subsets],
        "confidence": params.evaluate.confidence,
        "parts": {
            part: {name: _curve(part, rows, documents.mean(axis=1), read, params) for name, rows in runs.items()}
            for part in read.parts
        },
    }


def _curve(part: str, runs: Sequence[Sequence[Run]], documents: FloatArray, read: Material, params: Params) -> Curve:
    tallies = [one.answers(read)[part].tally() for by_seed in runs for one in by_seed]
    shape = len(runs), len(runs[0]), -1
    measured = [tally.figures(np.ones((1, tally.clusters)))[0, MACRO_F1] for tally in tallies]
    resampled = bootstrap(tallies, params.evaluate.resamples, params.seed)[:, :, MACRO_F1]
    f1 = np.reshape(measured, shape)[:, :, 0]
    gain = doubling(f1, resampled.reshape(shape), documents, params.evaluate.confidence, params.seed)
    return Curve(tuple(spread([float(value) for value in row]) for row in f1), gain)


def _runs(
    name: str,
    params: Params,
    read: Material,
    subsets: Sequence[Sequence[Sequence[LabelledParagraph]]],
    asked: argparse.Namespace,
) -> list[list[Run]]:
    recipe = of_model(name, parameters.section(params, name, package(name).params))
    return [
        [
            train(recipe, read, seed, f"{name}, {len(_documents(rows))} documents, seed {seed}", rows)
            for seed, rows in zip(asked.seeds, by_seed, strict=True)
        ]
        for by_seed in subsets
    ]


def _documents(paragraphs: Sequence[LabelledParagraph]) -> set[str]:
    return {paragraph.document for paragraph in paragraphs}


def _arguments() -> argparse.Namespace:
    parser = options.parser("Macro-F1 against the number of training documents.")
    parser.add_argument("--shares", type=_share, nargs="+", default=[0.125, 0.25, 0.5, 1.0], help="of train documents")
    return parser.parse_args()


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share; give numbers above 0 and up to 1")
    return share


if __name__ == "__main__":
    run(main)
