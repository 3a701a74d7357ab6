import numpy as np

from pipeline.labelling.annotations import Annotations, Key
from pipeline.labelling.labelled import annotated, truth, weakly_labelled
from pipeline.labelling.rules import Rule
from pipeline.labelling.weak import WeakLabeller
from pipeline.records import Paragraph

LABELS = ("x", "y")
PARAGRAPHS = [Paragraph(f"id{i}", f"d{i}", 1, text) for i, text in enumerate(["alpha", "alpha beta", "gamma"])]
GROUPS = {f"d{i}": f"g{i}" for i in range(3)}
RULES = tuple(
    Rule(name, "x", against, "", (pattern,))
    for name, pattern, against in [("a", "alpha", False), ("b", "beta", True), ("c", "alpha|gamma", False)]
)
LABELLER = WeakLabeller(
    RULES, LABELS, prior=np.array([0.0, -3.0]), voted=np.array([2.0, -2.0, 0.5]), silent=np.array([-1.0, 0.0, 0.0])
)


def test_annotated_paragraphs_are_merged_and_the_others_handed_back():
    answers = {Key("d0", "id0"): {"a": frozenset("x"), "b": frozenset("xy")}, Key("d1", "id0"): {"a": frozenset("y")}}
    done, rest = annotated(PARAGRAPHS, Annotations(answers, 3, ()), LABELS, GROUPS)
    assert [paragraph.id for paragraph in rest] == ["id1", "id2"]
    (found,) = done
    assert (found.document, found.group, found.text) == ("d0", "g0", "alpha")
    assert (found.labels, found.source, found.confidence) == (("x",), "annotators", 1.0)
    assert found.support == {"x": ("a", "b"), "y": ("b",)}


def test_weak_labels_carry_rules_and_confidence():
    first, second, third = weakly_labelled(PARAGRAPHS, LABELLER, 0.0, GROUPS)
    assert (first.labels, first.source, first.group) == (("x",), "weak", "g0")
    assert first.support == {"x": ("a", "c")}
    assert first.confidence == round(1 / (1 + np.exp(-2.5)) / (1 + np.exp(-3)), 4)
    assert (second.labels, second.support) == (("x",), {"x": ("a", "c")})
    assert (third.labels, third.support) == ((), {"x": ("c",)})


def test_unsure_paragraphs_are_not_kept():
    assert [paragraph.id for paragraph in weakly_labelled(PARAGRAPHS, LABELLER, 0.8, GROUPS)] == ["id0"]
    assert weakly_labelled([], LABELLER, 0.8, GROUPS) == []


def test_truth_is_a_table_of_paragraphs_by_labels():
    found = truth(weakly_labelled(PARAGRAPHS, LABELLER, 0.0, GROUPS), LABELS)
    assert found.tolist() == [[True, False], [True, False], [False, False]]
    assert truth([], LABELS).shape == (0, 2)
