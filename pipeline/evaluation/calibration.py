"""Whether scores mean what they say: of the paragraphs scored 0.8, four in five should have the label."""

import numpy as np
from msgspec import Struct

from pipeline.models.decisions import BoolArray, FloatArray

BINS = 10


class Bin(Struct, frozen=True):
    """Paragraphs with scores in one tenth of the range from 0 to 1."""

    score: float
    """Their mean score."""
    share: float
    """The share of them that has the label."""
    paragraphs: int


def bins(truth: BoolArray, scores: FloatArray) -> list[Bin]:
    """The reliability diagram of one label: its truth and scores (n,) in bins of equal width, empty bins left out."""
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    members = [places == place for place in range(BINS)]
    return [Bin(float(scores[m].mean()), float(truth[m].mean()), int(m.sum())) for m in members if m.any()]


def calibration_error(truth: BoolArray, scores: FloatArray) -> float:
    """Expected calibration error of one label: the mean distance of score and share, bins weighted by their size.

    Guo et al. (2017), On calibration of modern neural networks, applied to the label's own yes-or-no decision.
    """
    return sum(abs(b.score - b.share) * b.paragraphs for b in bins(truth, scores)) / len(scores)
