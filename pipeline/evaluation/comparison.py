"""Models side by side on the same paragraphs: figures, paired differences, a verdict."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from msgspec import Struct

from pipeline.errors import RegactError
from pipeline.evaluation.bootstrap import Estimate, bootstrap, estimate, estimates
from pipeline.evaluation.calibration import calibration_errors
from pipeline.evaluation.detail import notes
from pipeline.evaluation.metrics import Metrics, Quality, arrange
from pipeline.evaluation.predictions import PREDICTED, REMEDY, Predicted, answers
from pipeline.evaluation.tally import Tally
from pipeline.files import read_json
from pipeline.models.decisions import FloatArray
from pipeline.params import EvaluateParams

COMPARISON = Path("reports/comparison.json")


class Pair(Struct, frozen=True):
    """Two models; ``first`` is the one with the higher macro-F1."""

    first: str
    second: str
    difference: Estimate
    """Macro-F1 of ``first`` minus that of ``second``."""
    share: float | None
    """Share of the resamples in which ``first`` is ahead."""
    labels: Mapping[str, Estimate] = {}
    """Label → F1 of ``first`` minus that of ``second``, which may be negative."""

    @property
    def told_apart(self) -> bool:
        """Whether ``first`` is better: its lead keeps its sign over the whole interval."""
        return self.difference.low is not None and self.difference.low > 0


class Comparison(Struct, frozen=True):
    """All models on the same paragraphs."""

    labels: tuple[str, ...]
    paragraphs: int
    documents: int
    confidence: float
    resamples: int
    models: Mapping[str, Metrics[Estimate]]
    """In the order of ``params.yaml``."""
    ranking: tuple[str, ...]
    """Model names, highest macro-F1 first."""
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...] = ()
    calibration_error: Mapping[str, Mapping[str, float]] = {}
    """Model → label → expected calibration error."""

    @property
    def best(self) -> str:
        """The model with the highest macro-F1."""
        return self.ranking[0]

    def by_label(self) -> Iterator[tuple[str, dict[str, Quality[Estimate]]]]:
        """Every label, and ``none`` last, with each model's quality for it."""
        for label in self.labels:
            yield label, {name: metrics.labels[label] for name, metrics in self.models.items()}
        yield "none", {name: metrics.none for name, metrics in self.models.items()}


def compare(
    predictions: Mapping[str, Sequence[Predicted]], labels: Sequence[str], params: EvaluateParams, seed: int
) -> Comparison:
    """Compare models by their predictions, model name → predictions; there must be one model at least.

    Raises:
        RegactError: the models answered different paragraphs, or have different truths for them.
    """
    _check_same(predictions)
    answered = {name: answers(lines, labels) for name, lines in predictions.items()}
    tallies = {name: a.tally() for name, a in answered.items()}
    resampled = dict(zip(tallies, bootstrap(list(tallies.values()), params.resamples, seed), strict=True))
    models = {
        name: arrange(counted, estimates(counted, resampled[name], params.confidence), labels)
        for name, counted in tallies.items()
    }
    ranking = sorted(models, key=lambda name: -(models[name].macro.f1.value or 0.0))
    first = next(iter(answered.values()))
    return Comparison(
        labels=tuple(labels),
        paragraphs=len(first.truth),
        documents=len(np.unique(first.documents)),
        confidence=params.confidence,
        resamples=params.resamples,
        models=models,
        ranking=tuple(ranking),
        pairs=tuple(
            _pair(a, b, models, _leads(tallies[a], resampled[a] - resampled[b], labels), params.confidence)
            for a, b in combinations(ranking, 2)
        ),
        notes=tuple(notes(first, labels)),
        calibration_error={name: calibration_errors(a, labels) for name, a in answered.items()},
    )


def excludes_zero(difference: Estimate) -> bool:
    """Whether the difference keeps its sign over the whole interval."""
    return difference.low is not None and difference.high is not None and (difference.low > 0 or difference.high < 0)


def load(path: Path = COMPARISON) -> Comparison:
    """The comparison that the last ``dvc repro`` wrote.

    Raises:
        RegactError: there is none yet, or the file is damaged.
    """
    return read_json(path, Comparison, REMEDY)


def _leads(counted: Tally, differences: FloatArray, labels: Sequence[str]) -> Metrics[FloatArray]:
    """Differences (b, m) between two models on the same resamples, each (b,) under its name."""
    return arrange(counted, list(differences.T), labels)


def _pair(
    first: str, second: str, models: Mapping[str, Metrics[Estimate]], leads: Metrics[FloatArray], confidence: float
) -> Pair:
    ahead, behind = models[first], models[second]
    known = leads.macro.f1[~np.isnan(leads.macro.f1)]
    return Pair(
        first,
        second,
        difference=_difference(ahead.macro, behind.macro, leads.macro, confidence),
        share=float((known > 0).mean()) if known.size else None,
        labels={
            label: _difference(ahead.labels[label], behind.labels[label], lead, confidence)
            for label, lead in leads.labels.items()
        },
    )


def _difference(
    ahead: Quality[Estimate], behind: Quality[Estimate], lead: Quality[FloatArray], confidence: float
) -> Estimate:
    """The difference in F1 with the paired interval."""
    first, second = ahead.f1.value, behind.f1.value
    return estimate(np.nan if first is None or second is None else first - second, lead.f1, confidence)


def _check_same(predictions: Mapping[str, Sequence[Predicted]]) -> None:
    (reference, expected), *others = predictions.items()
    for name, lines in others:
        if [(p.id, p.document, p.truth) for p in lines] != [(p.id, p.document, p.truth) for p in expected]:
            files = f"{PREDICTED / name}.jsonl and {PREDICTED / reference}.jsonl"
            raise RegactError(f"{files}: answers to different paragraphs cannot be compared; {REMEDY}")
