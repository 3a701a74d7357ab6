import pytest

from pipeline.annotator.app import AnnotateApp
from pipeline.annotator.choices import KEYS, NONE_KEY, rows


def lines(labels, ticked=frozenset(), scores=None, width=78):
    return ["  ".join(text for text, _ in row).rstrip() for row in rows(labels, ticked, scores or {}, width)]


def test_a_line_a_label_with_key_tick_and_score():
    assert lines(("ban", "policy_statement"), {"ban"}, {"ban": 0.934, "policy_statement": 0.0}) == [
        "1 [x] ban               0.93",
        "2 [ ] policy_statement  0.00",
        "0 [ ] none",
    ]


def test_ticks_are_told_apart_beside_their_letter():
    assert [is_ticked for row in rows(("ban", "penalty"), {"none"}, {}, 78) for _, is_ticked in row] == [
        False,
        False,
        True,
    ]


def test_many_labels_share_the_width():
    labels = [f"label_{number}" for number in range(20)]
    wide = lines(labels, width=78)
    assert len(wide) == 7
    assert wide[0].split() == ["1", "[", "]", "label_0", "8", "[", "]", "label_7", "g", "[", "]", "label_14"]
    assert len(lines(labels, width=40)) == 11


@pytest.mark.parametrize("count", [1, 4, 9, 20])
@pytest.mark.parametrize("width", [20, 38, 58, 78, 118])
def test_it_fits_and_every_label_is_there_once(count, width):
    labels = [f"a_rather_long_label_{number}" for number in range(count)]
    shown = rows(labels, set(), dict.fromkeys(labels, 0.5), width)
    cells = [text for row in shown for text, _ in row]
    assert sorted(cell[0] for cell in cells) == sorted((*KEYS[:count], NONE_KEY))
    assert len(shown) <= 11
    if width >= 38:
        assert max(map(len, lines(labels, scores=dict.fromkeys(labels, 0.5), width=width))) <= width


def test_a_name_that_does_not_fit_is_shortened():
    labels = [f"label_number_{number}" for number in range(20)]
    assert (
        lines(labels, scores=dict.fromkeys(labels, 0.5), width=50)[0]
        == "1 [ ] label_numbe…  0.50  c [ ] label_numbe…  0.50"
    )


def test_no_key_has_two_meanings():
    keys = [key.strip() for binding in AnnotateApp.BINDINGS for key in binding.key.split(",")]
    assert len(set(keys)) == len(keys)
    assert set(KEYS) | {NONE_KEY} <= set(keys)
