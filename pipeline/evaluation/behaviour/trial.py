"""What all behavioural tests share: a model, paragraphs, and choices that chance makes but a seed repeats."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.random import Generator

from pipeline.evaluation.behaviour.quantities import Alter
from pipeline.records import LabelledParagraph, Prediction
from pipeline.text.normalise import normalise


class Predicts(Protocol):
    """Labels texts, each for itself."""

    def predict(self, texts: Sequence[str]) -> list[Prediction]: ...  # noqa: D102


class Memory:
    """A model that is asked only once for each text; most tests try variants of the same paragraphs."""

    def __init__(self, model: Predicts) -> None:
        self._model = model
        self._known: dict[str, Prediction] = {}

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction a text, in order."""
        keys = [normalise(text) for text in texts]
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        self._known.update(zip(new, self._model.predict(new), strict=True))
        return [self._known[key] for key in keys]


@dataclass(frozen=True, slots=True)
class Variant:
    """A paragraph and what an alteration made of its text."""

    paragraph: LabelledParagraph
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A model and the labelled paragraphs on which it is tried."""

    model: Memory
    labels: tuple[str, ...]
    paragraphs: Sequence[LabelledParagraph]
    count: int
    """Paragraphs that one test is made with, at most."""
    seed: int

    def vary(self, name: str, alter: Alter) -> list[Variant]:
        """Some of the paragraphs that the alteration does alter."""
        texts = {p.id: alter(p.text, self.generator(name, p.id)) for p in self.paragraphs}
        return [Variant(p, texts[p.id]) for p in self.sample(p for p in self.paragraphs if texts[p.id] != p.text)]

    def sample(self, paragraphs: Iterable[LabelledParagraph]) -> list[LabelledParagraph]:
        """``count`` of the paragraphs, in their order: those whose hashes are lowest, so that samples overlap."""
        ranked = sorted(enumerate(paragraphs), key=lambda pair: (self._digest(pair[1].id), pair[0]))
        return [paragraph for _, paragraph in sorted(ranked[: self.count], key=lambda pair: pair[0])]

    def generator(self, *names: str) -> Generator:
        """Random numbers that depend on seed and names alone: a new paragraph changes nothing for the others."""
        return np.random.default_rng(list(self._digest(*names)))

    def _digest(self, *names: str) -> bytes:
        return hashlib.sha256("\0".join((str(self.seed), *names)).encode()).digest()
