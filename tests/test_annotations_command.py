import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from lxml import etree

from pipeline import cli
from pipeline.models.bundle import FORMAT, Manifest, write_manifest
from pipeline.models.decisions import Calibration
from pipeline.models.operating_points import Curve
from pipeline.models.tfidf.score import Block, Tfidf
from pipeline.records import Paragraph, paragraph_id

ROOT = Path(__file__).parent.parent
REAL = Path(__file__).parent / "fixtures/label_studio"
LABELS = ("ban", "registration", "penalty", "policy_statement")
FINED = "The regulator fined the platform five million euros on Tuesday, its largest fine so far this year."
PLAIN = "Shares of the company rose by three percent after it unveiled a faster chip for desktop computers."


def save_bundle(folder, labels=LABELS):
    """A model that knows one word."""
    folder.mkdir(parents=True)
    k = len(labels)
    coefficients = np.zeros((1, k))
    coefficients[0, -2] = 9.0
    Tfidf([Block("word", (1, 1), {"fined": 0}, np.ones(1), coefficients)], np.full(k, -4.0)).save(folder)
    even = Calibration((1.0,) * k, (0.0,) * k)
    curves = dict.fromkeys(labels, Curve(0, ()))
    write_manifest(
        folder, Manifest(FORMAT, "tfidf", labels, dict.fromkeys(labels, 0.5), even, {}, 1, {}, {}, {}, curves)
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "params.yaml", "params.yaml")
    Path("notice.txt").write_text(f"{FINED}\n\n{PLAIN}\n")
    return tmp_path


