"""From a classifier's logits to calibrated probabilities and from those to labels."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


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
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(score) + 1) + truth.sum())
    # A cut between equal scores is none.
    f1[:-1][ranked[:-1] == ranked[1:]] = -1.0
    cut = int(np.argmax(f1))
    below = ranked[cut + 1] if cut + 1 < len(ranked) else 0.0
    return float((ranked[cut] + below) / 2)
