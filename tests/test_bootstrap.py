import numpy as np
import pytest

from pipeline.evaluation.bootstrap import Estimate, bootstrap, estimate, estimates
from pipeline.evaluation.metrics import measure
from pipeline.evaluation.tally import EXACT_MATCH, MACRO_F1, tally

LABELS = ("ham", "eggs")


@pytest.fixture
def data():
    generator = np.random.default_rng(2)
    documents = np.sort(generator.integers(15, size=120))
    truth = generator.random((120, 2)) < 0.4
    scores = np.clip(0.4 * truth + 0.6 * generator.random((120, 2)), 0, 1)
    return truth, scores > 0.5, scores, documents


def test_resamples_are_of_whole_documents(data):
    """Every resampled figure equals the one measured on the drawn documents written out."""
    truth, predicted, scores, documents = data
    resampled = bootstrap([tally(*data)], 7, seed=3)[0]
    drawn = np.random.default_rng(3).integers(15, size=(7, 15))
    for row, sample in zip(resampled, drawn, strict=True):
        places = np.concatenate([np.flatnonzero(documents == document) for document in sample])
        metrics = measure(truth[places], predicted[places], scores[places], LABELS)
        assert row[EXACT_MATCH] == pytest.approx(metrics.exact_match)
        assert row[MACRO_F1] == pytest.approx(metrics.macro.f1)
        assert row[MACRO_F1 + 1] == pytest.approx(metrics.macro.average_precision)
        assert row[-1] == pytest.approx(metrics.labels["eggs"].average_precision)


def test_same_seed_same_resamples_whatever_the_block_size(data, monkeypatch):
    counted = tally(*data)
    whole = bootstrap([counted], 50, seed=1)
    monkeypatch.setattr("pipeline.evaluation.bootstrap._CELLS", 1000)
    np.testing.assert_array_equal(bootstrap([counted], 50, seed=1), whole)
    assert not np.array_equal(bootstrap([counted], 50, seed=2), whole)


def test_models_are_measured_on_the_same_resamples(data):
    counted = tally(*data)
    first, second = bootstrap([counted, counted], 20, seed=0)
    np.testing.assert_array_equal(first, second)


def test_a_cluster_interval_is_wider_where_documents_differ():
    """Ten documents, each all right or all wrong: the spread is that of ten draws, not of a thousand."""
    documents = np.repeat(np.arange(10), 100)
    truth = np.ones((1000, 1), dtype=bool)
    predicted = (documents < 5)[:, None]
    by_document = bootstrap([tally(truth, predicted, np.ones((1000, 1)), documents)], 500, seed=0)[0][:, EXACT_MATCH]
    by_paragraph = bootstrap([tally(truth, predicted, np.ones((1000, 1)), np.arange(1000))], 500, seed=0)[0][
        :, EXACT_MATCH
    ]
    assert by_document.std() == pytest.approx(np.sqrt(0.25 / 10), rel=0.15)
    assert by_paragraph.std() == pytest.approx(np.sqrt(0.25 / 1000), rel=0.15)


def test_the_interval_holds_the_confidence_level():
    values = np.arange(1001) / 1000
    found = estimate(0.5, values, 0.9)
    assert (found.low, found.high) == pytest.approx((0.05, 0.95))


def test_undefined_resamples_are_left_out():
    assert estimate(0.5, np.array([np.nan, 0.5, np.nan]), 0.95) == Estimate(0.5, 0.5, 0.5)
    assert estimate(0.5, np.array([np.nan]), 0.95) == Estimate(0.5)
    assert estimate(np.nan, np.array([0.5]), 0.95) == Estimate(None)


def test_one_document_gives_figures_without_intervals(data):
    truth, predicted, scores, documents = data
    counted = tally(truth, predicted, scores, np.zeros_like(documents))
    found = estimates(counted, bootstrap([counted], 100, seed=0)[0], 0.95)
    assert found[MACRO_F1].value == pytest.approx(measure(truth, predicted, scores, LABELS).macro.f1)
    assert {(e.low, e.high) for e in found} == {(None, None)}


def test_estimates_enclose_their_figures(data):
    counted = tally(*data)
    found = estimates(counted, bootstrap([counted], 400, seed=0)[0], 0.95)
    known = [e for e in found if e.value is not None]
    assert len(found) == counted.size
    assert len(known) == len(found) - 1  # average precision of `none`
    assert all(e.low <= e.value <= e.high for e in known)
