import pytest

from pipeline.evaluation.gazetteer import NAMES, NOBODY
from pipeline.evaluation.jurisdiction import JURISDICTIONS, decide, named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. regulator and the FTC fined it.", {"US"}),
        ("BEIJING, Jan 21 - The watchdog spoke.", {"China"}),
        ("China’s rules and France's law", {"China", "EU"}),
        ("Chinese-made phones", {"China"}),
        ("Members of the National People’s Congress met.", {"China"}),
        ("New Mexico sued.", {"US"}),
        ("Mexico sued.", {"other"}),
        ("The Office of the Australian Information Commissioner ruled.", {"other"}),
        ("Ofcom wrote to the platforms in Northern Ireland.", {"UK"}),
        ("as the New York Times reports", set()),
        ("He told us to turkey-proof the polish.", set()),
        ("Brasília, Türkiye and Québec", {"other"}),
        ("Seoul and Tokyo agree.", {"other Asia"}),
        ("", set()),
        ("... !!", set()),
    ],
)
def test_states_people_capitals_and_authorities_are_found(text, expected):
    assert named(text) == expected


def test_a_paragraph_goes_by_what_it_names():
    (one,) = decide(["Paris fined it."], ["d"], {})
    (more,) = decide(["Paris fined it. Beijing did not."], ["d"], {})
    assert (one.jurisdiction, one.source) == ("EU", "paragraph")
    assert (more.jurisdiction, more.source) == ("several", "paragraph")


def test_a_paragraph_that_names_nothing_goes_by_its_document():
    texts = ["Beijing acted.", "China and Japan spoke.", "The fine is high.", "The fine is high."]
    found = decide(texts, ["d", "d", "d", "other"], {})
    assert (found[2].jurisdiction, found[2].source) == ("China", "document")
    assert (found[3].jurisdiction, found[3].source) == ("none named", "nothing")


def test_a_document_about_two_is_about_several():
    found = decide(["Beijing acted.", "Tokyo acted.", "So it goes."], ["d"] * 3, {})
    assert found[2].jurisdiction == "several"


def test_a_title_counts_like_a_paragraph():
    (found,) = decide(["The fine is high."], ["d"], {"d": "India fines a platform", "e": "Chile"})
    assert (found.jurisdiction, found.source) == ("other Asia", "document")


def test_no_name_stands_for_two_jurisdictions():
    every = [name for names in NAMES.values() for name in names] + list(NOBODY)
    assert len(every) == len(set(every))
    assert all(name == name.strip() != "" for name in every)
    assert JURISDICTIONS[-2:] == ("several", "none named")


@pytest.mark.parametrize(
    ("piece", "expected"), [("New ", set()), ("U.S. ", {"US"}), ("A.", set()), ("Sri Lankan ", {"other Asia"})]
)
def test_a_very_long_text_is_read_to_its_end(piece, expected):
    assert named(piece * 50_000 + " Kenya") == expected | {"other"}
