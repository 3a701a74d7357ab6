import pytest

from pipeline.text.near_duplicates import Pair, near_duplicates

ORIGINAL = (
    "The authority fined the company two million euros on Monday because its chatbot had been trained on the letters "
    "of children without the consent of their parents, and gave it six weeks to delete them."
)
UNRELATED = "A storm closed the harbour for three days, and the fishermen mended their nets in the old hall instead."


def test_a_lightly_edited_reprint_is_found_and_an_unrelated_text_is_not():
    reprint = ORIGINAL.replace("on Monday", "yesterday").replace("six weeks", "40 days")
    pairs = near_duplicates([UNRELATED, ORIGINAL, reprint], 0.6)
    assert [(pair.first, pair.second) for pair in pairs] == [(1, 2)]
    assert 0.6 <= pairs[0].similarity < 1


def test_similarity_is_exact_jaccard_of_word_trigrams():
    words = [f"w{i}" for i in range(12)]
    one, other = " ".join(words), " ".join([*words[:-1], "changed"])
    # Ten trigrams each, nine in common, eleven together.
    assert near_duplicates([one, other], 0.6) == [Pair(0, 1, pytest.approx(9 / 11))]
    assert near_duplicates([one, other], 0.82) == []


def test_case_and_punctuation_make_no_difference():
    assert near_duplicates([ORIGINAL, ORIGINAL.upper().replace(",", " –")], 0.9) == [Pair(0, 1, 1.0)]


def test_copies_of_one_text_are_all_tied_to_the_first():
    assert near_duplicates([ORIGINAL] * 4, 0.9) == [Pair(0, 1, 1.0), Pair(0, 2, 1.0), Pair(0, 3, 1.0)]


def test_short_paragraphs_are_never_duplicates():
    assert near_duplicates(["Thank you, Madam Chair, for that."] * 3, 0.6) == []


def test_nothing_comes_of_nothing():
    assert near_duplicates([], 0.6) == []
    assert near_duplicates(["", "  ", "!"], 0.6) == []


def test_the_result_does_not_depend_on_the_run():
    texts = [f"{ORIGINAL} {i % 7} {UNRELATED} {i % 5}" for i in range(60)]
    assert near_duplicates(texts, 0.7) == near_duplicates(texts, 0.7)
    assert near_duplicates(texts, 0.7)
