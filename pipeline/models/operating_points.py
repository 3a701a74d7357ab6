"""Operating points: what precision and recall each threshold reached on held-out text, and the choice among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import truediv
from typing import Annotated, Literal

import numpy as np
from msgspec import Meta, Struct

from pipeline.errors import RegactError
from pipeline.models.decisions import BoolArray, FloatArray, cuts

MIN_CASES = 30
"""A share of fewer cases promises nothing: the 95% interval (Wilson 1927) of 27 in 30 is 0.74 to 0.97 already."""

DIGITS = 6
"""Decimals of a threshold."""

Figure = Literal["precision", "recall"]
Count = Annotated[int, Meta(ge=0)]


class Point(Struct, frozen=True, array_like=True):
    """What ``score >= threshold`` gives on held-out paragraphs."""

    threshold: Annotated[float, Meta(ge=0, le=1)]
    found: Count
    """Paragraphs that were given the label and have it."""
    given: Annotated[int, Meta(ge=1)]
    """Paragraphs that were given the label."""


class Curve(Struct, frozen=True, forbid_unknown_fields=True):
    """The precision-recall curve of one label on text that the model was not trained on."""

    positives: Count
    """Held-out paragraphs that have the label."""
    points: tuple[Point, ...]
    """From the highest threshold to the lowest: recall rises and precision falls strictly."""

    def counts(self, figure: Figure, point: Point) -> tuple[int, int]:
        """The two numbers whose ratio is precision or recall at ``point``."""
        return point.found, point.given if figure == "precision" else self.positives

    def describe(self, point: Point) -> str:
        """Precision and recall at ``point`` in words, with the counts behind them."""
        return (
            f"precision {_hundredths(point.found, point.given)} ({point.found} of {point.given}), "
            f"recall {_hundredths(point.found, self.positives)} ({point.found} of {self.positives})"
        )


@dataclass(frozen=True, slots=True)
class Goal:
    """The least precision or recall that somebody wants of a label."""

    figure: Figure
    least: float

    def __str__(self) -> str:
        return f"--min-{self.figure}"


def fit_curve(scores: FloatArray, truth: BoolArray) -> Curve:
    """The curve of one label from its held-out scores (n,), which are probabilities, and their truth (n,).

    Of all thresholds, rounded from halfway between two scores, it keeps those that give the label to ``MIN_CASES`` or
    more and that no other one excels in precision without losing recall, or in recall without losing precision.
    """
    fewest_given: dict[int, Point] = {}
    for point in _points(scores, truth):
        if point.found and point.given >= MIN_CASES:
            fewest_given.setdefault(point.found, point)
    front: list[Point] = []
    for point in reversed(fewest_given.values()):
        if not front or point.found / point.given > front[-1].found / front[-1].given:
            front.append(point)
    return Curve(int(truth.sum()), tuple(reversed(front)))


def choose(label: str, curve: Curve, goal: Goal) -> Point:
    """The point of ``label`` that reaches ``goal`` at the least cost to the other figure.

    That is the one of best recall whose precision is high enough, or of best precision whose recall is.

    Raises:
        RegactError: never reached, or there is too little held-out text to tell.
    """
    asked = f"{goal} {label}={goal.least:g}"
    if curve.positives < MIN_CASES or not curve.points:
        raise RegactError(
            f"{asked}: only {curve.positives} held-out paragraphs have the label, and no fewer than {MIN_CASES} tell "
            f"what a threshold does; add annotations and run `dvc repro`, or leave {label} out"
        )
    falling = curve.points if goal.figure == "precision" else curve.points[::-1]
    reached = [point for point in falling if truediv(*curve.counts(goal.figure, point)) >= goal.least]
    if reached:
        return reached[-1]
    best = falling[0]
    raise RegactError(
        f"{asked}: never reached where {MIN_CASES} or more held-out paragraphs are given the label; the best was "
        f"{curve.describe(best)}; ask for {label}={_hundredths(*curve.counts(goal.figure, best))} or less"
    )


def _points(scores: FloatArray, truth: BoolArray) -> Iterator[Point]:
    """Every cut from the highest threshold to the lowest, counted anew where rounding has moved it over a score."""
    thresholds = np.unique(np.round(cuts(scores, truth).thresholds, DIGITS))[::-1]
    for threshold in thresholds.tolist():
        given = scores >= threshold
        if given.any():
            yield Point(threshold, int((given & truth).sum()), int(given.sum()))


def _hundredths(part: int, whole: int) -> str:
    """``part / whole`` with two decimals, rounded down, so that whoever asks for the figure shown gets it."""
    return f"{part * 100 // whole / 100:.2f}"
