"""The quality of multi-label answers: precision, recall, F1, average precision, exact match.

A ratio whose denominator is 0 is undefined, ``None``: the precision of a label that is never given, the recall and
average precision of one without positives. Macro averages run over the labels that have positives in the truth, the
same labels for every model; an undefined precision counts as 0 there, so that silence never pays. The class ``none`` is
the empty set of labels, right when neither truth nor answer has any label; it is not a label and enters no average.
With these conventions every figure equals scikit-learn's.
"""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from pipeline.evaluation.tally import Tally, tally
from pipeline.models.decisions import BoolArray, FloatArray

V = TypeVar("V")


class Quality(Struct, Generic[V], frozen=True):
    """How well one label, ``none`` or an average of labels is found; ``V`` is a number, or one with its interval."""

    support: int
    """Paragraphs that have the label; for averages, summed over the labels."""
    predicted: int
    """Paragraphs that were given it."""
    precision: V
    recall: V
    f1: V
    average_precision: V
    """Undefined for ``none``, which has no score."""


class Metrics(Struct, Generic[V], frozen=True):
    """All figures of one model on one set of paragraphs."""

    exact_match: V
    """Share of paragraphs whose whole set of labels is right."""
    macro: Quality[V]
    """Mean over the labels that have positives."""
    micro: Quality[V]
    """The decisions on all labels taken together."""
    none: Quality[V]
    labels: Mapping[str, Quality[V]]
    """In the order of the label set."""


def measure(truth: BoolArray, predicted: BoolArray, scores: FloatArray, labels: Sequence[str]) -> Metrics[float | None]:
    """Measure answers and scores, both (n, k), against the truth (n, k); columns follow ``labels``.

    Raises:
        ValueError: shapes that differ, no paragraph or label at all, or scores that are not finite.
    """
    counted = tally(truth, predicted, scores, np.zeros(len(truth), dtype=np.intp))
    figures = counted.figures(np.ones((1, 1)))[0]
    return arrange(counted, [defined(figure) for figure in figures], labels)


def arrange(counted: Tally, figures: Sequence[V], labels: Sequence[str]) -> Metrics[V]:
    """Give the figures (m,) of :meth:`Tally.figures`, or whatever stands in their order, their names."""
    found, wrong, missed = counted.counts.sum(axis=1).astype(int)
    support, predicted = _rows(found + missed), _rows(found + wrong)
    quality = [Quality(support[i], predicted[i], *figures[1 + 4 * i : 5 + 4 * i]) for i in range(len(support))]
    macro, micro, none, *each = quality
    return Metrics(figures[0], macro, micro, none, dict(zip(labels, each, strict=True)))


def defined(figure: float) -> float | None:
    """``None`` for NaN, which JSON does not know."""
    return None if np.isnan(figure) else float(figure)


def _rows(counts: NDArray[np.int_]) -> list[int]:
    """Counts of every label and ``none`` (k + 1) in the order of the figures: macro, micro, ``none``, every label."""
    *labels, none = counts.tolist()
    return [sum(labels), sum(labels), none, *labels]
