"""Scores of a trained TF-IDF model, with numpy alone, equal to scikit-learn's.

The analysers are scikit-learn's, step by step: ``analyzer="word"`` (lower-cased tokens of two or more word characters,
joined by a space into n-grams) and ``analyzer="char_wb"`` (n-grams of each space-padded word), sublinear term
frequency ``1 + ln tf``, smoothed idf, each block of features scaled to unit length.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from safetensors.numpy import load_file, save_file

from pipeline.errors import RegactError
from pipeline.files import write_text
from pipeline.models.bundle import Manifest
from pipeline.models.decisions import FloatArray

WEIGHTS = "weights.safetensors"
VOCABULARY = "vocabulary.json"

_TOKEN = re.compile(r"(?u)\b\w\w+\b")
_SPACES = re.compile(r"\s\s+")

Analyzer = Callable[[str, int, int], Iterator[str]]


def words(text: str, low: int, high: int) -> Iterator[str]:
    """Word n-grams of ``text`` with ``low`` to ``high`` words."""
    tokens = _TOKEN.findall(text.lower())
    for n in range(low, high + 1):
        for start in range(len(tokens) - n + 1):
            yield " ".join(tokens[start : start + n])


def characters(text: str, low: int, high: int) -> Iterator[str]:
    """Character n-grams inside the words of ``text``, each word padded with one space on either side.

    A word shorter than n yields itself once, whole, and no longer n-grams.
    """
    for word in _SPACES.sub(" ", text.lower()).split():
        padded = f" {word} "
        for n in range(low, high + 1):
            yield padded[:n]
            for start in range(1, len(padded) - n + 1):
                yield padded[start : start + n]
            if n >= len(padded):
                break


ANALYZERS: dict[str, Analyzer] = {"word": words, "char": characters}


@dataclass(frozen=True, slots=True)
class Block:
    """One family of features: how texts are cut, which terms count, and what they weigh."""

    analyzer: str
    ngrams: tuple[int, int]
    terms: dict[str, int]
    """Term → row of ``idf`` and ``coefficients``."""
    idf: FloatArray
    coefficients: FloatArray
    """(terms, k)"""

    def logits(self, text: str) -> FloatArray:
        """What this block adds to the logits (k,) of ``text``."""
        rows = self.terms
        counts = Counter(rows[term] for term in ANALYZERS[self.analyzer](text, *self.ngrams) if term in rows)
        if not counts:
            return np.zeros(self.coefficients.shape[1])
        index = np.fromiter(counts, np.intp, len(counts))
        weight = (1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * self.idf[index]
        return np.asarray(weight / np.sqrt(weight @ weight) @ self.coefficients[index])


class Tfidf:
    """A linear classifier over TF-IDF features."""

    def __init__(self, blocks: Sequence[Block], intercept: FloatArray) -> None:
        self.blocks = tuple(blocks)
        self.intercept = intercept

    def logits(self, texts: Sequence[str]) -> FloatArray:
        """Decision values (n, k), as scikit-learn's ``decision_function`` gives them."""
        return np.array([sum((block.logits(text) for block in self.blocks), self.intercept) for text in texts])

    def save(self, folder: Path) -> None:
        """Write the vocabulary as JSON and the numbers as safetensors."""
        vocabulary = [
            {"analyzer": block.analyzer, "ngrams": block.ngrams, "terms": list(block.terms)} for block in self.blocks
        ]
        write_text(folder / VOCABULARY, msgspec.json.encode(vocabulary).decode() + "\n")
        tensors = {"intercept": self.intercept}
        for block in self.blocks:
            tensors[f"{block.analyzer}.idf"] = block.idf
            tensors[f"{block.analyzer}.coefficients"] = block.coefficients
        save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, folder / WEIGHTS)

    @classmethod
    def load(cls, folder: Path, manifest: Manifest) -> "Tfidf":
        """Read what :meth:`save` wrote.

        Raises:
            RegactError: vocabulary, weights and labels do not fit each other.
        """
        tensors = load_file(folder / WEIGHTS)
        blocks = [
            Block(
                analyzer=raw.analyzer,
                ngrams=raw.ngrams,
                terms={term: row for row, term in enumerate(raw.terms)},
                idf=tensors[f"{raw.analyzer}.idf"],
                coefficients=tensors[f"{raw.analyzer}.coefficients"],
            )
            for raw in msgspec.json.decode((folder / VOCABULARY).read_bytes(), type=list[_StoredBlock])
        ]
        for block in blocks:
            if block.coefficients.shape != (len(block.terms), len(manifest.labels)):
                raise RegactError(
                    f"{folder}: weights do not fit the vocabulary and labels; train again with `dvc repro`"
                )
        return cls(blocks, tensors["intercept"])


class _StoredBlock(msgspec.Struct):
    analyzer: str
    ngrams: tuple[int, int]
    terms: list[str]
