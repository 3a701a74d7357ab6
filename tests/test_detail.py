import json

import msgspec
import numpy as np
import pytest

from pipeline.errors import RegactError
from pipeline.evaluation.detail import Detail, evaluate, evaluate_file, headline, predict
from pipeline.evaluation.metrics import measure
from pipeline.params import EvaluateParams
from pipeline.records import LabelledText, Prediction, paragraph_id

PARAMS = EvaluateParams(resamples=200)


class Keyword:
    """A label's score is high where the text names the label."""

    name = "keyword"
    labels = ("ham", "spam")
    thresholds = np.array([0.5, 0.6])

    def predict(self, texts):
        scores = [{label: 0.9 if label in text else 0.1 for label in self.labels} for text in texts]
        return [Prediction(tuple(label for label, p in s.items() if p > 0.5), s) for s in scores]


RECORDS = [
    (1, LabelledText("ham", ("ham",), "a")),
    (2, LabelledText("spam and ham", ("spam",), "a")),
    (4, LabelledText("neither", (), "b")),
    (5, LabelledText("also neither", ("ham",))),
]


@pytest.fixture
def predictions(tmp_path):
    return predict(RECORDS, tmp_path / "f.jsonl", Keyword())


def test_a_prediction_holds_truth_and_answer(predictions, tmp_path):
    second, last = predictions[1], predictions[3]
    assert (second.truth, second.labels, second.document) == (("spam",), ("ham", "spam"), "a")
    assert second.id == paragraph_id("spam and ham")
    assert last.document == f"{tmp_path}/f.jsonl:5"


def test_detail_agrees_with_measure_and_encloses_it(predictions):
    detail = evaluate(predictions, Keyword(), PARAMS, seed=1)
    truth = np.array([[1, 0], [0, 1], [0, 0], [1, 0]], dtype=bool)
    answered = np.array([[1, 0], [1, 1], [0, 0], [0, 0]], dtype=bool)
    expected = measure(truth, answered, np.where(answered, 0.9, 0.1), Keyword.labels)
    assert detail.metrics.macro.f1.value == pytest.approx(expected.macro.f1)
    assert detail.metrics.exact_match.low <= expected.exact_match <= detail.metrics.exact_match.high
    assert (detail.model, detail.paragraphs, detail.documents) == ("keyword", 4, 3)
    assert detail.thresholds == {"ham": 0.5, "spam": 0.6}
    assert detail.calibration_error["spam"] == pytest.approx((0.9 + 3 * 0.1) / 4 - 1 / 4)


def test_the_headline_is_few_numbers(predictions):
    found = headline(evaluate(predictions, Keyword(), PARAMS, seed=1))
    assert list(found) == ["macro_f1", "micro_f1", "exact_match", "macro_average_precision", "f1"]
    assert (found["exact_match"], found["f1"]) == (0.5, {"ham": pytest.approx(0.5), "spam": 1.0})


def test_notes_tell_what_limits_the_figures(predictions):
    (few,) = evaluate(predictions, Keyword(), PARAMS, seed=1).notes
    assert few.startswith("There are only 3 documents")
    absent, single = evaluate(predictions[:1], Keyword(), PARAMS, seed=1).notes
    assert "No paragraph has the label spam" in absent
    assert "only one document" in single


def test_a_file_of_ones_own(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text('{"text": "ham", "labels": ["ham"], "note": 1}\n\n{"text": "spam", "labels": []}\n')
    detail = evaluate_file(path, Keyword(), PARAMS, seed=0)
    assert (detail.paragraphs, detail.documents, detail.metrics.exact_match.value) == (2, 2, 0.5)
    assert msgspec.json.decode(msgspec.json.encode(detail), type=Detail) == detail
    assert "NaN" not in json.dumps(msgspec.to_builtins(detail))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"text": "a", "labels": []}\n{"text": "b", "labels": ["eggs"]}\n',
            r"own.jsonl:2: unknown label `eggs`; .*ham, spam",
        ),
        ('{"text": "a"}\n', r"own.jsonl:1: .*labels"),
        ('{"text": "", "labels": []}\n', r"own.jsonl:1: "),
        ("{\n", r"own.jsonl:1: "),
        ("\n", r"own.jsonl: no labelled paragraphs"),
    ],
)
def test_a_bad_file_is_refused(tmp_path, content, message):
    path = tmp_path / "own.jsonl"
    path.write_text(content)
    with pytest.raises(RegactError, match=message):
        evaluate_file(path, Keyword(), PARAMS, seed=0)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(RegactError, match="no such file"):
        evaluate_file(tmp_path / "gone.jsonl", Keyword(), PARAMS, seed=0)
