import json
from pathlib import Path

import pytest
import yaml

from pipeline.errors import RegactError
from pipeline.records import paragraph_id
from pipeline.stages import split
from pipeline.text.splits import read_splits

SHIPPED = Path(__file__).parent.parent / "params.yaml"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with 40 documents of two paragraphs each."""
    monkeypatch.chdir(tmp_path)
    params = yaml.safe_load(SHIPPED.read_text())
    params["split"] |= {"train": 0.6, "validation": 0.2, "test": 0.2}
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(params))
    (tmp_path / "data").mkdir()
    write_paragraphs(tmp_path, {f"doc{i:02}": 2 for i in range(40)})
    return tmp_path


def write_paragraphs(folder, documents, extra=()):
    rows = [
        (name, k, f"Word{name}x{k} " + " ".join(f"{name}w{k}v{j}" for j in range(12)))
        for name, count in documents.items()
        for k in range(1, count + 1)
    ]
    lines = [
        json.dumps({"id": paragraph_id(text), "document": name, "position": k, "text": text})
        for name, k, text in [*rows, *extra]
    ]
    (folder / "data/paragraphs.jsonl").write_text("\n".join(lines) + "\n")


def write_events(folder, events):
    lines = [json.dumps({"id": name, "events": found}) for name, found in events.items()]
    (folder / "data/documents.jsonl").write_text("\n".join(lines) + "\n")


def test_every_document_gets_a_split_without_a_list_of_documents(folder, capsys):
    split.main()
    found = read_splits(folder / "data/splits.csv")
    assert list(found) == [f"doc{i:02}" for i in range(40)]
    assert {assignment.split for assignment in found.values()} == {"train", "validation", "test"}
    assert "40 documents, 0 near-duplicate pairs" in capsys.readouterr().err


def test_events_and_near_duplicates_make_groups(folder):
    copied = "One and the same long notice stands in two documents and must not lie in two splits of the data."
    write_paragraphs(folder, {f"doc{i:02}": 1 for i in range(40)}, [("doc07", 2, copied), ("doc31", 2, copied)])
    write_events(folder, {f"doc{i:02}": ["first"] for i in range(5)})
    split.main()
    found = read_splits(folder / "data/splits.csv")
    assert {found[f"doc{i:02}"].group for i in range(5)} == {"event:first"}
    assert found["doc07"].group == found["doc31"].group == "document:doc07"
    assert len({assignment.group for assignment in found.values()}) == 40 - 4 - 1


def test_the_same_input_gives_the_same_bytes(folder):
    split.main()
    first = (folder / "data/splits.csv").read_bytes()
    split.main()
    assert (folder / "data/splits.csv").read_bytes() == first


def test_an_empty_split_fails_and_writes_nothing(folder):
    write_events(folder, {f"doc{i:02}": ["first"] for i in range(40)})
    with pytest.raises(RegactError, match=r"data/splits\.csv: S3 .*split\.salt"):
        split.main()
    assert not (folder / "data/splits.csv").exists()


def test_bad_input_is_refused(folder):
    (folder / "data/documents.jsonl").write_text('{"id": "a"}\n{"id": "a"}\n')
    with pytest.raises(RegactError, match=r"documents\.jsonl:2: document `a` stands twice"):
        split.main()
    (folder / "data/paragraphs.jsonl").write_text("")
    with pytest.raises(RegactError, match="no paragraphs"):
        split.main()
    (folder / "data/paragraphs.jsonl").unlink()
    with pytest.raises(RegactError, match="dvc repro prepare"):
        split.main()
