"""Paragraphs → labelled paragraphs: from annotations where there are any, from rules where there are none."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.labelling.annotations import Annotations, Key, merge
from pipeline.labelling.rules import votes
from pipeline.labelling.weak import WeakLabeller, confidence
from pipeline.records import LabelledParagraph, Paragraph


def annotated(
    paragraphs: Iterable[Paragraph], annotations: Annotations, labels: Sequence[str], groups: Mapping[str, str]
) -> tuple[list[LabelledParagraph], list[Paragraph]]:
    """The paragraphs that have annotations, merged, and the paragraphs that have none.

    Args:
        paragraphs: of any split.
        annotations: what annotators said.
        labels: the label set.
        groups: document → group.
    """
    done: list[LabelledParagraph] = []
    rest: list[Paragraph] = []
    for paragraph in paragraphs:
        answers = annotations.answers.get(Key(paragraph.document, paragraph.id))
        if answers is None:
            rest.append(paragraph)
            continue
        merged = merge(answers, labels)
        done.append(
            LabelledParagraph(
                id=paragraph.id,
                document=paragraph.document,
                group=groups[paragraph.document],
                text=paragraph.text,
                labels=merged.labels,
                source=merged.source,
                support=merged.support,
            )
        )
    return done, rest


def weakly_labelled(
    paragraphs: Sequence[Paragraph], labeller: WeakLabeller, min_confidence: float, groups: Mapping[str, str]
) -> list[LabelledParagraph]:
    """The paragraphs whose labels are all right with a probability of at least ``min_confidence``.

    Args:
        paragraphs: without annotation.
        labeller: rules and their weights; it gives a label from a probability of one half on.
        min_confidence: from 0, which keeps all paragraphs, to 1.
        groups: document → group.
    """
    table = votes(labeller.rules, [paragraph.text for paragraph in paragraphs])
    probabilities = labeller.probabilities(table)
    kept = []
    for paragraph, voted, row, sure in zip(paragraphs, table, probabilities, confidence(probabilities), strict=True):
        if sure < min_confidence:
            continue
        kept.append(
            LabelledParagraph(
                id=paragraph.id,
                document=paragraph.document,
                group=groups[paragraph.document],
                text=paragraph.text,
                labels=tuple(label for label, p in zip(labeller.labels, row, strict=True) if p >= 0.5),
                source="weak",
                support=_support(labeller, voted),
                confidence=round(float(sure), 4),
            )
        )
    return kept


def truth(paragraphs: Sequence[LabelledParagraph], labels: Sequence[str]) -> NDArray[np.bool_]:
    """``(paragraphs, labels)``: which paragraph has which label."""
    table = [[label in paragraph.labels for label in labels] for paragraph in paragraphs]
    return np.array(table, dtype=bool).reshape(len(paragraphs), len(labels))


def _support(labeller: WeakLabeller, voted: NDArray[np.bool_]) -> dict[str, tuple[str, ...]]:
    """Label → names of the rules that voted for it."""
    voters = [rule for rule, has in zip(labeller.rules, voted, strict=True) if has and not rule.against]
    support = {label: tuple(rule.name for rule in voters if rule.label == label) for label in labeller.labels}
    return {label: names for label, names in support.items() if names}
