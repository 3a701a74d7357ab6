import numpy as np
import pytest

from pipeline.labelling.informativeness import disagreement, entropy, informativeness, rarity, uncertainty


def test_entropy_is_a_bit_at_one_half_and_nothing_at_the_ends():
    assert entropy(np.array([0.0, 0.5, 1.0, 0.11])) == pytest.approx([0, 1, 0, 0.49992], abs=1e-5)


def test_models_that_are_sure_of_the_contrary_disagree_most():
    first, second = np.array([[0.0, 0.5, 0.9, 0.3]]), np.array([[1.0, 0.5, 0.1, 0.3]])
    found = disagreement([first, second])
    assert found[0] == pytest.approx([1, 0, 0.531, 0], abs=1e-3)
    assert disagreement([second, first]) == pytest.approx(found)


def test_a_third_model_weighs_as_much_as_the_others():
    sure, not_ = np.array([[1.0]]), np.array([[0.0]])
    assert disagreement([sure, sure, not_])[0, 0] == pytest.approx(0.9183, abs=1e-4)


def test_disagreement_is_never_negative():
    scores = np.random.default_rng(0).random((200, 3))
    assert (disagreement([scores, scores, scores]) >= 0).all()


def test_uncertainty_is_highest_at_the_threshold_and_falls_to_either_end():
    scores = np.array([[0.0, 0.0], [0.1, 0.8], [0.2, 0.4], [0.6, 0.9], [1.0, 1.0]])
    found = uncertainty(scores, np.array([0.2, 0.8]))
    assert found[:, 0] == pytest.approx([0, 0.5, 1, 0.5, 0])
    assert found[:, 1] == pytest.approx([0, 1, 0.5, 0.5, 0])


def test_thresholds_at_the_ends_divide_by_nothing():
    assert uncertainty(np.array([[1.0, 0.0]]), np.array([1.0, 0.0])).tolist() == [[1.0, 1.0]]


def test_a_label_four_times_rarer_weighs_twice_as_much():
    weights = rarity(np.array([[0.4, 0.1], [0.4, 0.1]]))
    assert weights[1] / weights[0] == pytest.approx(2)
    assert weights.mean() == pytest.approx(1)


def test_a_label_that_no_model_has_seen_does_not_take_the_whole_queue():
    assert rarity(np.array([[0.16, 0.0]]))[1] == pytest.approx(4 * rarity(np.array([[0.16, 0.0]]))[0])


def test_one_model_is_asked_where_it_is_unsure_and_several_where_they_disagree():
    toss_up, contradiction = [0.5, 0.5], [0.9, 0.1]
    first, second = (np.array([[toss_up[i]], [contradiction[i]]]) for i in (0, 1))
    assert informativeness([first])[:, 0].argmax() == 0
    assert informativeness([first, second])[:, 0].argmax() == 1


@pytest.mark.parametrize("scores", [[], [np.zeros((0, 2))]])
def test_nothing_to_measure_is_refused(scores):
    with pytest.raises(ValueError, match="a model and a paragraph"):
        informativeness(scores)
