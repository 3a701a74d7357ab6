import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from experiments import material
from experiments.training import CACHE, Recipe, digest, of_model, train
from pipeline.errors import RegactError
from pipeline.files import write_jsonl
from pipeline.models import tfidf
from pipeline.models.classifier import Fitted, truth_of
from pipeline.records import LabelledParagraph, LabelledText, paragraph_id

LABELS = ("ban", "penalty")
SENTENCES = {
    (): "shares of the chip company rose",
    ("ban",): "the ministry blocked the app",
    ("penalty",): "the regulator fined the platform two million euros",
    ("ban", "penalty"): "the court fined the company and banned its service",
}


def paragraphs(n, start=0):
    rows = []
    for i in range(start, start + n):
        labels = list(SENTENCES)[i % 4]
        text = f"{SENTENCES[labels]} in {i}"
        rows.append(LabelledParagraph(paragraph_id(text), f"d{i // 2}", f"g{i // 4}", text, labels, "annotators"))
    return rows


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for split, start, n in (("train", 0, 48), ("validation", 100, 16), ("test", 200, 16)):
        write_jsonl(material.LABELLED / f"{split}.jsonl", paragraphs(n, start))
    return material.load(LABELS)


class Length:
    """A classifier that knows how long a text is."""

    def logits(self, texts):
        return np.array([[len(text), -len(text)] for text in texts], dtype=float)


def recipe(calls, settings=1, seeded=True):
    def fit(data, folder):
        calls.append((data.seed, len(data.train)))
        held_out = Length().logits([p.text for p in data.validation])
        return Length(), Fitted(held_out, truth_of(data.validation, data.labels), ())

    return Recipe(fit, settings, "code", seeded)


def test_a_run_is_made_once_and_read_back_the_same(read):
    calls = []
    first = train(recipe(calls), read, 1, "length")
    assert train(recipe(calls), read, 1, "length") == first
    assert calls == [(1, 48)]
    assert {name: len(scores) for name, scores in first.scores.items()} == {"validation": 16, "test": 16}
    answers = first.answers(read)["test"]
    assert answers.truth.shape == answers.predicted.shape == (16, 2)
    assert np.array_equal(answers.predicted, answers.scores >= np.array(first.thresholds))
    assert len(np.unique(answers.documents)) == 8


def test_whatever_decides_the_outcome_makes_another_run(read, tmp_path):
    calls = []
    train(recipe(calls), read, 1, "length")
    train(recipe(calls), read, 2, "length")
    train(recipe(calls, settings=2), read, 1, "length")
    train(recipe(calls), read, 1, "length", read.train[:20])
    train(Recipe(recipe(calls).fit, 1, "other code"), read, 1, "length")
    write_jsonl(tmp_path / "real.jsonl", [LabelledText("the app was banned", ("ban",))])
    train(recipe(calls), material.load(LABELS, tmp_path / "real.jsonl"), 1, "length")
    assert len(calls) == 6
    assert len(list(CACHE.iterdir())) == 6


def test_a_digest_is_of_all_modules_of_a_folder(tmp_path):
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.write_text("1")
    other.write_text("2")
    both = digest(tmp_path)
    assert both == digest(one, other) != digest(one)
    (tmp_path / "notes.txt").write_text("no module")
    assert digest(tmp_path) == both
    other.write_text("3")
    assert digest(tmp_path) != both


def test_a_recipe_without_chance_does_not_depend_on_the_seed(read):
    calls = []
    train(recipe(calls, seeded=False), read, 1, "length")
    train(recipe(calls, seeded=False), read, 2, "length")
    assert len(calls) == 1


def test_an_interrupted_run_leaves_nothing(read):
    def fit(data, folder):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(Recipe(fit, 1, "code"), read, 1, "length")
    assert not CACHE.exists()


def test_a_damaged_run_is_refused_with_its_remedy(read):
    train(recipe([]), read, 1, "length")
    (path,) = CACHE.iterdir()
    path.write_text(json.dumps({"thresholds": "high"}))
    with pytest.raises(RegactError, match="remove it, and run the experiment again"):
        train(recipe([]), read, 1, "length")


def test_a_model_is_trained_scored_and_calibrated_as_in_the_pipeline(read):
    params = tfidf.Params(folds=3)
    found = train(of_model("tfidf", params), read, 1, "tfidf")
    assert (found.answers(read)["test"].predicted == read.parts["test"].truth).mean() > 0.9
    assert all(0 < score < 1 for row in found.scores["test"] for score in row)


def test_lines_without_a_document_are_documents_of_their_own(read, tmp_path):
    lines = [LabelledText("a", ("ban",)), LabelledText("b", (), "d"), LabelledText("c", (), "d")]
    write_jsonl(tmp_path / "real.jsonl", lines)
    real = material.load(LABELS, tmp_path / "real.jsonl").parts[material.REAL]
    assert len(np.unique(real.documents)) == 2
    assert real.documents[1] == real.documents[2]
    assert real.truth.tolist() == [[True, False], [False, False], [False, False]]


def test_a_limit_takes_paragraphs_from_the_whole_file(read):
    few = material.load(LABELS, limit=5)
    assert len(few.train) == 5
    assert few.train[0] == read.train[0]
    assert few.train[-1] == read.train[40]
    assert len(material.load(LABELS, limit=1000).train) == 48


def test_bad_files_are_named(read, tmp_path):
    path = tmp_path / "real.jsonl"
    with pytest.raises(RegactError, match="no such file"):
        material.load(LABELS, path)
    path.write_text("\n")
    with pytest.raises(RegactError, match=r"real\.jsonl: no labelled paragraphs"):
        material.load(LABELS, path)
    write_jsonl(path, [LabelledText("a", ()), LabelledText("b", ("spam",))])
    with pytest.raises(RegactError, match=r"real\.jsonl:2: unknown label `spam`; params.yaml has ban, penalty"):
        material.load(LABELS, path)
