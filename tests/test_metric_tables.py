import io
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline import metric_tables
from pipeline.evaluation.comparison import compare
from pipeline.evaluation.detail import evaluate
from pipeline.evaluation.predictions import Predicted
from pipeline.params import EvaluateParams
from pipeline.terminal import console

LABELS = ("[red]ban[/]", "policy_statement")
PARAMS = EvaluateParams(resamples=100)


def predictions(right, documents=30):
    """``right`` of 60 paragraphs get their label; nothing has the second one."""
    first = LABELS[0]
    return [
        Predicted(
            id=str(n),
            document=f"d{n % documents}",
            text="text",
            truth=(first,),
            labels=(first,) if n < right else (),
            scores={first: 0.9 if n < right else 0.1, LABELS[1]: 0.1},
        )
        for n in range(60)
    ]


@pytest.fixture
def shown(monkeypatch):
    def show(parts, width=80):
        monkeypatch.setenv("COLUMNS", str(width))
        screen = console(io.StringIO())
        for part in parts:
            screen.print(part)
        return screen.file.getvalue()

    return show


def test_evaluation(shown):
    model = SimpleNamespace(name="mine", labels=LABELS, thresholds=np.full(2, 0.5))
    text = shown(metric_tables.evaluation(evaluate(predictions(45), model, PARAMS, 1)))
    lines = text.splitlines()
    assert lines[0] == "mine: 60 paragraphs in 30 documents"
    rows = [line.split() for line in lines]
    assert ["[red]ban[/]", "60", "45", "1.00", "0.75", "0.86", "1.00"] in rows
    assert ["policy_statement", "0", "0", "–", "–", "–", "–"] in rows
    assert "95% intervals from 100 bootstrap resamples of documents" in text
    assert "No paragraph has the label policy_statement" in text
    assert max(map(len, lines)) <= 80


def test_comparison(shown):
    text = shown(
        metric_tables.comparison(compare({"low": predictions(20), "high": predictions(50)}, LABELS, PARAMS, 1))
    )
    assert text.startswith("high is ")
    rows = [line.split() for line in text.splitlines()]
    assert ["F1", "of", "high", "low"] in rows
    assert ["[red]ban[/]", "0.91", "0.50"] in rows
    assert ["high", "−", "low", "0.41"] in rows


def test_a_single_model_has_no_pairs(shown):
    text = shown(metric_tables.comparison(compare({"only": predictions(20)}, LABELS, PARAMS, 1)))
    assert "difference in macro-F1" not in text
    assert "only" in text


def test_one_document_has_no_intervals(shown):
    text = shown(metric_tables.comparison(compare({"only": predictions(20, documents=1)}, LABELS, PARAMS, 1)))
    assert " to " not in text.split("macro-F1", 2)[2].split("intervals")[0]


def test_narrow_terminals_keep_every_number(shown):
    model = SimpleNamespace(name="mine", labels=LABELS, thresholds=np.full(2, 0.5))
    text = shown(metric_tables.evaluation(evaluate(predictions(45), model, PARAMS, 1)), width=70)
    assert "0.75" in text
    assert "0.86" in text
