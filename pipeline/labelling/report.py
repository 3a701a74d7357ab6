"""Headline figures for ``reports/labelling.json``: what was labelled, by whom, and what weak labels are worth."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.labelling.agreement import f1
from pipeline.labelling.annotations import Annotations, merge
from pipeline.labelling.weak import confidence
from pipeline.records import LabelledParagraph

_EXAMPLES = 5


def positives(paragraphs: Sequence[LabelledParagraph], labels: Sequence[str]) -> dict[str, int]:
    """Label → paragraphs that have it."""
    return {label: sum(label in paragraph.labels for paragraph in paragraphs) for label in labels}


def split_figures(labelled: Mapping[str, Sequence[LabelledParagraph]], labels: Sequence[str]) -> dict[str, Any]:
    """Per split: documents, paragraphs and their share of all, where labels came from, how often each occurs."""
    total = sum(map(len, labelled.values()))
    return {
        split: {
            "documents": len({paragraph.document for paragraph in paragraphs}),
            "paragraphs": len(paragraphs),
            "share": _rounded(len(paragraphs) / total) if total else None,
            "sources": dict(sorted(Counter(paragraph.source for paragraph in paragraphs).items())),
            "labels": positives(paragraphs, labels) | {"none": sum(not paragraph.labels for paragraph in paragraphs)},
        }
        for split, paragraphs in labelled.items()
    }


def annotation_figures(annotations: Annotations, labels: Sequence[str]) -> dict[str, Any]:
    """How many annotations and annotated paragraphs there are, which lost their paragraph, which were left tied."""
    merged = [merge(answers, labels) for answers in annotations.answers.values()]
    return {
        "total": annotations.total,
        "paragraphs": len(merged),
        "adjudicated": sum(answer.source == "adjudicated" for answer in merged),
        "tied": sum(answer.tied for answer in merged),
        "unmatched": len(annotations.unmatched),
        "first_unmatched": annotations.unmatched[:_EXAMPLES],
    }


def weak_figures(
    probabilities: NDArray[np.float64], truth: NDArray[np.bool_], labels: Sequence[str], min_confidence: float
) -> dict[str, Any]:
    """How good weak labels would be on annotated paragraphs: on all of them and on those sure enough to be kept.

    ``expected`` is what the confidence of the kept paragraphs promises for ``kept.exact_match``.
    """
    guess, sure = probabilities >= 0.5, confidence(probabilities)
    kept = sure >= min_confidence
    return {
        "kept_share": _mean(kept),
        "expected": _mean(sure[kept]),
        "all": _scores(guess, truth, labels),
        "kept": _scores(guess[kept], truth[kept], labels),
    }


def _scores(guess: NDArray[np.bool_], truth: NDArray[np.bool_], labels: Sequence[str]) -> dict[str, float | None]:
    if not len(truth):
        return {}
    scores = f1(truth, guess)
    overall = {"macro_f1": _mean(scores), "exact_match": _mean((guess == truth).all(axis=1))}
    return overall | {label: _rounded(score) for label, score in zip(labels, scores, strict=True)}


def _mean(values: NDArray[Any]) -> float | None:
    return _rounded(values.mean()) if len(values) else None


def _rounded(value: float) -> float:
    return round(float(value), 4)
