"""Files of answers → annotations ready to be saved, all of them checked before the first is."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from pipeline.errors import RegactError, at
from pipeline.files import read_jsonl
from pipeline.labelling.annotations import Key
from pipeline.labelling.exchange import exports
from pipeline.labelling.exchange.answer import Answer, Reading, ordered
from pipeline.labelling.exchange.people import Names, named
from pipeline.records import Annotation, paragraph_id
from pipeline.text.normalise import normalise

Warn = Callable[[str], None]

_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Collected:
    """What files of answers come to."""

    annotations: tuple[Annotation, ...]
    """One for each annotator and paragraph, in the order of the files."""
    superseded: int
    """Answers left out because the same person gave another, or the same one again."""
    unanswered: int
    """Tasks that nobody has answered or skipped."""


def collect(paths: Iterable[Path], labels: Sequence[str], names: Names, warn: Warn) -> Collected:
    """The annotations in ``paths``: exports of Label Studio (.json, .csv, .tsv) and lines of our own (.jsonl).

    Of several answers of one person to one paragraph the newest holds.

    Raises:
        RegactError: a file that is broken or of another project, an unknown label, an answer that cannot be filed under
            a name, or two different answers of one person of which neither is newer.
    """
    readings = [_read(path, labels, warn) for path in paths]
    answers = named([answer for reading in readings for answer in reading.answers], names)
    rivals: dict[tuple[str, Key], list[Answer]] = {}
    for answer in answers:
        rivals.setdefault((answer.annotation.annotator, _key(answer.annotation)), []).append(answer)
    settled = tuple(_newest(group) for group in rivals.values())
    return Collected(settled, len(answers) - len(settled), sum(reading.unanswered for reading in readings))


def unknown(annotations: Iterable[Annotation], known: Collection[Key]) -> list[Annotation]:
    """The annotations whose paragraph is not among those ``known``."""
    return [annotation for annotation in annotations if _key(annotation) not in known]


def _read(path: Path, labels: Sequence[str], warn: Warn) -> Reading:
    match path.suffix.lower():
        case ".json":
            return exports.read_json(path, labels, warn)
        case ".csv" | ".tsv":
            return exports.read_csv(path, labels, warn)
        case ".jsonl":
            return _read_lines(path, labels)
    raise RegactError(f"{path}: no answers are read from `{path.suffix}`; export as JSON, JSON-MIN or CSV")


def _read_lines(path: Path, labels: Sequence[str]) -> Reading:
    """Lines like those of ``data/annotations``; they name their annotator themselves."""
    reading = Reading()
    for line, found in read_jsonl(path, Annotation):
        place = at(path, line)
        given = () if found.skipped else ordered(found.labels, labels, place)
        annotation = replace(found, text=normalise(found.text), labels=given)
        reading.answers.append(Answer(annotation, found.annotator, place))
    return reading


def _newest(rivals: Sequence[Answer]) -> Annotation:
    """The answer that holds; undated ones are as old as all others."""
    dated = all(answer.when for answer in rivals)
    newest = max(answer.when or _UNDATED for answer in rivals)
    first, *others = [answer for answer in rivals if not dated or answer.when == newest]
    for other in others:
        if other.annotation != first.annotation:
            raise RegactError(
                f"{other.place}: `{first.annotation.annotator}` answered otherwise in {first.place}, and neither is "
                "newer; keep one of them"
            )
    return first.annotation


def _key(annotation: Annotation) -> Key:
    return Key(annotation.document, paragraph_id(annotation.text))
