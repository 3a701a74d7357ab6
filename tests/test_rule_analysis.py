import csv

import numpy as np

from pipeline.labelling.intervals import Share
from pipeline.labelling.rule_analysis import analyse, as_csv
from pipeline.labelling.rules import Rule
from pipeline.labelling.weak import WeakLabeller

RULES = (
    Rule("p", "x", against=False, reason="why", patterns=()),
    Rule("q", "x", against=True, reason="why", patterns=()),
    Rule("r", "y", against=False, reason="why", patterns=()),
)
VOTES = np.array([[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=bool)
TRUTH = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=bool)
LABELLER = WeakLabeller(RULES, ("x", "y"), np.zeros(2), np.array([1.234, -0.5, 0.0]), np.zeros(3))


def test_rules_are_measured_on_their_own_label():
    p, q, r = analyse(LABELLER, VOTES, TRUTH)
    assert (p.rule, p.label, p.vote, p.reason, p.weight) == ("p", "x", "for", "why", 1.23)
    assert (p.coverage, p.overlap, p.conflict) == (Share(2, 4), Share(1, 4), Share(1, 4))
    assert (p.precision, p.recall) == (Share(2, 2), Share(2, 2))
    assert (q.vote, q.precision, q.recall, q.conflict) == ("against", Share(1, 2), Share(1, 2), Share(1, 4))
    assert (r.precision, r.recall, r.overlap, r.conflict) == (Share(0, 1), Share(0, 1), Share(0, 4), Share(0, 4))


def test_a_rule_that_never_votes_has_no_precision():
    never = analyse(LABELLER, np.zeros_like(VOTES), TRUTH)[0]
    assert (never.precision.value, never.recall.value) == (None, 0.0)


def test_as_csv():
    rows = list(csv.DictReader(as_csv(analyse(LABELLER, VOTES, TRUTH)).splitlines()))
    assert [row["rule"] for row in rows] == ["p", "q", "r"]
    assert (rows[0]["votes"], rows[0]["precision"], rows[0]["weight"]) == ("2", "1.0000", "1.23")
    assert float(rows[0]["precision_low"]) < 1
