"""Uncertainty of figures by resampling documents.

Paragraphs of one document resemble each other, so documents are drawn with replacement, each with all of its
paragraphs: the cluster bootstrap (Field and Welsh 2007, Bootstrapping clustered data, JRSS B 69). Intervals are
percentile intervals (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13). Models are compared on
the same resamples: the paired bootstrap (Koehn 2004, Statistical significance tests for machine translation
evaluation, EMNLP).
"""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from pipeline.evaluation.metrics import defined
from pipeline.evaluation.tally import Tally
from pipeline.models.decisions import FloatArray

_CELLS = 2_000_000
"""Numbers held at once in one array; bounds the memory whatever the size of the data."""


class Estimate(Struct, frozen=True):
    """A figure with its interval; ``None`` where it is undefined or, for the interval, cannot be known."""

    value: float | None
    low: float | None = None
    high: float | None = None


def bootstrap(tallies: Sequence[Tally], resamples: int, seed: int) -> FloatArray:
    """Figures (models, resamples, m) of each model on the same resamples of the documents.

    All tallies must count the same paragraphs; the order of m is that of :meth:`Tally.figures`. With a single document
    nothing is known of how documents differ, and every figure is NaN.
    """
    documents = tallies[0].clusters
    if documents == 1:
        return np.full((len(tallies), resamples, tallies[0].size), np.nan)
    decisions = len(tallies[0].rankings[-1].clusters)
    blocks = _weights(documents, resamples, seed, size=max(1, _CELLS // max(decisions, documents)))
    return np.concatenate([np.stack([tally.figures(block) for tally in tallies]) for block in blocks], axis=1)


def estimates(tally: Tally, resampled: FloatArray, confidence: float) -> list[Estimate]:
    """Every figure (m,) of ``tally`` with the interval of its resampled values (b, m)."""
    figures = tally.figures(np.ones((1, tally.clusters)))[0]
    return [estimate(figure, values, confidence) for figure, values in zip(figures, resampled.T, strict=True)]


def estimate(figure: float, resampled: FloatArray, confidence: float) -> Estimate:
    """A figure with the percentile interval of its resampled values (b,); resamples where it is undefined are left out.

    There is no interval if the figure or all of its resampled values are undefined.
    """
    known = resampled[~np.isnan(resampled)]
    if np.isnan(figure) or not known.size:
        return Estimate(defined(figure))
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(float(figure), float(low), float(high))


def _weights(documents: int, resamples: int, seed: int, size: int) -> Iterator[FloatArray]:
    """How often every document was drawn, in blocks (up to ``size``, documents)."""
    generator = np.random.default_rng(seed)
    for start in range(0, resamples, size):
        count = min(size, resamples - start)
        drawn = generator.integers(documents, size=(count, documents)) + documents * np.arange(count)[:, None]
        yield np.bincount(drawn.ravel(), minlength=count * documents).reshape(count, documents).astype(np.float64)
