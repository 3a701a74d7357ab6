"""Agreement between annotators, label by label."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.labelling.annotations import ADJUDICATED, Answers


def f1(truth: NDArray[np.bool_], guess: NDArray[np.bool_]) -> NDArray[np.float64]:
    """F1 of every column of two ``(n, k)`` arrays, 1 where neither holds a positive; symmetric in its arguments."""
    hits = 2.0 * (truth & guess).sum(axis=0)
    sizes = truth.sum(axis=0) + guess.sum(axis=0)
    scores: NDArray[np.float64] = np.divide(hits, sizes, out=np.ones(truth.shape[1]), where=sizes > 0)
    return scores


def agreement(answers: Iterable[Answers], labels: Sequence[str]) -> dict[str, Any]:
    """How well annotators agree before adjudication, as the report shows it.

    Per label: ``alpha``, Krippendorff's alpha for nominal data (Krippendorff 2011, "Computing Krippendorff's
    alpha-reliability"; 1 is perfect, 0 is chance, ``None`` where it is undefined because nobody or everybody gave the
    label); ``raw``, the share of pairs of answers to one paragraph that agree; ``positives``, per annotator. And per
    pair of annotators the macro-F1 of one against the other, over the paragraphs that both labelled.
    """
    several = [voices for answer in answers if len(voices := _voices(answer)) > 1]
    annotators = sorted({annotator for voices in several for annotator in voices})
    table = _table(several, annotators, labels)
    return {
        "paragraphs": len(several),
        "macro_f1": {f"{annotators[i]}/{annotators[j]}": _macro_f1(table[i], table[j]) for i, j in _pairs(annotators)},
        "labels": {
            label: {
                "alpha": _alpha(table[:, :, column]),
                "raw": _raw(table[:, :, column]),
                "positives": {
                    annotator: int(np.nansum(table[row, :, column])) for row, annotator in enumerate(annotators)
                },
            }
            for column, label in enumerate(labels)
        },
    }


def _voices(answer: Answers) -> dict[str, frozenset[str]]:
    return {annotator: labels for annotator, labels in answer.items() if annotator != ADJUDICATED}


def _pairs(annotators: Sequence[str]) -> Iterable[tuple[int, int]]:
    return combinations(range(len(annotators)), 2)


def _table(answers: Sequence[Answers], annotators: Sequence[str], labels: Sequence[str]) -> NDArray[np.float64]:
    """``(annotators, paragraphs, labels)``: 1 given, 0 not given, NaN where the annotator did not answer."""
    table = np.full((len(annotators), len(answers), len(labels)), np.nan)
    for column, answer in enumerate(answers):
        for annotator, given in answer.items():
            table[annotators.index(annotator), column] = [label in given for label in labels]
    return table


def _macro_f1(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    both = ~np.isnan(one).any(axis=1) & ~np.isnan(other).any(axis=1)
    return round(float(f1(one[both] > 0, other[both] > 0).mean()), 4) if both.any() else None


def _alpha(table: NDArray[np.float64]) -> float | None:
    from krippendorff import alpha

    values = table[~np.isnan(table)]
    if not values.size or values.min() == values.max():
        return None
    return round(float(alpha(reliability_data=table, level_of_measurement="nominal")), 4)


def _raw(table: NDArray[np.float64]) -> float | None:
    """Share of agreeing pairs; ``table`` is ``(annotators, paragraphs)`` with NaN for no answer."""
    yes, no = (table == 1).sum(axis=0), (table == 0).sum(axis=0)
    pairs = ((yes + no) * (yes + no - 1)).sum()
    return round(float((yes * (yes - 1) + no * (no - 1)).sum() / pairs), 4) if pairs else None
