"""Directional expectations: a sentence that tells of an act adds its label, one that tells of none adds nothing."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.evaluation.behaviour.change import EXAMPLES, Example, answered, example, share
from pipeline.evaluation.behaviour.suite import Addition
from pipeline.evaluation.behaviour.trial import Trial, Variant
from pipeline.evaluation.bootstrap import Estimate
from pipeline.records import LabelledParagraph, Prediction


class Direction(Struct, frozen=True):
    """How answers follow an added sentence."""

    name: str
    adds: tuple[str, ...]
    paragraphs: int
    followed: Estimate
    """Share whose labels came as the sentence adds them, or stayed where it adds none."""
    examples: tuple[Example, ...]
    """Those that did not: where labels were to come the least moved first, else the most moved."""


def direction(trial: Trial, additions: Sequence[Addition]) -> tuple[Direction, ...]:
    """Try every addition: one that adds labels on paragraphs that have none, the others on any."""
    return tuple(_direction(trial, addition) for addition in additions)


def _direction(trial: Trial, addition: Addition) -> Direction:
    chosen = trial.sample(p for p in trial.paragraphs if not (addition.adds and p.labels))
    variants = [Variant(p, _added(trial, addition, p)) for p in chosen]
    # A paragraph that wrongly has the labels already cannot show that the sentence adds them.
    tried = [
        entry for entry in answered(trial, variants) if not (addition.adds and {*addition.adds} <= {*entry[1].labels})
    ]
    astray = [example(*entry) for entry in tried if not _followed(addition, *entry[1:])]
    sign = 1 if addition.adds else -1
    astray.sort(key=lambda found: (sign * found.shift, found.text))
    followed = share(len(tried) - len(astray), len(tried))
    return Direction(addition.name, addition.adds, len(tried), followed, tuple(astray[:EXAMPLES]))


def _added(trial: Trial, addition: Addition, paragraph: LabelledParagraph) -> str:
    choice = trial.generator(addition.name, paragraph.id).integers(len(addition.sentences))
    return f"{paragraph.text} {addition.sentences[int(choice)]}"


def _followed(addition: Addition, before: Prediction, after: Prediction) -> bool:
    return {*addition.adds} <= {*after.labels} if addition.adds else {*before.labels} == {*after.labels}
