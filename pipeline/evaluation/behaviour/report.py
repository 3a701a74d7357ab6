"""All behavioural tests of one model."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from pipeline.evaluation.behaviour.change import Change
from pipeline.evaluation.behaviour.direction import Direction, direction
from pipeline.evaluation.behaviour.functionality import Ability, functionality
from pipeline.evaluation.behaviour.invariance import invariance
from pipeline.evaluation.behaviour.robustness import Damage, robustness
from pipeline.evaluation.behaviour.suite import Suite
from pipeline.evaluation.behaviour.trial import Memory, Trial
from pipeline.files import read_json
from pipeline.models.model import Model
from pipeline.params import Params
from pipeline.records import LabelledParagraph


class Behaviour(Struct, frozen=True):
    """How one model behaves."""

    model: str
    labels: tuple[str, ...]
    confidence: float
    """Of the intervals of lost macro-F1; those of shares are 95% score intervals."""
    functionality: tuple[Ability, ...]
    invariance: tuple[Change, ...]
    direction: tuple[Direction, ...]
    robustness: tuple[Damage, ...]


def examine(model: Model, paragraphs: Sequence[LabelledParagraph], suite: Suite, params: Params) -> Behaviour:
    """Try everything on ``model``; the paragraphs are those of test."""
    trial = Trial(Memory(model), model.labels, paragraphs, params.behaviour.sample, params.seed)
    return Behaviour(
        model=model.name,
        labels=model.labels,
        confidence=params.evaluate.confidence,
        functionality=functionality(suite.capabilities, trial.model),
        invariance=invariance(trial, suite),
        direction=direction(trial, suite.additions),
        robustness=robustness(trial, params.evaluate),
    )


def read(path: Path) -> Behaviour:
    """The report that the stage ``behave`` wrote.

    Raises:
        RegactError: missing or damaged.
    """
    return read_json(path, Behaviour, "run `dvc repro`")
