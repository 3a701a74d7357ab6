"""What a model may do at most, and where it does more."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pipeline.evaluation.behaviour.report import Behaviour
from pipeline.evaluation.bootstrap import Estimate
from pipeline.params import BehaviourParams


class Breach(Struct, frozen=True):
    """A figure on the wrong side of its limit."""

    part: str
    """What was tried: capability, swap, addition or corruption."""
    name: str
    figure: str
    """What was measured, in words."""
    estimate: Estimate
    limit: float
    surely: bool
    """Whether the whole interval is on the wrong side, so that chance does not explain it."""


def breaches(behaviour: Behaviour, params: BehaviourParams) -> list[Breach]:
    """Every limit that is not kept; a figure that is not known breaks none."""
    return [
        Breach(part, name, figure, found, limit, surely)
        for part, name, figure, found, limit, sign in _held(behaviour, params)
        for surely in _sides(found, limit, sign)
    ]


def judged(broken: Sequence[Breach], known: Sequence[str]) -> tuple[list[Breach], list[str]]:
    """The breaches that chance does not explain and nobody knew of; and names that are known to fail, but do not."""
    new = [breach for breach in broken if breach.surely and breach.name not in known]
    return new, [name for name in known if name not in {breach.name for breach in broken}]


def _held(behaviour: Behaviour, params: BehaviourParams) -> Iterator[tuple[str, str, str, Estimate, float, int]]:
    """Every figure with its limit and on which side of it the figure may not lie: 1 above, -1 below."""
    for ability in behaviour.functionality:
        yield "capability", ability.name, "cases passed", ability.passed, params.min_passed, -1
    for change in behaviour.invariance:
        yield "swap", change.name, "label sets changed", change.changed, params.max_changed, 1
    for found in behaviour.direction:
        yield "addition", found.name, "answers that follow", found.followed, params.min_followed, -1
    for damage in behaviour.robustness:
        yield "corruption", damage.change.name, "macro-F1 lost", damage.lost, params.max_lost, 1


def _sides(found: Estimate, limit: float, sign: int) -> Iterator[bool]:
    """Nothing if the limit is kept, else whether it is surely broken."""
    if found.value is None or sign * (found.value - limit) <= 0:
        return
    nearest = found.low if sign > 0 else found.high
    yield nearest is not None and sign * (nearest - limit) > 0
