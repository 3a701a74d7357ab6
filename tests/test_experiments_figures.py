import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from experiments.extrapolation import doubling, gain
from experiments.figures import figures, leads, spread
from pipeline.evaluation.predictions import Answers
from pipeline.params import EvaluateParams

LABELS = ("ham", "eggs")
PARAMS = EvaluateParams(resamples=200)


def answers(noise, seed):
    """Scores that blur the truth with ``noise``: 0 is always right, 1 is chance."""
    truth = np.random.default_rng(0).random((200, 2)) < 0.3
    scores = (1 - noise) * truth + noise * np.random.default_rng(seed).random(truth.shape)
    return Answers(np.arange(200) % 25, truth, scores >= 0.5, scores)


def test_figures_are_the_mean_and_deviation_of_the_runs():
    found = figures([answers(0.0, 1), answers(0.9, 1), answers(0.9, 2)], LABELS)
    overall = found.overall["macro_f1"]
    assert overall.runs[0] == 1.0
    assert overall.mean == pytest.approx(np.mean(overall.runs))
    assert overall.deviation == pytest.approx(np.std(overall.runs, ddof=1))
    assert list(found.labels) == list(LABELS)
    for place in range(3):
        mean = np.mean([found.labels[label]["f1"].runs[place] for label in LABELS])
        assert mean == pytest.approx(overall.runs[place])
    assert found.labels["ham"]["calibration_error"].runs[0] == 0.0
    assert found.labels["ham"]["calibration_error"].runs[1] > 0.1


def test_a_single_run_has_no_deviation_and_undefined_runs_are_left_out():
    assert spread([0.5]) == spread([0.5, None]).__class__(0.5, None, (0.5,))
    assert spread([0.5, None, 0.7]).mean == pytest.approx(0.6)
    assert spread([None]).mean is None


def test_a_better_method_is_ahead_and_an_equal_one_is_not():
    good, bad = [answers(0.3, 1), answers(0.5, 2)], [answers(0.9, 3)]
    found = leads(good, {"bad": bad, "same": good}, PARAMS, seed=1)
    better = figures(good, LABELS).overall["macro_f1"].mean - figures(bad, LABELS).overall["macro_f1"].mean
    assert found["bad"].value == pytest.approx(better)
    assert 0 < found["bad"].low <= found["bad"].value <= found["bad"].high
    assert (found["same"].low, found["same"].value, found["same"].high) == (0, 0, 0)


def test_the_gain_of_a_power_law_is_the_next_point_of_it():
    amounts = np.array([50.0, 100.0, 200.0, 400.0])
    error = 2 * amounts**-0.5
    assert gain((1 - error)[:, None], amounts)[0] == pytest.approx(2 * 400**-0.5 - 2 * 800**-0.5)


def test_a_flat_curve_gains_nothing_and_a_falling_one_less():
    amounts = np.array([1.0, 2.0, 4.0])
    assert gain(np.array([[0.7], [0.7], [0.7]]), amounts)[0] == pytest.approx(0)
    assert gain(np.array([[0.8], [0.75], [0.7]]), amounts)[0] < 0
    assert gain(np.ones((3, 1)), amounts)[0] == pytest.approx(0), "no error is left"


def test_the_interval_of_doubling_holds_both_documents_and_runs():
    amounts = np.array([100.0, 200.0, 400.0])
    curve = (1 - 2 * amounts**-0.5)[:, None]
    random = np.random.default_rng(0)
    alike = np.repeat(curve, 3, axis=1)
    still = np.repeat(alike[:, :, None], 400, axis=2)
    sure = doubling(alike, still, amounts, 0.95, seed=1)
    assert sure.low == pytest.approx(sure.value) == pytest.approx(sure.high)
    apart = alike + np.array([[-0.02, 0.0, 0.02], [0, 0, 0], [0.02, 0, -0.02]])
    by_runs = doubling(apart, np.repeat(apart[:, :, None], 400, axis=2), amounts, 0.95, seed=1)
    by_documents = doubling(alike, still + random.normal(0, 0.02, still.shape), amounts, 0.95, seed=1)
    for found in (by_runs, by_documents):
        assert found.low < sure.value < found.high
    assert by_runs.value == pytest.approx(sure.value)
    assert by_runs == doubling(apart, np.repeat(apart[:, :, None], 400, axis=2), amounts, 0.95, seed=1)
