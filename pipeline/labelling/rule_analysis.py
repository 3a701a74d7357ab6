"""What every rule is worth: how often it votes, with and against which others, and how often it is right."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.labelling.intervals import Share
from pipeline.labelling.weak import WeakLabeller


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """One rule, measured on annotated paragraphs in the terms of data programming (Ratner et al. 2017, Snorkel)."""

    rule: str
    label: str
    vote: str
    """``for`` or ``against``."""
    reason: str
    coverage: Share
    """Paragraphs it votes on."""
    overlap: Share
    """Paragraphs on which it and another rule of its label vote."""
    conflict: Share
    """Paragraphs on which it and another rule of its label vote against each other."""
    precision: Share
    """Of its votes, those that are right."""
    recall: Share
    """Of the paragraphs that have the label (that lack it, for a rule against), those on which it votes."""
    weight: float
    """What its vote adds to the log-odds of the label."""


def analyse(labeller: WeakLabeller, votes: NDArray[np.bool_], truth: NDArray[np.bool_]) -> list[RuleFigures]:
    """One row a rule, in their order, from ``votes`` ``(paragraphs, rules)`` and ``truth`` ``(paragraphs, labels)``."""
    rows = []
    rules = labeller.rules
    for column, rule in enumerate(rules):
        peers = [place for place, peer in enumerate(rules) if peer.label == rule.label and place != column]
        opposed = [place for place in peers if rules[place].against != rule.against]
        voted, meant = votes[:, column], truth[:, labeller.labels.index(rule.label)] != rule.against
        rows.append(
            RuleFigures(
                rule=rule.name,
                label=rule.label,
                vote="against" if rule.against else "for",
                reason=rule.reason,
                coverage=_share(voted),
                overlap=_share(voted & votes[:, peers].any(axis=1)),
                conflict=_share(voted & votes[:, opposed].any(axis=1)),
                precision=_share(meant[voted]),
                recall=_share(voted[meant]),
                weight=round(float(labeller.voted[column]), 2),
            )
        )
    return rows


def as_csv(rows: Iterable[RuleFigures]) -> str:
    """The figures for a spreadsheet, numbers only."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    ends = [f"{name}{end}" for name in ("precision", "recall") for end in ("", "_low", "_high")]
    writer.writerow(["rule", "label", "vote", "votes", "coverage", "overlap", "conflict", *ends, "weight"])
    for row in rows:
        shares = [_number(share.value) for share in (row.coverage, row.overlap, row.conflict)]
        bounded = [_number(x) for share in (row.precision, row.recall) for x in (share.value, *share.interval)]
        writer.writerow([row.rule, row.label, row.vote, row.coverage.hits, *shares, *bounded, row.weight])
    return text.getvalue()


def _share(hits: NDArray[np.bool_]) -> Share:
    return Share(int(hits.sum()), len(hits))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
