"""What twice the data would be worth, from a learning curve.

The error ``1 - F1`` is taken to fall as a power of the amount of data, ``A n^-b``, which is a line in logarithms
(Cortes et al., 1993, Learning curves: asymptotic values and rate of convergence; Hestness et al., 2017, Deep learning
scaling is predictable, empirically). Their irreducible error is left out: four points cannot tell it from the power.
So the answer errs on the high side where a curve already flattens.
"""

import numpy as np

from pipeline.evaluation.bootstrap import Estimate, estimate
from pipeline.models.decisions import FloatArray

_LEAST = 1e-3
"""An error below one in a thousand is none that so few paragraphs could measure."""


def doubling(f1: FloatArray, resampled: FloatArray, amounts: FloatArray, confidence: float, seed: int) -> Estimate:
    """The rise in F1 from the largest of ``amounts`` (s,) of data to twice that.

    Args:
        f1: F1 (s, r) at each amount and run.
        resampled: the same (s, r, b) on b resamples of the documents measured on.
        amounts: how much data there was at each point, rising.
        confidence: of the interval, which covers both the documents measured on and the runs: with every resample of
            the documents the runs are drawn anew too, a run with all its points.
        seed: of the resampling of runs.
    """
    _, runs, resamples = resampled.shape
    drawn = np.random.default_rng(seed).integers(runs, size=(runs, resamples))
    means = np.take_along_axis(resampled, drawn[None], axis=1).mean(axis=1)
    whole = gain(f1.mean(axis=1)[:, None], amounts)[0]
    return estimate(float(whole), gain(means, amounts), confidence)


def gain(f1: FloatArray, amounts: FloatArray) -> FloatArray:
    """By how much F1 (s, b) would rise from the largest of ``amounts`` (s,) to twice that: (b,)."""
    x = np.log2(amounts) - np.log2(amounts).mean()
    error = np.log2(np.maximum(1 - f1, _LEAST))
    slope = x @ error / (x @ x)
    last = 2 ** (error.mean(axis=0) + slope * x[-1])
    return np.asarray(last * (1 - 2**slope))
