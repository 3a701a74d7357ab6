import json
import sys
from pathlib import Path

import pytest
from test_experiments_training import LABELS, paragraphs

sys.path.insert(0, str(Path(__file__).parent.parent))

from experiments import learning_curve, material, options, rivals
from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.files import write_jsonl

PARAMS = """
labels: [ban, penalty]
models: [tfidf]
seed: 17
split: {{}}
label: {{}}
evaluate: {{resamples: 100}}
tfidf: {{folds: 3}}
transformer: {{base: "{base}", epochs: 1, batch_size: 8, learning_rate: 0.01, average: 0.5, max_length: 32, \
bf16: "off", threads: 1}}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch, base):
    monkeypatch.chdir(tmp_path)
    Path("params.yaml").write_text(PARAMS.format(base=base))
    for split, start, n in (("train", 0, 48), ("validation", 100, 16), ("test", 200, 16)):
        write_jsonl(material.LABELLED / f"{split}.jsonl", paragraphs(n, start))
    write_jsonl(tmp_path / "real.jsonl", paragraphs(8, 300))
    return tmp_path


def call(monkeypatch, module, *arguments):
    monkeypatch.setattr(sys, "argv", [module.__name__, *arguments])
    module.main()


def test_all_rivals_are_trained_measured_and_compared(folder, monkeypatch):
    arguments = ("--seeds", "1", "2", "--real", "real.jsonl", "--setfit-steps", "2")
    call(monkeypatch, rivals, *arguments)
    report, page = (options.REPORTS / f"rivals.{suffix}" for suffix in ("json", "md"))
    found = json.loads(report.read_text())
    assert list(found["parts"]) == ["validation", "test", "real"]
    for part in found["parts"].values():
        assert list(part["rivals"]) == list(rivals.NAMES)
        assert list(part["shipped_ahead_of"]) == list(rivals.NAMES[1:])
        runs = {name: len(figures["overall"]["macro_f1"]["runs"]) for name, figures in part["rivals"].items()}
        assert runs == {"shipped": 2, "plain": 2, "setfit": 2, "frozen": 1, "tfidf": 1}
    test = found["parts"]["test"]
    assert (test["paragraphs"], test["documents"]) == (16, 8)
    assert test["rivals"]["tfidf"]["overall"]["macro_f1"]["mean"] > 0.9
    written = [path.read_bytes() for path in (report, page)]
    monkeypatch.setattr("experiments.training.fit_thresholds", None)  # nothing is trained again
    call(monkeypatch, rivals, *arguments)
    assert [path.read_bytes() for path in (report, page)] == written
    text = page.read_text()
    assert "| `setfit` |" in text
    assert "How far `shipped` is ahead" in text
    assert "real.jsonl" not in text


def test_a_rival_alone_has_a_report_of_its_own(folder, monkeypatch):
    call(monkeypatch, rivals, "--only", "tfidf", "--output", "elsewhere")
    assert sorted(path.name for path in Path("elsewhere").iterdir()) == ["tfidf.json", "tfidf.md"]
    assert "ahead" not in Path("elsewhere/tfidf.md").read_text()


def test_setfit_repeats_itself_and_draws_other_pairs_with_another_seed(folder):
    params = parameters.load()
    read = material.load(LABELS)
    recipe = rivals.recipes(params, setfit_steps=2)["setfit"]
    one, again, other = (recipe.fit(read.data(seed), folder / "setfit")[1].logits for seed in (5, 5, 6))
    assert (one == again).all()
    assert (one != other).any()


def test_the_plain_recipe_has_nothing_of_the_shipped_one(folder):
    recipes = rivals.recipes(parameters.load())
    plain = recipes["plain"].settings[1]
    assert (plain.epochs, plain.learning_rate, plain.layer_decay, plain.average) == (4, 1e-4, 1.0, 0.0)
    assert (plain.base, plain.max_length) == (recipes["shipped"].settings[1].base, 32)


def test_subsets_are_nested_and_hold_whole_groups():
    train = paragraphs(400)
    previous = set()
    for share in (0.125, 0.25, 0.5, 1.0):
        kept = learning_curve.subset(train, share, seed=1)
        documents = {p.document for p in kept}
        assert share * 200 <= len(documents) < share * 200 + 2
        assert previous <= documents
        assert [p for p in train if p.group in {p.group for p in kept}] == kept
        previous = documents
    assert kept == train


def test_subsets_depend_on_the_seed_and_not_on_later_documents():
    train = paragraphs(400)
    some = {p.group for p in learning_curve.subset(train, 0.25, seed=1)}
    assert some != {p.group for p in learning_curve.subset(train, 0.25, seed=2)}
    more = {p.group for p in learning_curve.subset(paragraphs(800), 0.25, seed=1)}
    assert more & {p.group for p in train} <= {p.group for p in learning_curve.subset(train, 0.5, seed=1)}


def test_a_learning_curve_is_written_and_drawn_the_same_twice(folder, monkeypatch):
    arguments = ("--seeds", "1", "2", "--shares", "1.0", "0.25", "0.5", "--real", "real.jsonl")
    call(monkeypatch, learning_curve, *arguments)
    written = {path.name: path.read_bytes() for path in options.REPORTS.iterdir()}
    assert sorted(written) == [f"learning_curve.{suffix}" for suffix in ("json", "md", "svg")]
    found = json.loads(written["learning_curve.json"])
    assert found["documents"] == [6.0, 12.0, 24.0]
    curve = found["parts"]["test"]["tfidf"]
    assert len(curve["macro_f1"]) == 3
    assert curve["macro_f1"][-1]["deviation"] == 0
    assert curve["macro_f1"][-1]["mean"] > 0.9
    assert b"twice the 24 documents would change the macro-F1 of `tfidf` by" in written["learning_curve.md"]
    assert b"<svg" in written["learning_curve.svg"]
    call(monkeypatch, learning_curve, *arguments)
    assert {path.name: path.read_bytes() for path in options.REPORTS.iterdir()} == written


def test_shares_that_are_none_or_one_are_refused(folder, monkeypatch, capsys):
    with pytest.raises(SystemExit):
        call(monkeypatch, learning_curve, "--shares", "1.5")
    assert "1.5 is no share" in capsys.readouterr().err
    with pytest.raises(RegactError, match="must name two that differ"):
        call(monkeypatch, learning_curve, "--shares", "1.0")
