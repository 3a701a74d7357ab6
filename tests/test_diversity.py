import numpy as np
import pytest

from pipeline.labelling.diversity import diverse, term_vectors

FINED = "The regulator fined the company five million euros for collecting faces."
REPRINT = "The regulator fined the company six million euros for collecting faces."
BANNED = "Cameras that recognise people are banned from the city's streets."
OPENED = "A register of chatbots opened on Monday; makers have until May to enter it."


def test_texts_have_similarity_one_to_themselves_and_none_to_texts_without_common_words():
    vectors = term_vectors([FINED, "Nobody knows.", REPRINT])
    same, other, near = vectors.similarity(0)
    assert same == pytest.approx(1)
    assert other == 0
    assert 0.6 < near < 1


def test_rare_words_count_for_more_than_frequent_ones():
    texts = ["the ban", "the fine", "a ban", "the law", "the act", "the end"]
    similar = term_vectors(texts).similarity(0)
    assert similar[2] > similar[1] > 0


def test_texts_without_words_are_like_nothing():
    assert term_vectors(["…", "a word", ""]).similarity(0).tolist() == [0, 0, 0]
    assert diverse(np.ones(2), ["…", "—"], 2) == [0, 1]


def test_the_most_valuable_come_first():
    assert diverse(np.array([0.1, 0.3, 0.2]), [FINED, BANNED, OPENED], 3) == [1, 2, 0]


def test_what_resembles_a_picked_text_waits():
    assert diverse(np.array([0.9, 0.8, 0.6]), [FINED, REPRINT, OPENED], 2) == [0, 2]


def test_a_near_duplicate_never_comes_into_the_batch():
    longer = f"{FINED} {BANNED} {OPENED}"
    copy = longer.replace("Monday", "Tuesday")
    assert diverse(np.array([0.9, 0.8, 0.0]), [longer, copy, "Nobody knows."], 3) == [0, 2]


def test_equal_texts_and_values_come_in_the_order_given():
    assert diverse(np.zeros(4), [OPENED, BANNED, OPENED, FINED], 4) == [0, 1, 3]


@pytest.mark.parametrize(("texts", "n"), [([], 3), ([FINED], 0)])
def test_nothing_to_pick(texts, n):
    assert diverse(np.ones(len(texts)), texts, n) == []


@pytest.mark.parametrize("value", [-0.1, np.nan])
def test_values_that_cannot_be_ranked_are_refused(value):
    with pytest.raises(ValueError, match="none below 0"):
        diverse(np.array([value]), [FINED], 1)


def test_beyond_the_shortlist_nothing_is_looked_at():
    texts = [f"word{i}" for i in range(700)]
    values = np.linspace(1, 0, 700)
    assert diverse(values, texts, 500) == list(range(500))
    assert len(diverse(values, ["the same words"] * 600 + texts[600:], 20)) == 1
