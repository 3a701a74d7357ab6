import numpy as np
import pytest

from pipeline.evaluation.behaviour.swaps import WordSwap

COUNTRIES = WordSwap([("France", "French", "Paris"), ("Italy", "Italian", "Rome"), ("Japan", "Japanese", "Tokyo")])


def every(swap, text, count=40):
    return {swap(text, np.random.default_rng(seed)) for seed in range(count)}


def test_all_forms_of_a_country_become_the_same_other_country():
    assert every(COUNTRIES, "In Paris, French judges said that France had erred.") == {
        "In Rome, Italian judges said that Italy had erred.",
        "In Tokyo, Japanese judges said that Japan had erred.",
    }


def test_two_names_never_become_one_nor_each_other():
    swap = WordSwap([("Google",), ("Meta",), ("Intel",), ("Sony",)])
    assert every(swap, "Google's suit against Meta; Google won.") == {
        "Intel's suit against Sony; Intel won.",
        "Sony's suit against Intel; Sony won.",
    }


def test_a_text_with_too_many_names_stays():
    assert every(COUNTRIES, "France and Italy agreed.") == {"France and Italy agreed."}


@pytest.mark.parametrize("text", ["The metaphor of Frances, in italy.", "Meta-analysis", ""])
def test_only_whole_words_in_this_case_are_names(text):
    swap = WordSwap([("France",), ("Italy",), ("Tokyo",)])
    assert every(swap, text) == {text}


def test_the_article_follows_the_sound():
    assert every(COUNTRIES, "A French judge") == {"An Italian judge", "A Japanese judge"}
    agencies = WordSwap([("Commission", "CMA"), ("Office", "ICO"), ("Exchange Commission", "FTC")])
    assert every(agencies, "a CMA order") == {"an ICO order", "an FTC order"}


def test_the_longest_name_is_taken():
    swap = WordSwap([("Microsoft Azure",), ("Microsoft",), ("Oracle",)])
    assert every(swap, "on Microsoft Azure") == {"on Microsoft", "on Oracle"}


def test_the_same_seed_gives_the_same_text():
    text = "Paris and more"
    assert COUNTRIES(text, np.random.default_rng(3)) == COUNTRIES(text, np.random.default_rng(3))
