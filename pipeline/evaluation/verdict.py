"""What a comparison says, in words and numbers."""

from collections.abc import Iterator

from pipeline.evaluation.comparison import Comparison, Pair
from pipeline.evaluation.numerals import digits, interval, number, percent


def verdict(comparison: Comparison) -> str:
    """Which model is best by macro-F1, and from which others it cannot be told apart.

    A model is called better only if the paired interval of the difference excludes 0.
    """
    return " ".join(_sentences(comparison))


def _sentences(comparison: Comparison) -> Iterator[str]:
    best, f1 = comparison.best, comparison.models[comparison.best].macro.f1
    if f1.value is None:
        yield "No label has a positive paragraph, so there is no macro-F1 to judge by."
        return
    known = "no interval" if f1.low is None else f"{percent(comparison.confidence)} interval {interval(f1)}"
    score = f"macro-F1 {number(f1.value)} ({known})"
    pairs = [pair for pair in comparison.pairs if pair.first == best]
    alike = [_against(pair, comparison) for pair in pairs if not pair.told_apart]
    worse = [_against(pair, comparison) for pair in pairs if pair.told_apart]
    if not pairs:
        yield f"{best} is the only model: {score}."
    elif alike:
        yield f"{best} comes first with {score}, but cannot be told apart from {' or '.join(alike)}."
    else:
        yield f"{best} is the best model: {score}."
    if worse:
        yield f"It is better than {' and '.join(worse)}."


def _against(pair: Pair, comparison: Comparison) -> str:
    """``tfidf (0.71; difference 0.10, interval 0.06 to 0.14)``."""
    value = number(comparison.models[pair.second].macro.f1.value)
    difference = number(pair.difference.value, digits(pair.difference))
    known = "no interval" if pair.difference.low is None else f"interval {interval(pair.difference)}"
    return f"{pair.second} ({value}; difference {difference}, {known})"
