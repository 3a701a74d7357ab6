"""What the simulation of the queue says: ``reports/queue_simulation.csv`` → the same as ``.json`` and ``.svg``.

``python -m experiments.queue_report``; :mod:`experiments.queue_simulation` runs it too.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression

from pipeline.files import atomic, write_json
from pipeline.labelling.informativeness import FloatArray
from pipeline.stages.runner import run

REPORT = Path("reports/queue_simulation.csv")
START, BATCH, STOP = 100, 100, 1000
SEEDS, FEW = range(5), range(3)
"""Random starts: of the queue and of random picking, and of the strategies that they are compared with."""
QUEUE, RANDOM = "queue", "random"
RESAMPLES, CONFIDENCE = 1000, 0.95
METRICS = ("macro_f1", "macro_average_precision")
SIZES = (500, 700, 1000)
"""How many annotations of the queue are compared with those picked at random."""

Rows = Sequence[Mapping[str, Any]]


def main() -> None:
    """Write what follows from the points of the curves, and draw them."""
    with REPORT.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            | {"seed": int(row["seed"]), "annotations": int(row["annotations"])}
            | {m: float(row[m]) for m in METRICS}
            for row in csv.DictReader(file)
        ]
    write_json(REPORT.with_suffix(".json"), _summary(rows), width=160)
    _plot(rows, REPORT.with_suffix(".svg"))


def _saving(rows: Rows, split: str, metric: str, size: int) -> dict[str, float]:
    """The share of annotations that the queue saves when it has asked for ``size``, with an interval over starts.

    The percentile bootstrap (Efron and Tibshirani 1993) resamples starts: the interval tells how far the answer depends
    on the start and on chance in picking, not on which documents are measured.
    """
    queue, random = (
        np.array([list(_curve(rows, strategy, split, metric, seed).values()) for seed in SEEDS])
        for strategy in (QUEUE, RANDOM)
    )
    resamples = np.random.default_rng(0).integers(len(SEEDS), size=(RESAMPLES, len(SEEDS)))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile([saved(queue[starts], random[starts], size) for starts in resamples], [tail, 1 - tail])
    figures = {
        "queue": _mean(rows, QUEUE, split, metric, size),
        "random": _mean(rows, RANDOM, split, metric, size),
        "saved": saved(queue, random, size),
        "low": float(low),
        "high": float(high),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def saved(queue: FloatArray, random: FloatArray, size: int) -> float:
    """``1 - size / m``, where m random annotations are as good as ``size`` of the queue, from curves (starts, points).

    Mean curves are smoothed by isotonic regression: annotations do no harm in the long run, and one lucky point of a
    jagged curve shall not decide. Where random picking never gets there, m is the most that was simulated.
    """
    goal, smooth = _smooth(queue)[(size - START) // BATCH], _smooth(random)
    sizes = START + BATCH * np.arange(len(smooth))
    rising = np.append(True, np.diff(smooth) > 0)  # np.interp wants each level once, where it is reached first
    return 1 - size / float(np.interp(goal, smooth[rising], sizes[rising]))


def _smooth(curves: FloatArray) -> FloatArray:
    return np.asarray(isotonic_regression(curves.mean(axis=0)).x, dtype=np.float64)


def _curve(rows: Rows, strategy: str, split: str, metric: str, seed: int) -> dict[int, float]:
    wanted = (strategy, split, seed)
    return {r["annotations"]: r[metric] for r in rows if (r["strategy"], r["split"], r["seed"]) == wanted}


def _mean(rows: Rows, strategy: str, split: str, metric: str, size: int) -> float:
    wanted = (strategy, split, size)
    return float(np.mean([r[metric] for r in rows if (r["strategy"], r["split"], r["annotations"]) == wanted]))


def _summary(rows: Rows) -> dict[str, Any]:
    few = [row for row in rows if row["seed"] in FEW]  # the same starts for all
    strategies = dict.fromkeys(row["strategy"] for row in rows)
    return {
        "seeds": {"queue and random": len(SEEDS), "all strategies": len(FEW)},
        "validation, mean of the curve": {
            strategy: {metric: _level(few, strategy, metric) for metric in METRICS} for strategy in strategies
        },
        "queue against random": {
            split: {metric: {str(n): _saving(rows, split, metric, n) for n in SIZES} for metric in METRICS}
            for split in ("validation", "test")
        },
    }


def _level(rows: Rows, strategy: str, metric: str) -> float:
    """The mean of a curve after the start, on validation."""
    sizes = range(START + BATCH, STOP + 1, BATCH)
    return round(float(np.mean([_mean(rows, strategy, "validation", metric, size) for size in sizes])), 4)


def _plot(rows: Rows, path: Path) -> None:
    """Learning curves of queue and random on validation and test: means, and from the worst to the best start."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "regact", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(9, 3.8), layout="constrained")
        axes = figure.subplots(1, 2, sharey=True)
        for ax, split in zip(axes, ("validation", "test"), strict=True):
            for strategy, colour, style in ((QUEUE, "#0b6e99", "-"), (RANDOM, "#8a5a00", "--")):
                curves = [_curve(rows, strategy, split, "macro_f1", seed) for seed in SEEDS]
                sizes = sorted(curves[0])
                values = np.array([[curve[size] for size in sizes] for curve in curves])
                ax.plot(sizes, values.mean(axis=0), style, color=colour, label=strategy, linewidth=2)
                ax.fill_between(sizes, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.15, linewidth=0)
            ax.set(title=split, xlabel="annotated paragraphs", xlim=(START, sizes[-1]))
            ax.grid(alpha=0.3)
        axes[0].set_ylabel("macro-F1")
        axes[0].legend(loc="lower right", frameon=False)
        with atomic(path) as temporary:
            figure.savefig(temporary, format="svg", metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    run(main)
