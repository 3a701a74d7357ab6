import json
import sys

import pytest
import yaml

from pipeline.errors import RegactError
from pipeline.files import write_jsonl
from pipeline.models.model import load
from pipeline.records import LabelledParagraph, paragraph_id
from pipeline.stages import train

PARAMS = {
    "labels": ["ban", "penalty"],
    "models": ["tfidf"],
    "seed": 1,
    "split": {},
    "label": {},
    "evaluate": {},
    "tfidf": {"min_df": 1, "C": [1.0, 10.0], "folds": 2},
}


def paragraphs(n, start=0):
    texts = {(): "Shares of {} rose.", ("ban",): "They blocked app {}.", ("penalty",): "They fined firm {}."}
    for i in range(start, start + n):
        labels = list(texts)[i % 3]
        text = texts[labels].format(i)
        yield LabelledParagraph(
            id=paragraph_id(text), document=f"d{i}", group=f"g{i}", text=text, labels=labels, source="annotators"
        )


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["train", "tfidf"])
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(PARAMS))
    write_jsonl(tmp_path / "data/labelled/train.jsonl", paragraphs(30))
    write_jsonl(tmp_path / "data/labelled/validation.jsonl", paragraphs(9, 30))
    return tmp_path


def test_the_bundle_loads_and_its_training_curve_is_written(project):
    train.main()
    model = load(project / "models" / "tfidf")
    assert model.name == "tfidf"
    assert model.predict(["They fined firm 7."])[0].labels == ("penalty",)
    assert (project / "reports/tfidf/training.csv").read_text().startswith("step,score,C,class_weight\n1,")
    assert sorted(p.name for p in (project / "models").iterdir()) == ["tfidf"]


def test_the_bundle_holds_the_held_out_curve_of_every_label(project):
    train.main()
    curves = load(project / "models" / "tfidf").manifest.curves
    assert list(curves) == ["ban", "penalty"]
    for curve in curves.values():
        # Only giving the label to all 30 paragraphs rests on enough of them.
        assert (curve.positives, [(p.found, p.given) for p in curve.points]) == (10, [(10, 30)])


def test_others_may_read_the_bundle(project):
    train.main()
    folder = project / "models" / "tfidf"
    assert folder.stat().st_mode & 0o777 == 0o755
    assert all(file.stat().st_mode & 0o777 == 0o644 for file in folder.iterdir())


def test_training_twice_gives_the_same_bundle(project):
    train.main()
    manifest = project / "models/tfidf/manifest.json"
    before = manifest.read_bytes()
    train.main()
    assert manifest.read_bytes() == before
    assert set(json.loads(before)["data"]) == {"train.jsonl", "validation.jsonl"}


def test_a_failed_training_leaves_the_old_bundle(project):
    train.main()
    before = (project / "models/tfidf/manifest.json").read_bytes()
    (project / "params.yaml").write_text(yaml.safe_dump(PARAMS | {"tfidf": {"min_df": 500}}))
    with pytest.raises(RegactError, match="lower"):
        train.main()
    assert (project / "models/tfidf/manifest.json").read_bytes() == before
    assert sorted(p.name for p in (project / "models").iterdir()) == ["tfidf"]


def test_missing_labels_tell_the_stage_that_makes_them(project):
    (project / "data/labelled/train.jsonl").unlink()
    with pytest.raises(RegactError, match="run `dvc repro label`"):
        train.main()


def test_no_labelled_paragraph_is_refused(project):
    (project / "data/labelled/validation.jsonl").write_text("")
    with pytest.raises(RegactError, match="train or validation is empty"):
        train.main()


def test_the_name_of_the_model_is_needed(project, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["train"])
    with pytest.raises(RegactError, match="takes one argument, the name of a model"):
        train.main()
