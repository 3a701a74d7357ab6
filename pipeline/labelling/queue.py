"""The next paragraphs worth an analyst's time, and why."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.labelling.diversity import diverse
from pipeline.labelling.informativeness import FloatArray, informativeness, uncertainty
from pipeline.labelling.rules import Rule, votes

_NAMED = 2
"""How many labels a reason names at most."""
_SHARE = 0.25
"""A label is a reason if at least this share of what is to be learnt of the paragraph is about it."""
_UNSURE = 0.7
"""A score is unsure if it is at least this close to its threshold (:func:`uncertainty`)."""
_REST = "unlike the others; models agree"
"""The reason of a paragraph that is picked because nothing better is left."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that might be annotated."""

    document: str
    paragraph: int
    """Place within the document or table, from 1."""
    text: str
    """Normalised."""
    title: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the models say of n candidates and k labels; the first model's decisions are the suggestions."""

    labels: tuple[str, ...]
    thresholds: FloatArray
    """Of each model and label (m, k)."""
    scores: Mapping[str, FloatArray]
    """Model → calibrated probabilities (n, k); the first is the one that suggests."""

    @property
    def decisions(self) -> NDArray[np.bool_]:
        """Whether each model gives each label (m, n, k)."""
        decided: NDArray[np.bool_] = np.stack(list(self.scores.values())) >= self.thresholds[:, None, :]
        return decided


@dataclass(frozen=True, slots=True)
class Queued:
    """A candidate that was picked."""

    candidate: Candidate
    suggested: tuple[str, ...]
    scores: dict[str, float]
    why: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """A line of JSON; ``why`` in words."""
        own = self.candidate
        return {
            "document": own.document,
            "paragraph": own.paragraph,
            "text": own.text,
            "title": own.title,
            "heading": own.heading,
            "suggested": self.suggested,
            "scores": {label: round(score, 4) for label, score in self.scores.items()},
            "why": "; ".join(self.why),
        }


def unseen(candidates: Iterable[Candidate], texts: Container[str]) -> list[Candidate]:
    """The candidates whose text is not among ``texts``, each text once, in their order."""
    return list({c.text: c for c in reversed(list(candidates)) if c.text and c.text not in texts}.values())[::-1]


def queue(candidates: Sequence[Candidate], opinions: Opinions, rules: Sequence[Rule], n: int) -> list[Queued]:
    """At most ``n`` candidates, the most worthwhile first, no near-duplicates among them.

    Args:
        candidates: n paragraphs.
        opinions: what the models say of them.
        rules: named in the reason where they contradict the suggestion. They do not rank: ranking by rules teaches
            less than picking at random (docs/active-learning.md).
        n: how many at most.
    """
    if not candidates:
        return []
    unknown = informativeness(list(opinions.scores.values()))
    places = diverse(unknown.sum(axis=1), [candidate.text for candidate in candidates], n)
    decisions = opinions.decisions
    voted = votes(rules, [candidates[place].text for place in places])
    scores = next(iter(opinions.scores.values()))
    picked = []
    for place, row in zip(places, voted, strict=True):
        why = [
            *_models(opinions, decisions[:, place], unknown[place], place),
            *_unsure(opinions, scores[place]),
            *_contradictions(opinions.labels, decisions[0, place], rules, row),
        ]
        suggested = tuple(label for label, hit in zip(opinions.labels, decisions[0, place], strict=True) if hit)
        given = dict(zip(opinions.labels, map(float, scores[place]), strict=True))
        picked.append(Queued(candidates[place], suggested, given, tuple(why or [_REST])))
    return picked


def _models(opinions: Opinions, decisions: NDArray[np.bool_], unknown: FloatArray, place: int) -> list[str]:
    """Where several models differ most."""
    if len(opinions.scores) < 2:
        return []
    total, reasons = unknown.sum(), []
    for j in np.argsort(-unknown, kind="stable")[:_NAMED]:
        if not total or unknown[j] < _SHARE * total:
            continue
        said = ", ".join(f"{model} {scores[place, j]:.2f}" for model, scores in opinions.scores.items())
        verb = "differ in how sure they are of" if len(set(decisions[:, j].tolist())) == 1 else "disagree on"
        reasons.append(f"models {verb} {opinions.labels[j]} ({said})")
    return reasons


def _unsure(opinions: Opinions, scores: FloatArray) -> list[str]:
    """The labels that the first model can hardly decide; of a model alone at least the least sure one."""
    close = uncertainty(scores[None], opinions.thresholds[0])[0]
    order = np.argsort(-close, kind="stable")
    named = [f"unsure of {opinions.labels[j]} {scores[j]:.2f}" for j in order if close[j] >= _UNSURE][:_NAMED]
    if not named and len(opinions.scores) == 1:
        return [f"least sure of {opinions.labels[order[0]]} {scores[order[0]]:.2f}"]
    return named


def _contradictions(
    labels: Sequence[str], given: NDArray[np.bool_], rules: Sequence[Rule], voted: NDArray[np.bool_]
) -> list[str]:
    """The labels of which all rules that vote say otherwise than the suggestion."""
    reasons = []
    for label, has in zip(labels, given, strict=True):
        voters = [rule for rule, vote in zip(rules, voted, strict=True) if vote and rule.label == label]
        if voters and all(rule.against == has for rule in voters):
            names = ", ".join(rule.name for rule in voters[:_NAMED]) + (", …" if len(voters) > _NAMED else "")
            reasons.append(f"rules say {'no ' if has else ''}{label} ({names})")
    return reasons
