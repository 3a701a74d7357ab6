"""The command line ``regact``: parse, call, print.

Libraries and the other parts of regact are imported inside the commands, so that ``regact --help`` answers at once and
predicting loads nothing that only training needs.
"""

import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline import __version__
from pipeline.commands import annotations
from pipeline.commands.annotate import annotate
from pipeline.commands.options import MinPrecisionOption, MinRecallOption, ModelOption, at_operating_point
from pipeline.commands.queue import queue
from pipeline.errors import RegactError
from pipeline.messages import error, tell, warn

if TYPE_CHECKING:
    from rich.console import RenderableType

    from pipeline.models.model import Model

Format = Literal["table", "jsonl", "csv"]
JsonOption = Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")]

BATCH = 64
"""Passages predicted at once: enough to keep every core busy, few enough that the first rows show soon."""
NAMED = 5
"""How many unreadable files the summary names."""

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; what the user can mend becomes one line on stderr and exit code 1."""
    try:
        app(prog_name="regact")
    except RegactError as problem:
        error(str(problem))
        sys.exit(1)
    except OSError as problem:
        error(f"{problem.filename or 'input or output'}: {problem.strerror or problem}")
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"regact {__version__}")
        raise typer.Exit


@app.callback()
def regact(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Label the paragraphs of documents about AI and technology regulation.

    Train the models with `dvc repro`, then:

    \b
      regact predict notice.html           label a document
      regact evaluate labelled.jsonl       measure a model on labels of your own
      regact compare                       which model is better, and how surely
      regact queue --output queue.jsonl    which paragraphs to annotate next
      regact annotate queue.jsonl -a jo    annotate them in the terminal
    """  # noqa: D301 - \b keeps the lines of the examples apart


@app.command()
def predict(  # noqa: PLR0913 - one argument an option
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATHS", hidden=True)] = None,
    *,
    text: Annotated[
        list[str] | None,
        typer.Option("--text", "-t", metavar="TEXT", help="A paragraph to label; may be given several times."),
    ] = None,
    model: ModelOption = None,
    format_: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="[default: by the suffix of --output; table on a terminal, else jsonl]"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all."),
    ] = None,
    min_precision: MinPrecisionOption = None,
    min_recall: MinRecallOption = None,
) -> None:
    """Label every paragraph of documents.

    PATHS are files, folders, quoted patterns, or - for standard input (text as scraped).

    Reads .txt as scraped, .html, .md, .pdf and .docx, and tables (.jsonl, .csv, .parquet) with a column `text`: one row
    is one paragraph and keeps its own columns. Menus, weather strips and the like are dropped.

    A file that cannot be read is named on stderr, the others are labelled all the same, and the exit code is 1.

    \b
    Examples:
      regact predict notice.html
      regact predict scraped/ --output labels.csv
      regact predict 'scraped/**/*.txt' --model tfidf --format jsonl
      regact predict scraped/ --min-precision 0.9,ban=0.8
      curl -s https://example.org/notice.txt | regact predict -
      regact predict --text "The regulator fined the platform 5 million euros."
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if not paths and not text:
        raise typer.BadParameter("give files, folders, - for standard input, or --text", param_hint="PATHS")
    chosen = format_ or _format(output)
    from pipeline import inputs, outputs
    from pipeline.text.documents import TABLE_SUFFIXES

    typed = inputs.typed(text or [])
    files = inputs.find(paths or [], skip=output)
    trained = at_operating_point(_load(model), min_precision, min_recall)
    broken: list[Path] = []

    def fail(path: Path, problem: RegactError) -> None:
        broken.append(path)
        error(str(problem))

    passages = chain(typed, inputs.read(_progress(files, output), warn, fail))
    tables = any(path.suffix.lower() in TABLE_SUFFIXES for path in files)
    with outputs.writing(output, chosen, trained.labels, tables) as writer:
        for batch in inputs.batches(passages, BATCH):
            writer.write(batch, trained.predict([passage.text for passage in batch]))
        if not typed and len(broken) == len(files):
            raise typer.Exit(1)  # within the block, so that an old output stays
    if broken:
        names = ", ".join(map(str, broken[:NAMED])) + (", …" if len(broken) > NAMED else "")
        error(f"{len(broken)} of {len(files)} inputs could not be read: {names}")
        raise typer.Exit(1)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE", hidden=True)],
    model: ModelOption = None,
    min_precision: MinPrecisionOption = None,
    min_recall: MinRecallOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure a model on labelled paragraphs of your own.

    FILE has one JSON object a line: {"text": "...", "labels": ["ban"]}. An empty list means that no label applies.
    Lines may name their "document": intervals come from resampling documents, and a line without one counts as its own.

    \b
    Examples:
      regact evaluate labelled.jsonl
      regact evaluate labelled.jsonl --model tfidf --json
      regact evaluate labelled.jsonl --min-recall 0.95
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from pipeline.evaluation.detail import evaluate_file
    from pipeline.evaluation.numerals import stored
    from pipeline.params import EvaluateParams

    trained = at_operating_point(_load(model), min_precision, min_recall)
    detail = evaluate_file(file, trained, EvaluateParams(), trained.manifest.seed)
    if as_json:
        _print_json(stored(detail))
        return
    from pipeline import metric_tables

    _print(metric_tables.evaluation(detail))


@app.command()
def compare(as_json: JsonOption = False) -> None:
    """Show which model is better, and how surely.

    Prints what the last `dvc repro` wrote into reports/comparison.json. Run it in the folder that holds reports/.

    \b
    Examples:
      regact compare
      regact compare --json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from pipeline.evaluation import comparison
    from pipeline.evaluation.numerals import stored
    from pipeline.evaluation.verdict import verdict

    compared = comparison.load()
    if as_json:
        _print_json({"verdict": verdict(compared)} | stored(compared))
        return
    from pipeline import metric_tables

    _print(metric_tables.comparison(compared))


app.command()(queue)
app.command()(annotate)
app.add_typer(annotations.app, name="annotations")


def _format(output: Path | None) -> str:
    """The format that the place of the output calls for."""
    if output is None:
        return "table" if sys.stdout.isatty() else "jsonl"
    from pipeline.outputs import FORMATS

    if output.suffix.lower() not in FORMATS:
        raise typer.BadParameter(
            f"{output} has none of the suffixes {' '.join(FORMATS)}; name the format with --format",
            param_hint="--output",
        )
    return FORMATS[output.suffix.lower()]


def _load(name: str | None) -> "Model":
    from pipeline.inputs import PREFERRED, bundle
    from pipeline.models.model import load

    folder = bundle(name)
    if name is None and folder.name != PREFERRED:
        tell(f"note: {folder.parent / PREFERRED} is not trained; using {folder}")
    return load(folder)


def _progress(files: "list[Path]", output: Path | None) -> "Iterable[Path]":
    """``files``, with a progress bar on stderr where one is of use and disturbs nothing."""
    if len(files) < 2 or not sys.stderr.isatty() or (output is None and sys.stdout.isatty()):
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, "Labelling", console=Console(stderr=True), transient=True)


def _print(parts: "Iterable[RenderableType]") -> None:
    from pipeline.terminal import console

    screen = console(sys.stdout)
    for part in parts:
        screen.print(part)
        screen.print()


def _print_json(value: object) -> None:
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


if __name__ == "__main__":
    main()
