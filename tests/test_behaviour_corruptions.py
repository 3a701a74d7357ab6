import numpy as np
import pytest

from pipeline.evaluation.behaviour import corruptions
from pipeline.evaluation.behaviour.corruptions import CORRUPTIONS
from pipeline.text.normalise import normalise

TEXT = "The regulator’s order of 3.5 million euros, it said, was “final”; nobody appealed against the decision in time."


def rng(seed=1):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_damage_damages_and_repeats(name):
    damaged = CORRUPTIONS[name](TEXT, rng())
    assert damaged != TEXT
    assert damaged == CORRUPTIONS[name](TEXT, rng())
    assert isinstance(CORRUPTIONS[name]("", rng()), str)


@pytest.mark.parametrize("seed", range(20))
def test_one_typo_for_ten_words(seed):
    words, damaged = TEXT.split(), corruptions.typos(TEXT, rng(seed)).split()
    assert len(words) == len(damaged) == 18
    wrong = [(a, b) for a, b in zip(words, damaged, strict=True) if a != b]
    assert len(wrong) == 2
    assert all(len(a) == len(b) and a[0] == b[0] for a, b in wrong)


def test_short_words_have_no_typos():
    assert corruptions.typos("to be or not to be", rng()) == "to be or not to be"


def test_capitals_and_lower_case():
    assert corruptions.capitals("No 5 Ways", rng()) == "NO 5 WAYS"
    assert corruptions.lower_case("No 5 Ways", rng()) == "no 5 ways"


def test_numbers_keep_their_punctuation():
    text = "Well, 3.5 of 1,000: that is it. In 2019, too!"
    assert corruptions.no_punctuation(text, rng()) == "Well 3.5 of 1,000 that is it In 2019 too"


def test_mojibake_is_what_normalising_repairs():
    damaged = corruptions.mojibake(TEXT, rng())
    assert "â€™" in damaged
    assert normalise(damaged) == TEXT


def test_line_breaks_are_what_normalising_repairs():
    text = " ".join(["word"] * 80)
    damaged = corruptions.line_breaks(text, rng())
    assert "  " in damaged
    assert max(map(len, damaged.split("\n"))) < 80
    assert normalise(damaged) == text


def test_quotes_are_turned_one_way_or_the_other():
    assert corruptions.other_quotes("It’s “so”", rng()) == 'It\'s "so"'
    assert corruptions.other_quotes("It's \"so\" ('yes')", rng()) == "It’s “so” (‘yes’)"
    assert corruptions.other_quotes("no quotes", rng()) == "no quotes"


def test_a_mark_comes_in_front_but_not_a_second_one():
    assert {corruptions.leading_mark("A text", rng(seed))[:2].strip() for seed in range(30)} >= {"•", "-", "*"}
    assert corruptions.leading_mark("• A text", rng()) == "• A text"
