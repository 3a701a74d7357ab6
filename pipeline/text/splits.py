"""``data/splits.csv``: which split and group every document lies in."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import RegactError, at
from pipeline.files import read_bytes, write_text

SPLITS = ("train", "validation", "test")

_REMEDY = "run `dvc repro split`"


class Assignment(NamedTuple):
    """Where a document lies."""

    document: str
    split: str
    group: str


def write_splits(path: Path, assignments: Iterable[Assignment]) -> None:
    """Write assignments as CSV with a header, in the order given."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(Assignment._fields)
    writer.writerows(assignments)
    write_text(path, buffer.getvalue())


def read_splits(path: Path) -> dict[str, Assignment]:
    """Document id → assignment.

    Raises:
        RegactError: missing file, or a line that does not assign a document to a known split.
    """
    rows = csv.reader(io.StringIO(read_bytes(path, _REMEDY).decode(errors="replace"), newline=""))
    if tuple(next(rows, ())) != Assignment._fields:
        raise RegactError(f"{at(path, 1)}: the header must be {','.join(Assignment._fields)}; {_REMEDY}")
    assignments: dict[str, Assignment] = {}
    for row in rows:
        if len(row) != len(Assignment._fields) or row[1] not in SPLITS or row[0] in assignments:
            raise RegactError(f"{at(path, rows.line_num)}: not one new document, a split and a group; {_REMEDY}")
        assignments[row[0]] = Assignment(*row)
    return assignments
