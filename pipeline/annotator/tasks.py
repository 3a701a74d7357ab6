"""What is to be annotated: the paragraphs of documents, the rows of a queue, or what nobody has annotated yet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pipeline import inputs
from pipeline.annotator.session import Task
from pipeline.errors import RegactError
from pipeline.files import read_jsonl
from pipeline.labelling import annotations
from pipeline.outputs import safe_cell
from pipeline.records import Paragraph
from pipeline.text.documents import TABLE_SUFFIXES, Passage
from pipeline.text.splits import read_splits

PARAGRAPHS = Path("data/paragraphs.jsonl")
SPLITS = Path("data/splits.csv")
HELD_OUT = ("validation", "test")


def from_files(
    paths: Iterable[Path], warn: Callable[[str], None], fail: Callable[[Path, RegactError], None]
) -> Iterator[Task]:
    """The paragraphs of documents and the rows of tables, such as the queue; rows without text are left out.

    Args:
        paths: files of known formats.
        warn: told what was guessed, such as an encoding.
        fail: told of a file that cannot be read; the next one follows.
    """
    for passage in inputs.read(paths, warn, fail):
        if passage.text:
            yield _task(passage)


def unannotated(folder: Path, annotator: str, labels: Sequence[str]) -> Iterator[Task]:
    """The paragraphs that no *other* annotator has answered, so that progress counts the annotator's own answers.

    Documents of validation and test are left out: measuring needs them as they are.

    Raises:
        RegactError: the paragraphs, their splits or an annotation cannot be read.
    """
    paragraphs = [p for _, p in read_jsonl(PARAGRAPHS, Paragraph, "run `dvc repro split`, or name files to annotate")]
    held_out = {document for document, found in read_splits(SPLITS).items() if found.split in HELD_OUT}
    answers = annotations.read(folder, paragraphs, labels, max_unmatched=1).answers
    for paragraph in paragraphs:
        others = answers.get(annotations.Key(paragraph.document, paragraph.id), {}).keys() - {annotator}
        if paragraph.document not in held_out and not others:
            yield Task(paragraph.document, paragraph.text, paragraph.title, paragraph.heading)


def _task(passage: Passage) -> Task:
    path, named = Path(passage.document), passage.columns.get("document")
    is_table = path.suffix.lower() in TABLE_SUFFIXES
    text, document = passage.text, named if is_table and isinstance(named, str) and named else passage.document
    if path.suffix.lower() == ".csv":
        text, document = _unguarded(text), _unguarded(document)
    return Task(inputs.document_id(document), text, passage.title, passage.heading, _words(passage.columns.get("why")))


def _unguarded(cell: str) -> str:
    """``cell`` without the apostrophe that our CSV puts in front of what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def _words(why: object) -> str:
    return "; ".join(map(str, why)) if isinstance(why, list) else str(why or "")
