"""Exports of Label Studio → answers.

JSON holds tasks with all their annotations; JSON-MIN and CSV (or TSV) hold a row for each annotation that was not
skipped. Annotations of JSON are flattened to such rows first, so that all are judged by one rule.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline import files
from pipeline.errors import RegactError, at
from pipeline.labelling.exchange import rows
from pipeline.labelling.exchange.answer import Reading
from pipeline.labelling.exchange.rows import ANNOTATION_ID, Row, Warn
from pipeline.text import tables

_REMEDY = "export the project from Label Studio as JSON, JSON-MIN or CSV"


class _Region(Struct):
    from_name: str = ""
    value: dict[str, Any] = {}


class _Person(Struct):
    id: int | None = None
    email: str | None = None


class _Annotation(Struct):
    id: int | None = None
    completed_by: int | str | _Person | None = None
    result: list[_Region] | None = None
    was_cancelled: bool | None = None
    created_at: str | None = None
    updated_at: str | None = None


class _Task(Struct):
    data: Row
    annotations: list[_Annotation]
    id: int | None = None


def read_json(path: Path, labels: Sequence[str], warn: Warn) -> Reading:
    """The answers of an export as JSON or JSON-MIN.

    Raises:
        RegactError: broken JSON, no export of Label Studio, or one of another project.
    """
    raw = files.read_json(path, list[Row], _REMEDY)
    form = _flattened if any("data" in row for row in raw) else _minimal
    return rows.read(path, form(path, raw), labels, warn)


def read_csv(path: Path, labels: Sequence[str], warn: Warn) -> Reading:
    """The answers of an export as CSV or TSV.

    Raises:
        RegactError: a broken table, no export of Label Studio, or one of another project.
    """
    files.read_bytes(path)  # says so if there is no such file
    return rows.read(path, _table(path, warn), labels, warn)


def _flattened(path: Path, raw: list[Row]) -> Iterator[tuple[str, Row]]:
    """An export as JSON: one row for each annotation, one for a task without any."""
    for number, item in enumerate(raw, 1):
        place = f"{path}: task {item.get('id', f'number {number}')}"
        if "annotations" not in item:
            raise RegactError(f"{place}: has no `annotations`; is this what was imported there? {_REMEDY}")
        try:
            task = msgspec.convert(item, _Task)
        except msgspec.ValidationError as error:
            raise RegactError(f"{place}: {error}; {_REMEDY}") from None
        if not task.annotations:
            yield place, task.data
        for number_within, found in enumerate(task.annotations, 1):
            mark = found.id if found.id is not None else f"number {number_within}"
            yield f"{place}, annotation {mark}", task.data | _outputs(found) | _metadata(found, mark)


def _outputs(found: _Annotation) -> Row:
    """Control → all that was entered there."""
    entered: dict[str, list[Any]] = {}
    for region in found.result or ():
        entered.setdefault(region.from_name, []).append(region.value)
    return dict(entered)


def _metadata(found: _Annotation, mark: int | str) -> Row:
    by = found.completed_by
    return {
        ANNOTATION_ID: mark,
        rows.ANNOTATOR: (by.email or by.id) if isinstance(by, _Person) else by,
        rows.CREATED: found.created_at,
        rows.UPDATED: found.updated_at,
        rows.SKIPPED: found.was_cancelled,
    }


def _minimal(path: Path, raw: list[Row]) -> Iterator[tuple[str, Row]]:
    for number, row in enumerate(raw, 1):
        mark = row.get(ANNOTATION_ID)
        place = f"{path}: task {row.get('id', f'number {number}')}"
        yield place if mark is None else f"{place}, annotation {mark}", row


def _table(path: Path, warn: Warn) -> Iterator[tuple[str, Row]]:
    for line, row in tables.read_csv(path, warn):
        if ANNOTATION_ID not in row:
            raise RegactError(f"{at(path, line)}: no column `{ANNOTATION_ID}`, so no export of Label Studio; {_REMEDY}")
        yield at(path, line), row
