"""What a reader makes of a document before anything is judged: its pieces in reading order."""

from dataclasses import dataclass
from typing import Literal

from pipeline.errors import RegactError

Role = Literal["text", "heading", "item", "chrome"]
"""What the markup says a piece is: running text, a heading, a list item or table row, the page around the article."""


class EmptyDocumentError(RegactError):
    """A document that holds no text: one of many may be passed over, a single one is an error."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a document that stands by itself: a line, an element, a box of a page."""

    text: str
    role: Role = "text"
    links: float = 0.0
    """Share of the characters that are link text."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as read."""

    title: str
    """As the markup or the file's properties give it, empty if they do not."""
    pieces: tuple[Piece, ...]
