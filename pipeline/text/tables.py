"""Tables → rows: one row is one paragraph, read as a stream in constant memory."""

import codecs
import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import msgspec

from pipeline.errors import RegactError, at
from pipeline.text.encoding import likely_encoding, refuse_binary

Row = tuple[int, dict[str, Any]]
"""A row's line (in a Parquet file its number), from 1, and its columns."""

_CHUNK = 1 << 20
_BATCH = 1024
_LONGEST_FIELD = 1 << 27


def read_jsonl(path: Path, warn: Callable[[str], None]) -> Iterator[Row]:
    """Rows of a JSON Lines file; blank lines are skipped.

    Raises:
        RegactError: a line that is not a JSON object.
    """
    decoder = msgspec.json.Decoder(dict[str, Any])
    with _open(path, warn) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield number, decoder.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                raise RegactError(f"{at(path, number)}: {error}; mend or remove the line") from None


def read_csv(path: Path, warn: Callable[[str], None]) -> Iterator[Row]:
    """Rows of a CSV file with a header line; comma, semicolon or tab, as the header shows.

    Raises:
        RegactError: a row that does not fit the header.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    with _open(path, warn, newline="") as file:
        header = file.readline()
        file.seek(0)
        reader = csv.DictReader(file, delimiter=max(",;\t", key=header.count), strict=True)
        try:
            for row in reader:
                if None in row or None in row.values():
                    remedy = "quote fields that hold the separator"
                    raise RegactError(f"{at(path, reader.line_num)}: not as many fields as the header; {remedy}")
                yield reader.line_num, row
        except csv.Error as error:
            raise RegactError(f"{at(path, reader.line_num)}: {error}; mend the row") from None


def read_parquet(path: Path, warn: Callable[[str], None]) -> Iterator[Row]:
    """Rows of a Parquet file.

    Raises:
        RegactError: pyarrow is not installed, or the file is damaged.
    """
    del warn  # a Parquet file names its encodings
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise RegactError(f"{path}: reading Parquet needs pyarrow; pip install 'regact[parquet]'") from None
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pyarrow.ArrowException, OSError) as error:
        raise RegactError(f"{path}: {str(error).splitlines()[0]}; is this a whole Parquet file?") from None


def _open(path: Path, warn: Callable[[str], None], newline: str | None = "\n") -> TextIO:
    return path.open(encoding=_encoding(path, warn), errors="replace", newline=newline)


def _encoding(path: Path, warn: Callable[[str], None]) -> str:
    """The encoding of a file that may be too large to hold: one pass over its bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
        if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        refuse_binary(chunk, str(path))
        while chunk:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                encoding = likely_encoding(chunk, str(path))
                warn(f"{path}: not UTF-8; read as {encoding}")
                return encoding
            chunk = file.read(_CHUNK)
    return "utf-8-sig"
