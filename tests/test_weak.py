import numpy as np
import pytest

from pipeline.labelling.rules import Rule
from pipeline.labelling.weak import confidence, fit

LABELS = ("x", "y")
FOR = Rule("for-x", "x", against=False, reason="", patterns=())
AGAINST = Rule("against-x", "x", against=True, reason="", patterns=())


def table(*columns):
    return np.array(columns, dtype=bool).T


def repeated(counts):
    """``(vote, label, how often)`` → votes and truth of one rule and of the label x."""
    votes = [vote for vote, _, count in counts for _ in range(count)]
    truth = [label for _, label, count in counts for _ in range(count)]
    return table(votes), table(truth, [0] * len(truth))


def test_a_good_rule_raises_its_own_label_and_silence_lowers_it():
    votes, truth = repeated([(1, 1, 45), (1, 0, 5), (0, 1, 5), (0, 0, 145)])
    found = fit((FOR,), LABELS, votes, truth).probabilities(table([1, 0]))
    # m-estimates with the prior (50 + 1) / 202 weighing like five paragraphs.
    prior = 51 / 202
    assert found[0, 0] == pytest.approx((45 + 5 * prior) / 55)
    assert found[1, 0] == pytest.approx((5 + 5 * prior) / 155)
    assert found[0, 1] == found[1, 1] == pytest.approx(1 / 202)


def test_a_rule_against_lowers_its_label():
    votes, truth = repeated([(1, 0, 30), (0, 1, 50), (0, 0, 50)])
    found = fit((AGAINST,), LABELS, votes, truth)
    assert found.voted[0] < 0 < found.silent[0]


@pytest.mark.parametrize("rule", [FOR, AGAINST])
def test_a_rule_that_votes_the_wrong_way_has_no_weight(rule):
    right = [(1, 1, 40), (0, 0, 40)]
    wrong = [(1, 0, 40), (0, 1, 40)]
    votes, truth = repeated(wrong if rule is FOR else right)
    found = fit((rule,), LABELS, votes, truth)
    assert found.voted[0] == found.silent[0] == 0


def test_a_rule_that_never_voted_has_no_weight():
    votes, truth = repeated([(0, 1, 10), (0, 0, 90)])
    assert fit((FOR,), LABELS, votes, truth).voted[0] == pytest.approx(0)


def test_two_witnesses_count_more_than_one():
    votes = table([1] * 20 + [0] * 80, [1] * 15 + [0] * 5 + [1] * 5 + [0] * 75)
    truth = table([1] * 18 + [0] * 82, [0] * 100)
    found = fit((FOR, FOR), LABELS, votes, truth).probabilities(table([1, 1, 0], [1, 0, 0]))[:, 0]
    assert found[0] > found[1] > found[2]


def test_without_annotations_nothing_is_known():
    found = fit((FOR, AGAINST), LABELS, np.zeros((0, 2), dtype=bool), np.zeros((0, 2), dtype=bool))
    assert found.probabilities(table([1, 0], [0, 1])).tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_confidence_is_the_probability_that_the_whole_answer_is_right():
    assert confidence(np.array([[0.9, 0.3], [0.5, 1.0], [0.02, 0.04]])).tolist() == pytest.approx([0.63, 0.5, 0.9408])


def test_silence_is_as_sure_as_it_has_been_right():
    # 100 paragraphs; the one rule of each label is silent on 90, and 9 of these have the label all the same.
    votes = table([1] * 10 + [0] * 90, [1] * 10 + [0] * 90)
    truth = table([1] * 10 + [1] * 9 + [0] * 81, [1] * 10 + [0] * 81 + [1] * 9)
    other = Rule("for-y", "y", against=False, reason="", patterns=())
    found = fit((FOR, other), LABELS, votes, truth).probabilities(table([0], [0]))
    assert found[0] == pytest.approx([0.1, 0.1], abs=0.01)
    assert confidence(found)[0] == pytest.approx(0.81, abs=0.02)