@pytest.fixture
def regact(here, monkeypatch, capsys):
    """Run a command line in this process: exit code, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["regact", "annotations", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return exit_.value.code or 0, out, err

    return run


def known(*paragraphs):
    """Write ``data/paragraphs.jsonl`` with ``(document, text)`` pairs, all in train but those of ``held``."""
    Path("data").mkdir(exist_ok=True)
    rows = [Paragraph(paragraph_id(t), d, n, t, title=f"Title of {d}") for n, (d, t) in enumerate(paragraphs, 1)]
    Path("data/paragraphs.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
    splits = [f"{d},{'test' if d == 'held' else 'train'},g" for d in sorted({d for d, _ in paragraphs})]
    Path("data/splits.csv").write_text("\n".join(["document,split,group", *splits, ""]))


def stored(folder="data/annotations"):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).glob("*"))}


def test_tasks_with_suggestions_and_their_config(regact, here):
    save_bundle(here / "models/tfidf")
    code, out, err = regact("export", "--to", "label-studio", "notice.txt", "--output", "out/tasks.json")
    assert (code, err) == (0, "")
    assert out == "out/tasks.json: 2 tasks with suggestions of tfidf; labelling config in out/tasks.xml\n"
    fined, plain = json.loads(Path("out/tasks.json").read_bytes())
    assert (fined["data"]["document"], fined["data"]["text"]) == ("notice", FINED)
    assert fined["data"]["regact_labels"] == "ban registration penalty policy_statement"
    assert fined["predictions"][0]["result"][0]["value"] == {"choices": ["penalty"]}
    assert fined["predictions"][0]["model_version"].startswith("tfidf-")
    assert (plain["data"]["suggested"], plain["predictions"][0]["result"]) == ("none", [])
    choices = etree.parse("out/tasks.xml").findall("Choices[@name='labels']/Choice")
    assert tuple(choice.get("value") for choice in choices) == LABELS
    before = Path("out/tasks.json").read_bytes()
    regact("export", "notice.txt", "--output", "out/tasks.json")
    assert Path("out/tasks.json").read_bytes() == before


@pytest.mark.parametrize("trained", [True, False])
def test_no_suggestions_if_blind_or_without_a_model(regact, here, trained):
    if trained:
        save_bundle(here / "models/tfidf")
    code, out, _ = regact("export", "notice.txt", "-o", "tasks.json", *["--blind"] * trained)
    assert code == 0
    assert "without suggestions" in out
    assert not any("predictions" in task for task in json.loads(Path("tasks.json").read_bytes()))


def test_without_params_the_labels_are_the_models(regact, here):
    Path("params.yaml").unlink()
    save_bundle(here / "models/tfidf", ("cat", "dog", "emu"))
    assert regact("export", "notice.txt", "-o", "tasks.json")[0] == 0
    assert json.loads(Path("tasks.json").read_bytes())[0]["data"]["regact_labels"] == "cat dog emu"


def test_a_queue_keeps_its_documents_and_each_paragraph_comes_once(regact):
    rows = [{"document": "doc-1", "text": FINED, "title": "T"}, {"document": "doc-1", "text": FINED}, {"text": PLAIN}]
    Path("queue.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert regact("export", "queue.jsonl", "-o", "tasks.json")[0] == 0
    data = [task["data"] for task in json.loads(Path("tasks.json").read_bytes())]
    assert [(d["document"], d["text"]) for d in data] == [("doc-1", FINED), ("queue", PLAIN)]


def test_without_paths_it_is_what_nobody_has_annotated_outside_the_held_out_documents(regact):
    known(("one", FINED), ("one", PLAIN), ("held", PLAIN))
    Path("data/annotations").mkdir()
    line = {"document": "one", "text": FINED, "labels": ["penalty"], "annotator": "jo"}
    Path("data/annotations/jo.jsonl").write_text(json.dumps(line))
    assert regact("export", "-o", "tasks.json")[0] == 0
    [task] = json.loads(Path("tasks.json").read_bytes())
    assert (task["data"]["document"], task["data"]["text"]) == ("one", PLAIN)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["notice.txt", "-o", "tasks.xml"], "should end in .json"),
        (["-", "-o", "tasks.json"], "-: annotations belong to a document; save the text as a file"),
        (["gone.txt", "-o", "tasks.json"], "gone.txt: no such file"),
        (["notice.txt", "empty.txt", "-o", "tasks.json"], "empty.txt: empty"),
        (["notice.txt", "-o", "tasks.json", "-m", "other"], "models/other: no trained model there"),
        (
            ["notice.txt", "-o", "tasks.json", "-m", "./odd"],
            "model odd: trained for other labels than params.yaml names",
        ),
    ],
)
def test_export_refuses_and_writes_nothing(regact, here, arguments, message):
    Path("empty.txt").touch()
    save_bundle(here / "odd", ("cat", "dog"))
    code, _, err = regact("export", *arguments)
    assert code
    assert message in " ".join(err.split())
    assert not Path("tasks.json").exists()


@pytest.mark.parametrize(("name", "skips"), [("project.json", 1), ("project-min.json", 0), ("project.csv", 0)])
def test_a_real_export_comes_in_and_again_changes_nothing(regact, name, skips):
    arguments = ("import", REAL / name, "--annotator", "1=ana")
    code, out, err = regact(*arguments)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"data/annotations/ana.jsonl: {4 + skips} added, 0 changed, 0 unchanged ({skips} skipped)",
        "data/annotations/user-2.jsonl: 3 added, 0 changed, 0 unchanged (0 skipped)",
        "left out: 1 superseded answers, 2 tasks without answer",
    ]
    before = stored()
    assert f"ana.jsonl: 0 added, 0 changed, {4 + skips} unchanged" in regact(*arguments)[1]
    assert stored() == before


def test_the_formats_agree(regact):
    names = ("--annotator", "1=ana", "--annotator", "2=ben")
    code, out, _ = regact(
        "import", *(REAL / name for name in ("project.json", "project-min.json", "project.csv")), *names
    )
    assert code == 0
    alone = regact("import", REAL / "project.json", *names)[1]
    assert "ana.jsonl: 0 added, 0 changed, 5 unchanged" in alone
    assert "ben.jsonl: 0 added, 0 changed, 3 unchanged" in alone
    assert "added" in out


def test_an_answer_changed_there_is_changed_here(regact):
    regact("import", REAL / "project.json", "-a", "1=ana")
    changed = (REAL / "project.json").read_text().replace('"choices":["policy_statement"]', '"choices":["ban"]')
    Path("later.json").write_text(changed)
    _, out, _ = regact("import", "later.json", "-a", "1=ana")
    assert "ana.jsonl: 0 added, 1 changed, 4 unchanged" in out


def test_what_was_annotated_can_be_labelled(regact):
    """Export → answers → import → the label stage's own reader."""
    from pipeline.labelling.annotations import read

    regact("export", "notice.txt", "-o", "tasks.json")
    answers = []
    for number, task in enumerate(json.loads(Path("tasks.json").read_bytes())):
        answers.append(task["data"] | {"id": number, "annotation_id": number, "annotator": 1, "labels": "penalty"})
    answers[1]["labels"] = ""
    Path("answers.json").write_text(json.dumps(answers))
    known(("notice", FINED), ("notice", PLAIN))
    assert regact("import", "answers.json", "--annotator", "jo")[0] == 0
    paragraphs = [Paragraph(paragraph_id(text), "notice", 1, text) for text in (FINED, PLAIN)]
    found = read(Path("data/annotations"), paragraphs, LABELS, max_unmatched=0).answers
    assert sorted(map(dict, found.values()), key=str) == [{"jo": frozenset()}, {"jo": frozenset({"penalty"})}]


