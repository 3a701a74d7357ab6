"""Whether scores mean what they say: of the paragraphs scored 0.8, four in five should have the label."""

from collections.abc import Iterator, Mapping, Sequence
from math import pi, sqrt

import numpy as np
from msgspec import Struct

from pipeline.evaluation.predictions import Answers
from pipeline.labelling.intervals import Share
from pipeline.models.decisions import BoolArray, FloatArray

MOST_BINS = 15
"""As in Guo et al. (2017), On calibration of modern neural networks, ICML."""
FEWEST_IN_BIN = 10
"""Fewer bins are taken where there are not that many paragraphs for each."""


class Bin(Struct, frozen=True):
    """Paragraphs with neighbouring scores for one label."""

    score: float
    """Their mean score."""
    share: float
    """The share of them that has the label."""
    low: float
    """Lower end of the 95% score interval of the share, as if paragraphs were independent."""
    high: float
    paragraphs: int


def bins(truth: BoolArray, scores: FloatArray) -> list[Bin]:
    """The reliability diagram of one label: its truth and scores, each (n,), in bins of equal mass, scores rising.

    Equal mass, not equal width: most scores lie near 0, so that bins of equal width would hold hundreds of paragraphs
    there and a handful elsewhere (Nguyen and O'Connor 2015, Posterior calibration and exploratory analysis for natural
    language processing models, EMNLP), and the error from bins of equal mass is less biased (Roelofs et al. 2022,
    Mitigating bias in calibration error estimation, AISTATS). Equal scores share a bin, which may make it larger.
    """
    count = min(MOST_BINS, max(1, len(scores) // FEWEST_IN_BIN))
    cuts: FloatArray = np.quantile(scores, np.arange(1, count) / count, method="inverted_cdf")
    places = np.searchsorted(np.unique(cuts), scores, side="left")
    return [_bin(truth[places == place], scores[places == place]) for place in np.unique(places)]


def calibration_error(truth: BoolArray, scores: FloatArray) -> float:
    """Expected calibration error of one label: the mean distance of score and share, bins weighted by their size.

    Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI, applied
    to the label's own yes-or-no decision and to :func:`bins`. It is biased upwards, see :func:`chance_error`.
    """
    return sum(abs(b.score - b.share) * b.paragraphs for b in bins(truth, scores)) / len(scores)


def chance_error(diagram: Sequence[Bin]) -> float:
    """The calibration error that scores which mean just what they say would show on average, with that many paragraphs.

    Shares scatter around honest scores (Bröcker and Smith 2007, Increasing the reliability of reliability diagrams,
    Weather and Forecasting 22): by the normal approximation, the mean distance is the standard error times √(2/π).
    """
    distances = (b.paragraphs * sqrt(2 * b.score * (1 - b.score) / (pi * b.paragraphs)) for b in diagram)
    return sum(distances) / sum(b.paragraphs for b in diagram)


def calibration_errors(answered: Answers, labels: Sequence[str]) -> dict[str, float]:
    """Label → expected calibration error."""
    return {label: calibration_error(truth, scores) for label, truth, scores in _columns(answered, labels)}


def diagrams(answered: Mapping[str, Answers], labels: Sequence[str]) -> dict[str, dict[str, list[Bin]]]:
    """Label → model → reliability diagram, for ``answered``, model → answers."""
    by_model = {
        name: {label: bins(truth, scores) for label, truth, scores in _columns(answers, labels)}
        for name, answers in answered.items()
    }
    return {label: {name: found[label] for name, found in by_model.items()} for label in labels}


def _columns(answered: Answers, labels: Sequence[str]) -> Iterator[tuple[str, BoolArray, FloatArray]]:
    return zip(labels, answered.truth.T, answered.scores.T, strict=True)


def _bin(truth: BoolArray, scores: FloatArray) -> Bin:
    share = Share(int(truth.sum()), len(truth))
    low, high = share.interval
    return Bin(float(scores.mean()), float(truth.mean()), low, high, len(truth))
