"""What the experiment found, as CSV, JSON, a chart (SVG) and a page."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.files import write_json, write_text

Row = dict[str, Any]

_FIGURES = ("validation_macro_f1", "validation_average_precision", "test_macro_f1", "test_average_precision")

_OVERALL = ("macro_f1", "exact_match", "average_precision")
_STYLES = ("k-o", ":s", "--^", "-D", "-.v")


def write(folder: Path, methods: Sequence[Row], curve: Sequence[Row]) -> None:
    """Write ``weak_labels.csv``, ``.json``, ``.svg`` and ``.md``."""
    summary = _summary(curve)
    write_text(folder / "weak_labels.csv", _csv(curve))
    write_json(folder / "weak_labels.json", {"methods": methods, "training": summary}, width=400)
    write_text(folder / "weak_labels.svg", _chart(summary))
    write_text(folder / "weak_labels.md", _page(methods, summary))


def _summary(curve: Sequence[Row]) -> list[Row]:
    """One row per share and arm: mean and standard deviation over seeds."""
    keys = dict.fromkeys((row["share"], row["arm"]) for row in curve)
    summary = []
    for share, arm in keys:
        rows = [row for row in curve if (row["share"], row["arm"]) == (share, arm)]
        found: Row = {"share": share, "arm": arm, "weak": round(float(np.mean([row["weak"] for row in rows])))}
        for figure in _FIGURES:
            values = [row[figure] for row in rows]
            found[figure] = round(float(np.mean(values)), 3)
            found[f"{figure}_sd"] = round(float(np.std(values, ddof=1)), 3)
        summary.append(found)
    return summary


def _csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _chart(summary: Sequence[Row]) -> str:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "regact"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", sharex=True)
    names = ("validation_macro_f1", "validation_average_precision")
    for axis, name, title in zip(axes, names, ("macro-F1", "mean average precision"), strict=True):
        for arm, style in zip(dict.fromkeys(row["arm"] for row in summary), _STYLES, strict=True):
            rows = [row for row in summary if row["arm"] == arm]
            shares = [100 * row["share"] for row in rows]
            axis.errorbar(shares, [r[name] for r in rows], [r[f"{name}_sd"] for r in rows], fmt=style, label=arm, ms=4)
        axis.set(xscale="log", xlabel="annotations used (%)", title=f"{title} on validation")
        axis.set_xticks([10, 30, 100], ["10", "30", "100"])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    axes[1].legend(fontsize=8)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return text.getvalue()


def _page(methods: Sequence[Row], summary: Sequence[Row]) -> str:
    labels = [key for key in methods[0] if key not in {"method", "difference", *_OVERALL}]
    heads = ["macro_f1", *labels, "exact_match", "average_precision"]
    combining = _table(
        ["votes combined by", "macro-F1", *labels, "exact match", "average precision", "macro-F1 over naive Bayes"],
        [[row["method"], *(f"{row[head]:.3f}" for head in heads), _interval(row["difference"])] for row in methods],
    )
    training = _table(
        ["annotations", "weak labels added", "how many", "macro-F1", "average precision", "macro-F1 on test"],
        [
            [
                f"{row['share']:.0%}",
                row["arm"],
                str(row["weak"]),
                f"{row['validation_macro_f1']:.3f} ± {row['validation_macro_f1_sd']:.3f}",
                f"{row['validation_average_precision']:.3f} ± {row['validation_average_precision_sd']:.3f}",
                f"{row['test_macro_f1']:.3f} ± {row['test_macro_f1_sd']:.3f}",
            ]
            for row in summary
        ],
    )
    return (
        "## Weak labels\n\n"
        "Written by `python -m experiments.weak_labels`. Rules and thresholds are fitted on train, figures are on "
        f"validation.\n\n### Ways to combine the votes\n\n{combining}\n"
        "### Do they help?\n\nThe TF-IDF model at one setting (C = 30, balanced classes), trained on a share of the "
        "annotations and on weak labels for the other train paragraphs; mean ± standard deviation of three seeds.\n\n"
        f"![Macro-F1 and average precision by share of annotations](weak_labels.svg)\n\n{training}"
    )


def _interval(ends: Sequence[float]) -> str:
    return "–" if not any(ends) else f"{ends[0]:+.3f} to {ends[1]:+.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
