"""What the rivals scored, as a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from experiments.figures import BY_LABEL, Figures, Spread
from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.numerals import UNKNOWN, digits, interval, number, percent

TITLES = {"validation": "validation", "test": "test", "real": "published pages"}


def page(found: Mapping[str, Any], minutes: Mapping[str, float]) -> str:
    """Markdown of a report of :mod:`experiments.rivals`; ``minutes``: rival → mean processor time of a training."""
    return "\n\n".join(_blocks(found, minutes)) + "\n"


def _blocks(found: Mapping[str, Any], minutes: Mapping[str, float]) -> Iterator[str]:
    seeds = ", ".join(map(str, found["seeds"]))
    yield "# The transformer and its rivals"
    yield (
        f"Written by `python -m experiments.rivals`. Trained on {found['train']} paragraphs with the seeds {seeds}; "
        "mean ± standard deviation over seeds, which is missing where no seed matters. Thresholds and calibration are "
        "fitted on validation, which flatters the figures there; those of `frozen` and `tfidf` out of fold on train."
    )
    parts = {
        name: {rival: msgspec.convert(figures, Figures) for rival, figures in part["rivals"].items()}
        for name, part in found["parts"].items()
    }
    sizes = (f"{TITLES[n]}: {p['paragraphs']} of {p['documents']} documents" for n, p in found["parts"].items())
    yield f"Paragraphs measured on: {'; '.join(sizes)}."
    yield "## Macro-F1"
    yield table(
        ("Rival", *(TITLES[name] for name in parts), "Processor minutes to train"),
        (
            (f"`{rival}`", *(figure(parts[name][rival].overall["macro_f1"]) for name in parts), f"{spent:.1f}")
            for rival, spent in minutes.items()
        ),
    )
    yield from _leads(found)
    for name, by_rival in parts.items():
        yield f"## On {TITLES[name]}"
        yield table(
            ("Rival", "Macro precision", "Macro recall", "Macro average precision", "Exact match"),
            ((f"`{rival}`", *map(figure, [f.overall[key] for key in _OVERALL])) for rival, f in by_rival.items()),
        )
        yield table(
            ("Label", "Rival", "Precision", "Recall", "F1", "Average precision", "Calibration error"),
            (
                (label, f"`{rival}`", *(figure(f.labels[label][key]) for key in BY_LABEL))
                for label in found["labels"]
                for rival, f in by_rival.items()
            ),
        )


_OVERALL = ("macro_precision", "macro_recall", "macro_average_precision", "exact_match")


def _leads(found: Mapping[str, Any]) -> Iterator[str]:
    leads = {
        part: {name: msgspec.convert(lead, Estimate) for name, lead in figures["shipped_ahead_of"].items()}
        for part, figures in found["parts"].items()
    }
    rivals: Sequence[str] = list(leads["test"])
    if not rivals:
        return
    yield "## How far `shipped` is ahead in macro-F1"
    yield (
        f"Means over the seeds, with the {percent(found['confidence'])} interval of a paired bootstrap over documents. "
        "`shipped` is better where the interval lies above 0."
    )
    yield table(
        ("Than", *(TITLES[part] for part in leads)),
        ((f"`{rival}`", *(_lead(by_rival[rival]) for by_rival in leads.values())) for rival in rivals),
    )


def _lead(lead: Estimate) -> str:
    return f"{number(lead.value, digits(lead))} ({interval(lead)})"


def figure(spread: Spread) -> str:
    """``0.812 ± 0.007``."""
    value = number(spread.mean, 3)
    return value if spread.deviation is None or value == UNKNOWN else f"{value} ± {number(spread.deviation, 3)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
