"""Near-duplicate paragraphs: texts that share most of their word trigrams."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SHINGLE = 3
"""Words in a shingle: one changed word costs three shingles, so that a reprint with light edits is still found."""

MIN_WORDS = 8
"""Shorter paragraphs are never duplicates: two transcripts that both say "Thank you." aren't copies of each other."""

_PERMUTATIONS = 128
_SEED = 1
_WORDS = re.compile(r"\w+")


class Pair(NamedTuple):
    """Two near-duplicate texts by their places in the sequence given, ``first < second``."""

    first: int
    second: int
    similarity: float
    """Jaccard similarity of the word trigrams, 0 to 1."""


def near_duplicates(texts: Sequence[str], threshold: float) -> list[Pair]:
    """Pairs of texts whose word trigrams have a Jaccard similarity of at least ``threshold``, sorted.

    Candidates come from MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman, *Mining
    of Massive Datasets*, chapter 3), tuned to rather propose too many than miss one, and are verified exactly.
    Of texts with the same words only the pairs with the first are given: these tie all of them together, and a notice
    that stands under a thousand documents costs a thousand pairs and not half a million.
    """
    pairs: list[Pair] = []
    distinct: dict[tuple[str, ...], int] = {}
    for place, text in enumerate(texts):
        words = tuple(_WORDS.findall(text.casefold()))
        if len(words) < MIN_WORDS:
            continue
        first = distinct.setdefault(words, place)
        if first < place:
            pairs.append(Pair(first, place, 1.0))
    shingles = {place: _shingles(words) for words, place in distinct.items()}
    for first, second in _candidates(shingles, threshold):
        similarity = _jaccard(shingles[first], shingles[second])
        if similarity >= threshold:
            pairs.append(Pair(first, second, similarity))
    return sorted(pairs)


def _shingles(words: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _candidates(shingles: dict[int, frozenset[str]], threshold: float) -> Iterator[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    # A false negative weighs 19 times a false positive, which only costs an exact comparison.
    index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS, weights=(0.05, 0.95))
    hashes = MinHash.generator(
        ([shingle.encode() for shingle in sorted(group)] for group in shingles.values()),
        num_perm=_PERMUTATIONS,
        seed=_SEED,
    )
    for place, minhash in zip(shingles, hashes, strict=True):
        yield from ((other, place) for other in sorted(index.query(minhash)))
        index.insert(place, minhash)
