"""A comparison as a page for people: Markdown for the terminal and the code review."""

from collections.abc import Iterable, Iterator

from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.numerals import UNKNOWN, digits, interval, number, percent
from pipeline.evaluation.verdict import verdict


def markdown(comparison: Comparison) -> str:
    """The short report: the verdict first, then the tables."""
    return "\n\n".join(_blocks(comparison)) + "\n"


def _blocks(comparison: Comparison) -> Iterator[str]:
    yield "# Comparison of models"
    yield f"**{verdict(comparison)}**"
    yield (
        f"Measured on {comparison.paragraphs} paragraphs of {comparison.documents} documents. In brackets: "
        f"{percent(comparison.confidence)} intervals from {comparison.resamples} resamples of the documents."
    )
    yield from comparison.notes
    yield _table(
        ("Model", "Macro-F1", "Micro-F1", "Macro average precision", "Exact match"),
        (
            (f"`{name}`", *map(_figure, (m.macro.f1, m.micro.f1, m.macro.average_precision, m.exact_match)))
            for name, m in comparison.models.items()
        ),
    )
    yield "## Each label"
    yield _table(
        ("Label", "Model", "Precision", "Recall", "F1", "Average precision", "Paragraphs"),
        (
            (label, f"`{name}`", *map(_figure, (q.precision, q.recall, q.f1, q.average_precision)), str(q.support))
            for label, by_model in comparison.by_label()
            for name, q in by_model.items()
        ),
    )
    if comparison.pairs:
        yield "## Pairs"
        yield _table(
            ("First", "Second", "Difference in macro-F1", "Resamples in which the first leads", "Told apart"),
            (
                (
                    f"`{pair.first}`",
                    f"`{pair.second}`",
                    _figure(pair.difference),
                    UNKNOWN if pair.share is None else percent(round(pair.share, 2)),
                    "yes" if pair.told_apart else "no",
                )
                for pair in comparison.pairs
            ),
        )


def _figure(estimate: Estimate) -> str:
    """``0.81 (0.77 to 0.85)``."""
    value = number(estimate.value, digits(estimate))
    return value if estimate.low is None else f"{value} ({interval(estimate)})"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(header)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
