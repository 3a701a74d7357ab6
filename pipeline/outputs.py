"""Predictions as JSON Lines, as CSV or as a table for reading: written batch by batch, in constant memory."""

import csv
import io
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

import msgspec

from pipeline.errors import RegactError
from pipeline.files import atomic
from pipeline.records import Prediction
from pipeline.text.documents import Passage

DIGITS = 4
FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".txt": "table"}
"""The format that the suffix of an output file stands for."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
# What makes a spreadsheet run a cell, full-width forms included (OWASP, "CSV Injection").
_FORMULA = tuple("=+-@＝＋－＠")


class Writer(Protocol):
    """Where predictions go."""

    def write(self, passages: Sequence[Passage], predictions: Sequence[Prediction]) -> None:
        """Add a row for each passage."""
        ...

    def close(self) -> None:
        """Add what can only come at the end; the file stays open."""
        ...


@contextmanager
def writing(output: Path | None, format_: str, labels: Sequence[str], tables: bool) -> Iterator[Writer]:
    """A writer of ``format_`` to ``output``, which appears whole when the block ends well, or to standard output.

    Args:
        output: the file to write; None is standard output.
        format_: ``table``, ``jsonl`` or ``csv``.
        labels: the label set in order.
        tables: whether rows with columns of their own may come (they are known only at the end).
    """
    with _destination(output, format_) as file:
        writer = _writer(file, format_, labels, tables)
        yield writer
        writer.close()
        file.flush()


def record(passage: Passage, prediction: Prediction) -> dict[str, Any]:
    """A line of JSON: ``document, paragraph, text, labels, scores``, then a table row's own columns.

    Ours keep their names. A column of the table that is called like one of ours, or like one of the CSV form's
    ``score_<label>``, gets the prefix ``input_``; only ``text`` does not come twice.
    """
    return {
        "document": _text(passage.document),
        "paragraph": passage.position,
        "text": passage.text,
        "labels": prediction.labels,
        "scores": {label: round(score, DIGITS) for label, score in prediction.scores.items()},
    } | own_columns(passage.columns, prediction.scores)


def own_columns(columns: Mapping[str, Any], labels: Iterable[str]) -> dict[str, Any]:
    """A table row's own columns under names that do not clash with ours, in their order."""
    ours = {"document", "paragraph", "text", "labels", "scores"} | {f"score_{label}" for label in labels}
    own = {}
    for column, value in columns.items():
        if column == "text":
            continue
        name = column
        while name in ours or (name != column and name in columns):
            name = f"input_{name}"
        own[name] = value
    return own


def safe_cell(value: Any) -> str:
    """``value`` as the text of a CSV cell that no spreadsheet runs as a formula.

    What begins like a formula and is no number gets an apostrophe in front, which spreadsheets take as "this is text".
    Lists and mappings become JSON, control characters go.
    """
    if value is None:
        return ""
    raw = _json(value).decode() if isinstance(value, list | tuple | dict) else str(value)
    text = "".join(c for c in _text(raw) if c in "\n\t" or unicodedata.category(c) != "Cc")
    start = text.strip()
    runs = len(start) > 1 and start.startswith(_FORMULA) and not _NUMBER.fullmatch(start)
    return f"'{text}" if runs else text


class JsonlWriter:
    """One :func:`record` a line."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, passages: Sequence[Passage], predictions: Sequence[Prediction]) -> None:
        """Write a line for each passage."""
        for passage, prediction in zip(passages, predictions, strict=True):
            self._file.write(_json(record(passage, prediction)).decode() + "\n")

    def close(self) -> None:
        """Nothing is left to do."""


class CsvWriter:
    """``document, paragraph, labels, score_<label>…, text``, then the tables' own columns; labels joined by ``;``.

    Rows of one table may have columns that another's lack, and the header comes first: where tables are among the
    inputs, rows wait in a temporary file until all columns are known.
    """

    def __init__(self, file: TextIO, labels: Sequence[str], tables: bool) -> None:
        self._csv = csv.writer(file, lineterminator="\n")
        self._header = ["document", "paragraph", "labels", *(f"score_{label}" for label in labels), "text"]
        self._own: dict[str, None] = {}
        self._waiting = tempfile.TemporaryFile() if tables else None  # noqa: SIM115 - closed by close()
        if not tables:
            self._csv.writerow(self._header)

    def write(self, passages: Sequence[Passage], predictions: Sequence[Prediction]) -> None:
        """Write a row for each passage, or keep it until :meth:`close`."""
        for passage, prediction in zip(passages, predictions, strict=True):
            row = record(passage, prediction)
            scores = row.pop("scores").values()
            first = [row.pop("document"), row.pop("paragraph"), ";".join(row.pop("labels")), *scores, row.pop("text")]
            cells = [safe_cell(value) for value in first]
            if self._waiting is None:
                self._csv.writerow(cells)
            else:
                own = {name: safe_cell(value) for name, value in row.items()}
                self._own.update(dict.fromkeys(own))
                self._waiting.write(_json((cells, own)) + b"\n")

    def close(self) -> None:
        """Write the rows that waited."""
        if self._waiting is None:
            return
        with self._waiting as waiting:
            self._csv.writerow(self._header + [safe_cell(name) for name in self._own])
            waiting.seek(0)
            for line in waiting:
                cells, own = msgspec.json.decode(line)
                self._csv.writerow(cells + [own.get(name, "") for name in self._own])


@contextmanager
def _destination(output: Path | None, format_: str) -> Iterator[TextIO]:
    if output is not None:
        try:
            with atomic(output) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
                yield file
        except OSError as error:
            raise RegactError(f"{output}: cannot be written ({error.strerror}); name another file") from None
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Data is UTF-8 everywhere; people get what their terminal can show.
        encoding = None if format_ == "table" else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace", newline="\n")
    yield sys.stdout


def _writer(file: TextIO, format_: str, labels: Sequence[str], tables: bool) -> Writer:
    if format_ == "jsonl":
        return JsonlWriter(file)
    if format_ == "csv":
        return CsvWriter(file, labels, tables)
    from pipeline.terminal import PredictionTable  # rich takes longer to import than all the rest

    return PredictionTable(file, labels)


def _text(value: str) -> str:
    """``value`` without the surrogates that stand for bytes of a file name that is not UTF-8."""
    return value.encode(errors="replace").decode()


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value, enc_hook=str)
