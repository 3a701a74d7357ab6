import pytest

from pipeline.text.headlines import drop_idle_headings, drop_title, find_title, mark_first_heading
from pipeline.text.shape import Shape


def title(*lines):
    return find_title([Shape(line) for line in lines], ["furniture"] * len(lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["THE LISBON LETTER", "Schools must wait for their assistants"], "Schools must wait for their assistants"),
        (["Home | News", "Schools must wait", "By our reporter", "3 June 2025"], "Schools must wait"),
        (["Must schools wait?"], "Must schools wait?"),
        (
            ["Committee on schools, morning sitting (provisional)"],
            "Committee on schools, morning sitting (provisional)",
        ),
        (["Schools must wait. So they said."], ""),
        (["6 min read", "Lisbon 24°C"], ""),
        ([], ""),
    ],
)
def test_the_longest_line_that_could_be_a_headline_is_the_title(lines, expected):
    assert title(*lines) == expected


def test_a_title_is_dropped_once_and_furniture_after_that():
    shapes = [
        Shape("Schools must wait"),
        Shape("SCHOOLS MUST WAIT!"),
        Shape("Schools must wait Photo: Lusa"),
        Shape("Text."),
    ]
    kinds = ["furniture", "furniture", "heading", "paragraph"]
    drop_title(shapes, kinds, "Schools Must Wait")
    assert kinds == ["title", "furniture", "furniture", "paragraph"]


def test_a_paragraph_that_begins_with_the_title_stays():
    shapes = [Shape("Schools must wait until the register has opened.")]
    kinds = ["paragraph"]
    drop_title(shapes, kinds, "Schools must wait until")
    assert kinds == ["paragraph"]


def test_no_title_drops_nothing():
    kinds = ["furniture"]
    drop_title([Shape("-")], kinds, "")
    assert kinds == ["furniture"]


def test_the_line_between_title_and_body_heads_it():
    shapes = [Shape("Schools must wait for assistants"), Shape("What is new"), Shape("Text.")]
    kinds = ["title", "furniture", "paragraph"]
    mark_first_heading(shapes, kinds, 2)
    assert kinds == ["title", "heading", "paragraph"]


def test_markup_that_names_headings_is_trusted():
    shapes = [Shape("Schools must wait", "heading"), Shape("What is new"), Shape("Text.")]
    kinds = ["title", "furniture", "paragraph"]
    mark_first_heading(shapes, kinds, 2)
    assert kinds == ["title", "furniture", "paragraph"]


def test_headings_without_a_paragraph_below_are_signs():
    kinds = ["heading", "paragraph", "heading", "furniture", "heading"]
    drop_idle_headings(kinds)
    assert kinds == ["heading", "paragraph", "furniture", "furniture", "furniture"]
