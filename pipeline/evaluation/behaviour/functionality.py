"""Minimum functionality: small cases, each of which a model must get right."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.evaluation.behaviour.change import share
from pipeline.evaluation.behaviour.suite import Capability, Case
from pipeline.evaluation.behaviour.trial import Memory
from pipeline.evaluation.bootstrap import Estimate
from pipeline.records import Prediction


class Failure(Struct, frozen=True):
    """A case that the model got wrong."""

    text: str
    missing: tuple[str, ...]
    """Labels that it must have and was not given."""
    wrong: tuple[str, ...]
    """Labels that it must lack and was given."""
    scores: dict[str, float]


class Ability(Struct, frozen=True):
    """How many cases of one capability the model gets right."""

    name: str
    cases: int
    passed: Estimate
    """Share of the cases."""
    failures: tuple[Failure, ...]


def functionality(capabilities: Sequence[Capability], model: Memory) -> tuple[Ability, ...]:
    """Try every case of every capability."""
    # All texts at once, because models are faster on many.
    model.predict([case.text for capability in capabilities for case in capability.resolved()])
    return tuple(_ability(capability, model) for capability in capabilities)


def _ability(capability: Capability, model: Memory) -> Ability:
    cases = capability.resolved()
    tried = zip(cases, model.predict([case.text for case in cases]), strict=True)
    failures = tuple(failure for case, answer in tried if (failure := _failure(case, answer)))
    return Ability(capability.name, len(cases), share(len(cases) - len(failures), len(cases)), failures)


def _failure(case: Case, answer: Prediction) -> Failure | None:
    missing = tuple(label for label in case.has or () if label not in answer.labels)
    wrong = tuple(label for label in case.lacks or () if label in answer.labels)
    return Failure(case.text, missing, wrong, answer.scores) if missing or wrong else None
