"""A model's answers on labelled paragraphs: a line each in ``data/predicted/<name>.jsonl``, and as arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec import Struct

from pipeline.errors import RegactError, at
from pipeline.evaluation.ranking import IntArray
from pipeline.evaluation.tally import Tally, tally
from pipeline.files import read_jsonl
from pipeline.models.decisions import BoolArray, FloatArray

PREDICTED = Path("data/predicted")
REMEDY = "run `dvc repro`"


class Predicted(Struct, frozen=True):
    """A paragraph with its true labels and one model's answer."""

    id: str
    document: str
    text: str
    truth: tuple[str, ...]
    labels: tuple[str, ...]
    scores: dict[str, float]
    """Label → calibrated probability, in the order of the label set."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one model to n paragraphs for k labels, as arrays."""

    documents: IntArray
    """The document of each paragraph (n,), numbered from 0 in the order of the documents' names."""
    truth: BoolArray
    predicted: BoolArray
    scores: FloatArray

    def tally(self) -> Tally:
        """The answers counted by document."""
        return tally(self.truth, self.predicted, self.scores, self.documents)


def read(path: Path, labels: Sequence[str]) -> list[Predicted]:
    """Read predictions and check that they are for ``labels``.

    Raises:
        RegactError: missing, empty or broken file, or predictions for other labels.
    """
    predictions = []
    for number, prediction in read_jsonl(path, Predicted, REMEDY):
        if tuple(prediction.scores) != tuple(labels):
            found = ", ".join(prediction.scores) or "none"
            raise RegactError(f"{at(path, number)}: scores for other labels than params.yaml names: {found}; {REMEDY}")
        if unknown := sorted({*prediction.truth, *prediction.labels} - set(labels)):
            raise RegactError(f"{at(path, number)}: unknown label `{unknown[0]}`; {REMEDY}")
        predictions.append(prediction)
    if not predictions:
        raise RegactError(f"{path}: no predictions; {REMEDY}")
    return predictions


def answers(predictions: Sequence[Predicted], labels: Sequence[str]) -> Answers:
    """Predictions as arrays, their columns in the order of ``labels``."""
    _, documents = np.unique([p.document for p in predictions], return_inverse=True)
    scores = np.array([[p.scores[label] for label in labels] for p in predictions], dtype=np.float64)
    truth, predicted = (
        matrix(sets, labels) for sets in ([p.truth for p in predictions], [p.labels for p in predictions])
    )
    return Answers(documents, truth, predicted, scores)


def matrix(sets: Iterable[Iterable[str]], labels: Sequence[str]) -> BoolArray:
    """Sets of labels as a matrix (n, k): whether each set has each label."""
    rows = [[label in members for label in labels] for members in map(set, sets)]
    return np.array(rows, dtype=np.bool_).reshape(len(rows), len(labels))
