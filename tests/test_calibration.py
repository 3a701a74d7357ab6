import numpy as np
import pytest

from pipeline.evaluation.calibration import (
    MOST_BINS,
    bins,
    calibration_error,
    calibration_errors,
    chance_error,
    diagrams,
)
from pipeline.evaluation.predictions import Answers

RNG = np.random.default_rng(5)


@pytest.fixture(scope="module")
def column():
    """Honest scores of one label, most of them low, as those of a rare label are."""
    scores = RNG.beta(0.3, 1.5, size=3000)
    return RNG.random(3000) < scores, scores


def test_bins_have_equal_mass_and_cover_all(column):
    found = bins(*column)
    assert [b.paragraphs for b in found] == [200] * MOST_BINS
    assert [b.score for b in found] == sorted(b.score for b in found)


def test_a_bin_holds_mean_score_share_and_interval(column):
    truth, scores = column
    top = np.argsort(scores)[-200:]
    last = bins(truth, scores)[-1]
    assert (last.score, last.share) == (pytest.approx(scores[top].mean()), pytest.approx(truth[top].mean()))
    assert 0 <= last.low < last.share < last.high <= 1


def test_a_bin_of_negatives_has_an_interval_too():
    (only,) = bins(np.zeros(15, dtype=bool), np.linspace(0, 0.1, 15))
    assert (only.share, only.low) == (0, 0)
    assert 0.1 < only.high < 0.3


def test_equal_scores_are_not_parted():
    scores = np.array([0.1] * 70 + [0.5] * 20 + [0.9] * 10)
    assert [(b.score, b.paragraphs) for b in bins(scores > 0.3, scores)] == [
        (pytest.approx(0.1), 70),
        (pytest.approx(0.5), 20),
        (pytest.approx(0.9), 10),
    ]


@pytest.mark.parametrize(("paragraphs", "count"), [(1, 1), (19, 1), (20, 2), (149, 14), (150, 15), (1000, 15)])
def test_few_paragraphs_make_few_bins(paragraphs, count):
    found = bins(np.zeros(paragraphs, dtype=bool), np.linspace(0, 1, paragraphs))
    assert len(found) == count
    assert sum(b.paragraphs for b in found) == paragraphs
    assert min(b.paragraphs for b in found) >= min(paragraphs, 9)


def test_the_order_of_paragraphs_does_not_matter(column):
    truth, scores = column
    order = RNG.permutation(len(scores))
    assert calibration_error(truth[order], scores[order]) == pytest.approx(calibration_error(truth, scores))


def test_honest_scores_have_nearly_no_error_and_others_do(column):
    truth, scores = column
    assert calibration_error(truth, scores) < 0.03
    assert calibration_error(truth, np.minimum(scores + 0.3, 1)) > 0.2


def test_honest_scores_show_on_average_the_error_of_chance(column):
    _, scores = column
    scores = scores[:600]
    errors = [calibration_error(RNG.random(600) < scores, scores) for _ in range(100)]
    expected = chance_error(bins(scores > 0.5, scores))
    assert np.mean(errors) == pytest.approx(expected, rel=0.1)


def test_error_is_weighted_by_paragraphs():
    truth = np.array([True] * 10 + [False] * 30)
    scores = np.array([0.6] * 10 + [0.1] * 30)
    assert calibration_error(truth, scores) == pytest.approx((10 * 0.4 + 30 * 0.1) / 40)


def test_every_label_has_its_error_and_every_model_its_diagram(column):
    truth, scores = (np.stack([values, values[::-1]], axis=1) for values in column)
    answered = Answers(np.arange(3000), truth, scores > 0.5, scores)
    errors = calibration_errors(answered, ("ham", "spam"))
    assert errors["ham"] == pytest.approx(errors["spam"])
    found = diagrams({"a": answered, "b": answered}, ("ham", "spam"))
    assert {label: list(models) for label, models in found.items()} == {"ham": ["a", "b"], "spam": ["a", "b"]}
    assert found["ham"]["b"] == bins(*column)
