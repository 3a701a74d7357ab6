import csv
import io

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from pipeline.evaluation import plots
from pipeline.evaluation.predictions import Answers

LABELS = ("ham", "spam")


@pytest.fixture
def answered():
    generator = np.random.default_rng(8)
    truth = generator.random((900, 2)) < (0.4, 0.0)
    scores = np.clip(0.4 * truth + 0.6 * generator.random((900, 2)), 0, 1)
    return Answers(np.arange(900), truth, scores > 0.5, scores)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_curve_is_thinned_but_keeps_its_ends(answered):
    found = rows(plots.precision_recall(answered, LABELS))
    assert {row["label"] for row in found} == {"ham"}  # a label without positives has no curve
    assert 150 <= len(found) <= plots.POINTS
    assert found[-1]["recall"] == "1.0"
    recalls = [float(row["recall"]) for row in found]
    assert recalls == sorted(recalls)
    middle = found[len(found) // 2]
    given = answered.scores[:, 0] >= float(middle["threshold"]) - 5e-5
    assert float(middle["precision"]) == pytest.approx(precision_score(answered.truth[:, 0], given), abs=0.01)


def test_thresholds_equal_scikit_learn(answered):
    found = [row for row in rows(plots.thresholds(answered, LABELS)) if row["label"] == "ham"]
    assert len(found) == 101
    row, given = found[40], answered.scores[:, 0] >= 0.4
    for name, score in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
        assert float(row[name]) == pytest.approx(score(answered.truth[:, 0], given), abs=1e-4)


def test_what_is_undefined_stays_empty(answered):
    spam = [row for row in rows(plots.thresholds(answered, LABELS)) if row["label"] == "spam"]
    assert spam[0] == {"label": "spam", "threshold": "0.0", "precision": "0.0", "recall": "", "f1": "0.0"}
    assert spam[-1]["precision"] == ""


def test_calibration_counts_every_paragraph(answered):
    found = rows(plots.calibration(answered, LABELS))
    assert sum(int(row["paragraphs"]) for row in found if row["label"] == "ham") == 900
