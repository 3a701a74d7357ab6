import pytest

from pipeline.text.furniture import judge
from pipeline.text.source import Piece

FIRST = (
    "LISBON, Monday. The telecoms authority will let nobody sell a voice assistant to schools from September unless "
    "its maker has filed the model and waited sixty days for an answer."
)
SECOND = (
    "Makers that sell without an answer can be told to stop and to pay as much as €2 million, the authority's chair "
    "said, adding that the sum is meant to hurt a large firm and not to end a small one."
)
THIRD = (
    "Schools that already use such an assistant keep it until the contract runs out. After that they need a new one, "
    "and the new one needs a number in the public register."
)
BODY = [FIRST, SECOND, THIRD]


def kinds(lines, title=""):
    found, blocks = judge([Piece(line) for line in lines], title)
    return found, {block.text: block.kind for block in blocks}


@pytest.mark.parametrize(
    "line",
    [
        "Home | News | Markets | Opinion | Podcasts",
        "Tuesday, 3 June 2025",
        "Lisbon 24°C sunny",
        "PSI 6,412.7 ▲0.4% EUR/USD 1.09",
        "By our education correspondent",
        "6 min read  Share  Save  Comments (12)",
        "ALSO READ: Ten tablets under €200 worth buying",
        "Tags: schools, assistants, filing",
        "Photo: a classroom, Porto. Library picture",
        "We use cookies. Accept all or manage your preferences.",
        "Subscribe to our newsletter and never miss a story.",
        "Comments are closed on this article.",
        "© 2025 The Lisbon Letter. All rights reserved.",
        "The views expressed are the author's own.",
        "Most read: 1. Ferry strike off 2. Storm names announced 3. Derby ends level",
        "Page 2 of 3",
        "ENDS",
        "Biscuits in the foyer at four.",
    ],
)
@pytest.mark.parametrize("end", ["top", "bottom"])
def test_furniture_around_the_body_goes(line, end):
    headline = "Portugal makes voice assistants wait before they enter classrooms"
    lines = [line, headline, *BODY] if end == "top" else [headline, *BODY, line]
    title, found = kinds(lines)
    assert title == headline
    assert found == {line: "furniture"} | dict.fromkeys(BODY, "paragraph")


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement — story continues below",
        "ALSO READ: Ten tablets under €200 worth buying",
        "[Photo: a classroom in Porto]",
        "- 2 -",
        "Page 2 of 5",
        "Related: What filing means / Who must wait",
    ],
)
def test_furniture_amid_the_body_goes(line):
    _, found = kinds([FIRST, line, SECOND, THIRD])
    assert found[line] == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "• Makers must file the model.",
        "- Schools keep what they have.",
        "(a) the name of the maker;",
        "Article 3. Nobody shall sell an assistant that has no number.",
        "2. The waiting time is sixty days.",
        "It takes effect on Monday.",
        "QUESTION: Who pays?",
        "“We were not asked,” a teacher in Braga said.",
        "Cookies may be set only after consent, the authority's privacy policy guidance says.",
    ],
)
def test_short_paragraphs_amid_the_body_stay(line):
    _, found = kinds([FIRST, line, SECOND, THIRD])
    assert set(found.values()) == {"paragraph"}


@pytest.mark.parametrize(
    "line", ["It takes effect on Monday.", "Schools and makers have until Monday to answer the authority."]
)
def test_short_endings_that_belong_to_the_body_stay(line):
    _, found = kinds([*BODY, line])
    assert found[line] == "paragraph"


def test_a_law_on_cookies_and_subscriptions_is_no_notice():
    law = (
        "A provider must let users reject all cookies as easily as accept all of them, must not sign up a user to a "
        "newsletter without consent, and must unsubscribe whoever asks within two days."
    )
    _, found = kinds([law, SECOND, law.replace("two", "three")])
    assert set(found.values()) == {"paragraph"}


def test_lines_between_paragraphs_are_headings():
    _, found = kinds([FIRST, "Who must file", SECOND, "2. What it costs", THIRD, "More"])
    assert (found["Who must file"], found["2. What it costs"], found["More"]) == ("heading", "heading", "furniture")


def test_a_list_of_other_stories_goes_with_its_teasers():
    stories = [
        "Hot this week",
        "Ferry pilots call off the strike",
        "Ferry pilots and the port have agreed on rest times and will sail again from Friday morning at six.",
        "Derby ends level",
        "A late header gave the visitors a point that their manager called one more than they deserved.",
        "Popular Categories",
    ]
    _, found = kinds([*BODY, *stories])
    assert [found[line] for line in stories] == ["furniture"] * len(stories)
    assert [found[line] for line in BODY] == ["paragraph"] * 3


def test_an_article_goes_on_after_a_box_of_links():
    box = ["Related articles", "Ferry pilots call off the strike", "Derby ends level"]
    _, found = kinds([FIRST, *box, SECOND, THIRD])
    assert [found[line] for line in BODY] == ["paragraph"] * 3
    assert [found[line] for line in box] == ["furniture"] * 3


def test_a_repeated_headline_is_furniture_even_with_a_credit_glued_to_it():
    headline = "Portugal makes voice assistants wait before they enter classrooms"
    title, found = kinds([headline, f"{headline}Source: Getty Images", headline, *BODY])
    assert title == headline
    assert found == {f"{headline}Source: Getty Images": "furniture", headline: "furniture"} | dict.fromkeys(
        BODY, "paragraph"
    )


def test_what_the_markup_says_counts():
    pieces = [
        Piece(FIRST, "chrome"),
        Piece("Rules", "heading"),
        Piece(SECOND),
        Piece("Sixty days", "item"),
        Piece("Read this and that", links=1.0),
        Piece(THIRD),
    ]
    _, blocks = judge(pieces, "A title")
    assert [block.kind for block in blocks] == [
        "furniture",
        "heading",
        "paragraph",
        "paragraph",
        "furniture",
        "paragraph",
    ]


def test_a_long_notice_to_the_reader_is_no_paragraph():
    notice = (
        "We use cookies to measure how you read our pages. Accept all, manage your preferences in the cookie settings, "
        "or read our privacy policy; by signing up you agree to our terms of use and to the newsletter."
    )
    _, found = kinds([notice, *BODY, notice.replace("pages", "site")])
    assert list(found.values()) == ["furniture", *["paragraph"] * 3, "furniture"]


def test_a_document_of_one_fragment_says_that():
    assert kinds(["Chatbots banned in schools"])[1] == {"Chatbots banned in schools": "paragraph"}
    assert judge([]) == ("", [])
