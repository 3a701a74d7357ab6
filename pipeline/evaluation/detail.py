"""Everything measured of one model on one set of labelled paragraphs, with intervals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from pipeline.errors import RegactError, at
from pipeline.evaluation.bootstrap import Estimate, bootstrap, estimates
from pipeline.evaluation.calibration import calibration_errors
from pipeline.evaluation.metrics import Metrics, arrange
from pipeline.evaluation.predictions import Answers, Predicted, answers
from pipeline.files import read_jsonl
from pipeline.models.model import Model
from pipeline.params import EvaluateParams
from pipeline.records import LabelledParagraph, LabelledText, paragraph_id

FEW_DOCUMENTS = 20
"""Below this the percentile interval of a cluster bootstrap is known to be too narrow.

Cameron, Gelbach and Miller (2008), Bootstrap-based improvements for inference with clustered errors.
"""


class Detail(Struct, frozen=True):
    """The evaluation of one model."""

    model: str
    paragraphs: int
    documents: int
    confidence: float
    resamples: int
    metrics: Metrics[Estimate]
    thresholds: Mapping[str, float]
    calibration_error: Mapping[str, float]
    """Label → expected calibration error."""
    notes: tuple[str, ...] = ()
    """What a reader must know to read the figures right."""


def evaluate(predictions: Sequence[Predicted], model: Model, params: EvaluateParams, seed: int) -> Detail:
    """Measure ``model`` by its ``predictions`` on labelled paragraphs; there must be one at least."""
    answered = answers(predictions, model.labels)
    counted = answered.tally()
    resampled = bootstrap([counted], params.resamples, seed)[0]
    return Detail(
        model=model.name,
        paragraphs=len(predictions),
        documents=counted.clusters,
        confidence=params.confidence,
        resamples=params.resamples,
        metrics=arrange(counted, estimates(counted, resampled, params.confidence), model.labels),
        thresholds=dict(zip(model.labels, map(float, model.thresholds), strict=True)),
        calibration_error=calibration_errors(answered, model.labels),
        notes=tuple(notes(answered, model.labels)),
    )


def evaluate_file(path: Path, model: Model, params: EvaluateParams, seed: int) -> Detail:
    """Measure ``model`` on a user's file of ``{"text": ..., "labels": [...]}`` lines.

    A line may name its ``document``; one that does not is taken for a document of its own.

    Raises:
        RegactError: a file that is missing, empty or broken, or a label that the model does not know.
    """
    return evaluate(predict(read_jsonl(path, LabelledText), path, model), model, params, seed)


def predict(
    records: Iterable[tuple[int, LabelledText | LabelledParagraph]], path: Path, model: Model
) -> list[Predicted]:
    """Let ``model`` answer the labelled ``records`` of ``path``, each with its line number.

    Raises:
        RegactError: no record at all, or a label that the model does not know.
    """
    numbered = list(records)
    if not numbered:
        raise RegactError(f"{path}: no labelled paragraphs; give one line for each, with its text and labels")
    for number, record in numbered:
        if unknown := sorted(set(record.labels) - set(model.labels)):
            known = ", ".join(model.labels)
            raise RegactError(f"{at(path, number)}: unknown label `{unknown[0]}`; {model.name} knows {known}")
    found = model.predict([record.text for _, record in numbered])
    return [
        Predicted(
            id=paragraph_id(record.text),
            document=record.document or at(path, number),
            text=record.text,
            truth=tuple(label for label in model.labels if label in record.labels),
            labels=prediction.labels,
            scores=prediction.scores,
        )
        for (number, record), prediction in zip(numbered, found, strict=True)
    ]


def notes(answered: Answers, labels: Sequence[str]) -> Iterator[str]:
    """What limits the figures, in words."""
    for label in (label for label, column in zip(labels, answered.truth.T, strict=True) if not column.any()):
        yield f"No paragraph has the label {label}: its recall is unknown and the macro averages leave it out."
    documents = int(answered.documents.max()) + 1
    if documents == 1:
        yield "There is only one document: without others to resample, no interval can be given."
    elif documents < FEW_DOCUMENTS:
        yield f"There are only {documents} documents: the intervals are rough and likely too narrow."


def headline(detail: Detail) -> dict[str, float | dict[str, float | None] | None]:
    """The few figures that ``dvc metrics`` shows."""
    metrics = detail.metrics
    return {
        "macro_f1": metrics.macro.f1.value,
        "micro_f1": metrics.micro.f1.value,
        "exact_match": metrics.exact_match.value,
        "macro_average_precision": metrics.macro.average_precision.value,
        "f1": {label: quality.f1.value for label, quality in metrics.labels.items()},
    }
