"""How much an answer would tell: what models do not know about a paragraph, label by label.

Everything is measured in bits, between 0 (nothing to learn) and 1, from calibrated probabilities.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_FLOOR = 0.01
"""A label is never taken for rarer than one paragraph in a hundred: a model that has hardly seen it may say so."""


def entropy(scores: FloatArray) -> FloatArray:
    """Entropy of a yes or no with probability ``scores``, of any shape; 1 at one half (Shannon 1948)."""
    p = np.clip(scores, 1e-12, 1 - 1e-12)
    bits: FloatArray = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    return bits


def disagreement(scores: Sequence[FloatArray]) -> FloatArray:
    """Jensen-Shannon divergence ``(n, k)`` of a committee of models, each of which gives ``(n, k)`` probabilities.

    It is what is unknown to the models together less what each of them takes for chance: high where models are sure
    and contradict each other, low where all of them see a toss-up. Query by committee (Seung, Opper and Sompolinsky
    1992) with the divergence of McCallum and Nigam (1998).
    """
    together = entropy(np.mean(scores, axis=0))
    alone: FloatArray = np.mean([entropy(member) for member in scores], axis=0)
    return np.maximum(together - alone, 0.0)


def uncertainty(scores: FloatArray, thresholds: FloatArray) -> FloatArray:
    """How close scores ``(n, k)`` are to the thresholds ``(k,)`` that decide: 1 at the threshold, 0 at 0 and at 1."""
    room = np.where(scores < thresholds, thresholds, 1 - thresholds)
    return 1 - np.divide(np.abs(scores - thresholds), room, out=np.zeros_like(scores), where=room > 0)


def rarity(scores: FloatArray) -> FloatArray:
    """Weights of labels ``(k,)`` with mean 1: the inverse square root of how often models expect each, ``(n, k)``."""
    weights = np.maximum(scores.mean(axis=0), _FLOOR) ** -0.5
    normalised: FloatArray = weights / weights.mean()
    return normalised


def informativeness(scores: Sequence[FloatArray]) -> FloatArray:
    """What is to be learnt of each label ``(n, k)`` from the models' probabilities, rare labels weighted up.

    It is the models' disagreement if there are several, and the entropy of the only one.

    Raises:
        ValueError: no model, or no paragraph.
    """
    if not len(scores) or not len(scores[0]):
        raise ValueError("there must be a model and a paragraph")
    unknown = disagreement(scores) if len(scores) > 1 else entropy(scores[0])
    return unknown * rarity(np.mean(scores, axis=0))
