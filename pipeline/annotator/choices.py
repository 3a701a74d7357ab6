"""The label set as ticks to set, laid out for the width there is."""

from collections.abc import Mapping, Sequence, Set
from math import ceil

KEYS = "123456789abcdfghijkl"
"""The key of each label in order; letters that are commands are left out."""
NONE = "none"
NONE_KEY = "0"

_ROWS = 6
"""Lines that the labels take if the width allows it."""
_MOST_ROWS = 11
"""Lines that they take at most; names are shortened then."""
_GAP = 2
_BESIDE_NAME = len("1 [x]   0.99")


def rows(
    labels: Sequence[str], ticked: Set[str], scores: Mapping[str, float], width: int
) -> list[list[tuple[str, bool]]]:
    """Lines of cells ``(text, ticked)``: every label and ``none`` with key, tick and score, in equally wide columns.

    Args:
        labels: the label set in order, at most as many as :data:`KEYS`.
        ticked: labels, or ``none``.
        scores: label → score; a label without shows none.
        width: what the terminal has room for.
    """
    names = (*labels, NONE)
    longest = max(map(len, names))
    fitting = (width + _GAP) // (longest + _BESIDE_NAME + _GAP)
    columns = max(1, ceil(len(names) / _MOST_ROWS), min(fitting, ceil(len(names) / _ROWS)))
    room = max(1, min(longest, (width + _GAP) // columns - _GAP - _BESIDE_NAME))
    cells = [
        (
            f"{key} [{'x' if name in ticked else ' '}] {_shortened(name, room):{room}}  {_score(scores.get(name))}",
            name in ticked,
        )
        for key, name in zip((*KEYS[: len(labels)], NONE_KEY), names, strict=True)
    ]
    height = ceil(len(cells) / columns)
    return [cells[row::height] for row in range(height)]


def _shortened(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _score(score: float | None) -> str:
    return " " * 4 if score is None else f"{score:.2f}"
