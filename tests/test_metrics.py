import subprocess
import sys

import msgspec
import numpy as np
import pytest
from sklearn.metrics import accuracy_score, average_precision_score, precision_recall_fscore_support

from pipeline.evaluation.metrics import Metrics, measure

LABELS = ("ham", "eggs", "spam")


@pytest.fixture
def answers():
    generator = np.random.default_rng(11)
    truth = generator.random((300, 3)) < (0.4, 0.2, 0.1)
    scores = np.round(np.clip(0.35 * truth + 0.65 * generator.random((300, 3)), 0, 1), 2)
    return truth, scores >= (0.5, 0.45, 0.6), scores


def figures(quality):
    return quality.precision, quality.recall, quality.f1, quality.support


def test_labels_equal_scikit_learn(answers):
    truth, predicted, scores = answers
    metrics = measure(truth, predicted, scores, LABELS)
    expected = precision_recall_fscore_support(truth, predicted, average=None)
    for j, label in enumerate(LABELS):
        assert figures(metrics.labels[label]) == pytest.approx([column[j] for column in expected])
        assert metrics.labels[label].predicted == predicted[:, j].sum()
        assert metrics.labels[label].average_precision == pytest.approx(
            average_precision_score(truth[:, j], scores[:, j])
        )


@pytest.mark.parametrize("average", ["macro", "micro"])
def test_averages_equal_scikit_learn(answers, average):
    truth, predicted, scores = answers
    quality = getattr(measure(truth, predicted, scores, LABELS), average)
    assert figures(quality)[:3] == pytest.approx(precision_recall_fscore_support(truth, predicted, average=average)[:3])
    assert quality.average_precision == pytest.approx(average_precision_score(truth, scores, average=average))
    assert (quality.support, quality.predicted) == (truth.sum(), predicted.sum())


def test_none_and_exact_match_equal_scikit_learn(answers):
    truth, predicted, scores = answers
    metrics = measure(truth, predicted, scores, LABELS)
    expected = precision_recall_fscore_support(~truth.any(axis=1), ~predicted.any(axis=1), average=None)
    assert figures(metrics.none) == pytest.approx([column[1] for column in expected])
    assert metrics.none.average_precision is None
    assert metrics.exact_match == pytest.approx(accuracy_score(truth, predicted))


def test_a_label_without_positives_is_left_out_of_macro_averages(answers):
    truth, predicted, scores = answers
    truth[:, 2] = False
    metrics = measure(truth, predicted, scores, LABELS)
    spam = metrics.labels["spam"]
    assert (spam.precision, spam.recall, spam.f1, spam.average_precision, spam.support) == (0, None, 0, None, 0)
    expected = precision_recall_fscore_support(truth, predicted, labels=[0, 1], average="macro")
    assert figures(metrics.macro)[:3] == pytest.approx(expected[:3])
    assert metrics.macro.average_precision == pytest.approx(
        average_precision_score(truth[:, :2], scores[:, :2], average="macro")
    )


def test_a_label_never_given_has_no_precision_and_counts_as_zero_in_the_macro_average(answers):
    truth, predicted, scores = answers
    predicted[:, 1] = False
    metrics = measure(truth, predicted, scores, LABELS)
    eggs = metrics.labels["eggs"]
    assert (eggs.precision, eggs.recall, eggs.f1, eggs.predicted) == (None, 0, 0, 0)
    expected = precision_recall_fscore_support(truth, predicted, average="macro", zero_division=0)
    assert figures(metrics.macro)[:3] == pytest.approx(expected[:3])


def test_nothing_true_and_nothing_given_is_unknown_not_a_crash():
    nothing = np.zeros((2, 2), dtype=bool)
    metrics = measure(nothing, nothing, np.zeros((2, 2)), LABELS[:2])
    assert metrics.exact_match == 1
    assert metrics.none.f1 == 1
    for quality in (metrics.macro, metrics.micro, metrics.labels["ham"]):
        assert (quality.precision, quality.recall, quality.f1, quality.average_precision) == (None,) * 4


def test_json_round_trip(answers):
    metrics = measure(*answers, LABELS)
    assert msgspec.json.decode(msgspec.json.encode(metrics), type=Metrics[float | None]) == metrics


@pytest.mark.parametrize("k", [1, 2, 12])
def test_any_number_of_labels(k):
    generator = np.random.default_rng(k)
    truth, scores = generator.random((40, k)) < 0.3, generator.random((40, k))
    metrics = measure(truth, scores > 0.5, scores, [f"label-{j}" for j in range(k)])
    assert len(metrics.labels) == k
    assert metrics.micro.f1 == pytest.approx(precision_recall_fscore_support(truth.ravel(), scores.ravel() > 0.5)[2][1])


@pytest.mark.parametrize(
    ("truth", "predicted", "scores"),
    [
        (np.ones((2, 2), bool), np.ones((2, 3), bool), np.ones((2, 2))),
        (np.ones((0, 2), bool), np.ones((0, 2), bool), np.ones((0, 2))),
        (np.ones((1, 1), bool), np.ones((1, 1), bool), np.full((1, 1), np.nan)),
    ],
)
def test_what_cannot_be_counted_is_refused(truth, predicted, scores):
    with pytest.raises(ValueError, match="fit together|must be finite"):
        measure(truth, predicted, scores, LABELS)


def test_measuring_needs_no_training_library():
    code = (
        "import sys, pipeline.evaluation.detail, pipeline.evaluation.comparison, pipeline.evaluation.verdict;"
        "print([m for m in ('sklearn', 'torch', 'transformers', 'datasets', 'pandas', 'matplotlib', 'dvc', 'jinja2')"
        " if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
