import datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline import yaml12


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("off", "off"),
        ("[yes, no, on, Y]", ["yes", "no", "on", "Y"]),
        ("[true, False]", [True, False]),
        ("1e-4", 0.0001),
        ("[1, -2, 1.5, .5, -1.0e3]", [1, -2, 1.5, 0.5, -1000.0]),
        ("2026-11-22", datetime.date(2026, 11, 22)),
        ("1.2.3", "1.2.3"),
        ("e5", "e5"),
        ("~", None),
    ],
)
def test_plain_scalars_are_read_as_yaml_1_2(text, value):
    read = yaml12.load(text)
    assert read == value
    assert type(read) is type(value)


@given(st.floats(allow_nan=False))
def test_every_float_that_python_writes_is_read_back(number):
    assert yaml12.load(repr(number).replace("inf", ".inf")) == number


def test_nothing_is_executed():
    with pytest.raises(yaml.YAMLError):
        yaml12.load("!!python/object/apply:os.system ['true']")


def test_the_safe_loader_of_others_is_left_alone():
    assert yaml.safe_load("off") is False
