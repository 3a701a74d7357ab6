import numpy as np
import pytest

from pipeline.labelling.annotations import Annotations, Key
from pipeline.labelling.report import annotation_figures, positives, split_figures, weak_figures
from pipeline.records import LabelledParagraph

LABELS = ("x", "y")


def labelled(document, labels, source="annotators"):
    return LabelledParagraph("id", document, "group", "text", tuple(labels), source)


def test_splits():
    found = split_figures(
        {"train": [labelled("a", "x"), labelled("a", "xy", "weak"), labelled("b", "")], "test": [labelled("c", "y")]},
        LABELS,
    )
    assert found["train"] == {
        "documents": 2,
        "paragraphs": 3,
        "share": 0.75,
        "sources": {"annotators": 2, "weak": 1},
        "labels": {"x": 2, "y": 1, "none": 1},
    }
    assert found["test"]["share"] == 0.25
    assert positives([labelled("a", "x")], LABELS) == {"x": 1, "y": 0}
    assert split_figures({"train": []}, LABELS)["train"]["share"] is None


def test_annotations():
    answers = {
        Key("d", "1"): {"a": frozenset("x"), "b": frozenset()},
        Key("d", "2"): {"a": frozenset("x"), "b": frozenset(), "adjudicated": frozenset("x")},
    }
    unmatched = tuple(f"file:{i}" for i in range(9))
    assert annotation_figures(Annotations(answers, 14, unmatched), LABELS) == {
        "total": 14,
        "paragraphs": 2,
        "adjudicated": 1,
        "tied": 1,
        "unmatched": 9,
        "first_unmatched": unmatched[:5],
    }


def test_weak_labels_are_measured_on_all_and_on_kept_paragraphs():
    probabilities = np.array([[0.9, 0.1], [0.6, 0.1], [0.1, 0.1]])
    truth = np.array([[1, 0], [0, 0], [0, 1]], dtype=bool)
    found = weak_figures(probabilities, truth, LABELS, 0.8)
    assert found["kept_share"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["expected"] == pytest.approx(0.81, abs=1e-4)
    assert found["all"] == {"macro_f1": 0.3333, "exact_match": 0.3333, "x": 0.6667, "y": 0.0}
    assert found["kept"] == {"macro_f1": 0.5, "exact_match": 0.5, "x": 1.0, "y": 0.0}


def test_nothing_to_measure():
    found = weak_figures(np.zeros((0, 2)), np.zeros((0, 2), dtype=bool), LABELS, 0.8)
    assert found == {"kept_share": None, "expected": None, "all": {}, "kept": {}}
