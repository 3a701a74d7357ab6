"""Word documents (.docx) → pieces, by python-docx: paragraphs with their styles, and table rows."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import RegactError
from pipeline.text.source import Piece, Role, Source

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MAX_UNPACKED = 256 * 1024 * 1024


def read(data: bytes, name: str) -> Source:
    """Split a Word document into pieces.

    The parser expands no entities and fetches nothing; macros and embedded objects are not looked at. Page headers and
    footers are separate parts of the file and are not read.

    Raises:
        RegactError: the file is damaged, encrypted, or would unpack to more than 256 MiB.
    """
    from docx import Document

    _refuse_bomb(data, name)
    try:
        document = Document(io.BytesIO(data))
        pieces = tuple(_pieces(document))
    except Exception as error:  # a damaged file can fail anywhere inside the parser, with any exception
        raise RegactError(f"{name}: damaged Word document ({type(error).__name__}); save it again as .docx") from None
    titles = [piece.text for style, piece in pieces if style == "Title"]
    return Source(" ".join(titles) or document.core_properties.title or "", tuple(piece for _, piece in pieces))


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise RegactError(f"{name}: not a .docx file, or an encrypted one; save it again as .docx") from None
    if size > _MAX_UNPACKED:
        raise RegactError(f"{name}: unpacks to {size} bytes, more than any document needs; remove it")


def _pieces(document: "Document") -> Iterator[tuple[str, Piece]]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # Merged cells come once for every column they span.
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield "", Piece(" | ".join(filter(None, cells)), "item")
        else:
            style = (block.style.name or "") if block.style else ""
            yield style, Piece(block.text, _role(style, block))


def _role(style: str, paragraph: "Paragraph") -> Role:
    if style.startswith(("Heading", "Title", "Subtitle")):
        return "heading"
    if style in {"Caption", "Header", "Footer"} or style.startswith("TOC"):
        return "chrome"
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    return "item" if numbered or style.startswith("List") else "text"
