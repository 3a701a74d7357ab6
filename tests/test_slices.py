import msgspec
import numpy as np
import pytest
from sklearn.metrics import f1_score
from synthetic import LABELS, predictions

from pipeline.errors import RegactError
from pipeline.evaluation.numerals import stored
from pipeline.evaluation.predictions import Predicted, matrix
from pipeline.evaluation.properties import Known
from pipeline.evaluation.slices import Slices, side_by_side, slices
from pipeline.params import EvaluateParams
from pipeline.records import Document

PARAMS = EvaluateParams(resamples=100)
NOTHING = Known({}, {})
# Two thirds of the documents are blogs, four are letters, and of the rest nothing is known.
KINDS = Known(
    {f"document-{i:02}": Document(f"document-{i:02}", kind="blog" if i < 20 else "letter") for i in range(24)}, {}
)


def measure(lines, known=NOTHING, labels=LABELS):
    return slices(lines, labels, known, PARAMS, seed=0)


@pytest.fixture(scope="module")
def found():
    return measure(predictions(0.8, 1), KINDS)


def named(found, key, name):
    (part,) = (part for part in found.properties[key] if part.name == name)
    return part


def test_every_property_covers_all_paragraphs(found):
    assert list(found.properties) == ["kind", "jurisdiction", "length", "true labels"]
    for parts in found.properties.values():
        assert sum(part.paragraphs for part in parts) == found.whole.paragraphs == 240


def test_figures_equal_scikit_learn_on_the_paragraphs_of_the_slice(found):
    lines = [p for p in predictions(0.8, 1) if int(p.document[-2:]) < 20]
    truth, given = (matrix([getattr(p, field) for p in lines], LABELS) for field in ("truth", "labels"))
    blogs = named(found, "kind", "blog")
    assert (blogs.paragraphs, blogs.documents, blogs.small) == (160, 20, False)
    assert blogs.positives == dict(zip(LABELS, truth.sum(axis=0).tolist(), strict=True))
    assert blogs.micro_f1.value == pytest.approx(f1_score(truth, given, average="micro"))
    assert blogs.macro_f1.value == pytest.approx(f1_score(truth, given, average="macro"))
    assert blogs.f1["eggs"].value == pytest.approx(f1_score(truth[:, 1], given[:, 1]))
    assert blogs.exact_match.value == pytest.approx((truth == given).all(axis=1).mean())
    empty = ~truth.any(axis=1)
    assert blogs.false_alarms.value == pytest.approx(given[empty].any(axis=1).mean())
    for estimate in (blogs.micro_f1, blogs.macro_f1, blogs.exact_match, blogs.false_alarms):
        assert 0 <= estimate.low < estimate.value < estimate.high <= 1


def test_a_slice_of_few_documents_is_small(found):
    letters = named(found, "kind", "letter")
    assert (letters.paragraphs, letters.documents, letters.small) == (32, 4, True)
    assert letters.micro_f1.value is not None


def test_paragraphs_without_label_have_false_alarms_and_no_f1(found):
    empty = named(found, "true labels", "no label")
    assert empty.micro_f1.value is None
    assert empty.macro_f1.value is None
    assert set(empty.positives.values()) == {0}
    assert empty.false_alarms.value == pytest.approx(1 - empty.exact_match.value)
    assert (empty.false_alarms.low, empty.false_alarms.high) == pytest.approx(
        (1 - empty.exact_match.high, 1 - empty.exact_match.low)
    )
    assert named(found, "true labels", "one label").false_alarms.value is None


def test_few_positives_give_no_f1_of_the_label():
    lines = predictions(0.6, 1)
    rare = [
        msgspec.structs.replace(p, truth=tuple(x for x in p.truth if x != "spam" or i < 20))
        for i, p in enumerate(lines)
    ]
    whole = measure(rare).whole
    assert 0 < whole.positives["spam"] < 10
    assert (whole.f1["spam"].value, whole.macro_f1.value) == (None, None)
    assert whole.f1["ham"].value is not None


def test_a_label_that_test_does_not_have_is_left_out_of_the_macro_average():
    lines = [msgspec.structs.replace(p, truth=tuple(x for x in p.truth if x != "spam")) for p in predictions(0.6, 1)]
    whole = measure(lines).whole
    assert whole.f1["spam"].value is None
    assert whole.macro_f1.value == pytest.approx(np.mean([whole.f1["ham"].value, whole.f1["eggs"].value]))


def test_one_document_has_figures_without_intervals():
    whole = measure(predictions(0.6, 1, documents=1)).whole
    assert (whole.documents, whole.small) == (1, True)
    assert whole.micro_f1.value is not None
    assert whole.micro_f1.low is None
    assert whole.false_alarms.low is None


def test_one_paragraph_and_two_labels():
    line = Predicted("0" * 16, "d", "Paris", (), ("ham",), {"ham": 0.9, "spam": 0.1})
    found = measure([line], labels=("ham", "spam"))
    assert found.whole.false_alarms.value == 1
    assert found.jurisdiction_named_in == {"paragraph": 1, "document": 0, "nothing": 0}
    assert found.weakest() == []


def test_the_weakest_come_first_and_are_not_small(found):
    weakest = found.weakest(4)
    values = [part.micro_f1.value for _, part in weakest]
    assert values == sorted(values)
    assert len(weakest) == 4
    assert all(not part.small and sum(part.positives.values()) >= 10 for _, part in weakest)
    assert found.weakest(1) == weakest[:1]
    candidates = [part.micro_f1.value for parts in found.properties.values() for part in parts if part.ranked]
    assert values[0] == min(candidates)


def test_what_is_stored_is_read_back(found):
    assert stored(msgspec.convert(stored(found), Slices)) == stored(found)


def test_the_same_input_gives_the_same_slices(found):
    assert stored(measure(predictions(0.8, 1), KINDS)) == stored(found)


def test_models_side_by_side(found):
    table = dict(side_by_side({"a": found, "b": measure(predictions(0.5, 2), KINDS)}))
    assert list(table) == list(found.properties)
    assert [row["b"].name for row in table["kind"]] == ["blog", "letter", "unknown"]
    assert table["kind"][0]["a"] == found.properties["kind"][0]


def test_models_sliced_differently_are_refused(found):
    with pytest.raises(RegactError, match=r"reports/b/slices.json and reports/a/slices.json: .*run `dvc repro`"):
        list(side_by_side({"a": found, "b": measure(predictions(0.5, 2))}))
