"""Whose law a paragraph speaks of, guessed from the states, capitals and authorities that it names.

A gazetteer look-up with the longest match, as in named-entity recognition by lists (Mikheev, Moens and Grover 1999,
Named entity recognition without gazetteers, EACL, measures how far such lists reach). It serves to slice measurements,
not to label: a company's nationality counts like a state's, and states that share a name with something more common
are left out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from pipeline.evaluation.gazetteer import NAMES, NOBODY

SEVERAL, NONE_NAMED = "several", "none named"
JURISDICTIONS = (*NAMES, SEVERAL, NONE_NAMED)

_WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+")
"""Initials with their dots are one word. Nothing can be matched in two ways, so that time is linear."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The jurisdiction of a paragraph, one of ``JURISDICTIONS``."""

    jurisdiction: str
    source: Literal["paragraph", "document", "nothing"]
    """Where it is named: in the paragraph itself, only elsewhere in its document, or nowhere."""


def decide(texts: Sequence[str], documents: Sequence[str], titles: Mapping[str, str]) -> list[Decision]:
    """The jurisdiction of each paragraph, given its text and document, and titles of documents where known.

    A paragraph that names one jurisdiction belongs to it, and one that names more to ``several``. One that names none
    goes by its document: to the one that more than half of the document's paragraphs and title name, of those that
    name any; to ``several`` if there is no such one.
    """
    own = [named(text) for text in texts]
    passages = defaultdict(list)
    for document, names in zip(documents, own, strict=True):
        passages[document].append(names)
    around = {document: _main([named(titles.get(document, "")), *names]) for document, names in passages.items()}
    return [_decide(names, around[document]) for names, document in zip(own, documents, strict=True)]


def named(text: str) -> frozenset[str]:
    """The jurisdictions that ``text`` names; names count as they are written, or in capitals throughout."""
    return frozenset(_find(_words(text)))


def _words(text: str) -> list[str]:
    """``U.S. and China's`` → ``US``, ``and``, ``China``, ``s``."""
    return [word.replace(".", "") for word in _WORD.findall(text)]


def _find(words: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        lengths = range(_LONGEST.get(words[place], 0), 0, -1)
        name = next((name for n in lengths if (name := tuple(words[place : place + n])) in _OF), ())
        if found := _OF.get(name):
            yield found
        place += len(name) or 1


def _decide(own: frozenset[str], around: str) -> Decision:
    if own:
        return Decision(next(iter(own)) if len(own) == 1 else SEVERAL, "paragraph")
    return Decision(around, "nothing" if around == NONE_NAMED else "document")


def _main(passages: Iterable[frozenset[str]]) -> str:
    """The jurisdiction that a document speaks of, given what each of its passages names."""
    naming = [names for names in passages if names]
    if not naming:
        return NONE_NAMED
    counts = Counter(chain.from_iterable(naming))
    main = [name for name, count in counts.items() if 2 * count > len(naming)]
    return main[0] if len(main) == 1 else SEVERAL


def _index() -> dict[tuple[str, ...], str]:
    """The words of each name, as written and in capitals → its jurisdiction; empty for names that stand for none."""
    every = [(name, jurisdiction) for jurisdiction, names in NAMES.items() for name in names]
    return {
        tuple(_words(form)): jurisdiction
        for name, jurisdiction in [*every, *((name, "") for name in NOBODY)]
        for form in (name, name.upper())
    }


_OF = _index()
_LONGEST: dict[str, int] = {}
"""First word → the number of words of the longest name that begins with it."""
for _name in _OF:
    _LONGEST[_name[0]] = max(_LONGEST.get(_name[0], 0), len(_name))
