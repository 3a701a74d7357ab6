"""One comparison of a benchmark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of ours and of the alternative, in the same run."""

    what: str
    ours: float
    other: float
    unit: str
    """Seconds and megabytes should be small; a unit that ends in ``/s`` is a rate and should be large."""
    against: str

    @property
    def factor(self) -> float:
        """How many times better ours is."""
        return self.ours / self.other if self.unit.endswith("/s") else self.other / self.ours

    def __str__(self) -> str:
        """A row of a Markdown table."""
        ours, other = (f"{value:.3g} {self.unit}" for value in (self.ours, self.other))
        return f"| {self.what} | {ours} | {other} | {self.against} | {self.factor:.1f}× |"
