import io
import os
from pathlib import Path

import pytest

from pipeline import inputs
from pipeline.errors import RegactError


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "docs/b.txt",
        "docs/a.HTML",
        "docs/sub/c.csv",
        "docs/.hidden.txt",
        "docs/.git/d.txt",
        "docs/image.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A paragraph.\n")
    return tmp_path


def found(*arguments, skip=None):
    return [path.as_posix() for path in inputs.find(arguments, skip)]


def test_a_folder_stands_for_its_known_files_sorted(here):
    assert found("docs") == ["docs/a.HTML", "docs/b.txt", "docs/sub/c.csv"]


def test_the_order_of_the_arguments_stays_and_nothing_comes_twice(here):
    assert found("docs/b.txt", "docs", "docs/b.txt") == ["docs/b.txt", "docs/a.HTML", "docs/sub/c.csv"]


def test_patterns(here):
    assert found("docs/*.txt") == ["docs/b.txt"]
    assert found("docs/**/*.csv") == ["docs/sub/c.csv"]
    assert found("do*") == ["docs/a.HTML", "docs/b.txt", "docs/sub/c.csv"]
    assert found(str(here / "docs" / "[b-c].txt")) == [f"{here}/docs/b.txt"]


def test_a_name_that_looks_like_a_pattern_is_a_name_first(here):
    (here / "a[1].txt").write_text("x")
    assert found("a[1].txt") == ["a[1].txt"]


def test_a_named_file_is_taken_whatever_it_is_called(here):
    assert found("docs/.hidden.txt", "docs/image.png") == ["docs/.hidden.txt", "docs/image.png"]


def test_standard_input_is_a_dash(here):
    assert found("-", "docs/b.txt", "-") == ["-", "docs/b.txt"]


def test_the_file_about_to_be_written_is_no_input_of_a_folder(here):
    (here / "docs/out.csv").write_text("text\nold\n")
    assert "docs/out.csv" in found("docs")
    assert "docs/out.csv" not in found("docs", skip=here / "docs/out.csv")
    assert "docs/out.csv" not in found(str(here / "docs"), skip=Path("docs/out.csv"))


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("nowhere.txt", "nowhere.txt: no such file or folder"),
        ("*.pdf", r"\*.pdf: nothing to label there"),
        ("empty", "empty: nothing to label there; known formats are .*txt"),
    ],
)
def test_arguments_that_lead_to_nothing(here, argument, message):
    (here / "empty").mkdir()
    with pytest.raises(RegactError, match=message):
        found("docs", argument)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_an_error(here):
    (here / "docs/sub").chmod(0)
    with pytest.raises(RegactError, match="docs/sub: cannot be read"):
        found("docs")


def test_links_in_circles_end(here):
    (here / "docs/loop").symlink_to(here / "docs")
    assert found("docs") == ["docs/a.HTML", "docs/b.txt", "docs/sub/c.csv"]


def test_reading_goes_on_after_a_broken_file(here):
    (here / "broken.jsonl").write_text('{"text": "Good row."}\n{"no text": 1}\n')
    (here / "good.jsonl").write_text('{"text": "Another row.", "id": 5}\n')
    failures = []
    paths = [Path("broken.jsonl"), Path("good.jsonl")]
    passages = list(inputs.read(paths, print, lambda path, error: failures.append((path, str(error)))))
    assert [(p.document, p.position, p.text) for p in passages] == [
        ("broken.jsonl", 1, "Good row."),
        ("good.jsonl", 1, "Another row."),
    ]
    assert passages[1].columns["id"] == 5
    assert [path for path, _ in failures] == [Path("broken.jsonl")]
    assert "broken.jsonl:2" in failures[0][1]


def test_standard_input_is_read_as_scraped_text(monkeypatch):
    first = "The regulator fined the platform five million euros on Tuesday, its largest fine so far this year."
    second = "It said that the company had kept the data of children for longer than it had told their parents."
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{first}\n\n{second}\n".encode())))
    passages = list(inputs.read([inputs.STDIN], pytest.fail, pytest.fail))
    assert [(p.document, p.position, p.text) for p in passages] == [("-", 1, first), ("-", 2, second)]


def test_typed_text_is_one_normalised_paragraph_each():
    first, second = inputs.typed(["Two\n\nlines.", "It\u00a0is \u200bfine."])
    assert (first.text, first.position) == ("Two lines.", 1)
    assert (second.text, second.position, second.columns) == ("It is fine.", 2, {})


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_typed_text_without_a_character_is_refused(text):
    with pytest.raises(RegactError, match="--text: paragraph 2 is empty"):
        inputs.typed(["Good.", text])


def test_batches():
    assert list(inputs.batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(inputs.batches([], 2)) == []


def train(*names):
    for name in names:
        Path("models", name).mkdir(parents=True)
        Path("models", name, "manifest.json").write_text("{}")


def test_the_default_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RegactError, match="models: no model is trained yet; run `dvc repro`"):
        inputs.bundle(None)
    train("zebra", ".tmp")
    assert inputs.bundle(None) == Path("models/zebra")
    train("tfidf")
    assert inputs.bundle(None) == Path("models/tfidf")
    train("transformer")
    assert inputs.bundle(None) == Path("models/transformer")


def test_a_model_by_name_or_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    train("tfidf")
    Path("elsewhere").mkdir()
    Path("tfidf").mkdir()
    assert inputs.bundle("tfidf") == Path("models/tfidf")
    assert inputs.bundle("elsewhere") == Path("elsewhere")
    assert inputs.bundle("./tfidf") == Path("tfidf")
    assert inputs.bundle(str(tmp_path / "x")) == tmp_path / "x"
    assert inputs.bundle("not_trained") == Path("models/not_trained")
