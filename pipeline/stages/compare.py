"""All models side by side: ``python -m pipeline.stages.compare``."""

from pathlib import Path

import msgspec

from pipeline import params as parameters
from pipeline.evaluation.calibration import diagrams
from pipeline.evaluation.comparison import COMPARISON, Comparison, compare
from pipeline.evaluation.markdown import markdown
from pipeline.evaluation.mistakes import instructive
from pipeline.evaluation.numerals import stored
from pipeline.evaluation.predictions import PREDICTED, REMEDY, answers, read
from pipeline.evaluation.report import html
from pipeline.evaluation.slices import Slices
from pipeline.evaluation.verdict import verdict
from pipeline.files import read_json, write_json, write_text
from pipeline.stages.runner import run, say

REPORTS = Path("reports")


def main() -> None:
    """Compare the models of ``params.yaml`` by their predictions and slices of the test split; write the reports."""
    params = parameters.load()
    predictions = {name: read(PREDICTED / f"{name}.jsonl", params.labels) for name in params.models}
    sliced = {name: read_json(REPORTS / name / "slices.json", Slices, REMEDY) for name in params.models}
    answered = {name: answers(lines, params.labels) for name, lines in predictions.items()}
    comparison = compare(predictions, params.labels, params.evaluate, params.seed)
    # Every report is written from the figures as stored, so that none says more or other than the rest.
    comparison = msgspec.convert(stored(comparison), Comparison)
    write_json(COMPARISON, {"verdict": verdict(comparison)} | stored(comparison))
    write_text(COMPARISON.with_suffix(".md"), markdown(comparison, sliced))
    mistakes, reliability = instructive(predictions, params.labels), diagrams(answered, params.labels)
    write_text(COMPARISON.with_suffix(".html"), html(comparison, mistakes, reliability, sliced))
    say(verdict(comparison))


if __name__ == "__main__":
    run(main)
