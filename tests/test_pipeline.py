"""The whole pipeline, as a user with labels and documents of their own runs it: `dvc repro` in a repository.

Nothing of regact's own corpus is here; the labels are about cooking. Whatever passes works through `params.yaml` and
`data/` alone.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
LABELS = ["baking", "warning"]
SENTENCES = {
    (): "The market opened early in the morning and the farmers of {place} sold apples, pears and {thing} to visitors.",
    ("baking",): "Bake the cake with {thing} in the oven for forty minutes, as the people of {place} have always done.",
    ("warning",): "Do not eat raw {thing}: the doctors of {place} say that it makes children and old people ill.",
    (
        "baking",
        "warning",
    ): "Bake {thing} from {place} well in the oven, and never eat it raw, because that is dangerous.",
}
PLACES = ["Oslo", "Lyon", "Porto", "Ghent", "Graz", "Bergen", "Malmo", "Turin", "Basel", "Leeds", "Tartu", "Varna"]
THINGS = ["flour", "beans", "rhubarb", "potatoes", "eggs", "mushrooms", "elderberries", "cassava", "rice"]


def paragraph(document, i):
    """A paragraph and its labels, different in every document."""
    labels = list(SENTENCES)[(document + i) % len(SENTENCES)]
    place, thing = PLACES[document % len(PLACES)], THINGS[(document * 3 + i) % len(THINGS)]
    text = SENTENCES[labels].format(place=place, thing=thing)
    return f"{text} Cook number {document} wrote {i + 3} letters about it to the {document + 11} members.", labels


def write_documents(data):
    (data / "raw").mkdir(parents=True)
    (data / "annotations").mkdir()
    annotations = []
    for document in range(36):
        paragraphs = [paragraph(document, i) for i in range(4)]
        name = f"doc{document:02}"
        if document % 2:
            body = "".join(f"<p>{text}</p>\n" for text, _ in paragraphs)
            page = f"<html><head><title>Page {document}</title></head><body><main>{body}</main></body></html>"
            (data / "raw" / f"{name}.html").write_text(page)
        else:
            (data / "raw" / f"{name}.txt").write_text("\n\n".join(text for text, _ in paragraphs) + "\n")
        annotations += [{"document": name, "text": text, "labels": labels} for text, labels in paragraphs]
    for annotator in "xy":
        lines = [json.dumps(annotation | {"annotator": annotator}) for annotation in annotations]
        (data / "annotations" / f"{annotator}.jsonl").write_text("\n".join(lines) + "\n")
    for name in ("documents.jsonl", "blocks.jsonl", "rules.yaml", "behaviour.yaml"):
        (data / name).write_text("")


def write_params(folder, base):
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["labels"] = LABELS
    params["split"] |= {"train": 0.6, "validation": 0.2, "test": 0.2, "near_duplicate": 0.9, "min_positives": 2}
    params["evaluate"] |= {"resamples": 100}
    params["tfidf"] |= {"C": [1.0, 10.0], "class_weight": ["none"], "folds": 2, "min_df": 1, "char_ngrams": [2, 3]}
    params["transformer"] |= {"base": str(base), "epochs": 1, "max_length": 64, "bf16": "off", "threads": 1}
    (folder / "params.yaml").write_text(yaml.safe_dump(params, sort_keys=False))


@pytest.fixture(scope="module")
def repository(tmp_path_factory, base):
    """A repository with a copy of the code, documents about cooking, and everything trained."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(base, folder / "base")
    for name in ("dvc.yaml", ".dvcignore"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".gitignore").write_text("__pycache__/\n.cache/\n")
    write_documents(folder / "data")
    write_params(folder, "base")
    call(folder, "git", "init", "--quiet")
    call(folder, "dvc", "init", "--quiet")
    shutil.copytree(ROOT / ".dvc" / "plots", folder / ".dvc" / "plots", dirs_exist_ok=True)
    call(folder, "git", "add", ".")
    commit(folder, "start")
    call(folder, "dvc", "repro")
    call(folder, "git", "add", ".")
    commit(folder, "first run")
    return folder


