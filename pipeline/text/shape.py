"""What the shape of a piece tells: how long it is, how it ends, how its words are written."""

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.text import wording
from pipeline.text.source import Role

_CJK = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_CJK}]{{1,2}}|[^\W\d_{_CJK}]+(?:['’.-][^\W\d_{_CJK}]+)*")
_NUMBERED = re.compile(
    r"^(?:\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]|(?:article|section|sec\.|§|no\.|art\.|rule|item)\s?\d{1,4}\S{0,9})\s",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[•◦‣▪■●∙*–—-]\s")
_CLOSED = re.compile(
    r"""[.!?:;…。！？：；]["'”’»」』)\]*_]*(?:\s[(\[]\w[^()\[\]]{0,40}[)\]])?["'”’»)\]*_]*$""",
)
_SENTENCE_END = re.compile(r"""[.!?…。！？]["'”’»」』)\]*_]*(?:\s|$)""")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LABELS = (wording.LABEL, wording.CREDIT, wording.END, wording.SYMBOL)
_LONGEST_NOTICE = 90
_FUNCTION_WORDS = _words(
    "about after also been before could from have into just more most only other over should some such than that "
    "their them then there these they this those upon very were what when where which while whose will with would your"
)
_ANAPHORS = _words("it he she they we i this that these those but and so then still yet neither both no yes")
_NOT_ALNUM = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Shape:
    """A piece with its measures, each computed when first asked for."""

    text: str
    role: Role = "text"
    links: float = 0.0

    @cached_property
    def words(self) -> list[str]:
        """Words; in Chinese and Japanese two characters count as one."""
        return _WORD.findall(self.text)

    @cached_property
    def length(self) -> int:
        """Number of words."""
        return len(self.words)

    @cached_property
    def lowercase(self) -> float:
        """Share of the words that are not capitalised: high in prose, low in menus and lists of names."""
        return sum(not word[0].isupper() for word in self.words) / max(1, self.length)

    @cached_property
    def closed(self) -> bool:
        """Ends as sentences and clauses of a law do."""
        return bool(_CLOSED.search(self.text))

    @cached_property
    def sentences(self) -> int:
        """Number of sentence ends."""
        return len(_SENTENCE_END.findall(self.text))

    @cached_property
    def numbered(self) -> bool:
        """Begins with a number or letter, as articles and list entries do."""
        return bool(_NUMBERED.match(self.text))

    @cached_property
    def bullet(self) -> bool:
        """Begins with a bullet, or is a list item or table row by its markup."""
        return self.role == "item" or bool(_BULLET.match(self.text))

    @cached_property
    def fragments(self) -> int:
        """Number of parts that separators such as ``|`` and ``·`` cut the text into."""
        return sum(map(bool, map(str.strip, wording.SEPARATOR.split(self.text))))

    @cached_property
    def phrases(self) -> int:
        """Number of phrases of buttons, notices and footers."""
        return len(wording.PHRASE.findall(self.text))

    @cached_property
    def prose(self) -> bool:
        """Reads like running text: ends like it, or is too long for anything else."""
        # Bills carry long titles in capitals throughout, where these tell nothing of menus and names.
        if self.length >= 25 and (self.lowercase >= 0.5 or (self.closed and self.text.isupper())):
            return True
        trailing_off = self.text.endswith(("...", "…"))
        return self.length >= (8 if trailing_off else 3) and self.closed and self.lowercase >= 0.3

    @cached_property
    def long_prose(self) -> bool:
        """Running text that can hardly be anything but a paragraph."""
        return (
            self.role != "chrome"
            and self.links < 0.5
            and self.prose
            and self.length >= 20
            and self.fragments <= 2 + self.length // 12
            and (self.phrases * 12 <= self.length or not wording.ADDRESS.search(self.text))
        )

    @cached_property
    def dateline(self) -> bool:
        """Holds a date or a time and hardly anything else."""
        left = wording.DATE_WORD.sub(" ", self.text)
        return (
            (left != self.text or not self.words) and len(_WORD.findall(left)) <= 2 and any(map(str.isdigit, self.text))
        )

    @cached_property
    def labelled(self) -> bool:
        """Begins with a label such as "Tags:", gives credit, says that something ends, or holds a page's symbols."""
        return any(pattern.search(self.text) for pattern in _LABELS)

    @cached_property
    def speaks_like_a_page(self) -> bool:
        """Says what menus, notices and footers say; long text is above suspicion."""
        if self.length > _LONGEST_NOTICE:
            return False
        listing = self.links > 0.5 or self.fragments > 1 + self.length // 12
        return bool(listing or self.phrases or self.labelled or self.dateline)

    @cached_property
    def content(self) -> frozenset[str]:
        """Stems of the words that carry meaning: six letters of every word of four or more."""
        return frozenset(word.lower()[:6] for word in self.words if len(word) >= 4) - _FUNCTION_WORDS

    @cached_property
    def refers_back(self) -> bool:
        """Begins with a word that needs a sentence before it."""
        return bool(self.words) and self.words[0].lower() in _ANAPHORS


def fold(text: str) -> str:
    """Letters and digits only, lower case: what is equal about two headlines that are typeset differently."""
    return _NOT_ALNUM.sub("", text).casefold()
