from pathlib import Path

import pytest
import yaml
from synthetic import LABELS, predictions

from pipeline.errors import RegactError
from pipeline.evaluation.comparison import load
from pipeline.evaluation.numerals import stored
from pipeline.evaluation.properties import Known
from pipeline.evaluation.slices import slices
from pipeline.evaluation.verdict import verdict
from pipeline.files import read_json, write_json, write_jsonl
from pipeline.params import EvaluateParams
from pipeline.stages import compare

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose two models have been evaluated."""
    monkeypatch.chdir(tmp_path)
    params = yaml.safe_load((ROOT / "params.yaml").read_text()) | {"labels": list(LABELS)}
    params["evaluate"]["resamples"] = 100
    Path("params.yaml").write_text(yaml.safe_dump(params))
    for name, noise, seed in (("tfidf", 0.8, 1), ("transformer", 0.55, 2)):
        lines = predictions(noise, seed)
        write_jsonl(Path(f"data/predicted/{name}.jsonl"), lines)
        found = slices(lines, LABELS, Known({}, {}), EvaluateParams(resamples=100), seed=0)
        write_json(Path(f"reports/{name}/slices.json"), stored(found))
    return tmp_path


def test_all_reports_tell_the_same_verdict(project, capsys):
    compare.main()
    comparison = load()
    sentence = verdict(comparison)
    assert sentence.startswith("transformer is the best model")
    assert read_json(Path("reports/comparison.json"), dict)["verdict"] == sentence
    assert sentence in Path("reports/comparison.md").read_text()
    assert sentence in Path("reports/comparison.html").read_text()
    assert capsys.readouterr().err == f"{sentence}\n"
    assert list(comparison.models) == ["tfidf", "transformer"]


def test_predictions_of_a_model_no_longer_named_are_ignored(project):
    write_jsonl(Path("data/predicted/old.jsonl"), predictions(0.1, 3, labels=("other",)))
    compare.main()
    assert "old" not in load().models


def test_the_same_input_gives_the_same_bytes(project):
    def written():
        compare.main()
        return [Path(f"reports/comparison.{suffix}").read_bytes() for suffix in ("json", "md", "html")]

    assert written() == written()


def test_a_model_not_evaluated_yet_is_told(project):
    Path("data/predicted/transformer.jsonl").unlink()
    with pytest.raises(RegactError, match=r"transformer.jsonl: no such file; run `dvc repro`"):
        compare.main()


def test_slices_not_written_yet_are_told(project):
    Path("reports/tfidf/slices.json").unlink()
    with pytest.raises(RegactError, match=r"reports/tfidf/slices.json: no such file; run `dvc repro`"):
        compare.main()


def test_predictions_for_other_labels_are_refused(project):
    write_jsonl(Path("data/predicted/tfidf.jsonl"), predictions(0.8, 1, labels=("ham", "eggs")))
    with pytest.raises(RegactError, match=r"tfidf.jsonl:1: scores for other labels"):
        compare.main()
