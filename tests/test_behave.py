import sys
from pathlib import Path

import pytest
import yaml
from keyword_model import Keyword, paragraphs

from pipeline.errors import RegactError
from pipeline.evaluation.behaviour.report import read
from pipeline.files import write_jsonl
from pipeline.stages import behave

ROOT = Path(__file__).parents[1]
REPORT = Path("reports/tfidf/behaviour.json")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with two labels, a model that goes by words, and a few cases."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(behave, "load", lambda path: Keyword({"ham": ["ham"], "spam": ["spam", "Rome"]}))
    monkeypatch.setattr(sys, "argv", ["behave", "tfidf"])
    params = yaml.safe_load((ROOT / "params.yaml").read_text()) | {"labels": ["ham", "spam"], "models": ["tfidf"]}
    params["evaluate"]["resamples"] = 100
    Path("params.yaml").write_text(yaml.safe_dump(params))
    texts = [("ham, in Oslo", ["ham"]), ("so much spam, in Bern", ["spam"]), ("eggs, in Turin", [])]
    write_jsonl(
        Path("data/labelled/test.jsonl"),
        paragraphs(*[(f"{text} {i}", given) for i in range(9) for text, given in texts]),
    )
    Path("data/behaviour.yaml").write_text(
        "swaps: {city: [Oslo, Bern, Turin, Rome]}\ncapabilities: [{name: plain, has: [ham], cases: [ham, bacon]}]\n"
    )
    return tmp_path


def test_the_reports_are_written_and_broken_limits_told(project, capsys):
    behave.main()
    report = read(REPORT)
    assert report.labels == ("ham", "spam")
    assert report.functionality[0].passed.value == 0.5
    city = report.invariance[0]
    assert city.changed.value > 0.05
    page = REPORT.with_suffix(".md").read_text()
    assert "| plain | 2 | 50.0%" in page
    warned = capsys.readouterr().err.splitlines()
    assert all(line.startswith("behave tfidf: warning: ") for line in warned)
    assert any("swap `city`" in line for line in warned)


def test_a_second_run_writes_the_same_bytes(project):
    behave.main()
    before = [path.read_bytes() for path in (REPORT, REPORT.with_suffix(".md"))]
    behave.main()
    assert [path.read_bytes() for path in (REPORT, REPORT.with_suffix(".md"))] == before


def test_an_empty_suite_still_tries_quantities_and_damage(project):
    Path("data/behaviour.yaml").write_text("")
    behave.main()
    report = read(REPORT)
    assert not report.functionality
    assert [change.name for change in report.invariance] == ["amount", "date"]
    assert report.robustness


def test_a_model_of_other_labels_is_refused(project, monkeypatch):
    monkeypatch.setattr(behave, "load", lambda path: Keyword({"ham": ["ham"]}))
    with pytest.raises(RegactError, match=r"models/tfidf: trained for ham; run `dvc repro train@tfidf`"):
        behave.main()


def test_without_labelled_paragraphs_the_remedy_is_told(project):
    Path("data/labelled/test.jsonl").unlink()
    with pytest.raises(RegactError, match="run `dvc repro label`"):
        behave.main()
