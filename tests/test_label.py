import csv
import json
from pathlib import Path

import pytest
import yaml

from pipeline.errors import RegactError
from pipeline.records import paragraph_id
from pipeline.stages import label

SHIPPED = Path(__file__).parent.parent / "params.yaml"
LABELS = ["sweet", "sour"]
SPLITS = {"train": range(12), "validation": range(12, 16), "test": range(16, 20)}
TASTES = {(): "plain bread", ("sweet",): "honey cake", ("sour",): "lemon ice", ("sweet", "sour"): "honey with lemon"}
RULES = """\
sweet:
- {name: honey, patterns: honey, reason: it is sweet}
sour:
- {name: lemon, patterns: lemon, reason: it is sour}
- {name: bread, patterns: bread, against: true, reason: it is not}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with 20 documents of four annotated paragraphs each, about tastes, and rules."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/annotations").mkdir(parents=True)
    write_params(tmp_path)
    rows = [
        (f"d{i:02}", f"In town {i} we ate {food}.", list(labels)) for i in range(20) for labels, food in TASTES.items()
    ]
    write_paragraphs(tmp_path, [(document, text) for document, text, _ in rows])
    for annotator in "pq":
        lines = [json.dumps({"document": d, "text": t, "labels": x, "annotator": annotator}) for d, t, x in rows]
        (tmp_path / f"data/annotations/{annotator}.jsonl").write_text("\n".join(lines) + "\n")
    lines = [f"d{i:02},{split},document:d{i:02}" for split, numbers in SPLITS.items() for i in numbers]
    (tmp_path / "data/splits.csv").write_text("\n".join(["document,split,group", *lines]) + "\n")
    (tmp_path / "data/rules.yaml").write_text(RULES)
    return tmp_path


def write_params(folder, **settings):
    params = yaml.safe_load(SHIPPED.read_text()) | {"labels": LABELS}
    params["split"]["min_positives"] = settings.pop("min_positives", 2)
    params["label"] |= {"min_confidence": 0.7} | settings
    (folder / "params.yaml").write_text(yaml.safe_dump(params))


def write_paragraphs(folder, rows):
    with (folder / "data/paragraphs.jsonl").open("a") as file:
        for document, text in rows:
            row = {"id": paragraph_id(text), "document": document, "position": 1, "text": text}
            file.write(json.dumps(row) + "\n")


def add_document(folder, name, split, *texts):
    write_paragraphs(folder, [(name, text) for text in texts])
    with (folder / "data/splits.csv").open("a") as file:
        file.write(f"{name},{split},document:{name}\n")


def change(folder, annotator, edit):
    path = folder / f"data/annotations/{annotator}.jsonl"
    rows = [edit(json.loads(line)) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def labelled(folder, split):
    return [json.loads(line) for line in (folder / f"data/labelled/{split}.jsonl").read_text().splitlines()]


def report(folder):
    return json.loads((folder / "reports/labelling.json").read_text())


def test_annotations_become_labelled_paragraphs(folder, capsys):
    label.main()
    assert [len(labelled(folder, split)) for split in SPLITS] == [48, 16, 16]
    row = labelled(folder, "train")[3]
    assert row["labels"] == ["sweet", "sour"]
    assert (row["source"], row["group"], row["support"]["sour"]) == ("annotators", "document:d00", ["p", "q"])
    found = report(folder)
    assert found["splits"]["test"]["labels"] == {"sweet": 8, "sour": 8, "none": 4}
    assert found["agreement"]["labels"]["sweet"]["alpha"] == 1.0
    assert found["weak_on_validation"]["all"]["macro_f1"] == 1.0
    assert (found["disagreements"], found["suspicious"]) == (0, 0)
    rows = list(csv.DictReader((folder / "reports/rules.csv").open()))
    assert [row["rule"] for row in rows] == ["honey", "lemon", "bread"]
    assert rows[0]["precision"] == "1.0000"
    assert "train 48, validation 16, test 16 paragraphs, 0 unused" in capsys.readouterr().err


def test_the_report_for_people_tells_of_data_agreement_and_rules(folder):
    label.main()
    text = (folder / "reports/labelling.md").read_text()
    assert "| train | 12 | 48 | annotators 48 |" in text
    assert "| sweet | 1.000 | 1.000 | 40 | 40 |" in text
    assert "| honey | for | 24 | 50.0% | 0.0% | 0.0% | 1.00 [0.86, 1.00] | 1.00 [0.86, 1.00] |" in text
    (folder / "reports/weak_labels.md").write_text("## Weak labels\n\nThey help.\n")
    label.main()
    assert (folder / "reports/labelling.md").read_text() == text + "\n## Weak labels\n\nThey help.\n"


def test_disagreements_are_listed_with_both_answers(folder):
    change(folder, "q", lambda row: row | {"labels": ["sour"]} if "plain bread" in row["text"] else row)
    label.main()
    lines = [json.loads(line) for line in (folder / "reports/disagreements.jsonl").read_text().splitlines()]
    assert len(lines) == report(folder)["disagreements"] == 20
    assert lines[0]["answers"] == {"p": [], "q": ["sour"]}
    assert lines[0]["adjudicated"] is None
    assert [line["split"] for line in lines].count("test") == 4
    shown = (folder / "reports/labelling.md").read_text()
    assert "p: `none`; q: `sour`; **not adjudicated** (`d00`)" in shown
    assert "`d12`" not in shown  # Whoever writes rules must not read validation.


def test_weights_rules_and_weak_labels_never_see_validation_or_test_annotations(folder):
    add_document(folder, "new1", "train", "Later we found honey.", "And old bread.", "A lemon.")
    label.main()
    names = ["data/labelled/train.jsonl", "reports/rules.csv", "reports/suspicious.jsonl"]
    before = [(folder / name).read_bytes() for name in names]
    measured = report(folder)["weak_on_validation"]
    held_out = {f"d{number:02}" for split in ("validation", "test") for number in SPLITS[split]}

    def flipped(row):
        others = [label for label in LABELS if label not in row["labels"]]
        return row | {"labels": others} if row["document"] in held_out else row

    for annotator in "pq":
        change(folder, annotator, flipped)
    label.main()
    assert [(folder / name).read_bytes() for name in names] == before
    assert report(folder)["weak_on_validation"] != measured  # They were flipped indeed.


def test_a_new_document_gets_weak_labels_in_train_only(folder):
    add_document(folder, "new1", "train", "Later we found honey.", "And old bread.")
    add_document(folder, "new2", "validation", "Somebody brought a lemon.")
    add_document(folder, "new3", "test", "Somebody brought honey.")
    label.main()
    weak = [row for row in labelled(folder, "train") if row["source"] == "weak"]
    assert [(row["text"], row["labels"]) for row in weak] == [
        ("Later we found honey.", ["sweet"]),
        ("And old bread.", []),
    ]
    assert weak[0]["support"] == {"sweet": ["honey"]}
    assert 0.7 <= weak[0]["confidence"] < 1
    assert [len(labelled(folder, split)) for split in ("validation", "test")] == [16, 16]
    assert report(folder)["unused_paragraphs"] == 2
    assert report(folder)["splits"]["train"]["sources"] == {"annotators": 48, "weak": 2}


@pytest.mark.parametrize("rules", [None, "", "# none\n"])
def test_without_rules_there_are_no_weak_labels(folder, rules):
    add_document(folder, "new1", "train", "Later we found honey.")
    (folder / "data/rules.yaml").unlink()
    if rules is not None:
        (folder / "data/rules.yaml").write_text(rules)
    label.main()
    assert len(labelled(folder, "train")) == 48
    assert len((folder / "reports/rules.csv").read_text().splitlines()) == 1


def test_weak_labels_can_be_switched_off(folder):
    add_document(folder, "new1", "train", "Later we found honey.")
    write_params(folder, weak=False)
    label.main()
    assert len(labelled(folder, "train")) == 48


def test_a_paragraph_that_stands_twice_in_a_document_counts_once(folder):
    write_paragraphs(folder, [("d00", "In town 0 we ate plain bread.")])
    label.main()
    assert len(labelled(folder, "train")) == 48


def test_lost_annotations_are_warned_of_and_listed(folder, capsys):
    with (folder / "data/annotations/p.jsonl").open("a") as file:
        file.write('{"document": "d00", "text": "Gone.", "labels": [], "annotator": "p"}\n')
    label.main()
    assert "warning: 1 annotations left out; first data/annotations/p.jsonl:81" in capsys.readouterr().err
    assert report(folder)["annotations"]["first_unmatched"] == [
        "data/annotations/p.jsonl:81: document `d00` has no such paragraph"
    ]
    write_params(folder, max_unmatched=0)
    with pytest.raises(RegactError, match=r"p\.jsonl:81: .*label\.max_unmatched"):
        label.main()


def test_too_few_positives_fail_and_write_nothing(folder):
    write_params(folder, min_positives=9)
    with pytest.raises(RegactError, match=r"^data/annotations: L1 .*`sweet` has 8 positive paragraphs in validation"):
        label.main()
    assert not (folder / "data/labelled").exists()
    assert not (folder / "reports").exists()


def test_a_document_without_split_tells_what_to_run(folder):
    write_paragraphs(folder, [("stray", "Who put this here?")])
    with pytest.raises(RegactError, match=r"splits\.csv: document `stray` has no split; run `dvc repro split`"):
        label.main()


def test_the_same_input_gives_the_same_bytes(folder):
    add_document(folder, "new1", "train", "Later we found honey.")
    files = [*(f"data/labelled/{split}.jsonl" for split in SPLITS), "reports/labelling.json", "reports/labelling.md"]
    label.main()
    first = [(folder / name).read_bytes() for name in files]
    label.main()
    assert [(folder / name).read_bytes() for name in files] == first
