import pytest

from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.numerals import digits, interval, number, percent, stored


def test_stored_figures_are_rounded_everywhere_and_counts_are_not():
    value = {"a": (0.123456, {"b": -0.00001}), "n": 12, "none": None, "e": Estimate(1 / 3)}
    found = stored(value)
    assert found == {
        "a": [0.1235, {"b": 0.0}],
        "n": 12,
        "none": None,
        "e": {"value": 0.3333, "low": None, "high": None},
    }
    assert str(found["a"][1]["b"]) == "0.0"


@pytest.mark.parametrize(
    ("value", "text"), [(0.8149, "0.81"), (-0.021, "−0.02"), (-0.001, "0.00"), (None, "–"), (1.0, "1.00")]
)
def test_number(value, text):
    assert number(value) == text


def test_interval():
    assert interval(Estimate(0.1, -0.02, 0.25)) == "−0.02 to 0.25"
    assert interval(Estimate(0.1)) == "–"


@pytest.mark.parametrize(
    ("low", "high", "count"), [(0.1, 0.2, 2), (0.0, 0.2, 2), (0.004, 0.2, 2 + 1), (-0.2, -0.0003, 4), (None, None, 2)]
)
def test_a_bound_never_reads_as_a_zero_that_it_is_not(low, high, count):
    assert digits(Estimate(0.1, low, high)) == count


def test_percent():
    assert (percent(0.95), percent(0.975), percent(1.0)) == ("95%", "97.5%", "100%")
