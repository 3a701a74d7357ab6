import csv
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
import yaml

from pipeline.errors import RegactError
from pipeline.evaluation.detail import Detail
from pipeline.evaluation.predictions import read
from pipeline.evaluation.slices import Slices
from pipeline.files import read_json, read_jsonl, write_jsonl
from pipeline.records import LabelledParagraph, Prediction
from pipeline.stages import evaluate

LABELS = ("ham", "spam")
ROOT = Path(__file__).parents[1]


class Keyword:
    """A label's score is high where the text names the label."""

    def __init__(self, path, labels=LABELS):
        self.name, self.labels, self.thresholds = path.name, labels, np.full(len(labels), 0.5)

    def predict(self, texts):
        scores = [{label: 0.9 if label in text else 0.1 for label in self.labels} for text in texts]
        return [Prediction(tuple(label for label, p in s.items() if p > 0.5), s) for s in scores]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with two labels, trained and with a test split of 40 paragraphs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(evaluate, "load", Keyword)
    monkeypatch.setattr(sys, "argv", ["evaluate", "tfidf"])
    params = yaml.safe_load((ROOT / "params.yaml").read_text()) | {"labels": list(LABELS), "models": ["tfidf"]}
    params["evaluate"]["resamples"] = 100
    Path("params.yaml").write_text(yaml.safe_dump(params))
    words = ["ham", "spam", "ham and spam", "neither"]
    truths = [("ham",), ("spam",), ("ham",), ()]
    write_jsonl(
        Path("data/labelled/test.jsonl"),
        [
            LabelledParagraph(f"{i:016x}", f"d{i % 25}", "g", words[i % 4], truths[i % 4], "annotators")
            for i in range(40)
        ],
    )
    return tmp_path


def test_a_model_is_measured_and_its_answers_kept(project):
    evaluate.main()
    predictions = read(Path("data/predicted/tfidf.jsonl"), LABELS)
    assert (predictions[2].truth, predictions[2].labels) == (("ham",), ("ham", "spam"))
    metrics = read_json(Path("reports/tfidf/metrics.json"), dict)
    assert metrics == {
        "macro_f1": 0.8333,
        "micro_f1": 0.8571,
        "exact_match": 0.75,
        "macro_average_precision": 0.75,
        "f1": {"ham": 1.0, "spam": 0.6667},
    }
    detail = read_json(Path("reports/tfidf/detail.json"), Detail)
    assert (detail.model, detail.paragraphs, detail.documents) == ("tfidf", 40, 25)
    assert detail.metrics.exact_match.low < 0.75 < detail.metrics.exact_match.high


def test_slices_use_what_is_known_of_documents(project):
    evaluate.main()
    slices = read_json(Path("reports/tfidf/slices.json"), Slices)
    assert "kind" not in slices.properties
    assert slices.whole.micro_f1.value == 0.8571
    Path("data/documents.jsonl").write_text('{"id": "d0", "kind": "blog"}\n')
    evaluate.main()
    slices = read_json(Path("reports/tfidf/slices.json"), Slices)
    assert [(part.name, part.documents) for part in slices.properties["kind"]] == [("blog", 1), ("unknown", 24)]


def test_the_plots_have_the_columns_that_dvc_yaml_names(project):
    evaluate.main()
    plots = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]["evaluate"]["do"]["plots"]
    assert len(plots) == 3
    for ((name, properties),) in (plot.items() for plot in plots):
        with Path(name.replace("${item}", "tfidf")).open() as file:
            header = next(csv.reader(file))
        assert {"label", properties["x"], properties["y"]} <= set(header)
        assert (ROOT / ".dvc/plots" / f"{properties['template']}.json").is_file()


def test_the_same_input_gives_the_same_bytes(project):
    def written():
        evaluate.main()
        return {path: path.read_bytes() for path in sorted(project.rglob("*")) if path.is_file()}

    first = written()
    assert written() == first
    assert len(first) == 9


def test_a_model_of_other_labels_is_refused(project, monkeypatch):
    monkeypatch.setattr(evaluate, "load", lambda path: Keyword(path, ("ham", "eggs")))
    with pytest.raises(RegactError, match=r"models/tfidf: trained for ham, eggs; run `dvc repro"):
        evaluate.main()


def test_an_unknown_label_in_test_names_the_line(project):
    path = Path("data/labelled/test.jsonl")
    lines = [line for _, line in read_jsonl(path, LabelledParagraph)]
    write_jsonl(path, [lines[0], msgspec.structs.replace(lines[1], labels=("eggs",))])
    with pytest.raises(RegactError, match=r"data/labelled/test.jsonl:2: unknown label `eggs`"):
        evaluate.main()


def test_dvc_reruns_the_stage_when_any_module_it_uses_changes():
    stage = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]["evaluate"]["do"]
    code = (
        "import sys, pipeline.stages.evaluate;"
        "print(*(m.replace('.', '/') + '.py' for m in sys.modules if m.startswith('pipeline.evaluation.')))"
    )
    used = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert set(used.split()) == {dep for dep in stage["deps"] if dep.startswith("pipeline/evaluation/")}
