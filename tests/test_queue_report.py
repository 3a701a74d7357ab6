import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from experiments import queue_report

RISING = np.linspace(0.40, 0.59, 20)


def test_a_queue_that_is_twice_as_fast_saves_half():
    queue = np.array([RISING[1::2]])  # what random reaches with 200, 400, … it reaches with 100, 200, …
    assert queue_report.saved(queue, np.array([RISING]), 500) == pytest.approx(0.5)
    assert queue_report.saved(queue, np.array([RISING]), 1000) == pytest.approx(0.5)


def test_a_queue_that_is_random_saves_nothing():
    assert queue_report.saved(np.array([RISING[:10]]), np.array([RISING]), 700) == pytest.approx(0)


def test_a_worse_queue_costs_annotations():
    assert queue_report.saved(np.array([RISING[:10] - 0.01]), np.array([RISING]), 700) < 0


def test_what_random_never_reaches_counts_as_the_most_that_was_tried():
    assert queue_report.saved(np.array([RISING[:10] + 1]), np.array([RISING]), 1000) == pytest.approx(0.5)


def test_the_committed_summary_follows_from_the_committed_points(tmp_path, monkeypatch):
    committed = Path(__file__).parent.parent / "reports/queue_simulation.csv"
    copy = tmp_path / committed.name
    copy.write_bytes(committed.read_bytes())
    monkeypatch.setattr(queue_report, "REPORT", copy)
    queue_report.main()
    assert copy.with_suffix(".json").read_bytes() == committed.with_suffix(".json").read_bytes()
