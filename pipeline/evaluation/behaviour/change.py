"""How answers change when a text is altered."""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct

from pipeline.evaluation.behaviour.trial import Trial, Variant
from pipeline.evaluation.bootstrap import Estimate
from pipeline.labelling.intervals import Share
from pipeline.records import Prediction

EXAMPLES = 10
"""Examples that are kept of a test at most."""


class Example(Struct, frozen=True):
    """A paragraph whose answer is not as it should be."""

    document: str
    text: str
    """As altered."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    shift: float
    """The largest change of a score."""
    edits: str = ""
    """What was exchanged for what, where that is short."""


class Change(Struct, frozen=True):
    """How an alteration that should change nothing changes answers."""

    name: str
    paragraphs: int
    """Those that it altered."""
    changed: Estimate
    """Share that got another set of labels."""
    shift: float | None
    """Mean absolute change of a score: the noise that the alteration makes."""
    lost: dict[str, int]
    """Label → paragraphs that had it and have it no more."""
    gained: dict[str, int]
    examples: tuple[Example, ...]
    """Those with another set of labels, the largest shift first."""


def change(
    trial: Trial, name: str, variants: Sequence[Variant], edits: Callable[[str, str], str] = lambda before, after: ""
) -> Change:
    """Compare the answers to altered texts with those to the texts as they were."""
    tried = answered(trial, variants)
    different = [(v, old, new) for v, old, new in tried if set(old.labels) != set(new.labels)]
    shifts = [abs(old.scores[label] - new.scores[label]) for _, old, new in tried for label in trial.labels]
    examples = [example(v, old, new, edits(v.paragraph.text, v.text)) for v, old, new in different]
    return Change(
        name=name,
        paragraphs=len(variants),
        changed=share(len(different), len(variants)),
        shift=float(np.mean(shifts)) if shifts else None,
        lost={label: sum(label in {*old.labels} - {*new.labels} for _, old, new in tried) for label in trial.labels},
        gained={label: sum(label in {*new.labels} - {*old.labels} for _, old, new in tried) for label in trial.labels},
        examples=tuple(sorted(examples, key=lambda found: (-found.shift, found.text))[:EXAMPLES]),
    )


def answered(trial: Trial, variants: Sequence[Variant]) -> list[tuple[Variant, Prediction, Prediction]]:
    """Every variant with the answer to the paragraph as it was and to its altered text."""
    before = trial.model.predict([variant.paragraph.text for variant in variants])
    after = trial.model.predict([variant.text for variant in variants])
    return list(zip(variants, before, after, strict=True))


def example(variant: Variant, before: Prediction, after: Prediction, edits: str = "") -> Example:
    """A variant and its answers, to be shown."""
    shift = max(abs(before.scores[label] - after.scores[label]) for label in before.scores)
    return Example(variant.paragraph.document, variant.text, before.labels, after.labels, shift, edits)


def share(hits: int, total: int) -> Estimate:
    """A share with its 95% score interval; nothing is known of no cases."""
    found = Share(hits, total)
    return Estimate(None) if found.value is None else Estimate(found.value, *found.interval)
