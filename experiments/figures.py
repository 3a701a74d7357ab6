"""Figures of several training runs: mean and spread over seeds, and how far one method is ahead of another."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from pipeline.evaluation.bootstrap import Estimate, bootstrap, estimate
from pipeline.evaluation.calibration import calibration_error
from pipeline.evaluation.metrics import measure
from pipeline.evaluation.predictions import Answers
from pipeline.evaluation.tally import MACRO_F1
from pipeline.params import EvaluateParams

OVERALL = ("macro_f1", "macro_precision", "macro_recall", "macro_average_precision", "exact_match")
BY_LABEL = ("precision", "recall", "f1", "average_precision", "calibration_error")


class Spread(Struct, frozen=True):
    """One figure of the runs of a method."""

    mean: float | None
    deviation: float | None
    """Standard deviation over seeds (n - 1); ``None`` for a single run."""
    runs: tuple[float | None, ...]
    """In the order of the seeds; one alone where the method does not depend on a seed."""


class Figures(Struct, frozen=True):
    """All figures of a method on one part."""

    overall: Mapping[str, Spread]
    """By the names of :data:`OVERALL`."""
    labels: Mapping[str, Mapping[str, Spread]]
    """Label → the names of :data:`BY_LABEL` → figure."""


def figures(runs: Sequence[Answers], labels: Sequence[str]) -> Figures:
    """Measure the answers of the runs of a method to the same paragraphs; there must be one run at least."""
    measured = [measure(run.truth, run.predicted, run.scores, labels) for run in runs]
    errors = [[calibration_error(t, s) for t, s in zip(run.truth.T, run.scores.T, strict=True)] for run in runs]
    overall = [
        (m.macro.f1, m.macro.precision, m.macro.recall, m.macro.average_precision, m.exact_match) for m in measured
    ]
    by_label = {
        label: [
            (*(getattr(m.labels[label], name) for name in BY_LABEL[:-1]), error[place])
            for m, error in zip(measured, errors, strict=True)
        ]
        for place, label in enumerate(labels)
    }
    return Figures(
        dict(_spreads(OVERALL, overall)), {label: dict(_spreads(BY_LABEL, rows)) for label, rows in by_label.items()}
    )


def leads(
    first: Sequence[Answers], others: Mapping[str, Sequence[Answers]], params: EvaluateParams, seed: int
) -> dict[str, Estimate]:
    """How far the macro-F1 of ``first`` is ahead of that of each other method, means over the runs of each.

    The interval is that of a paired bootstrap over documents, for these runs: training anew adds the spread over seeds.
    """
    methods = {"": first, **others}
    tallies = [run.tally() for runs in methods.values() for run in runs]
    whole = np.array([tally.figures(np.ones((1, tally.clusters)))[:, MACRO_F1] for tally in tallies])
    resampled = bootstrap(tallies, params.resamples, seed)[:, :, MACRO_F1]
    table = np.hstack([whole, resampled])
    ends = np.cumsum([len(runs) for runs in methods.values()])[:-1]
    ours, *theirs = (rows.mean(axis=0) for rows in np.split(table, ends))
    return {
        name: estimate(float(ours[0] - row[0]), ours[1:] - row[1:], params.confidence)
        for name, row in zip(others, theirs, strict=True)
    }


def spread(runs: Sequence[float | None]) -> Spread:
    """Mean and deviation of the runs in which the figure is defined."""
    known = [run for run in runs if run is not None]
    mean = float(np.mean(known)) if known else None
    return Spread(mean, float(np.std(known, ddof=1)) if len(known) > 1 else None, tuple(runs))


def _spreads(names: Sequence[str], rows: Sequence[Sequence[float | None]]) -> Iterator[tuple[str, Spread]]:
    for name, runs in zip(names, zip(*rows, strict=True), strict=True):
        yield name, spread(runs)
