from pipeline.labelling.suspicious import suspicious
from pipeline.records import LabelledParagraph

LABELS = ("sweet", "rare")
FOODS = {True: ["honey cake with sugar", "sugar and honey pie"], False: ["plain rye bread", "salted rye crackers"]}


def labelled(number, sweet, given=None, group=None):
    text = f"In town {number} they sold {FOODS[sweet][number % 2]}."
    labels = ("sweet",) if (sweet if given is None else given) else ()
    return LabelledParagraph(f"id{number:03}", "d", group or f"g{number}", text, labels, "annotators")


def test_wrong_annotations_come_first():
    paragraphs = [labelled(number, number % 3 == 0) for number in range(90)]
    paragraphs[4] = labelled(4, sweet=False, given=True)
    paragraphs[9] = labelled(9, sweet=True, given=False)
    found = suspicious(paragraphs, LABELS, 1)
    assert {(one.id, one.given) for one in found[:2]} == {("id004", True), ("id009", False)}
    assert all(one.label == "sweet" for one in found)
    given, missing = sorted(found[:2], key=lambda one: one.id)
    assert given.probability < 0.5 < missing.probability
    assert given.labels == ("sweet",)
    assert suspicious(paragraphs, LABELS, 1) == found


def test_too_few_groups_or_positives_give_no_list():
    assert suspicious([labelled(number, number % 2 == 0, group="one") for number in range(90)], LABELS, 1) == []
    assert suspicious([labelled(number, number < 5) for number in range(90)], LABELS, 1) == []
    assert suspicious([], LABELS, 1) == []
