import pytest

from pipeline.errors import RegactError
from pipeline.labelling.exchange.answer import Answer
from pipeline.labelling.exchange.people import Names, named, parse, propose
from pipeline.records import Annotation


def answer(person, name=None):
    annotation = Annotation(document="d", text="t", labels=(), annotator=propose(person) if name is None else name)
    return Answer(annotation, person, f"file: {person}")


def annotators(answers, *arguments):
    return [a.annotation.annotator for a in named(answers, parse(arguments))]


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("3", "user-3"),
        ("jo@example.org", "jo"),
        ("Jo.Ann+Lab@Example.org", "jo.ann-lab"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden@example.org", "hidden"),
        ("Zoë K", "zo-k"),
        ("@example.org", ""),
        ("", ""),
    ],
)
def test_names_are_safe_and_hold_no_address(person, name):
    assert propose(person) == name


def test_names_on_the_command_line():
    assert parse([]) == Names()
    assert parse(["jo"]) == Names("jo")
    assert parse(["1=jo", "kim@example.org=kim"]) == Names("", {"1": "jo", "kim@example.org": "kim"})


@pytest.mark.parametrize("arguments", [["1="], ["=jo"], [""], ["jo", "kim"], ["jo", "1=kim"]])
def test_half_a_name_or_two_names_for_all_are_refused(arguments):
    with pytest.raises(RegactError, match=r"^--annotator "):
        parse(arguments)


def test_people_get_proposed_or_given_names():
    people = [answer("1"), answer("kim@example.org"), answer("1")]
    assert annotators(people) == ["user-1", "kim", "user-1"]
    assert annotators(people, "1=jo") == ["jo", "kim", "jo"]
    assert annotators([answer("1")], "jo") == ["jo"]
    # The same person by number and by address.
    assert annotators(people, "1=kim", "kim@example.org=kim") == ["kim"] * 3


@pytest.mark.parametrize(
    ("people", "arguments", "message"),
    [
        (
            ["1", "2"],
            ["jo"],
            "file: 2: `2` and somebody else would both become `jo`; name them with --annotator 2=NAME",
        ),
        (["jo@a.org", "jo@b.org"], [], "`jo@b.org` and somebody else would both become `jo`"),
        (["1", "jo@a.org"], ["1=jo"], "`jo@a.org` and somebody else would both become `jo`"),
        (["1"], ["7=jo"], "--annotator 7=…: `7` gave no answer; there are `1`"),
        ([], ["7=jo"], "there are no names"),
        ([""], [], "file: : does not tell who answered; name them with --annotator NAME"),
        (["adjudicated@a.org"], [], "would become `adjudicated`, whose answers are final"),
    ],
)
def test_nobody_is_mistaken_for_somebody_else(people, arguments, message):
    with pytest.raises(RegactError) as error:
        annotators([answer(person) for person in people], *arguments)
    assert message in str(error.value)


def test_the_adjudicator_is_named_on_purpose_only():
    assert annotators([answer("adjudicated")]) == ["adjudicated"]
    assert annotators([answer("3")], "adjudicated") == ["adjudicated"]
    assert annotators([answer("3")], "3=adjudicated") == ["adjudicated"]
