"""Answers counted per document, so that any reweighting of the documents is measured by matrix products."""

from dataclasses import dataclass

import numpy as np

from pipeline.evaluation.ranking import IntArray, Ranking, divide, rank
from pipeline.models.decisions import BoolArray, FloatArray

EXACT_MATCH, MACRO_F1 = 0, 3
"""Where these stand among the figures of :meth:`Tally.figures`."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers of one model to n paragraphs of c clusters (documents), for k labels and ``none``."""

    counts: FloatArray
    """True positives, false positives and false negatives (3, c, k + 1); the last column is ``none``."""
    exact: FloatArray
    """Paragraphs answered exactly right, and paragraphs (2, c)."""
    rankings: tuple[Ranking, ...]
    """Of each label, and of the decisions on all labels together (k + 1)."""

    @property
    def clusters(self) -> int:
        """The number of clusters."""
        return int(self.exact.shape[1])

    @property
    def size(self) -> int:
        """The number of figures, m."""
        return 1 + 4 * (2 + len(self.rankings))

    def figures(self, weights: FloatArray) -> FloatArray:
        """Every figure (b, m) under each weighting of the clusters (b, c), NaN where undefined.

        The m = 1 + 4 (3 + k) figures are exact match, then precision, recall, F1 and average precision of macro, micro,
        ``none`` and every label.
        """
        counts = weights @ self.counts
        ranked = np.stack([ranking.average_precision(weights) for ranking in self.rankings], axis=-1)
        decisions, empty = counts[:, :, :-1], counts[:, :, -1:]
        labels = _quality(decisions, ranked[:, :-1])
        macro = _macro(labels, present=decisions[0] + decisions[2] > 0)
        micro = _quality(decisions.sum(axis=-1, keepdims=True), ranked[:, -1:])
        none = _quality(empty, np.full((len(weights), 1), np.nan))
        right, paragraphs = self.exact @ weights.T
        table = np.concatenate([macro, micro, none, labels], axis=1)
        return np.column_stack([divide(right, paragraphs), table.reshape(len(weights), -1)])


def tally(truth: BoolArray, predicted: BoolArray, scores: FloatArray, clusters: IntArray) -> Tally:
    """Count answers (n, k) to the truth (n, k), by the cluster (n,) of each paragraph, numbered from 0.

    Raises:
        ValueError: shapes that differ, no paragraph or label at all, or scores that are not finite.
    """
    if not (truth.shape == predicted.shape == scores.shape and clusters.shape == truth.shape[:1]):
        shapes = truth.shape, predicted.shape, scores.shape, clusters.shape
        raise ValueError(f"truth, answers, scores and clusters do not fit together: {shapes}")
    if not truth.size or not np.isfinite(scores).all():
        raise ValueError("there must be a paragraph and a label, and scores must be finite")
    wanted, given = (np.column_stack([matrix, ~matrix.any(axis=1)]) for matrix in (truth, predicted))
    outcomes = np.stack([wanted & given, ~wanted & given, wanted & ~given])
    exact = np.stack([(truth == predicted).all(axis=1), np.ones(len(truth), dtype=np.bool_)])
    k = truth.shape[1]
    each = [rank(truth[:, j], scores[:, j], clusters) for j in range(k)]
    together = rank(truth.ravel(), scores.ravel(), np.repeat(clusters, k))
    return Tally(_per_cluster(outcomes, clusters), _per_cluster(exact, clusters), (*each, together))


def _per_cluster(flags: BoolArray, clusters: IntArray) -> FloatArray:
    """Sum flags of paragraphs (s, n, ...) within clusters: (s, c, ...)."""
    sums = np.zeros((flags.shape[0], clusters.max() + 1, *flags.shape[2:]))
    for total, flag in zip(sums, flags, strict=True):
        np.add.at(total, clusters, flag)
    return sums


def _quality(counts: FloatArray, average_precision: FloatArray) -> FloatArray:
    """Counts (3, b, q) and average precision (b, q) → precision, recall, F1, average precision (b, q, 4)."""
    found, wrong, missed = counts
    precision, recall = divide(found, found + wrong), divide(found, found + missed)
    f1 = divide(2 * found, 2 * found + wrong + missed)
    return np.stack([precision, recall, f1, average_precision], axis=-1)


def _macro(labels: FloatArray, present: BoolArray) -> FloatArray:
    """The mean (b, 1, 4) of the figures of labels (b, k, 4) over those that are present (b, k)."""
    total = np.where(present[..., None], np.nan_to_num(labels), 0.0).sum(axis=1, keepdims=True)
    return divide(total, present.sum(axis=1)[:, None, None])
