"""A batch that does not ask the same thing twice: valuable texts, greedily, each unlike those picked before it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAR_DUPLICATE = 0.8
"""Two texts with at least this cosine similarity never come into one batch."""

_WORDS = re.compile(r"\w+")
_SHORTLIST = 10
"""How many times the batch is looked at in detail, and…"""
_AT_LEAST = 500
"""… how many texts if that is fewer."""


@dataclass(frozen=True, slots=True)
class TermVectors:
    """TF-IDF vectors of words, of unit length, as three parallel arrays of the entries that are not 0."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[np.float64]
    shape: tuple[int, int]

    def similarity(self, row: int) -> NDArray[np.float64]:
        """Cosine similarity (n,) of every text to the one in ``row``; 0 to a text without words."""
        own = self.rows == row
        vector = np.zeros(self.shape[1])
        vector[self.columns[own]] = self.values[own]
        return np.bincount(self.rows, self.values * vector[self.columns], minlength=self.shape[0]).astype(np.float64)


def term_vectors(texts: Sequence[str]) -> TermVectors:
    """Vectors of ``texts``: ``(1 + ln tf) * ln(n / df) + 1``, each scaled to length 1 (Salton and Buckley 1988)."""
    counts = [Counter(_WORDS.findall(text.casefold())) for text in texts]
    vocabulary: dict[str, int] = {}
    for count in counts:
        for word in count:
            vocabulary.setdefault(word, len(vocabulary))
    rows = np.repeat(np.arange(len(texts)), [len(count) for count in counts])
    columns = np.array([vocabulary[word] for count in counts for word in count], dtype=np.intp)
    frequencies = np.array([times for count in counts for times in count.values()], dtype=np.float64)
    documents = np.bincount(columns, minlength=len(vocabulary))
    values = (1 + np.log(frequencies)) * (np.log(len(texts) / documents) + 1)[columns]
    lengths = np.sqrt(np.bincount(rows, values**2, minlength=len(texts)))
    return TermVectors(rows, columns, values / lengths[rows], (len(texts), len(vocabulary)))


def diverse(values: NDArray[np.float64], texts: Sequence[str], n: int) -> list[int]:
    """The places of at most ``n`` texts, best first: high ``values`` (n,), not below 0, and unlike each other.

    Each pick is the text with the highest value times its distance (1 - cosine similarity) to the nearest text already
    picked: maximal marginal relevance (Carbonell and Goldstein 1998) as a product, which needs no weight. Near-
    duplicates of a picked text are out. Only the most valuable texts, ten times the batch, are looked at. Equal texts
    come in the order given.

    Raises:
        ValueError: a negative value, or one that is not a number.
    """
    if not (values >= 0).all():
        raise ValueError("values must be numbers, and none below 0")
    shortlist = np.argsort(-values, kind="stable")[: max(_SHORTLIST * n, _AT_LEAST)]
    vectors = term_vectors([texts[place] for place in shortlist])
    nearest = np.zeros(len(shortlist))
    picked: list[int] = []
    while len(picked) < n:
        gain = np.where(nearest < NEAR_DUPLICATE, values[shortlist] * (1 - nearest), -1.0)
        best = int(np.argmax(gain)) if len(gain) else 0
        if not len(gain) or gain[best] < 0:
            break
        picked.append(int(shortlist[best]))
        nearest = np.maximum(nearest, vectors.similarity(best))
        nearest[best] = 1.0
    return picked
