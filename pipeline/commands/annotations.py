"""``regact annotations``: answers to and from other annotation tools."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline.commands.options import ModelOption, check_labels, label_set
from pipeline.errors import RegactError
from pipeline.messages import warn

if TYPE_CHECKING:
    from pipeline.models.model import Model
    from pipeline.records import Annotation, Paragraph

ANNOTATIONS = Path("data/annotations")
PARAGRAPHS = Path("data/paragraphs.jsonl")
BATCH = 64

app = typer.Typer(no_args_is_help=True, help="Exchange annotations with other tools.", rich_markup_mode=None)


@app.command()
def export(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATHS", hidden=True)] = None,
    *,
    to: Annotated[Literal["label-studio"], typer.Option("--to", help="The tool that will read it.")] = "label-studio",
    model: ModelOption = None,
    blind: Annotated[bool, typer.Option("--blind", help="Suggest no labels.")] = False,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="Tasks go to FILE (.json), their config beside it (.xml)."),
    ],
) -> None:
    """Write tasks for Label Studio, with a model's labels as pre-annotations, and the labelling config.

    PATHS are what `regact queue` has written, or documents and tables as for `regact predict`. Without them it is every
    paragraph of data/paragraphs.jsonl that nobody has annotated, those of validation and test documents left out.

    \b
    Examples:
      regact annotations export queue.jsonl --output tasks.json
      regact annotations export notice.html --model tfidf --output tasks.json
      regact annotations export --blind --output tasks.json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    del to  # the only tool so far
    if output.suffix.lower() != ".json":
        raise typer.BadParameter(f"{output} should end in .json", param_hint="--output")
    from pipeline.files import write_json, write_text
    from pipeline.labelling.exchange import tasks

    trained = None if blind else _model(model)
    labels = label_set(trained.labels if trained else None)
    if trained:
        check_labels(f"model {trained.name}", trained.labels, labels)
    paragraphs = _paragraphs(paths or [], labels)
    if not paragraphs:
        raise RegactError("nothing to annotate there; name documents, tables or a queue with text in them")
    config = output.with_suffix(".xml")
    write_json(output, list(_tasks(paragraphs, labels, trained)))
    write_text(config, tasks.config(labels))
    suggested = f"with suggestions of {trained.name}" if trained else "without suggestions"
    typer.echo(f"{output}: {len(paragraphs)} tasks {suggested}; labelling config in {config}")


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", hidden=True)],
    annotator: Annotated[
        list[str] | None,
        typer.Option(
            "--annotator",
            "-a",
            metavar="[PERSON=]NAME",
            help="Who answered; once a person if several did.  [default: user-3 for number 3, jo for jo@example.org]",
        ),
    ] = None,
) -> None:
    """Read answers into data/annotations.

    FILES are exports of Label Studio (JSON, JSON-MIN, CSV or TSV) of tasks that `regact annotations export` wrote, or
    lines like those of data/annotations (.jsonl). All is checked before anything is saved. A person's newest answer
    holds; importing it again changes nothing.

    \b
    Examples:
      regact annotations import project-1.json
      regact annotations import project-1.json --annotator 1=jo --annotator 2=kim
      regact annotations import notes.jsonl --annotator jo
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from pipeline import params
    from pipeline.labelling import store
    from pipeline.labelling.exchange import people
    from pipeline.labelling.exchange.collect import collect

    collected = collect(files, params.load().labels, people.parse(annotator or []), warn)
    _check_known(files, collected.annotations)
    answered = sorted(collected.annotations, key=attrgetter("annotator"))
    groups = {name: list(group) for name, group in groupby(answered, attrgetter("annotator"))}
    for name in groups:
        store.answers(ANNOTATIONS, name)  # an unsafe name or a damaged file, before anything is saved
    for name, group in groups.items():
        saved = store.save(ANNOTATIONS, group)
        typer.echo(
            f"{store.path_of(ANNOTATIONS, name)}: {saved.added} added, {saved.changed} changed, "
            f"{saved.unchanged} unchanged ({sum(a.skipped for a in group)} skipped)"
        )
    typer.echo(f"left out: {collected.superseded} superseded answers, {collected.unanswered} tasks without answer")


def _model(name: str | None) -> "Model | None":
    from pipeline import inputs
    from pipeline.models.model import load

    folder = inputs.bundle_if_any(name)
    return load(folder) if folder else None


def _paragraphs(paths: list[str], labels: Sequence[str]) -> "list[Paragraph]":
    """What is to be annotated, each paragraph of a document once."""
    from pipeline import inputs
    from pipeline.annotator import tasks
    from pipeline.records import Paragraph, paragraph_id

    def fail(path: Path, error: RegactError) -> None:
        del path
        raise error

    found = inputs.find(paths)
    if inputs.STDIN in found:
        raise RegactError("-: annotations belong to a document; save the text as a file and name that")
    given = tasks.from_files(found, warn, fail) if paths else tasks.unannotated(ANNOTATIONS, "", labels)
    return [
        Paragraph(paragraph_id(task.text), task.document, position, task.text, task.title, task.heading)
        for position, task in enumerate({task.key: task for task in given}.values(), 1)
    ]


def _tasks(paragraphs: "Sequence[Paragraph]", labels: Sequence[str], model: "Model | None") -> Iterator[dict[str, Any]]:
    from pipeline.labelling.exchange.tasks import task

    if model is None:
        yield from (task(paragraph, labels) for paragraph in paragraphs)
        return
    from pipeline.inputs import batches

    version = _version(model)
    for batch in _progress(list(batches(paragraphs, BATCH))):
        predictions = model.predict([paragraph.text for paragraph in batch])
        yield from (task(p, labels, suggested, version) for p, suggested in zip(batch, predictions, strict=True))


def _version(model: "Model") -> str:
    """The model's name, and what tells one training of it from another."""
    import hashlib

    import msgspec

    return f"{model.name}-{hashlib.sha256(msgspec.json.encode(model.manifest)).hexdigest()[:8]}"


def _progress(parts: "list[list[Paragraph]]") -> "Iterable[list[Paragraph]]":
    from rich.console import Console
    from rich.progress import track

    return track(parts, "Suggesting", console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _check_known(files: Sequence[Path], annotations: "Sequence[Annotation]") -> None:
    """Annotations of paragraphs that are not there train nothing; if all are such, they belong to other documents."""
    from pipeline.files import read_jsonl
    from pipeline.labelling.annotations import Key
    from pipeline.labelling.exchange.collect import unknown
    from pipeline.records import Paragraph

    if not PARAGRAPHS.exists():
        return
    lost = unknown(annotations, {Key(p.document, p.id) for _, p in read_jsonl(PARAGRAPHS, Paragraph)})
    if not lost:
        return
    what = (
        f"{', '.join(map(str, files))}: {len(lost)} of {len(annotations)} annotated paragraphs are not in {PARAGRAPHS} "
        f"(the first in document `{lost[0].document}`); put the documents into data/raw and run `dvc repro prepare`"
    )
    if len(lost) == len(annotations):
        raise RegactError(f"{what}, or import into the project that they belong to")
    warn(what)
