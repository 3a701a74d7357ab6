import textwrap

import pytest

from pipeline.text.plain import join_lines, read, unwrap, wrap_width

LONG = (
    "The regulator said on Monday that every provider must file its model before it opens it to the public, "
    "and that those who do not will be told to stop. It named nobody, and gave no date for the first review."
)
OTHER = (
    "A spokeswoman for the industry body called the deadline tight but workable. Members have spent two years on their "
    "inventories, she said, and most of them would rather have a bad form than no form at all."
)


def pieces(text):
    return [piece.text for piece in read(text).pieces]


def test_a_line_is_a_piece_and_lines_without_letters_go():
    assert pieces("One.\n\n-----\nTwo.\r\nThree.\fFour.") == ["One.", "Two.", "Three.", "Four."]


@pytest.mark.parametrize("width", [50, 72, 100])
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_hard_wrapped_paragraphs_are_joined(width, gap):
    text = gap.join(textwrap.fill(part, width, break_on_hyphens=False) for part in (LONG, OTHER))
    assert pieces(text) == [LONG, OTHER]


def test_a_single_break_is_a_wrap_if_the_sentence_goes_on():
    first, rest = LONG[:90].rsplit(" ", 1)[0], LONG[len(LONG[:90].rsplit(" ", 1)[0]) + 1 :]
    assert pieces(f"{first}\n{rest}\n\n{OTHER}") == [LONG, OTHER]
    assert pieces(f"Regulator acts\n{LONG}") == ["Regulator acts", LONG]
    assert pieces(f"{LONG}\nand so on.") == [LONG, "and so on."]
    assert pieces("home\nnews") == ["home", "news"]


def test_bullets_and_numbered_entries_of_wrapped_text_stay_apart():
    entries = [f"• {LONG}", f"• {OTHER}", f"1. {LONG}", f"(a) {OTHER}"]
    text = "\n".join(textwrap.fill(entry, 70, subsequent_indent="  ", break_on_hyphens=False) for entry in entries)
    assert [" ".join(piece.split()) for piece in pieces(text)] == entries


def test_an_indented_line_begins_a_paragraph():
    parts = [textwrap.fill(part, 70, initial_indent="    ", break_on_hyphens=False) for part in (LONG, OTHER)]
    assert len(pieces("\n".join(parts))) == 2


def test_short_lines_that_were_not_wrapped_stay_apart():
    lines = ["Ban", "Registration of models", "Fines and how they are set", "Who decides"]
    assert list(unwrap(lines)) == lines
    assert wrap_width(lines) == 0


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["the regu-", "lator said"], "the regulator said"),
        (
            ["self-regulation, that is self-", "regulation by firms"],
            "self-regulation, that is self-regulation by firms",
        ),
        (["the high risk of high-", "risk systems"], "the high risk of high-risk systems"),
        (["between 2019-", "2021"], "between 2019- 2021"),
        (["Franco-", "German"], "Franco- German"),
    ],
)
def test_words_broken_at_a_lines_end(lines, expected):
    assert join_lines(lines) == expected
