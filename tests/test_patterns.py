import pytest

from pipeline.labelling.patterns import BadPatternError, PatternSet, compiled


def test_every_pattern_is_found_however_many_there_are():
    patterns = PatternSet([rf"\bword{number}\b" for number in range(50)])
    assert patterns.matches(b"word3, WORD17 and word49; word50 and sword5 are others") == {3, 17, 49}
    assert patterns.matches(b"") == set()
    assert PatternSet([]).matches(b"text") == set()


def test_one_pattern_can_be_asked_alone():
    patterns = PatternSet(["a", "ü"])
    assert patterns.occurs(1, "Über".encode())
    assert not patterns.occurs(0, b"bcd")


@pytest.mark.parametrize("pattern", ["(x", "(?=y)", r"(x)\1", "x{2000}", "(((x{100}){100}){100})"])
def test_what_re2_refuses_is_refused(pattern):
    with pytest.raises(BadPatternError):
        compiled(pattern)


def test_hostile_text_takes_linear_time():
    assert PatternSet(["(a+)+$", "(a|aa)+b$"]).matches(b"a" * 200_000 + b"c") == set()
