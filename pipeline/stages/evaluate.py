"""Measure one model on test: ``python -m pipeline.stages.evaluate NAME``."""

from pathlib import Path

from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.evaluation import plots
from pipeline.evaluation.detail import evaluate, headline, predict
from pipeline.evaluation.numerals import stored
from pipeline.evaluation.predictions import PREDICTED, answers
from pipeline.evaluation.properties import read_known
from pipeline.evaluation.slices import slices
from pipeline.files import read_jsonl, write_json, write_jsonl, write_text
from pipeline.models.model import load
from pipeline.records import LabelledParagraph
from pipeline.stages.runner import argument, run, say

TEST = Path("data/labelled/test.jsonl")
DOCUMENTS, BLOCKS = Path("data/documents.jsonl"), Path("data/blocks.jsonl")
MODELS = Path("models")
REPORTS = Path("reports")


def main() -> None:
    """Predict the test split; write predictions, headline metrics, details, slices and the data of the plots."""
    name = argument("the name of a model")
    params = parameters.load()
    model = load(MODELS / name)
    if model.labels != params.labels:
        raise RegactError(f"{MODELS / name}: trained for {', '.join(model.labels)}; run `dvc repro train@{name}`")
    predictions = predict(read_jsonl(TEST, LabelledParagraph, "run `dvc repro label`"), TEST, model)
    detail = evaluate(predictions, model, params.evaluate, params.seed)
    answered = answers(predictions, model.labels)
    known = read_known(DOCUMENTS, BLOCKS)
    sliced = slices(predictions, model.labels, known, params.evaluate, params.seed)
    write_jsonl(PREDICTED / f"{name}.jsonl", predictions)
    write_json(REPORTS / name / "metrics.json", stored(headline(detail)))
    write_json(REPORTS / name / "detail.json", stored(detail))
    write_json(REPORTS / name / "slices.json", stored(sliced), width=120)
    for plot in (plots.precision_recall, plots.thresholds, plots.calibration):
        write_text(REPORTS / name / f"{plot.__name__}.csv", plot(answered, model.labels))
    for note in detail.notes:
        say(f"evaluate {name}: {note}")


if __name__ == "__main__":
    run(main)
