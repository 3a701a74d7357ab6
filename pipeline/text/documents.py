"""Documents of any supported kind → clean paragraphs: the one entry to everything in this package."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import RegactError, at
from pipeline.files import read_bytes
from pipeline.records import Block
from pipeline.text import tables
from pipeline.text.encoding import decode
from pipeline.text.furniture import judge
from pipeline.text.normalise import normalise
from pipeline.text.source import EmptyDocumentError, Piece, Source

Warn = Callable[[str], None]
"""Takes one line that the user should see."""

_TABLES = {".jsonl": tables.read_jsonl, ".csv": tables.read_csv, ".parquet": tables.read_parquet}

DOCUMENT_SUFFIXES = frozenset({".txt", ".html", ".htm", ".md", ".pdf", ".docx"})
TABLE_SUFFIXES = frozenset(_TABLES)
SUFFIXES = DOCUMENT_SUFFIXES | TABLE_SUFFIXES


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a document, or a row of a table: what is labelled."""

    document: str
    """The path as given, ``-`` for standard input."""
    position: int
    """Place within the document or table, from 1."""
    text: str
    """Normalised."""
    title: str = ""
    heading: str = ""
    """The nearest heading above, empty if there is none."""
    columns: Mapping[str, Any] = field(default_factory=dict)
    """A table row's own columns."""


@dataclass(frozen=True, slots=True)
class Article:
    """A document in blocks."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> Iterator[tuple[str, str]]:
        """Every paragraph as ``(heading, text)``."""
        heading = ""
        for block in self.blocks:
            if block.kind == "heading":
                heading = block.text
            elif block.kind == "paragraph":
                yield heading, block.text


def read_passages(path: Path, warn: Warn) -> Iterator[Passage]:
    """The passages of a document or table.

    Args:
        path: A file with one of :data:`SUFFIXES`, in lower or upper case.
        warn: Told what was guessed, such as an encoding.

    Raises:
        RegactError: missing, empty, damaged or of no supported kind; for a table also a row without ``text``.
    """
    if path.suffix.lower() in TABLE_SUFFIXES:
        yield from read_rows(path, warn)
    else:
        yield from _passages(read_article(path, warn), str(path))


def passages_from_bytes(data: bytes, name: str, suffix: str, warn: Warn) -> Iterator[Passage]:
    """The passages of a document that is no file, such as standard input; ``suffix`` says what it is."""
    yield from _passages(article_from_bytes(data, name, suffix, warn), name)


def read_article(path: Path, warn: Warn) -> Article:
    """A document in blocks.

    Raises:
        RegactError: missing, damaged or of no supported kind.
        EmptyDocumentError: there is no text in it.
    """
    return article_from_bytes(read_bytes(path), str(path), path.suffix, warn)


def article_from_bytes(data: bytes, name: str, suffix: str, warn: Warn) -> Article:
    """As :func:`read_article`, for bytes."""
    source = _source(data, name, suffix.lower(), warn)
    pieces = [Piece(normalise(piece.text), piece.role, piece.links) for piece in source.pieces]
    title, blocks = judge([piece for piece in pieces if any(map(str.isalnum, piece.text))], normalise(source.title))
    if not any(block.kind == "paragraph" for block in blocks):
        raise EmptyDocumentError(f"{name}: no text; remove it or check how it was saved")
    return Article(title, tuple(blocks))


def _source(data: bytes, name: str, suffix: str, warn: Warn) -> Source:
    from pipeline.text import html, markdown, pdf, plain, word

    if not data.strip():
        raise EmptyDocumentError(f"{name}: empty; remove it or check how it was saved")
    match suffix:
        case ".txt":
            return plain.read(decode(data, name, warn))
        case ".md":
            return markdown.read(decode(data, name, warn))
        case ".html" | ".htm":
            return html.read(decode(data, name, warn, declared=True))
        case ".pdf":
            return pdf.read(data, name)
        case ".docx":
            return word.read(data, name)
    raise RegactError(f"{name}: no reader for `{suffix}`; supported are {', '.join(sorted(SUFFIXES))}")


def _passages(article: Article, name: str) -> Iterator[Passage]:
    for position, (heading, text) in enumerate(article.paragraphs, 1):
        yield Passage(name, position, text, article.title, heading)


def read_rows(path: Path, warn: Warn) -> Iterator[Passage]:
    """The rows of a table as passages, in constant memory; a row without text keeps its place with an empty one.

    Raises:
        RegactError: missing, damaged, or a row without ``text``.
        EmptyDocumentError: the table has no rows.
    """
    if not path.is_file():
        raise RegactError(f"{path}: no such file; check the path")
    position = 0
    for position, (line, row) in enumerate(_TABLES[path.suffix.lower()](path, warn), 1):
        text = row.get("text")
        if not isinstance(text, str):
            has = ", ".join(map(str, row)) or "none"
            raise RegactError(
                f"{at(path, line)}: no column `text` with a string in it (columns: {has}); add or rename it"
            )
        title, heading = (row.get(name) for name in ("title", "heading"))
        yield Passage(
            str(path),
            position,
            normalise(text),
            title if isinstance(title, str) else "",
            heading if isinstance(heading, str) else "",
            row,
        )
    if not position:
        raise EmptyDocumentError(f"{path}: no rows; remove it or check how it was saved")
