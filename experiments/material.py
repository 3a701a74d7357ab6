"""What experiments train on and measure on: the labelled splits, and a file of published pages if there is one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from pipeline.errors import RegactError, at
from pipeline.evaluation.predictions import Answers, matrix
from pipeline.evaluation.ranking import IntArray
from pipeline.files import read_jsonl
from pipeline.models.classifier import TrainingData
from pipeline.models.decisions import BoolArray, FloatArray
from pipeline.records import LabelledParagraph, LabelledText

LABELLED = Path("data/labelled")
REAL = "real"

Line = TypeVar("Line", LabelledParagraph, LabelledText)


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs to measure on: n texts, the document of each (n,), their truth (n, k)."""

    texts: tuple[str, ...]
    documents: IntArray
    truth: BoolArray

    def answers(self, scores: FloatArray, thresholds: FloatArray) -> Answers:
        """The answers of a model with these scores (n, k) and thresholds (k,)."""
        return Answers(self.documents, self.truth, scores >= thresholds, scores)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything an experiment reads."""

    labels: tuple[str, ...]
    train: tuple[LabelledParagraph, ...]
    validation: tuple[LabelledParagraph, ...]
    parts: Mapping[str, Part]
    """``validation``, ``test`` and, where a file of them is given, ``real`` paragraphs."""

    def data(self, seed: int, train: Sequence[LabelledParagraph] | None = None) -> TrainingData:
        """To train with ``seed``, on these train paragraphs or on all."""
        return TrainingData(self.train if train is None else train, self.validation, self.labels, seed)


def load(labels: tuple[str, ...], real: Path | None = None, limit: int | None = None) -> Material:
    """Read ``data/labelled`` and the lines of ``real``, ``{"text", "labels", "document"?}`` each.

    A line that names no document is one of its own. With ``limit`` at most so many paragraphs of every file are taken,
    spread over the file, which is for trying an experiment out.

    Raises:
        RegactError: a file that is missing, empty or broken, or a label that is not in ``labels``.
    """
    train, validation, test = (
        _lines(LABELLED / f"{split}.jsonl", LabelledParagraph, labels, limit)
        for split in ("train", "validation", "test")
    )
    parts = {"validation": _part(validation, labels), "test": _part(test, labels)}
    if real is not None:
        parts[REAL] = _part(_lines(real, LabelledText, labels, limit), labels)
    return Material(labels, train, validation, parts)


def _lines(path: Path, type_: type[Line], labels: Sequence[str], limit: int | None) -> tuple[Line, ...]:
    remedy = "run `dvc repro label`" if type_ is LabelledParagraph else "check the path"
    numbered = list(read_jsonl(path, type_, remedy))
    if not numbered:
        raise RegactError(f"{path}: no labelled paragraphs; {remedy}")
    for number, line in numbered:
        if unknown := sorted(set(line.labels) - set(labels)):
            raise RegactError(f"{at(path, number)}: unknown label `{unknown[0]}`; params.yaml has {', '.join(labels)}")
    lines = [line for _, line in numbered]
    return tuple(lines[:: -(-len(lines) // limit)] if limit else lines)


def _part(lines: Iterable[LabelledParagraph | LabelledText], labels: Sequence[str]) -> Part:
    rows = list(lines)
    names = [row.document or f"line {place}" for place, row in enumerate(rows)]
    _, documents = np.unique(names, return_inverse=True)
    return Part(tuple(row.text for row in rows), documents, matrix((row.labels for row in rows), labels))
