"""A learning curve as a page and as a chart."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from experiments.figures import Spread
from experiments.rivals_page import TITLES, figure, table
from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.numerals import digits, interval, number, percent

_STYLES = ("--o", "-s", ":^", "-.D")


def page(found: Mapping[str, Any]) -> str:
    """Markdown of a report of :mod:`experiments.learning_curve`."""
    return "\n\n".join(_blocks(found)) + "\n"


def _blocks(found: Mapping[str, Any]) -> Iterator[str]:
    yield "# What more documents are worth"
    yield (
        "Written by `python -m experiments.learning_curve`. Macro-F1, mean ± standard deviation over the seeds "
        f"{', '.join(map(str, found['seeds']))}; each seed trains anew and draws other documents, except at 100%."
    )
    yield "![Macro-F1 against the number of training documents](learning_curve.svg)"
    columns = [(part, name) for part, curves in found["parts"].items() for name in curves]
    yield table(
        ("Documents", "Paragraphs", *(f"`{name}`, {TITLES[part]}" for part, name in columns)),
        (
            (
                f"{documents:.0f} ({percent(share)})",
                f"{paragraphs:.0f}",
                *(figure(_spread(found, part, name, place)) for part, name in columns),
            )
            for place, (share, documents, paragraphs) in enumerate(
                zip(found["shares"], found["documents"], found["paragraphs"], strict=True)
            )
        ),
    )
    yield "\n".join(f"- {_worth(found, part, name)}" for part, name in columns)
    yield (
        "This supposes that the error goes on falling as a power of the number of documents, as fitted to all points, "
        "and that new documents are like the old ones. A curve that flattens will give less."
    )


def _worth(found: Mapping[str, Any], part: str, name: str) -> str:
    worth = msgspec.convert(found["parts"][part][name]["doubling"], Estimate)
    return (
        f"On {TITLES[part]}, twice the {found['documents'][-1]:.0f} documents would change the macro-F1 of `{name}` by "
        f"{number(worth.value, digits(worth))} ({percent(found['confidence'])} interval {interval(worth)})."
    )


def _spread(found: Mapping[str, Any], part: str, name: str, place: int) -> Spread:
    return msgspec.convert(found["parts"][part][name]["macro_f1"][place], Spread)


def chart(found: Mapping[str, Any]) -> str:
    """SVG: a panel a part, a line a model with the deviation over seeds, documents on a logarithmic axis."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    parts, documents = found["parts"], [round(count) for count in found["documents"]]
    with mpl.rc_context({"svg.hashsalt": "regact", "svg.fonttype": "none", "font.family": "sans-serif"}):
        drawn = Figure(figsize=(4 * len(parts), 3.6), layout="constrained")
        axes = drawn.subplots(1, len(parts), sharey=True, squeeze=False)[0]
        for ax, (part, curves) in zip(axes, parts.items(), strict=True):
            for place, name in enumerate(curves):
                points = [_spread(found, part, name, share) for share in range(len(documents))]
                means, deviations = [p.mean for p in points], [p.deviation or 0.0 for p in points]
                style = _STYLES[place % len(_STYLES)]
                ax.errorbar(documents, means, deviations, fmt=style, label=name, markersize=4, capsize=3)
            ax.set(title=TITLES[part], xlabel="training documents", xscale="log")
            ax.set_xticks(documents, [str(count) for count in documents])
            ax.minorticks_off()
            ax.grid(alpha=0.3)
        axes[0].set_ylabel("macro-F1")
        axes[-1].legend(loc="lower right", frameon=False)
        text = io.StringIO()
        drawn.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()
