"""From a classifier's logits to calibrated probabilities and from those to labels."""

from dataclasses import dataclass

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


class Calibration(Struct, frozen=True):
    """Platt scaling: per label ``p = sigmoid(slope * logit + intercept)``.

    Platt, J. (1999), Probabilistic outputs for support vector machines and comparisons to regularized likelihood
    methods.
    """

    slope: tuple[float, ...]
    intercept: tuple[float, ...]

    def __call__(self, logits: FloatArray) -> FloatArray:
        """Logits (n, k) → probabilities (n, k)."""
        return sigmoid(np.asarray(self.slope) * logits + np.asarray(self.intercept))


def sigmoid(logits: FloatArray) -> FloatArray:
    """The logistic function, without overflow at either end."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits)), dtype=np.float64)


def fit_calibration(logits: FloatArray, truth: BoolArray) -> Calibration:
    """Fit Platt scaling on held-out logits (n, k) and their truth (n, k).

    The targets are smoothed as Platt proposes, which keeps the fit finite where a label is perfectly separated. A slope
    that is not positive would turn the ranking around; such a label, or one without both classes, keeps its logits.
    """
    pairs = [_fit_platt(logits[:, j], truth[:, j]) for j in range(truth.shape[1])]
    return Calibration(slope=tuple(a for a, _ in pairs), intercept=tuple(b for _, b in pairs))


def fit_thresholds(scores: FloatArray, truth: BoolArray) -> FloatArray:
    """Per label the threshold (k,) that maximises F1 of ``score >= threshold`` on held-out scores (n, k).

    It lies halfway between the two scores that it separates, so that rounding cannot tip a decision; of equally good
    ones the highest is taken. A label without positives gets 0.5.
    """
    return np.array([_best_threshold(scores[:, j], truth[:, j]) for j in range(truth.shape[1])])


@dataclass(frozen=True, slots=True)
class Cuts:
    """All c ways to cut one label's ranking in two, from the highest threshold to the lowest."""

    thresholds: FloatArray
    """(c,), each halfway between the two scores that it separates; the last between the lowest score and 0."""
    found: IntArray
    """Texts above the cut that have the label (c,)."""
    given: IntArray
    """Texts above the cut (c,)."""


def cuts(score: FloatArray, truth: BoolArray) -> Cuts:
    """Cut one label's scores (n,), n > 0, with their truth (n,), wherever two neighbours differ."""
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    ends = np.append(ranked[:-1] != ranked[1:], True)
    halfway = (ranked + np.append(ranked[1:], 0.0)) / 2
    return Cuts(halfway[ends], np.cumsum(truth[order])[ends], np.flatnonzero(ends) + 1)


def _fit_platt(logit: FloatArray, truth: BoolArray) -> tuple[float, float]:
    """Newton's method with step halving on the log-loss of ``sigmoid(a * logit + b)``; it is convex in (a, b)."""
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return 1.0, 0.0
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    design = np.column_stack([logit, np.ones_like(logit)])

    def loss(weights: FloatArray) -> float:
        z = design @ weights
        return float(np.logaddexp(0, z).sum() - target @ z)

    weights = np.array([1.0, 0.0])
    for _ in range(100):
        p = sigmoid(design @ weights)
        gradient = design.T @ (p - target)
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while size > 1e-6 and loss(weights - size * step) > loss(weights):
            size /= 2
        weights = weights - size * step
        if np.abs(size * step).max() < 1e-9:
            break
    return (float(weights[0]), float(weights[1])) if weights[0] > 0 else (1.0, 0.0)


def _best_threshold(score: FloatArray, truth: BoolArray) -> float:
    if not truth.any():
        return 0.5
    ranking = cuts(score, truth)
    f1 = 2 * ranking.found / (ranking.given + truth.sum())
    return float(ranking.thresholds[np.argmax(f1)])
