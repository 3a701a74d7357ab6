"""Robustness: what damaged text costs, on paragraphs whose labels are known."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from pipeline.evaluation.behaviour.change import Change, answered, change
from pipeline.evaluation.behaviour.corruptions import CORRUPTIONS
from pipeline.evaluation.behaviour.trial import Trial, Variant
from pipeline.evaluation.bootstrap import Estimate, bootstrap, estimate
from pipeline.evaluation.predictions import Predicted, answers
from pipeline.evaluation.tally import MACRO_F1
from pipeline.params import EvaluateParams
from pipeline.records import Prediction


class Damage(Struct, frozen=True):
    """What one corruption costs."""

    change: Change
    lost: Estimate
    """Macro-F1 as it was minus macro-F1 when damaged, with the paired interval over documents."""


def robustness(trial: Trial, params: EvaluateParams) -> tuple[Damage, ...]:
    """Try every corruption on paragraphs that it damages."""
    tried = {name: trial.vary(name, alter) for name, alter in CORRUPTIONS.items()}
    return tuple(
        Damage(change(trial, name, variants), _lost(trial, variants, params)) for name, variants in tried.items()
    )


def _lost(trial: Trial, variants: Sequence[Variant], params: EvaluateParams) -> Estimate:
    if not variants:
        return Estimate(None)
    found = answered(trial, variants)
    lines = [_line(v, old) for v, old, _ in found], [_line(v, new) for v, _, new in found]
    tallies = [answers(version, trial.labels).tally() for version in lines]
    whole, damaged = (float(tally.figures(np.ones((1, tally.clusters)))[0, MACRO_F1]) for tally in tallies)
    resampled = bootstrap(tallies, params.resamples, trial.seed)[..., MACRO_F1]
    return estimate(whole - damaged, resampled[0] - resampled[1], params.confidence)


def _line(variant: Variant, answer: Prediction) -> Predicted:
    known = variant.paragraph
    return Predicted(known.id, known.document, variant.text, known.labels, answer.labels, answer.scores)
