from pipeline.labelling.annotations import Annotations, Key
from pipeline.labelling.disagreements import Disagreement, disagreements
from pipeline.records import Paragraph

LABELS = ("x", "y")
PARAGRAPHS = [Paragraph(f"id{i}", "d", i, f"text {i}") for i in range(5)]
ANSWERS = {
    Key("d", "id0"): {"a": frozenset("x"), "b": frozenset("yx"), "adjudicated": frozenset("x")},
    Key("d", "id1"): {"a": frozenset("x"), "b": frozenset("x")},
    Key("d", "id2"): {"b": frozenset(), "a": frozenset("y")},
    Key("d", "id3"): {"a": frozenset("x")},
}


def test_answers_that_differ_are_listed_open_ones_first():
    found = disagreements(PARAGRAPHS, Annotations(ANSWERS, 8, ()), LABELS, {"d": "train"})
    assert found == [
        Disagreement("d", "train", "text 2", {"a": ("y",), "b": ()}, None),
        Disagreement("d", "train", "text 0", {"a": ("x",), "b": ("x", "y")}, ("x",)),
    ]


def test_an_adjudication_against_all_is_no_disagreement_of_annotators():
    answers = {Key("d", "id0"): {"a": frozenset("x"), "adjudicated": frozenset()}}
    assert disagreements(PARAGRAPHS, Annotations(answers, 2, ()), LABELS, {"d": "test"}) == []
