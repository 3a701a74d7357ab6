import pytest

from pipeline.labelling.intervals import Share


def test_the_interval_is_that_of_wilson():
    # Newcombe (1998), table I: 81 of 263 and 0 of 20.
    assert Share(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert Share(0, 20).interval == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_all_and_nothing():
    low, high = Share(5, 5).interval
    assert 0.5 < low < high == 1.0
    assert (Share(0, 0).value, Share(0, 0).interval, str(Share(0, 0))) == (None, (0.0, 1.0), "–")


def test_reads_as_a_share_with_its_interval():
    assert str(Share(1, 2)) == "0.50 [0.09, 0.91]"
