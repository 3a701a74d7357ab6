import json

import numpy as np
import pytest

from pipeline.errors import RegactError
from pipeline.evaluation.predictions import Predicted, answers, matrix, read

LABELS = ("ham", "spam")
LINE = {
    "id": "0" * 16,
    "document": "b",
    "text": "A paragraph.",
    "truth": ["ham"],
    "labels": [],
    "scores": {"ham": 0.4, "spam": 0.1},
}


@pytest.fixture
def file(tmp_path):
    def write(*changes):
        path = tmp_path / "model.jsonl"
        path.write_text("".join(json.dumps(LINE | change) + "\n" for change in changes))
        return path

    return write


def test_lines_come_back_as_records(file):
    (found,) = read(file({}), LABELS)
    assert found == Predicted("0" * 16, "b", "A paragraph.", ("ham",), (), {"ham": 0.4, "spam": 0.1})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([{}, {"scores": {"ham": 0.4}}], r"model.jsonl:2: scores for other labels than params.yaml names: ham; "),
        ([{"scores": {"spam": 0.4, "ham": 0.1}}], r"model.jsonl:1: scores for other labels"),
        ([{"truth": ["eggs"]}], r"model.jsonl:1: unknown label `eggs`"),
        ([{"labels": ["eggs"]}], r"model.jsonl:1: unknown label `eggs`"),
        ([{"text": 3}], r"model.jsonl:1: Expected `str`"),
        ([], r"model.jsonl: no predictions"),
    ],
)
def test_other_predictions_are_refused(file, changes, message):
    with pytest.raises(RegactError, match=message):
        read(file(*changes), LABELS)


def test_a_missing_file_names_the_remedy(tmp_path):
    with pytest.raises(RegactError, match="gone.jsonl: no such file; run `dvc repro`"):
        read(tmp_path / "gone.jsonl", LABELS)


def test_answers_are_arrays_in_the_order_of_labels_and_documents():
    lines = [
        Predicted("1", "b", "", ("ham",), ("spam",), {"spam": 0.9, "ham": 0.2}),
        Predicted("2", "a", "", (), (), {"spam": 0.0, "ham": 0.1}),
    ]
    found = answers(lines, LABELS)
    np.testing.assert_array_equal(found.documents, [1, 0])
    np.testing.assert_array_equal(found.truth, [[True, False], [False, False]])
    np.testing.assert_array_equal(found.predicted, [[False, True], [False, False]])
    np.testing.assert_array_equal(found.scores, [[0.2, 0.9], [0.1, 0.0]])


def test_no_sets_make_an_empty_matrix():
    assert matrix([], LABELS).shape == (0, 2)
