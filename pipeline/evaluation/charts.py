"""Geometry of the charts: from figures to places along an axis."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from pipeline.evaluation.bootstrap import Estimate


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis between two tenths, ``low`` < ``high``, both from 0 to 10."""

    low: int
    high: int

    @classmethod
    def around(cls, estimates: Iterable[Estimate]) -> "Scale":
        """The shortest axis that shows all estimates and their intervals; the whole range if there is none."""
        known = [x for e in estimates for x in (e.value, e.low, e.high) if x is not None] or [0.0, 1.0]
        low = min(floor(10 * min(known)), 9)
        return cls(low=low, high=max(ceil(10 * max(known)), low + 1))

    @property
    def ticks(self) -> list[float]:
        """Every tenth from end to end."""
        return [tenth / 10 for tenth in range(self.low, self.high + 1)]

    def place(self, figure: float) -> str:
        """Where ``figure`` lies along the axis: ``37.5%``."""
        return f"{100 * (10 * figure - self.low) / (self.high - self.low):.1f}%"


def place(share: float) -> str:
    """Where ``share`` lies on an axis from 0 to 1 that is 100 units long: ``37.5``."""
    return f"{100 * share:.1f}"
