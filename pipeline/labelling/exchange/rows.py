"""A row of an export → an answer: one rule for JSON, JSON-MIN and CSV, whatever the form of their cells."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from pipeline.errors import RegactError
from pipeline.labelling.exchange import tasks
from pipeline.labelling.exchange.answer import Answer, Reading, ordered
from pipeline.labelling.exchange.people import propose
from pipeline.records import Annotation, paragraph_id
from pipeline.text.normalise import normalise

Row = dict[str, Any]
Warn = Callable[[str], None]

ANNOTATION_ID, ANNOTATOR, CREATED, UPDATED = "annotation_id", "annotator", "created_at", "updated_at"
SKIPPED = "was_cancelled"

_Entered: TypeAlias = str | dict[str, list[str]] | list[str | dict[str, list[str]]] | None
"""A word; ``{"choices": [...]}`` or ``{"text": [...]}``; or several of these."""
_KNOWN = frozenset(
    {*tasks.FIELDS, *tasks.CONTROLS, "id", "lead_time", "agreement", "history"}
    | {ANNOTATION_ID, ANNOTATOR, CREATED, UPDATED, SKIPPED}
)
_NOBODY = "None"
"""The annotator in CSV if the account is gone."""
_AGAIN = "export the tasks with `regact annotations export`, and label those"


def read(path: Path, rows: Iterable[tuple[str, Row]], labels: Sequence[str], warn: Warn) -> Reading:
    """The answers in ``(place, row)`` pairs, where a row without number of annotation is a task without answer.

    Raises:
        RegactError: a row of another project, of another label set or with an altered text, or an unknown label.
    """
    reading = Reading()
    columns: set[str] = set()
    for place, row in rows:
        columns.update(row)
        document, text = _paragraph(row, place, labels)
        if row.get(ANNOTATION_ID) in (None, ""):
            reading.unanswered += 1
            continue
        skipped = bool(row.get(SKIPPED))
        person = str(row.get(ANNOTATOR) or "").strip()
        person = "" if person == _NOBODY else person
        annotation = Annotation(
            document=document,
            text=text,
            labels=() if skipped else ordered(_values(row, tasks.LABELS, place), labels, place),
            annotator=propose(person),
            unsure=bool(_values(row, tasks.UNSURE, place)),
            skipped=skipped,
            note="\n".join(_values(row, tasks.NOTE, place)).strip(),
            suggested=_suggested(row, labels, place),
        )
        reading.answers.append(Answer(annotation, person, place, _when(row, place)))
    _check_columns(path, columns, warn)
    return reading


def _paragraph(row: Row, place: str, labels: Sequence[str]) -> tuple[str, str]:
    """The document and the normalised text that were exported."""
    for name in (tasks.LABEL_SET, tasks.DOCUMENT, tasks.PARAGRAPH_ID, tasks.TEXT):
        if not isinstance(row.get(name), str) or not row[name]:
            raise RegactError(f"{place}: belongs to another project, its data have no `{name}`; {_AGAIN}")
    asked = row[tasks.LABEL_SET].split()
    if set(asked) != set(labels):
        raise RegactError(
            f"{place}: belongs to another project or label set, {', '.join(asked)}, while params.yaml has "
            f"{', '.join(labels)}; {_AGAIN}"
        )
    text = normalise(row[tasks.TEXT])
    if paragraph_id(text) != row[tasks.PARAGRAPH_ID]:
        raise RegactError(f"{place}: the text was altered since it was exported; {_AGAIN}")
    return row[tasks.DOCUMENT], text


def _values(row: Row, control: str, place: str) -> list[str]:
    """What was chosen or typed in a control."""
    raw = row.get(control)
    try:
        entered = _cell(raw) if isinstance(raw, str) else msgspec.convert(raw, _Entered)
    except msgspec.ValidationError:
        raise RegactError(
            f"{place}: `{control}` holds neither choices nor text; use the config of the export"
        ) from None
    values: list[str] = []
    for part in entered if isinstance(entered, list) else [entered]:
        values += chain.from_iterable(part.values()) if isinstance(part, dict) else [part or ""]
    return [value for value in values if value]


def _cell(cell: str) -> _Entered:
    """A word, or the JSON that CSV has where more was entered; a note that merely looks like JSON is a word."""
    if not cell.startswith(("{", "[")):
        return cell
    try:
        entered: _Entered = msgspec.json.decode(cell, type=_Entered)
    except (msgspec.DecodeError, RecursionError):
        return cell
    return entered


def _suggested(row: Row, labels: Sequence[str], place: str) -> tuple[str, ...] | None:
    cell = str(row.get(tasks.SUGGESTED) or "")
    return ordered([] if cell == tasks.NONE else cell.split(), labels, place) if cell else None


def _when(row: Row, place: str) -> datetime | None:
    raw = row.get(UPDATED) or row.get(CREATED)
    if not raw:
        return None
    try:
        when = datetime.fromisoformat(str(raw))
    except ValueError:
        raise RegactError(f"{place}: `{raw}` is no time; export anew") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _check_columns(path: Path, columns: set[str], warn: Warn) -> None:
    """Controls of another labelling config are no answer to our question; those beside ours are left out aloud."""
    foreign = sorted(columns - _KNOWN)
    if not foreign:
        return
    if tasks.LABELS not in columns:
        raise RegactError(f"{path}: has `{foreign[0]}` where `{tasks.LABELS}` should be; use the config of the export")
    warn(f"{path}: left out what regact does not know: {', '.join(foreign)}")
