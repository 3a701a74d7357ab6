import json

import pytest

from pipeline.errors import RegactError
from pipeline.records import paragraph_id
from pipeline.stages import prepare

FIRST = (
    "The regulator said on Monday that every provider must file its model before it opens it to the public at large."
)
SECOND = "A spokeswoman for the industry body called the deadline tight but workable, and asked for a form made simple."


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raw = tmp_path / "data/raw"
    raw.mkdir(parents=True)
    (raw / "b.txt").write_text(f"Models must be filed\n\n{FIRST}\n\n{SECOND}\n\n{FIRST}\n")
    (raw / "a.html").write_text(f"<nav>Home</nav><h1>From the page</h1><h2>Why</h2><p>{FIRST}</p>")
    (raw / "c.jsonl").write_text('{"text": "One row."}\n{"text": ""}\n{"text": "Another."}\n')
    write(tmp_path / "data/documents.jsonl", [{"id": "b", "title": "From the list"}, {"id": "a"}])
    blocks = [
        {"kind": "furniture", "text": "Home"},
        {"kind": "heading", "text": "Why"},
        {"kind": "paragraph", "text": FIRST},
    ]
    write(tmp_path / "data/blocks.jsonl", [{"document": "a", "title": "T", "blocks": blocks}])
    return tmp_path / "data"


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def paragraphs():
    return [json.loads(line) for line in prepare.PARAGRAPHS.read_text().splitlines()]


def test_documents_become_paragraphs(data):
    prepare.main()
    found = [(p["document"], p["position"], p["text"], p["title"], p["heading"]) for p in paragraphs()]
    assert found == [
        ("a", 1, FIRST, "From the page", "Why"),
        ("b", 1, FIRST, "From the list", ""),
        ("b", 2, SECOND, "From the list", ""),
        ("c", 1, "One row.", "", ""),
        ("c", 2, "Another.", "", ""),
    ]
    assert {p["id"] for p in paragraphs() if p["text"] == FIRST} == {paragraph_id(FIRST)}


def test_only_documents_with_true_blocks_are_measured(data, capsys):
    prepare.main()
    report = json.loads(prepare.REPORT.read_text())
    assert (report["documents"], report["paragraphs"]) == (3, 5)
    assert report["overall"]["documents"] == report["html"]["documents"] == 1
    assert report["overall"]["whole"] == report["overall"]["furniture_dropped"] == 1.0
    assert "2 not in data/blocks.jsonl, not measured" in capsys.readouterr().err


def test_other_data_has_no_blocks_and_no_list_of_documents(data):
    (data / "blocks.jsonl").unlink()
    (data / "documents.jsonl").unlink()
    prepare.main()
    assert json.loads(prepare.REPORT.read_text()) == {"documents": 3, "paragraphs": 5}
    assert paragraphs()[1]["title"] == "Models must be filed"


def test_twice_gives_the_same_bytes(data):
    prepare.main()
    first = prepare.PARAGRAPHS.read_bytes(), prepare.REPORT.read_bytes()
    prepare.main()
    assert (prepare.PARAGRAPHS.read_bytes(), prepare.REPORT.read_bytes()) == first


def test_empty_and_unknown_files_are_left_out_with_a_warning(data, capsys):
    (data / "raw/d.txt").touch()
    (data / "raw/e.xls").write_text("x")
    (data / "raw/.hidden").write_text("x")
    prepare.main()
    told = capsys.readouterr().err
    assert "data/raw/d.txt: empty" in told
    assert "data/raw/e.xls: no reader" in told
    assert "hidden" not in told
    assert len(paragraphs()) == 5


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"raw/b.md": "x"}, r"data/raw/b\.txt: b\.md has the same name"),
        ({"raw/d.txt": "\0"}, r"data/raw/d\.txt: binary"),
        ({"documents.jsonl": '{"id": "a"}\n{"id": "gone"}\n'}, r"data/documents\.jsonl:2: no raw file for `gone`"),
        ({"documents.jsonl": '{"id": "a"}\n{"id": "a"}\n'}, r"data/documents\.jsonl:2: `a` stands twice"),
        ({"documents.jsonl": '{"id": ""}\n'}, r"data/documents\.jsonl:1: "),
        ({"blocks.jsonl": '{"document": "a"}\n'}, r"data/blocks\.jsonl:1: "),
        ({"raw/c.jsonl": '{"body": "x"}\n'}, r"data/raw/c\.jsonl:1: no column `text`"),
    ],
)
def test_bad_data_stops_the_stage_and_writes_nothing(data, files, message):
    for name, content in files.items():
        (data / name).write_text(content)
    with pytest.raises(RegactError, match=message):
        prepare.main()
    assert not prepare.PARAGRAPHS.exists()


def test_no_documents_at_all(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RegactError, match="data/raw: no documents"):
        prepare.main()
