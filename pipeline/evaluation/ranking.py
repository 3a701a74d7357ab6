"""How well scores rank the positives above the negatives: average precision and the precision-recall curve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.models.decisions import BoolArray, FloatArray

IntArray = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scored items sorted once, best first, so that any reweighting of their clusters is measured without sorting.

    Items with equal scores cannot be told apart and are taken together, as a threshold takes them.
    """

    positive: BoolArray
    """Whether each item (n,) is positive."""
    clusters: IntArray
    """The cluster (document) of each item (n,)."""
    ends: IntArray
    """The last place of every run of equal scores (r,)."""
    thresholds: FloatArray
    """The score of every run (r,), falling."""

    def cumulate(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """True positives and predicted positives at every threshold, each (b, r), for weights of clusters (b, c)."""
        weight = weights[:, self.clusters]
        found = np.cumsum(weight * self.positive, axis=1)[:, self.ends]
        predicted = np.cumsum(weight, axis=1)[:, self.ends]
        return found, predicted

    def average_precision(self, weights: FloatArray) -> FloatArray:
        """Average precision (b,), NaN where no positive has weight: the mean precision over steps of recall.

        It is the sum of ``(R_i - R_{i-1}) * P_i`` over falling thresholds, without interpolation. See Manning, Raghavan
        and Schütze (2008), Introduction to Information Retrieval, section 8.4.
        """
        found, predicted = self.cumulate(weights)
        precision = divide(found, predicted, otherwise=0.0)
        area = (np.diff(found, axis=1, prepend=0.0) * precision).sum(axis=1)
        return divide(area, found[:, -1])


def rank(truth: BoolArray, scores: FloatArray, clusters: IntArray) -> Ranking:
    """Sort the items of one label, given their truth, scores and clusters, each (n,) with n > 0."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    return Ranking(positive=truth[order], clusters=clusters[order], ends=ends, thresholds=ranked[ends])


def divide(numerator: FloatArray, denominator: FloatArray, otherwise: float = np.nan) -> FloatArray:
    """``numerator / denominator``, and ``otherwise`` where the denominator is 0."""
    out = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), otherwise, dtype=np.float64)
    np.divide(numerator, denominator, out=out, where=denominator != 0)
    return out
