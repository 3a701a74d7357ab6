import numpy as np
import pytest

from pipeline.evaluation.calibration import bins, calibration_error


def test_bins_hold_mean_score_and_share():
    first, second = bins(np.array([True, False, True]), np.array([0.92, 0.98, 0.05]))
    assert (first.score, first.share, first.paragraphs) == (0.05, 1.0, 1)
    assert (second.score, second.share, second.paragraphs) == (pytest.approx(0.95), 0.5, 2)


def test_the_ends_of_the_range_have_a_bin():
    assert [b.paragraphs for b in bins(np.array([True, False]), np.array([1.0, 0.0]))] == [1, 1]


def test_honest_scores_have_no_error():
    truth = np.array([True] * 3 + [False])
    assert calibration_error(truth, np.full(4, 0.75)) == 0


def test_error_is_weighted_by_paragraphs():
    truth = np.array([True, False, False, False])
    assert calibration_error(truth, np.array([0.6, 0.1, 0.1, 0.1])) == pytest.approx((0.4 + 3 * 0.1) / 4)
