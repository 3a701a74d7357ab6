import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_curve

from pipeline.evaluation.ranking import divide, rank


@pytest.fixture
def items():
    """Scores with many ties, as a coarse model gives them."""
    generator = np.random.default_rng(5)
    truth = generator.random(200) < 0.3
    scores = np.round(np.clip(0.4 * truth + 0.6 * generator.random(200), 0, 1), 1)
    return truth, scores, generator.integers(20, size=200)


def test_average_precision_is_scikit_learns(items):
    truth, scores, clusters = items
    found = rank(truth, scores, clusters).average_precision(np.ones((1, 20)))
    assert found == pytest.approx(average_precision_score(truth, scores), abs=1e-12)


def test_weights_count_an_item_as_often_as_its_cluster_was_drawn(items):
    truth, scores, clusters = items
    weights = np.random.default_rng(6).integers(4, size=(3, 20)).astype(float)
    found = rank(truth, scores, clusters).average_precision(weights)
    for value, weight in zip(found, weights, strict=True):
        assert value == pytest.approx(average_precision_score(truth, scores, sample_weight=weight[clusters]), abs=1e-12)


def test_the_curve_is_scikit_learns(items):
    truth, scores, clusters = items
    ranking = rank(truth, scores, clusters)
    found, predicted = (counts[0] for counts in ranking.cumulate(np.ones((1, 20))))
    precision, recall, thresholds = precision_recall_curve(truth, scores)
    np.testing.assert_allclose(found / predicted, precision[:-1][::-1])
    np.testing.assert_allclose(found / truth.sum(), recall[:-1][::-1])
    np.testing.assert_array_equal(ranking.thresholds, thresholds[::-1])


def test_without_positives_average_precision_is_unknown():
    ranking = rank(np.zeros(3, dtype=bool), np.array([0.1, 0.2, 0.3]), np.array([0, 0, 1]))
    assert np.isnan(ranking.average_precision(np.ones((1, 2)))).all()


def test_order_of_equal_scores_does_not_matter():
    truth, clusters = np.array([True, False]), np.array([0, 0])
    for order in ([0, 1], [1, 0]):
        ranking = rank(truth[order], np.array([0.5, 0.5]), clusters)
        assert ranking.average_precision(np.ones((1, 1))) == 0.5


def test_divide_by_zero_is_what_was_asked_for():
    np.testing.assert_array_equal(divide(np.array([1.0, 0.0]), np.array([2.0, 0.0])), [0.5, np.nan])
    np.testing.assert_array_equal(divide(np.array([0.0]), np.array([0.0]), otherwise=0.0), [0.0])
