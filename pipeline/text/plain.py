"""Plain text as scraped → pieces: hard-wrapped lines joined, everything else a line a piece."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.text.source import Piece, Source

_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_BULLET = re.compile(r"\s*[•◦‣▪■●∙*–—-]\s")
_NUMBER = re.compile(
    r"\s*(?:\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]|(?:Article|Section|Sec\.|§|No\.)\s?\d{1,4}[.:]?)\s", re.IGNORECASE
)
_CLOSED = re.compile(r"""[.!?:;。！？：；…]["'”’»)\]]*\s*$""")
_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
_FIRST, _LAST = re.compile(r"^\S+"), re.compile(r"\S+$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WIDTHS = range(40, 131)


def read(text: str) -> Source:
    """Split plain text into pieces; it names no title."""
    lines = _LINE_END.split(text.replace("\f", "\n\n").expandtabs(4))
    return Source("", tuple(Piece(piece) for piece in unwrap(lines) if any(map(str.isalnum, piece))))


def unwrap(lines: Sequence[str]) -> Iterator[str]:
    """Join the lines that a writer's editor or a mail program broke; the rest stay as they are.

    In text that was wrapped to a width, a break inside a paragraph is one that had to be made: the next line's first
    word would not have fitted. A text with a single break shows no width; there, a break inside a sentence counts.
    Any other break is the writer's own.
    """
    width = wrap_width(lines)
    if not width and len(_breaks(lines)) != 1:
        yield from filter(str.strip, lines)
        return
    vocabulary = _vocabulary(lines)
    paragraph = list[str]()
    for line, following in pairwise([*lines, ""]):
        paragraph.append(line)
        if not _goes_on(line, following, width):
            if any(map(str.strip, paragraph)):
                yield join_lines(paragraph, vocabulary)
            paragraph = []


def join_lines(lines: Sequence[str], vocabulary: frozenset[str] = frozenset()) -> str:
    """The lines of one paragraph as running text, words that were broken at a line's end made whole.

    Args:
        lines: The lines; empty ones are skipped.
        vocabulary: The words of the document, which tell a broken word from a compound with a hyphen of its own.
    """
    text = ""
    vocabulary = vocabulary or _vocabulary(lines)
    for line in filter(None, map(str.strip, lines)):
        before, after = _HYPHENATED.search(text), _WORD.match(line)
        if before and after and line[0].islower():
            left, right = before[1].lower(), after[0].lower()
            compound = f"{left}-{right}" in vocabulary or left + right not in vocabulary >= {left, right}
            text = (text if compound else text[:-1]) + line
        else:
            text = f"{text} {line}".lstrip()
    return text


def wrap_width(lines: Sequence[str]) -> int:
    """The width in characters that the text was wrapped to, 0 if it was not."""
    inner = sorted(_breaks(lines))
    if len(inner) < 2:
        return 0
    # A long web address sticks out of wrapped text, so that the width is not quite that of the longest line.
    width = inner[-1 - len(inner) // 20]
    fits = sum(len(line.rstrip()) <= width for line in lines) >= 0.9 * len(lines)
    full = sum(length >= 0.75 * width for length in inner) >= 0.6 * len(inner)
    return width if width in _WIDTHS and fits and full else 0


def _breaks(lines: Sequence[str]) -> list[int]:
    """The lengths of the lines that another one follows without an empty one between."""
    return [len(line.rstrip()) for line, following in pairwise(lines) if line.strip() and following.strip()]


def _vocabulary(lines: Sequence[str]) -> frozenset[str]:
    words = set[str]()
    broken = False
    for line in map(str.strip, lines):
        # The halves of a broken word are no words of the document.
        whole = _FIRST.sub("", line) if broken else line
        broken = bool(_HYPHENATED.search(line))
        words.update(map(str.lower, _WORD.findall(_LAST.sub("", whole) if broken else whole)))
    return frozenset(words)


def _goes_on(line: str, following: str, width: int) -> bool:
    if not line.strip() or not following.strip() or _BULLET.match(following):
        return False
    entry = _BULLET.match(line) or _NUMBER.match(line)
    if _indent(following) > _indent(line) and not entry:
        return False
    if _CLOSED.search(line) and _NUMBER.match(following):
        return False
    if not width:
        return len(line.strip()) >= _WIDTHS.start and following.lstrip()[0].islower() and not _CLOSED.search(line)
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