def test_answers_to_unknown_paragraphs_are_told_and_to_nothing_but_such_refused(regact):
    text = json.loads((REAL / "project-min.json").read_bytes())[0]["text"]
    known(("b-uber-westminster-1", text))
    code, _, err = regact("import", REAL / "project.json", "-a", "1=ana")
    assert code == 0
    assert "6 of 8 annotated paragraphs are not in data/paragraphs.jsonl" in err
    shutil.rmtree("data/annotations")
    known(("elsewhere", text))
    code, _, err = regact("import", REAL / "project.json", "-a", "1=ana")
    assert code == 1
    assert "8 of 8 annotated paragraphs are not in data/paragraphs.jsonl" in err
    assert not stored()


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (
            '{"document": "d", "text": "t", "labels": ["bann"], "annotator": "jo"}',
            "second.jsonl:1: unknown label `bann`",
        ),
        ('{"document": "d", "text": "t", "labels": [], "annotator": "../jo"}', "annotator `../jo`: use letters"),
        ('{"document": "d", "text": "t", "labels": [], "annotator": "damaged"}', "damaged.jsonl:1: "),
        ("{", "second.jsonl:1: "),
    ],
)
def test_nothing_is_saved_unless_all_is_well(regact, second, message):
    Path("data/annotations").mkdir(parents=True)
    Path("data/annotations/damaged.jsonl").write_text("{")
    Path("second.jsonl").write_text(second)
    before = stored()
    code, _, err = regact("import", REAL / "project.json", "second.jsonl", "-a", "1=ana")
    assert code == 1
    assert message in err
    assert stored() == before


def test_another_label_set_is_refused(regact):
    Path("params.yaml").write_text(Path("params.yaml").read_text().replace("labels: [ban,", "labels: [recall,"))
    code, _, err = regact("import", REAL / "project.json")
    assert code == 1
    assert "project.json: task 1, annotation 1: belongs to another project or label set, ban, registration" in err


def test_importing_loads_nothing_heavy(here):
    heavy = {"torch", "transformers", "pandas", "sklearn", "dvc", "textual", "onnxruntime"}
    script = (
        "import sys; from pipeline import cli; sys.argv[1:] = ['annotations', 'import', sys.argv[1]]\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        f"print({heavy} & set(sys.modules))"
    )
    command = [sys.executable, "-c", script, str(REAL / "project.json")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
