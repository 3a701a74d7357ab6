"""Try how one model behaves: ``python -m pipeline.stages.behave NAME``."""

from pathlib import Path

import msgspec

from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.evaluation.behaviour.limits import breaches
from pipeline.evaluation.behaviour.page import page
from pipeline.evaluation.behaviour.report import Behaviour, examine
from pipeline.evaluation.behaviour.suite_file import load as load_suite
from pipeline.evaluation.behaviour.wording import described
from pipeline.evaluation.numerals import stored
from pipeline.files import read_jsonl, write_json, write_text
from pipeline.models.model import load
from pipeline.records import LabelledParagraph
from pipeline.stages.runner import argument, run, say

TEST = Path("data/labelled/test.jsonl")
SUITE = Path("data/behaviour.yaml")
MODELS = Path("models")
REPORTS = Path("reports")


def main() -> None:
    """Examine the model, write the report, and warn of limits that it does not keep."""
    name = argument("the name of a model")
    params = parameters.load()
    suite = load_suite(SUITE, params.labels)
    model = load(MODELS / name)
    if model.labels != params.labels:
        raise RegactError(f"{MODELS / name}: trained for {', '.join(model.labels)}; run `dvc repro train@{name}`")
    paragraphs = [paragraph for _, paragraph in read_jsonl(TEST, LabelledParagraph, "run `dvc repro label`")]
    # Page and warnings are written from the figures as stored, so that none says more or other than the rest.
    behaviour = msgspec.convert(stored(examine(model, paragraphs, suite, params)), Behaviour)
    write_json(REPORTS / name / "behaviour.json", behaviour, width=120)
    write_text(REPORTS / name / "behaviour.md", page(behaviour, params.behaviour))
    for breach in breaches(behaviour, params.behaviour):
        say(f"behave {name}: warning: {described(breach)}")


if __name__ == "__main__":
    run(main)
