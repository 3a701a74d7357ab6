import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from pipeline.models.decisions import cuts, fit_calibration, fit_thresholds, sigmoid


def sample(n=400, k=3, seed=0):
    """Logits that are overconfident and shifted, with the truth drawn from the right probabilities."""
    rng = np.random.default_rng(seed)
    real = rng.normal(-0.5, 1.5, (n, k))
    return 2.5 * real + 1.0, rng.random((n, k)) < sigmoid(real)


def test_sigmoid_does_not_overflow():
    with np.errstate(all="raise"):
        assert sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


def test_platt_scaling_finds_the_true_slope_and_intercept():
    calibration = fit_calibration(*sample(n=20_000))
    assert np.allclose(calibration.slope, 0.4, atol=0.03)
    assert np.allclose(calibration.intercept, -0.4, atol=0.06)


def test_platt_scaling_agrees_with_logistic_regression():
    logits, truth = sample(n=20_000, k=1)
    model = LogisticRegression(C=1e6).fit(logits, truth[:, 0])
    calibration = fit_calibration(logits, truth)
    assert calibration.slope[0] == pytest.approx(model.coef_[0, 0], abs=1e-3)
    assert calibration.intercept[0] == pytest.approx(model.intercept_[0], abs=1e-3)


def test_platt_scaling_stays_finite_on_separable_and_extreme_logits():
    truth = np.arange(40)[:, None] >= 20
    calibration = fit_calibration((np.arange(40.0)[:, None] - 19.5) * 1e3, truth)
    assert np.isfinite(calibration.slope).all()
    assert np.isfinite(calibration.intercept).all()
    assert calibration.slope[0] > 0


@pytest.mark.parametrize("truth", [np.zeros((9, 1), bool), np.ones((9, 1), bool)])
def test_a_label_with_one_class_keeps_its_logits(truth):
    calibration = fit_calibration(np.linspace(-1, 1, 9)[:, None], truth)
    assert (calibration.slope, calibration.intercept) == ((1.0,), (0.0,))


def test_calibration_never_turns_the_ranking_around():
    logits, truth = sample(k=1)
    calibration = fit_calibration(-logits, truth)
    assert calibration.slope[0] > 0


def test_thresholds_reach_the_best_f1_there_is():
    logits, truth = sample(n=120)
    scores = sigmoid(logits)
    thresholds = fit_thresholds(scores, truth)
    for j in range(truth.shape[1]):
        best = max(f1_score(truth[:, j], scores[:, j] >= cut) for cut in scores[:, j])
        assert f1_score(truth[:, j], scores[:, j] >= thresholds[j]) == pytest.approx(best)
        assert thresholds[j] not in scores[:, j]


def test_equal_scores_are_never_separated():
    scores = np.array([[0.9], [0.5], [0.5], [0.5], [0.1]])
    truth = np.array([[True], [True], [False], [True], [False]])
    assert fit_thresholds(scores, truth).tolist() == [0.3]


def test_cuts_count_what_lies_above_each_threshold():
    score = np.array([0.2, 0.8, 0.4, 0.8, 0.6])
    truth = np.array([False, True, True, False, False])
    found = cuts(score, truth)
    assert found.thresholds.tolist() == pytest.approx([0.7, 0.5, 0.3, 0.1])
    assert found.given.tolist() == [2, 3, 4, 5] == [int((score >= t).sum()) for t in found.thresholds]
    assert found.found.tolist() == [1, 1, 2, 2]


def test_a_label_without_positives_gets_a_half():
    assert fit_thresholds(np.ones((3, 1)), np.zeros((3, 1), bool)).tolist() == [0.5]
