import numpy as np
import pytest

from pipeline.labelling.agreement import agreement, f1

LABELS = ("x", "y")


def answer(**given):
    return {annotator: frozenset(labels) for annotator, labels in given.items()}


def test_perfect_agreement():
    found = agreement([answer(a="x", b="x"), answer(a="", b=""), answer(a="xy", b="xy")], LABELS)
    assert found["paragraphs"] == 3
    assert found["macro_f1"] == {"a/b": 1.0}
    assert found["labels"]["x"] == {"alpha": 1.0, "raw": 1.0, "positives": {"a": 2, "b": 2}}


def test_alpha_of_a_case_worked_by_hand():
    # Coincidences of ten paragraphs: o(1,1) = 8, o(0,0) = 10, o(0,1) = o(1,0) = 1; n1 = 9, n0 = 11, n = 20.
    answers = [answer(a="x", b="x")] * 4 + [answer(a="", b="")] * 5 + [answer(a="x", b="")]
    found = agreement(answers, LABELS)["labels"]["x"]
    assert found["alpha"] == pytest.approx(1 - 19 * 2 / (2 * 9 * 11), abs=1e-4)
    assert found["raw"] == 0.9
    assert found["positives"] == {"a": 5, "b": 4}


def test_alpha_is_undefined_where_nobody_or_everybody_gives_the_label():
    found = agreement([answer(a="x", b="x")] * 3, LABELS)["labels"]
    assert found["x"]["alpha"] is None
    assert found["y"]["alpha"] is None
    assert found["y"]["raw"] == 1.0


def test_adjudication_and_single_answers_do_not_count():
    answers = [answer(a="x", b="", adjudicated="x"), answer(a="x"), answer(b="y", adjudicated="")]
    found = agreement(answers, LABELS)
    assert found["paragraphs"] == 1
    assert found["labels"]["x"]["raw"] == 0.0
    assert "adjudicated" not in found["labels"]["x"]["positives"]


def test_three_annotators_with_gaps():
    answers = [answer(a="x", b="x", c=""), answer(a="x", b="x"), answer(b="", c="")]
    found = agreement(answers, LABELS)
    # Ordered pairs: 6 + 2 + 2, of which 2 + 2 + 2 agree.
    assert found["labels"]["x"]["raw"] == 0.6
    assert found["macro_f1"]["a/b"] == 1.0
    assert set(found["macro_f1"]) == {"a/b", "a/c", "b/c"}


def test_nothing_to_compare():
    found = agreement([], LABELS)
    assert found == {
        "paragraphs": 0,
        "macro_f1": {},
        "labels": {label: {"alpha": None, "raw": None, "positives": {}} for label in LABELS},
    }


def test_f1_per_column():
    truth = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=bool)
    guess = np.array([[1, 0, 0], [0, 0, 0], [1, 0, 0]], dtype=bool)
    assert f1(truth, guess).tolist() == [0.5, 0.0, 1.0]
    assert f1(guess, truth).tolist() == [0.5, 0.0, 1.0]
