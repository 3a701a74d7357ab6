"""Shares with the interval that their count allows."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964
"""The normal quantile of a 95% interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``total``, with the 95% score interval (Wilson 1927), sound for few cases and near 0 and 1 too.

    Paragraphs of one document resemble each other, so that the true uncertainty is somewhat larger.
    """

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share itself, ``None`` of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end; everything is possible where nothing was counted."""
        if not self.total:
            return 0.0, 1.0
        share, z2 = self.hits / self.total, _Z * _Z
        middle = share + z2 / (2 * self.total)
        half = _Z * sqrt(share * (1 - share) / self.total + z2 / (4 * self.total**2))
        scale = 1 + z2 / self.total
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        low, high = self.interval
        return f"{self.value:.2f} [{low:.2f}, {high:.2f}]"
