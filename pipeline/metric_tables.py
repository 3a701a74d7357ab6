"""Metrics and comparisons as tables for the terminal: every figure with its interval below it."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.detail import Detail
from pipeline.evaluation.metrics import Quality
from pipeline.evaluation.numerals import digits, interval, number, percent
from pipeline.evaluation.verdict import verdict


def evaluation(detail: Detail) -> Iterator[RenderableType]:
    """What ``regact evaluate`` prints, one part after another."""
    size = f"{detail.paragraphs:,} paragraphs in {detail.documents:,} documents"
    yield Text(f"{detail.model}: {size}", "bold")
    table = _table("label", "support", "predicted", "precision", "recall", "F1", "average precision")
    metrics = detail.metrics
    for name, quality in metrics.labels.items():
        table.add_row(Text(name), *_cells(quality))
    table.add_section()
    table.add_row(Text("none", "dim"), *_cells(metrics.none))
    table.add_section()
    for name, quality in (("macro", metrics.macro), ("micro", metrics.micro)):
        table.add_row(Text(name, "bold"), *_cells(quality))
    yield table
    yield Text(f"exact match {number(metrics.exact_match.value)} ({interval(metrics.exact_match)})")
    yield _caption(detail.confidence, detail.resamples)
    yield from map(Text, detail.notes)


def comparison(compared: Comparison) -> Iterator[RenderableType]:
    """What ``regact compare`` prints: the verdict first."""
    yield Text(verdict(compared), "bold")
    yield Text(f"{compared.paragraphs:,} test paragraphs in {compared.documents:,} documents")
    table = _table("model", "macro-F1", "micro-F1", "exact match", "macro average precision")
    for name in compared.ranking:
        metrics = compared.models[name]
        figures = (metrics.macro.f1, metrics.micro.f1, metrics.exact_match, metrics.macro.average_precision)
        table.add_row(Text(name), *map(_figure, figures))
    yield table
    table = _table("F1 of", *compared.ranking)
    for label in compared.labels:
        table.add_row(Text(label), *(_figure(compared.models[name].labels[label].f1) for name in compared.ranking))
    table.add_section()
    table.add_row(Text("none", "dim"), *(_figure(compared.models[name].none.f1) for name in compared.ranking))
    yield table
    if compared.pairs:
        table = _table("difference in macro-F1", "")
        for pair in compared.pairs:
            table.add_row(Text(f"{pair.first} − {pair.second}"), _figure(pair.difference))
        yield table
    yield _caption(compared.confidence, compared.resamples)
    yield from map(Text, compared.notes)


def _table(first: str, *others: str) -> Table:
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", border_style="dim"
    )
    table.add_column(Text(first), no_wrap=True)
    for name in others:
        table.add_column(Text(name), justify="right")
    return table


def _cells(quality: Quality[Estimate]) -> list[Text]:
    counts = [Text(f"{count:,}") for count in (quality.support, quality.predicted)]
    figures = (quality.precision, quality.recall, quality.f1, quality.average_precision)
    return counts + [_figure(figure, "–") for figure in figures]


def _figure(estimate: Estimate, to: str = " to ") -> Text:
    """The figure and, below it, its interval; with another ``to``, seven columns fit into 80 characters."""
    return Text.assemble(
        number(estimate.value, digits(estimate)), (f"\n{interval(estimate).replace(' to ', to)}", "dim")
    )


def _caption(confidence: float, resamples: int) -> Text:
    method = f"{percent(confidence)} intervals from {resamples:,} bootstrap resamples of documents; – is undefined"
    return Text(method, "dim")
