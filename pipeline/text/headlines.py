"""Titles and headings: which line is the document's title, where it stands again, which signs head nothing."""

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.text.shape import Shape, fold

Kind = Literal["paragraph", "heading", "furniture", "title"]
"""What a piece is; at most one piece of a document is its title."""

_LONGEST_TITLE = 30
_LONGEST_HEADING = 18
# A headline may end like speech. One that ends with a full stop is left to be a paragraph: a paragraph lost costs more.
_EXCLAIMS = re.compile(r"""[?!]["'”’)]*$|\)$""")


def find_title(above: Sequence[Shape], kinds: Sequence[Kind]) -> str:
    """The title of a document that names none: the longest line above the body that could be one, or ``""``."""
    candidates = [
        shape
        for shape, kind in zip(above, kinds, strict=False)
        if _like_a_headline(shape) and (_EXCLAIMS.search(shape.text) or (kind != "paragraph" and not shape.closed))
    ]
    if not candidates:
        return ""
    return max(candidates, key=_rank).text


def _rank(shape: Shape) -> tuple[bool, bool, bool, int]:
    # Mastheads are set in capitals; what speaks of newsletters or reading times is a headline only if nothing else is.
    return shape.role == "heading", not shape.text.isupper(), not shape.phrases, shape.length


def drop_title(shapes: Sequence[Shape], kinds: list[Kind], title: str) -> None:
    """Mark the title's first occurrence; repeated, or with a credit glued to it as scrapers do, it is furniture."""
    folded, met = fold(title), False
    for index, shape in enumerate(shapes) if folded else ():
        text = fold(shape.text)
        if text == folded:
            kinds[index] = "furniture" if met else "title"
            met = True
        elif text.startswith(folded) and len(text) < 2 * len(folded) and not shape.prose:
            kinds[index] = "furniture"


def mark_first_heading(shapes: Sequence[Shape], kinds: list[Kind], first: int) -> None:
    """The line between title and body that could be neither a notice nor a byline heads the first section."""
    index = first - 1
    if any(shape.role == "heading" for shape in shapes):
        return  # the markup says what is a heading
    if index < 1 or "title" not in kinds[:index] or kinds[index] != "furniture":
        return
    shape, above = shapes[index], shapes[kinds.index("title")]
    if fold(shape.text).startswith(fold(above.text)):
        return
    if _like_a_headline(shape) and not shape.phrases and shape.length <= _LONGEST_HEADING and not shape.closed:
        kinds[index] = "heading"


def drop_idle_headings(kinds: list[Kind]) -> None:
    """A heading with no paragraph below it heads nothing: it is a sign on the page."""
    for index in reversed(range(len(kinds))):
        if kinds[index] == "paragraph":
            return
        if kinds[index] == "heading":
            kinds[index] = "furniture"


def _like_a_headline(shape: Shape) -> bool:
    fits = 1 < shape.length <= _LONGEST_TITLE and shape.role != "chrome" and shape.links <= 0.5
    # What speaks of newsletters or reading times needs the length of a headline to be taken for one.
    fits = fits and (shape.length > 4 or not shape.phrases)
    return fits and shape.fragments == 1 and not shape.labelled and not shape.dateline
