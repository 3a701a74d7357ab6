"""A comparison as a page for people: Markdown for the terminal and the code review."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.comparison import Comparison, excludes_zero
from pipeline.evaluation.numerals import UNKNOWN, digits, interval, number, percent
from pipeline.evaluation.slices import Slice, Slices
from pipeline.evaluation.verdict import verdict


def markdown(comparison: Comparison, sliced: Mapping[str, Slices]) -> str:
    """The short report: the verdict first, then the tables; ``sliced`` has every model's slices."""
    return "\n\n".join([*_blocks(comparison), *_slices(sliced)]) + "\n"


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
        yield _table(
            ("First", "Second", "Label", "Difference in F1", "Told apart"),
            (
                (f"`{pair.first}`", f"`{pair.second}`", label, _figure(lead), "yes" if excludes_zero(lead) else "no")
                for pair in comparison.pairs
                for label, lead in pair.labels.items()
            ),
        )
    yield "## Calibration"
    yield (
        "Expected calibration error: how far scores are, on average, from the share of paragraphs that has the label. "
        "0 is perfect; chance alone adds 0.01 to 0.03 on hundreds of paragraphs."
    )
    yield _table(
        ("Model", *comparison.labels),
        ((f"`{name}`", *map(_error, errors.values())) for name, errors in comparison.calibration_error.items()),
    )


def _slices(sliced: Mapping[str, Slices]) -> Iterator[str]:
    rows = [
        (f"`{name}`", _cell(f"{key}: {part.name}"), _figure(part.micro_f1), _figure(found.whole.micro_f1), *_size(part))
        for name, found in sliced.items()
        for key, part in found.weakest()
    ]
    if rows:
        yield "## Weakest slices"
        yield (
            "Among all slices that are not small, those with the lowest micro-F1. The lowest of many is low partly by "
            "chance. `comparison.html` and `slices.json` have them all."
        )
        yield _table(("Model", "Slice", "Micro-F1", "On all paragraphs", "Paragraphs", "Documents"), rows)


def _size(part: Slice) -> tuple[str, str]:
    return str(part.paragraphs), str(part.documents)


def _cell(text: str) -> str:
    """``text``, which users may have written, on one line and in one cell."""
    return " ".join(text.split()).replace("|", "\\|")


def _error(error: float) -> str:
    """Three decimals, because good errors are a few hundredths."""
    return number(error, 3)


def _figure(estimate: Estimate) -> str:
    """``0.81 (0.77 to 0.85)``."""
    value = number(estimate.value, digits(estimate))
    return value if estimate.low is None else f"{value} ({interval(estimate)})"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(header)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
