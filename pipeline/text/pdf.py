"""PDF → pieces, by the layout analysis of pdfminer.six: running heads go, big type makes headings."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from pipeline.errors import RegactError
from pipeline.text.plain import join_lines
from pipeline.text.source import EmptyDocumentError, Piece, Source

_CLOSED = re.compile(r"""[.!?:;。！？：；]["'”’»)\]]*$""")
_DIGITS = re.compile(r"\d+")
_ENTRY = re.compile(
    r"(?:[•◦▪■●*–—-]|\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]|(?:Article|Section)\s\d{1,4}\S?)\s", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Box:
    """A text box of a page: text lines that stand together."""

    lines: tuple[str, ...]
    size: float
    """Type size in points, of most of its characters."""
    page: int
    margin: bool
    """Whether it lies in the top or bottom eighth of the page."""


def read(data: bytes, name: str) -> Source:
    """Split a PDF into pieces in reading order.

    Raises:
        RegactError: the file is damaged or encrypted.
        EmptyDocumentError: it holds no text, as scans do.
    """
    boxes = _boxes(data, name)
    if not boxes:
        raise EmptyDocumentError(
            f"{name}: no text in this PDF, it may be a scan; run text recognition (OCR) on it first"
        )
    repeated = _running(boxes)
    kept = [box for box in boxes if not (box.margin and _stamp(box) in repeated)]
    body = median_low([box.size for box in kept for _ in range(sum(map(len, box.lines)))]) if kept else 0.0
    return Source(_title(kept, body), tuple(_pieces(kept, body)))


def _boxes(data: bytes, name: str) -> list[_Box]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextContainer, LTTextLine
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    boxes = list[_Box]()
    try:
        for number, page in enumerate(extract_pages(io.BytesIO(data), laparams=LAParams()), 1):
            for container in page:
                if isinstance(container, LTTextContainer):
                    found = [line for line in container if isinstance(line, LTTextLine) and line.get_text().strip()]
                    margin = container.y0 > page.height * 7 / 8 or container.y1 < page.height / 8
                    for lines in _by_size(found):
                        boxes.append(_Box(tuple(line.get_text() for line in lines), _size(lines[0]), number, margin))
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed):
        raise RegactError(f"{name}: encrypted PDF; save it without a password") from None
    except Exception as error:  # a damaged file can fail anywhere inside the parser, with any exception
        raise RegactError(f"{name}: damaged PDF ({type(error).__name__}); get or export it again") from None
    return boxes


def _by_size(lines: list[Any]) -> Iterator[list[Any]]:
    """Lines in groups of one type size: a heading set close to its paragraph is a box of its own."""
    group = list[Any]()
    for line in lines:
        if group and abs(_size(line) - _size(group[-1])) > 1:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _size(line: Any) -> float:
    from pdfminer.layout import LTChar

    sizes = Counter(round(character.size, 1) for character in line if isinstance(character, LTChar))
    return float(sizes.most_common(1)[0][0]) if sizes else 0.0


def _stamp(box: _Box) -> str:
    return _DIGITS.sub("0", " ".join(" ".join(box.lines).split()))


def _running(boxes: list[_Box]) -> set[str]:
    """Heads and feet that repeat on most pages, their page numbers aside."""
    pages = len({box.page for box in boxes})
    found = Counter(stamp for stamp, _ in {(_stamp(box), box.page) for box in boxes if box.margin})
    return {stamp for stamp, count in found.items() if stamp == "0" or (pages > 1 and count * 2 > pages)}


def _title(boxes: list[_Box], body: float) -> str:
    """The biggest type of the first page, if it is bigger than the body's."""
    first = [box for box in boxes if box.page == boxes[0].page and box.size > body + 1]
    return join_lines(max(first, key=lambda box: box.size).lines) if first else ""


def _pieces(boxes: list[_Box], body: float) -> Iterator[Piece]:
    lines = list[str]()
    page = 0
    for box in boxes:
        heading = box.size > body + 1
        # A paragraph goes on over a page's end if it was not closed and what follows begins in lower case.
        goes_on = (
            lines and box.page != page and not _CLOSED.search(lines[-1].strip()) and box.lines[0].lstrip()[:1].islower()
        )
        if lines and not goes_on:
            yield Piece(join_lines(lines))
            lines = []
        page = box.page
        if heading:
            yield Piece(join_lines(box.lines), "heading")
            continue
        for line in box.lines:
            if lines and _ENTRY.match(line.lstrip()) and _CLOSED.search(lines[-1].strip()):
                yield Piece(join_lines(lines))
                lines = []
            lines.append(line)
    if lines:
        yield Piece(join_lines(lines))
