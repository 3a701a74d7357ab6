"""Data of the plots that ``dvc plots`` draws, as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from pipeline.evaluation.calibration import bins
from pipeline.evaluation.predictions import Answers
from pipeline.evaluation.ranking import divide, rank

POINTS = 200
"""Points at most of one label's precision-recall curve."""
STEPS = 100
"""Steps of the threshold from 0 to 1."""
DIGITS = 4

Row = tuple[object, ...]


def precision_recall(answered: Answers, labels: Sequence[str]) -> str:
    """The precision-recall curve of each label that has positives: where recall rises, thinned evenly."""
    return _table(("label", "recall", "precision", "threshold"), _curves(answered, labels))


def thresholds(answered: Answers, labels: Sequence[str]) -> str:
    """Precision, recall and F1 of each label at thresholds from 0 to 1; empty where undefined."""
    return _table(("label", "threshold", "precision", "recall", "f1"), _sweeps(answered, labels))


def calibration(answered: Answers, labels: Sequence[str]) -> str:
    """The reliability diagram of each label."""
    rows = (
        (label, b.score, b.share, b.paragraphs)
        for label, truth, scores in zip(labels, answered.truth.T, answered.scores.T, strict=True)
        for b in bins(truth, scores)
    )
    return _table(("label", "score", "share", "paragraphs"), rows)


def _curves(answered: Answers, labels: Sequence[str]) -> Iterator[Row]:
    one_cluster, weight = np.zeros(len(answered.truth), dtype=np.intp), np.ones((1, 1))
    for label, truth, scores in zip(labels, answered.truth.T, answered.scores.T, strict=True):
        if not truth.any():
            continue
        ranking = rank(truth, scores, one_cluster)
        found, predicted = (counts[0] for counts in ranking.cumulate(weight))
        gains = np.flatnonzero(np.diff(found, prepend=0.0))
        for i in gains[np.unique(np.linspace(0, len(gains) - 1, POINTS).round().astype(int))]:
            yield label, found[i] / truth.sum(), found[i] / predicted[i], ranking.thresholds[i]


def _sweeps(answered: Answers, labels: Sequence[str]) -> Iterator[Row]:
    cuts = np.linspace(0, 1, STEPS + 1)
    for label, truth, scores in zip(labels, answered.truth.T, answered.scores.T, strict=True):
        given = scores >= cuts[:, None]
        found, predicted = (given & truth).sum(axis=1).astype(float), given.sum(axis=1).astype(float)
        support = np.full(len(cuts), float(truth.sum()))
        f1 = divide(2 * found, predicted + support)
        for row in zip(cuts, divide(found, predicted), divide(found, support), f1, strict=True):
            yield label, *row


def _table(header: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, float):
        return value
    return "" if np.isnan(value) else round(float(value), DIGITS)