def call(folder, *command, check=True):
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "DVC_NO_ANALYTICS": "1",
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if check and done.returncode:
        pytest.fail(f"{' '.join(command)} exited with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done


def commit(folder, message):
    call(folder, "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", message)


def ran(output):
    """The stages that a `dvc repro` ran or would run."""
    return {line.split("'")[1] for line in output.splitlines() if line.startswith("Running stage '")}


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_output_is_there_and_speaks_of_the_new_labels(repository):
    for model in ("tfidf", "transformer"):
        manifest = json.loads((repository / "models" / model / "manifest.json").read_text())
        assert manifest["labels"] == LABELS
        metrics = json.loads((repository / "reports" / model / "metrics.json").read_text())
        assert 0 <= metrics["macro_f1"] <= 1
        assert (repository / "reports" / model / "training.csv").read_text().count("\n") >= 2
    assert json.loads((repository / "reports" / "tfidf" / "metrics.json").read_text())["macro_f1"] > 0.9
    for name in ("comparison.md", "comparison.html"):
        report = (repository / "reports" / name).read_text()
        assert "warning" in report
        assert "policy_statement" not in report


def test_no_group_lies_in_two_splits_and_nothing_is_lost(repository):
    labelled = {split: rows(repository / f"data/labelled/{split}.jsonl") for split in ("train", "validation", "test")}
    groups = [{row["group"] for row in split} for split in labelled.values()]
    assert not groups[0] & groups[1]
    assert not groups[0] & groups[2]
    assert not groups[1] & groups[2]
    assert sum(map(len, labelled.values())) == 36 * 4
    truth = {text: set(labels) for d in range(36) for text, labels in (paragraph(d, i) for i in range(4))}
    assert all(set(row["labels"]) == truth[row["text"]] for split in labelled.values() for row in split)


def test_a_second_repro_has_nothing_to_do(repository):
    assert ran(call(repository, "dvc", "repro").stdout) == set()
    assert call(repository, "git", "status", "--porcelain").stdout == ""


def test_a_model_parameter_reruns_only_what_depends_on_it(repository):
    path = repository / "params.yaml"
    before = path.read_text()
    path.write_text(before.replace("min_df: 1", "min_df: 2"))
    assert ran(call(repository, "dvc", "repro").stdout) == {"train@tfidf", "evaluate@tfidf", "behave@tfidf", "compare"}
    changed = json.loads(call(repository, "dvc", "params", "diff", "--json").stdout)
    assert changed["params.yaml"]["tfidf.min_df"] == {"old": 1, "new": 2, "diff": 1}
    path.write_text(before)
    assert "train@tfidf" not in ran(call(repository, "dvc", "repro").stdout), "the run cache has the old model"
    assert call(repository, "git", "status", "--porcelain").stdout == ""


def test_a_new_document_without_annotations_flows_through(repository):
    (repository / "data/rules.yaml").write_text(
        "baking:\n  - {name: oven, patterns: ['\\boven\\b'], reason: one bakes in ovens}\n"
        "  - {name: market, against: true, patterns: ['\\bmarket\\b'], reason: a place to buy}\n"
        "warning:\n  - {name: raw, patterns: ['\\braw\\b'], reason: not to be eaten}\n"
        "  - {name: forty, against: true, patterns: ['\\bforty minutes\\b'], reason: an instruction}\n"
    )
    for i in range(6):
        text = f"Bake bread number {i} in the oven of the village for forty minutes, then let it cool on the table."
        (repository / "data" / "raw" / f"new{i}.txt").write_text(
            f"{text}\n\nA cat number {i} sat beside it and slept.\n"
        )
    call(repository, "dvc", "repro", "label")
    labelled = rows(repository / "data/labelled/train.jsonl")
    weak = [row for row in labelled if row["source"] == "weak"]
    assert weak
    assert any(row["labels"] == ["baking"] and "oven" in row["support"]["baking"] for row in weak)
    for split in ("validation", "test"):
        assert all(row["source"] != "weak" for row in rows(repository / f"data/labelled/{split}.jsonl"))


def test_an_experiment_changes_a_parameter_and_the_metrics_and_plots_show_it(repository):
    call(repository, "git", "stash", "--include-untracked", "--quiet")
    call(repository, "dvc", "checkout")
    call(repository, "dvc", "exp", "run", "-S", "transformer.epochs=2")
    assert (repository / "reports/transformer/training.csv").read_text().count("\n") == 3
    compared = json.loads(call(repository, "dvc", "params", "diff", "--json").stdout)
    assert list(compared["params.yaml"]) == ["transformer.epochs"]
    assert call(repository, "dvc", "metrics", "diff", "--json").stdout.startswith("{")
    plots = json.loads(call(repository, "dvc", "plots", "diff", "--json").stdout)["data"]
    for name in ("training", "precision_recall", "thresholds", "calibration"):
        assert any(f"transformer/{name}.csv" in path for path in plots), name
    call(repository, "git", "checkout", "--quiet", ".")
    call(repository, "dvc", "checkout")


def test_metrics_are_read_from_git_in_a_fresh_clone(repository, tmp_path):
    call(tmp_path, "git", "clone", "--quiet", str(repository), "clone")
    shown = json.loads(call(tmp_path / "clone", "dvc", "metrics", "show", "--json").stdout)
    assert "reports/tfidf/metrics.json" in shown[""]["data"]
    assert not (tmp_path / "clone" / "models" / "tfidf").exists()


@pytest.mark.parametrize("model", ["tfidf", "transformer"])
def test_the_command_line_uses_the_trained_models(repository, model):
    done = call(
        repository,
        *(sys.executable, "-m", "pipeline.cli", "predict", "--model", model, "--format", "jsonl"),
        *("--text", "Bake the cake in the oven for forty minutes.", "data/raw/doc00.txt"),
    )
    predictions = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(predictions) == 5
    assert all(list(p["scores"]) == LABELS for p in predictions)
    if model == "tfidf":
        assert "baking" in next(p["labels"] for p in predictions if p["text"].startswith("Bake the cake in"))


def test_an_error_in_a_stage_is_one_line(repository):
    path = repository / "params.yaml"
    before = path.read_text()
    try:
        path.write_text(before.replace("resamples:", "resample:"))
        done = call(repository, sys.executable, "-m", "pipeline.stages.split", check=False)
    finally:
        path.write_text(before)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("error: params.yaml:")
