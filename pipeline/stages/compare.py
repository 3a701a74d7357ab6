"""All models side by side: ``python -m pipeline.stages.compare``."""

import msgspec

from pipeline import params as parameters
from pipeline.evaluation.comparison import COMPARISON, Comparison, compare
from pipeline.evaluation.markdown import markdown
from pipeline.evaluation.mistakes import instructive
from pipeline.evaluation.numerals import stored
from pipeline.evaluation.predictions import PREDICTED, read
from pipeline.evaluation.report import html
from pipeline.evaluation.verdict import verdict
from pipeline.files import write_json, write_text
from pipeline.stages.runner import run, say


def main() -> None:
    """Compare the models of ``params.yaml`` by their predictions of the test split; write the reports."""
    params = parameters.load()
    predictions = {name: read(PREDICTED / f"{name}.jsonl", params.labels) for name in params.models}
    comparison = compare(predictions, params.labels, params.evaluate, params.seed)
    # Every report is written from the figures as stored, so that none says more or other than the rest.
    comparison = msgspec.convert(stored(comparison), Comparison)
    write_json(COMPARISON, {"verdict": verdict(comparison)} | stored(comparison))
    write_text(COMPARISON.with_suffix(".md"), markdown(comparison))
    write_text(COMPARISON.with_suffix(".html"), html(comparison, instructive(predictions, params.labels)))
    say(verdict(comparison))


if __name__ == "__main__":
    run(main)
