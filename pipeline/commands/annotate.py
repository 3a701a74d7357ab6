"""``regact annotate``: label paragraphs by hand, in the terminal."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.options import ModelOption, check_labels, label_set
from pipeline.errors import RegactError
from pipeline.messages import error, tell, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.annotator.app import AnnotateApp
    from pipeline.annotator.session import Session, Task

ANNOTATIONS = Path("data/annotations")
GUIDELINES = Path("docs/labelling-guidelines.md")


def annotate(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATHS", hidden=True)] = None,
    *,
    annotator: Annotated[
        str, typer.Option("--annotator", "-a", metavar="NAME", help="Who answers: data/annotations/NAME.jsonl.")
    ],
    model: ModelOption = None,
    blind: Annotated[bool, typer.Option("--blind", help="Show no suggestions.")] = False,
    skipped: Annotated[bool, typer.Option("--skipped", help="Go through what you have skipped earlier.")] = False,
) -> None:
    """Label paragraphs by hand, in the terminal.

    PATHS are what `regact queue` has written, or documents and tables as for `regact predict`. Without them it is every
    paragraph of data/paragraphs.jsonl that nobody else has annotated, those of validation and test documents left out.

    Every answer is on disk at once, and the next session goes on where this one ends. Press ? for the keys.

    \b
    Examples:
      regact annotate --annotator jo
      regact annotate queue.jsonl --annotator jo --model tfidf
      regact annotate notice.html --annotator jo --blind
    """  # noqa: D301 - \b keeps the lines of the examples apart
    app_type = _app()
    from pipeline import inputs
    from pipeline.annotator.session import Session
    from pipeline.annotator.suggestions import Suggestions

    folder = inputs.bundle_if_any(model)
    labels = _labels(folder, blind)
    broken: list[Path] = []
    tasks = _tasks(paths or [], annotator, labels, broken)
    if blind:
        tasks = (replace(task, why="") for task in tasks)
    session = Session(tasks, labels, ANNOTATIONS, annotator, skipped=skipped)
    code = 0
    if session.current:
        suggestions = None if blind or folder is None else Suggestions(folder)
        app = app_type(session, suggestions, _guidelines())
        app.run()
        code = app.return_code or 0
    _summarise(session)
    if code or broken:
        raise typer.Exit(1)


def _app() -> "type[AnnotateApp]":
    """The screen, if it can be shown."""
    try:
        from pipeline.annotator.app import AnnotateApp
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("textual"):
            raise
        raise RegactError("annotate: textual is not installed; pip install 'regact[annotate]'") from None
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise RegactError("annotate: needs a terminal to ask in; elsewhere, use `regact annotations export`")
    return AnnotateApp


def _labels(folder: Path | None, blind: bool) -> tuple[str, ...]:
    """The label set, of which there must be no more than there are keys; a model that is not asked does not matter."""
    from pipeline import params
    from pipeline.annotator.choices import KEYS
    from pipeline.models.bundle import read_manifest

    asked = None if blind and params.PATH.exists() else folder
    own = read_manifest(asked).labels if asked else None
    labels = label_set(own)
    if len(labels) > len(KEYS):
        raise RegactError(f"{params.PATH}: {len(labels)} labels, and keys for {len(KEYS)}; use `regact annotations`")
    if own:
        check_labels(asked, own, labels)
    return labels


def _tasks(paths: list[str], annotator: str, labels: tuple[str, ...], broken: list[Path]) -> "Iterator[Task]":
    from pipeline import inputs
    from pipeline.annotator import tasks

    def fail(path: Path, problem: RegactError) -> None:
        broken.append(path)
        error(str(problem))

    if not paths:
        return tasks.unannotated(ANNOTATIONS, annotator, labels)
    files = inputs.find(paths)
    if inputs.STDIN in files:
        raise RegactError("annotate: standard input is the keyboard; save the documents to files and name these")
    return tasks.from_files(files, warn, fail)


def _guidelines() -> str:
    from pipeline.files import read_bytes

    return read_bytes(GUIDELINES).decode(errors="replace") if GUIDELINES.is_file() else ""


def _summarise(session: "Session") -> None:
    progress = session.progress
    if not progress.total:
        tell("nothing to annotate there")
        return
    skipped = f", {progress.skipped} of them skipped" if progress.skipped else ""
    left = progress.total - progress.done
    tell(f"{progress.done} of {progress.total} done{skipped}, {left} left: {session.path}")
