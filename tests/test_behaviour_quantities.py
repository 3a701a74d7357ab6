import re

import numpy as np
import pytest

from pipeline.evaluation.behaviour.quantities import amount, date


def every(alter, text, count=50):
    return [alter(text, np.random.default_rng(seed)) for seed in range(count)]


@pytest.mark.parametrize(
    "sum_",
    ["$5 billion", "€35,000,000", "US$1.2m", "3.5 million euros", "RMB 20,000", "87.6m yuan", "¥300", "12 US dollars"],
)
def test_an_amount_keeps_its_form_and_gets_another_value(sum_):
    for altered in every(amount, f"It was fined {sum_} on 3 May."):
        assert altered != f"It was fined {sum_} on 3 May."
        assert altered.startswith("It was fined ")
        assert altered.endswith(" on 3 May."), "a day is no money"
        found = altered.removeprefix("It was fined ").removesuffix(" on 3 May.")
        assert re.sub("[1-9]", "#", found) == re.sub("[1-9]", "#", sum_)


def test_equal_amounts_stay_equal():
    for altered in every(amount, "A fine of €50m; the €50m must be paid, not €60m."):
        first, second, third = re.findall(r"€(\d+)m", altered)
        assert first == second
        assert third.endswith("0")


@pytest.mark.parametrize("text", ["Some 117 models, 40% of them new.", "In 2019 three firms left.", "Route 66, room 5"])
def test_other_numbers_are_no_amounts(text):
    assert amount(text, np.random.default_rng(1)) == text


def test_a_date_moves_as_a_whole():
    text = "On Monday, 21 January 2019, and again on January 22. The act of May 2018 has applied since 2020."
    weekday, day, month, year = "Monday", "21", "January", "2019"
    for altered in every(date, text):
        found = re.fullmatch(
            r"On (\w+day), (\d+) (\w+) (\d{4}), and again on (\w+) (\d+)\. "
            r"The act of (\w+) (\d{4}) has applied since (\d{4})\.",
            altered,
        )
        assert found, altered
        assert found[1] != weekday
        assert found[2] != day
        assert found[3] == found[5] != month
        assert found[4] != year
        assert 1 <= int(found[2]) <= 28
        assert (int(found[6]) - int(found[2])) % 28 == 1
        assert int(found[4]) + 1 == int(found[9]) == int(found[8]) + 2, "years move together"


def test_short_months_stay_short():
    for altered in every(date, "Jan 21 and 3 Feb. 2020"):
        assert re.fullmatch(r"[A-Z][a-z]{2} \d+ and \d+ [A-Z][a-z]{2}\. \d{4}", altered)


@pytest.mark.parametrize("text", ["Firms may March on.", "May they go? March or April?", "2019 cars and 2020 vans", ""])
def test_what_is_no_date_stays(text):
    assert date(text, np.random.default_rng(1)) == text


def test_long_numbers_take_no_time():
    assert len(amount("1," * 50_000 + " x", np.random.default_rng(1))) == 100_002
