"""How figures, labels and foreign texts are written for people."""

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.evaluation.behaviour.limits import Breach
from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.numerals import UNKNOWN, number, percent

_SHOWN = 240
"""Characters of a text shown at most."""


def described(breach: Breach) -> str:
    """``swap `company`: label sets changed 8.1% (5.0 to 12.9), limit 5%, beyond chance``."""
    found = f"{breach.figure} {hundredths(breach.estimate)}, limit {percent(breach.limit)}"
    return f"{breach.part} `{breach.name}`: {found}, {'beyond' if breach.surely else 'within'} chance"


def hundredths(found: Estimate, unit: str = "%") -> str:
    """``8.1% (5.0 to 12.9)``; points of macro-F1 are hundredths too."""
    if found.value is None:
        return UNKNOWN
    value = f"{number(100 * found.value, 1)}{unit}"
    if found.low is None or found.high is None:
        return value
    return f"{value} ({number(100 * found.low, 1)} to {number(100 * found.high, 1)})"


def labels(given: Iterable[str]) -> str:
    """A set of labels, ``none`` if it is empty."""
    return ", ".join(f"`{label}`" for label in given) or "`none`"


def quoted(text: str) -> str:
    """The beginning and end of a text on one line, without what Markdown or HTML would take for markup."""
    text = " ".join(text.split())
    if len(text) > _SHOWN:
        text = f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}"
    for mark in "\\`*_[]<>|&":
        text = text.replace(mark, f"\\{mark}")
    return text


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
