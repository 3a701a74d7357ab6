"""``regact queue``: the next paragraphs worth annotating."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.options import ModelOption
from pipeline.errors import RegactError
from pipeline.messages import error, tell, warn

if TYPE_CHECKING:
    from pipeline.labelling.queue import Candidate, Opinions, Queued
    from pipeline.labelling.rules import Rule
    from pipeline.models.model import Model

PARAGRAPHS = Path("data/paragraphs.jsonl")
SPLITS = Path("data/splits.csv")
ANNOTATIONS = Path("data/annotations")
RULES = Path("data/rules.yaml")
FORMATS = (".jsonl", ".csv")
BATCH = 64


def queue(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATHS", hidden=True)] = None,
    *,
    n: Annotated[int, typer.Option("--n", "-n", min=1, metavar="N", help="How many paragraphs at most.")] = 50,
    model: ModelOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE (.jsonl or .csv), whole or not at all."),
    ] = None,
) -> None:
    """Pick the paragraphs that are most worth annotating next, and say why.

    PATHS are documents and tables as for `regact predict`. Without them it is data/paragraphs.jsonl. Paragraphs that
    somebody has annotated or skipped are left out, and so are validation and test documents.

    All trained models are asked: where they contradict each other there is most to learn. The picked paragraphs are
    unlike each other, and rare labels come up more often. `regact annotate` and `regact annotations` read the result.

    A file that cannot be read is named on stderr, the others are used all the same, and the exit code is 1.

    \b
    Examples:
      regact queue --output queue.jsonl
      regact queue scraped/ --n 20 --output queue.csv
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if output is not None and output.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"{output} should end in {' or '.join(FORMATS)}", param_hint="--output")
    from pipeline.labelling.queue import queue as pick

    broken: list[Path] = []

    def fail(path: Path, problem: RegactError) -> None:
        broken.append(path)
        error(str(problem))

    models = _models(model)
    candidates = _candidates(_in_files(paths, output, fail) if paths else _in_collection(), new=bool(paths))
    if not candidates:
        if broken:
            raise typer.Exit(1)
        raise RegactError("nothing left to annotate there; name new documents, or add some to data/raw")
    picked = pick(candidates, _opinions(models, candidates), _rules(models[0].labels), n)
    _write(picked, models[0].labels, output)
    said = " and ".join(trained.name for trained in models)
    tell(f"{len(picked)} of {len(candidates):,} paragraphs without annotation, by {said}")
    if broken:
        raise typer.Exit(1)


def _models(name: str | None) -> "list[Model]":
    """The model that suggests, then the other trained ones of the same label set."""
    from pipeline import inputs
    from pipeline.models.model import load

    first = load(inputs.bundle(name))
    models = [first]
    for other in inputs.trained_models():
        if other == first.name:
            continue  # it is the same, or the one that was named instead
        trained = load(inputs.MODELS / other)
        if trained.labels == first.labels:
            models.append(trained)
        else:
            warn(f"{inputs.MODELS / other} is for other labels and not asked; train it again with `dvc repro`")
    return models


def _candidates(found: "Iterable[Candidate]", new: bool) -> "list[Candidate]":
    """What may be annotated: each text once, none that is annotated, none of validation and test documents.

    Only ``new`` documents may do without splits.
    """
    from pipeline.inputs import document_id
    from pipeline.labelling.queue import unseen
    from pipeline.text.splits import read_splits

    splits = {} if new and not SPLITS.exists() else read_splits(SPLITS)
    held_out = {document for document, place in splits.items() if place.split != "train"}
    return unseen((candidate for candidate in found if document_id(candidate.document) not in held_out), _annotated())


def _in_collection() -> "Iterator[Candidate]":
    from pipeline.files import read_jsonl
    from pipeline.labelling.queue import Candidate
    from pipeline.records import Paragraph

    for _, p in read_jsonl(PARAGRAPHS, Paragraph, "run `dvc repro split`, or name documents"):
        yield Candidate(p.document, p.position, p.text, p.title, p.heading)


def _in_files(
    paths: list[str], output: Path | None, fail: "Callable[[Path, RegactError], None]"
) -> "Iterator[Candidate]":
    from pipeline import inputs
    from pipeline.labelling.queue import Candidate

    for p in inputs.read(inputs.find(paths, skip=output), warn, fail):
        named = p.columns.get("document")
        document = named if isinstance(named, str) and named else p.document
        yield Candidate(document, p.position, p.text, p.title, p.heading)


def _annotated() -> set[str]:
    """The texts that somebody has annotated or skipped, in whatever document."""
    from pipeline.files import read_jsonl
    from pipeline.records import Annotation
    from pipeline.text.normalise import normalise

    texts = {a.text for path in sorted(ANNOTATIONS.glob("*.jsonl")) for _, a in read_jsonl(path, Annotation)}
    return texts | set(map(normalise, texts))


def _opinions(models: "Sequence[Model]", candidates: "Sequence[Candidate]") -> "Opinions":
    import numpy as np

    from pipeline.inputs import batches
    from pipeline.labelling.queue import Opinions

    parts = list(batches([candidate.text for candidate in candidates], BATCH))
    scores = {m.name: np.concatenate([m.scores(part) for part in _progress(parts, m.name)]) for m in models}
    return Opinions(models[0].labels, np.stack([m.thresholds for m in models]), scores)


def _rules(labels: tuple[str, ...]) -> "tuple[Rule, ...]":
    """The labelling rules, if there are any and their engine is installed."""
    from pipeline.labelling import rules

    return rules.load(RULES, labels) if RULES.exists() and find_spec("re2") else ()


def _write(picked: "Sequence[Queued]", labels: Sequence[str], output: Path | None) -> None:
    from pipeline.files import write_text

    text = _csv(picked, labels) if output and output.suffix.lower() == ".csv" else _jsonl(picked)
    if output:
        write_text(output, text)
    else:
        sys.stdout.buffer.write(text.encode())


def _jsonl(picked: "Sequence[Queued]") -> str:
    import msgspec

    return "".join(msgspec.json.encode(queued.record()).decode() + "\n" for queued in picked)


def _csv(picked: "Sequence[Queued]", labels: Sequence[str]) -> str:
    """The same with a column ``score_<label>`` for each label, and suggested labels joined by ``;``."""
    import csv
    import io

    from pipeline.outputs import safe_cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    own = ("document", "paragraph", "text", "title", "heading")
    writer.writerow([*own, "suggested", *(f"score_{label}" for label in labels), "why"])
    for record in (queued.record() for queued in picked):
        cells = [
            *(record[name] for name in own),
            ";".join(record["suggested"]),
            *record["scores"].values(),
            record["why"],
        ]
        writer.writerow(map(safe_cell, cells))
    return text.getvalue()


def _progress(parts: list[list[str]], name: str) -> Iterable[list[str]]:
    from rich.console import Console
    from rich.progress import track

    return track(parts, f"Asking {name}", console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
