"""How well a model does on parts of the test paragraphs: disaggregated evaluation.

Mitchell et al. (2019), Model cards for model reporting, FAT*. Each part has few positives of each label, so the figure
to judge by is micro-F1, which pools the decisions of all labels before it divides. Averages over labels are unsound
there: a label's F1 jumps between 0 and 1 with single paragraphs and is undefined without positives (Forman and Scholz
2010, Apples-to-apples in cross-validation studies, SIGKDD Explorations 12(1)). F1 of a label and their macro average
are therefore given only where there are enough positives.

F1 grows with the share of positives, so that slices of different shares are not strictly comparable; the rate of false
alarms does not depend on it. It is the only figure where no paragraph has a label, because there F1 can only be 0 or
undefined.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import Struct

from pipeline.errors import RegactError
from pipeline.evaluation.bootstrap import Estimate, bootstrap, estimates
from pipeline.evaluation.metrics import arrange
from pipeline.evaluation.predictions import REMEDY, Answers, Predicted, answers
from pipeline.evaluation.properties import Known, jurisdictions, properties
from pipeline.evaluation.ranking import IntArray
from pipeline.models.decisions import BoolArray
from pipeline.params import EvaluateParams

SMALL_PARAGRAPHS, SMALL_DOCUMENTS = 30, 5
"""A slice with fewer of either is small: its figures are shown, not relied on."""
FEW_POSITIVES = 10
"""With fewer, one paragraph more or less moves F1 by several points."""

_NOTHING = Estimate(None)


class Slice(Struct, frozen=True):
    """The paragraphs that share one value of a property, and how well they are labelled.

    Intervals come from resampling the documents that have paragraphs in the slice.
    """

    name: str
    paragraphs: int
    documents: int
    positives: Mapping[str, int]
    """Label → paragraphs that have it."""
    small: bool
    micro_f1: Estimate
    """Unknown without positives."""
    macro_f1: Estimate
    """Unknown unless each label that test has at all has enough positives."""
    exact_match: Estimate
    false_alarms: Estimate
    """Share of the paragraphs without label that were given one."""
    f1: Mapping[str, Estimate]
    """Label → F1; unknown where there are too few positives."""

    @property
    def ranked(self) -> bool:
        """Whether there is enough to call the slice weak or strong."""
        return not self.small and sum(self.positives.values()) >= FEW_POSITIVES


class Slices(Struct, frozen=True):
    """A model on the parts of test: ``reports/<model>/slices.json``."""

    confidence: float
    resamples: int
    jurisdiction_named_in: Mapping[str, int]
    """Paragraphs whose jurisdiction is named in the paragraph, elsewhere in its document, or in nothing."""
    whole: Slice
    properties: Mapping[str, tuple[Slice, ...]]

    def weakest(self, count: int = 3) -> list[tuple[str, Slice]]:
        """The slices with the lowest micro-F1 that there is enough of, each with its property, worst first."""
        ranked = [(name, part) for name, parts in self.properties.items() for part in parts if part.ranked]
        return sorted(ranked, key=lambda entry: entry[1].micro_f1.value or 0.0)[:count]


def slices(
    predictions: Sequence[Predicted], labels: Sequence[str], known: Known, params: EvaluateParams, seed: int
) -> Slices:
    """Measure a model's ``predictions`` on every part of the paragraphs; there must be one paragraph at least."""
    test = _Test(answers(predictions, labels), labels, params, seed)
    decisions = jurisdictions(predictions, known)
    sources = Counter(decision.source for decision in decisions)
    return Slices(
        confidence=params.confidence,
        resamples=params.resamples,
        jurisdiction_named_in={source: sources[source] for source in ("paragraph", "document", "nothing")},
        whole=test.part("all paragraphs", np.ones(len(predictions), dtype=np.bool_)),
        properties={
            name: tuple(test.part(value, np.array([v == value for v in found.values])) for value in found.order)
            for name, found in properties(predictions, known, decisions).items()
        },
    )


def side_by_side(sliced: Mapping[str, Slices]) -> Iterator[tuple[str, list[dict[str, Slice]]]]:
    """Every property with its slices, each as model → slice.

    Raises:
        RegactError: the models were not sliced alike.
    """
    shapes = {
        name: [(key, [(p.name, p.paragraphs) for p in parts]) for key, parts in found.properties.items()]
        for name, found in sliced.items()
    }
    first, *others = shapes
    for other in others:
        if shapes[other] != shapes[first]:
            raise RegactError(f"reports/{other}/slices.json and reports/{first}/slices.json: other slices; {REMEDY}")
    for key in sliced[first].properties:
        columns = [found.properties[key] for found in sliced.values()]
        yield key, [dict(zip(sliced, row, strict=True)) for row in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True)
class _Test:
    """The answers to all paragraphs, and how to measure parts of them."""

    answered: Answers
    labels: Sequence[str]
    params: EvaluateParams
    seed: int

    def part(self, name: str, members: BoolArray) -> Slice:
        """Measure the paragraphs that are ``members`` (n,); there must be one at least."""
        answered = _select(self.answered, members)
        counted = answered.tally()
        resampled = bootstrap([counted], self.params.resamples, self.seed)[0]
        metrics = arrange(counted, estimates(counted, resampled, self.params.confidence), self.labels)
        positives = answered.truth.sum(axis=0)
        return Slice(
            name=name,
            paragraphs=len(answered.truth),
            documents=counted.clusters,
            positives=dict(zip(self.labels, positives.tolist(), strict=True)),
            small=len(answered.truth) < SMALL_PARAGRAPHS or counted.clusters < SMALL_DOCUMENTS,
            micro_f1=metrics.micro.f1 if positives.any() else _NOTHING,
            macro_f1=metrics.macro.f1 if self._enough_of_each(positives) else _NOTHING,
            exact_match=metrics.exact_match,
            false_alarms=_complement(metrics.none.recall),
            f1={
                label: quality.f1 if quality.support >= FEW_POSITIVES else _NOTHING
                for label, quality in metrics.labels.items()
            },
        )

    def _enough_of_each(self, positives: IntArray) -> bool:
        """Whether there are enough positives of each label that occurs at all."""
        occurring = positives[self.answered.truth.any(axis=0)]
        return bool(occurring.size and occurring.min() >= FEW_POSITIVES)


def _select(answered: Answers, members: BoolArray) -> Answers:
    _, documents = np.unique(answered.documents[members], return_inverse=True)
    return Answers(documents, answered.truth[members], answered.predicted[members], answered.scores[members])


def _complement(share: Estimate) -> Estimate:
    """One minus ``share``; the ends of its interval change places."""
    if share.value is None:
        return share
    if share.low is None or share.high is None:
        return Estimate(1 - share.value)
    return Estimate(1 - share.value, 1 - share.high, 1 - share.low)
