"""Figures as they are stored and as people read them: never more digits than are known."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pipeline.evaluation.bootstrap import Estimate

UNKNOWN = "–"
STORED_DIGITS = 4


def stored(value: Any) -> Any:
    """``value`` as plain JSON values, floats rounded so that files can be compared by eye."""
    plain = msgspec.to_builtins(value)
    if isinstance(plain, float):
        return _rounded(plain, STORED_DIGITS)
    if isinstance(plain, Mapping):
        return {key: stored(item) for key, item in plain.items()}
    return [stored(item) for item in plain] if isinstance(plain, list | tuple) else plain


def number(value: float | None, digits: int = 2) -> str:
    """``0.81``, ``−0.02``; a dash if unknown."""
    return UNKNOWN if value is None else f"{_rounded(value, digits):.{digits}f}".replace("-", "−")


def interval(estimate: Estimate) -> str:
    """``0.77 to 0.85``; a dash if unknown."""
    if estimate.low is None or estimate.high is None:
        return UNKNOWN
    return f"{number(estimate.low, digits(estimate))} to {number(estimate.high, digits(estimate))}"


def digits(estimate: Estimate) -> int:
    """Two decimals; more only where a bound that is not 0 would read as 0, which would hide on which side it lies."""
    bounds = [abs(bound) for bound in (estimate.low, estimate.high) if bound]
    return next((count for count in (2, 3) if all(round(bound, count) for bound in bounds)), STORED_DIGITS)


def percent(share: float) -> str:
    """``95%``, ``97.5%``."""
    return f"{100 * share:.4g}%"


def _rounded(value: float, digits: int) -> float:
    """Adding 0 turns the negative zero into the positive one."""
    return round(value, digits) + 0.0
