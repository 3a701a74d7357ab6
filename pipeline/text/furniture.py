"""Pieces of a document → blocks: what is a paragraph, what a heading, and what belongs to the page instead.

Paragraphs are found first, by shape: long running text is prose whatever it speaks of. The prose spans the body of the
document. Inside it, a piece is a paragraph or a heading unless its structure says otherwise; outside it, where pages
put their menus, notices and teasers, a piece must read like prose, must not speak like a page, and must not stand apart
from the body's words. Judging a block by its own shape first and by its neighbours where that does not settle it
follows jusText (Pomikálek, *Removing Boilerplate and Duplicate Content from Web Corpora*, 2011); shared words as the
sign that two pieces belong together follow TextTiling (Hearst, *Computational Linguistics* 23(1), 1997).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records import Block
from pipeline.text import wording
from pipeline.text.headlines import Kind, drop_idle_headings, drop_title, find_title, mark_first_heading
from pipeline.text.shape import Shape
from pipeline.text.source import Piece

_SHORT = 15
"""Words below which a sentence at the edge needs the body's words to be part of it."""
_INTERRUPTION = 45
_HEADING = 18


def judge(pieces: Sequence[Piece], title: str = "") -> tuple[str, list[Block]]:
    """Sort a document's pieces into paragraphs, headings and furniture.

    Args:
        pieces: Normalised pieces in reading order.
        title: The document's title if its markup names one.

    Returns:
        The title, found above the body where none is given, and the blocks. The title itself is not among the blocks;
        where it stands again it is furniture.
    """
    shapes = [Shape(piece.text, piece.role, piece.links) for piece in pieces]
    body = _find_body(shapes)
    kinds = [
        _in_body(shape, following) if body.first <= index <= body.last else _at_edge(shape, body)
        for index, (shape, following) in enumerate(pairwise([*shapes, Shape("")]))
    ]
    _drop_teasers(shapes, kinds)
    title = title or find_title(shapes[: body.first], kinds)
    drop_title(shapes, kinds, title)
    mark_first_heading(shapes, kinds, body.first)
    drop_idle_headings(kinds)
    if shapes and "paragraph" not in kinds:
        _keep_longest(shapes, kinds)
    return title, [Block(kind, shape.text) for shape, kind in zip(shapes, kinds, strict=True) if kind != "title"]


@dataclass(frozen=True, slots=True)
class _Body:
    """The span from the first to the last piece of long prose; empty if ``last`` is below ``first``."""

    first: int
    last: int
    words: frozenset[str]
    shortest: int
    """Words of the shortest prose within; 0 if there is too little prose to compare with."""
    marked: bool
    """Whether the markup tells the page from the article."""


def _find_body(shapes: Sequence[Shape]) -> _Body:
    anchors = [index for index, shape in enumerate(shapes) if shape.long_prose]
    anchors = anchors or [index for index, shape in enumerate(shapes) if shape.prose and not shape.speaks_like_a_page]
    if not anchors:
        return _Body(len(shapes), -1, frozenset(), 0, False)
    first, last = anchors[0], anchors[-1]
    prose = [shape for shape in shapes[first : last + 1] if shape.prose]
    marked = any(shape.role == "chrome" for shape in shapes)
    # Where the markup draws the line, or two paragraphs are all there is, nothing stands apart.
    comparable = len(prose) >= 3 and not marked
    words = frozenset(word for shape in prose for word in shape.content) if comparable else frozenset()
    return _Body(first, last, words, min(shape.length for shape in prose) if comparable else 0, marked)


def _in_body(shape: Shape, following: Shape) -> Kind:
    if shape.role == "heading":
        return "heading"
    if shape.role == "chrome" or not shape.words or _interrupts(shape):
        return "furniture"
    if shape.bullet or shape.prose or shape.length > _HEADING:
        return "paragraph"
    if shape.numbered:
        return "heading" if following.prose and not following.numbered else "paragraph"
    return "furniture" if shape.fragments > 1 or shape.dateline else "heading"


def _interrupts(shape: Shape) -> bool:
    """Whether a piece amid the body is a caption, a credit, a teaser or an advertisement."""
    if shape.length > _INTERRUPTION:
        return False
    if shape.links > 0.8 and not shape.bullet:
        return True
    return not (shape.prose and shape.sentences) and shape.labelled


def _at_edge(shape: Shape, body: _Body) -> Kind:
    # In an article that the page's markup sets off, one such phrase in a sentence is the author's own.
    authored = body.marked and shape.prose and shape.phrases == 1 and not shape.labelled and shape.length >= 10
    if shape.role == "chrome" or (shape.speaks_like_a_page and not authored) or _stands_apart(shape, body):
        return "furniture"
    if shape.role == "heading":
        return "heading"
    entry = (shape.bullet or shape.numbered) and shape.length >= 6 and shape.fragments == 1
    return "paragraph" if shape.prose or entry else "furniture"


def _stands_apart(shape: Shape, body: _Body) -> bool:
    """Whether a sentence is far shorter than any of the body and hardly shares a word with it."""
    short = shape.length < _SHORT and 2 * shape.length <= body.shortest
    return short and shape.role == "text" and not shape.refers_back and len(shape.content & body.words) <= 1


def _drop_teasers(shapes: Sequence[Shape], kinds: list[Kind]) -> None:
    """Lists of other stories: from a line such as "Most read" on, headlines and the one sentence under each."""
    opener: int | None = None
    for index, shape in enumerate(shapes):
        if wording.LIST_OPENER.match(shape.text):
            opener = index
        elif opener is not None and not _continues_list(shapes, opener, index):
            opener = None
        if opener is not None:
            kinds[index] = "furniture"


def _continues_list(shapes: Sequence[Shape], opener: int, index: int) -> bool:
    shape, above = shapes[index], shapes[index - 1]
    # A list that the markup keeps apart from the article ends with that part of the page.
    if (shape.role == "chrome") != (shapes[opener].role == "chrome"):
        return False
    if _is_headline(shape):
        return True
    # A list whose first two entries are headlines has no teasers: what follows it is the article again.
    has_teasers = index > opener + 1 and not _is_headline(shapes[opener + 2])
    return has_teasers and _is_headline(above) and shape.sentences <= 1 and shape.length <= _INTERRUPTION


def _is_headline(shape: Shape) -> bool:
    return not shape.prose or shape.role == "heading" or shape.links > 0.5


def _keep_longest(shapes: Sequence[Shape], kinds: list[Kind]) -> None:
    """A document must say something: one of fragments only says its longest."""
    candidates = [index for index, kind in enumerate(kinds) if kind != "title"] or [0]
    kinds[max(candidates, key=lambda index: shapes[index].length)] = "paragraph"
