import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
from two_words import save_bundle

from pipeline import cli
from pipeline.records import Paragraph, paragraph_id

LABELS = ("ban", "penalty")
FINED = "The regulator fined the platform five million euros on Tuesday, its largest fine so far this year."
BANNED = "The city has banned the use of face recognition in all of its public buildings since the first of May."
PLAIN = "Shares of the company rose by three percent after it unveiled a faster chip for desktop computers."
BOTH = "It banned the practice in March and fined two shops that had gone on with it over the whole summer."


def write_collection(*rows):
    """Lines of data/paragraphs.jsonl, and a split for each document."""
    Path("data/annotations").mkdir(parents=True, exist_ok=True)
    lines = [Paragraph(paragraph_id(text), document, 1, text, "Its title") for document, _, text in rows]
    Path("data/paragraphs.jsonl").write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    splits = "".join(f"{document},{split},document:{document}\n" for document, split, _ in rows)
    Path("data/splits.csv").write_text(f"document,split,group\n{splits}")


def answer(text, annotator="jo", **more):
    line = {"document": "elsewhere", "text": text, "labels": [], "annotator": annotator} | more
    with Path(f"data/annotations/{annotator}.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


@pytest.fixture
def regact(tmp_path, monkeypatch, capfdbinary):
    """Run a command line in this process and in a folder with a model: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    save_bundle(tmp_path / "models/tfidf")

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["regact", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        out, err = (stream.decode() for stream in capfdbinary.readouterr())
        assert "Traceback" not in err
        return exit_.value.code or 0, out, err

    return run


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def test_the_collection_without_held_out_and_annotated_paragraphs(regact):
    write_collection(
        ("a", "train", FINED),
        ("b", "validation", BANNED),
        ("c", "test", BOTH),
        ("d", "train", PLAIN),
        ("e", "train", "X."),
    )
    answer(PLAIN.replace(" of ", "\N{NO-BREAK SPACE}of  "))
    answer("X.", skipped=True)
    code, out, err = regact("queue")
    assert code == 0
    assert [(row["document"], row["paragraph"], row["title"]) for row in rows(out)] == [("a", 1, "Its title")]
    assert err == "1 of 1 paragraphs without annotation, by tfidf\n"


def test_documents_that_are_not_in_the_collection_yet(regact):
    Path("new").mkdir()
    Path("new/a.txt").write_text(f"{FINED}\n\n{PLAIN}\n")
    Path("new/b.md").write_text(f"# A heading\n\n{BANNED}\n")
    code, out, _ = regact("queue", "new", "--n", 2)
    assert code == 0
    assert len(rows(out)) == 2
    assert {row["document"] for row in rows(out)} <= {"new/a.txt", "new/b.md"}
    assert list(rows(out)[0]) == ["document", "paragraph", "text", "title", "heading", "suggested", "scores", "why"]


def test_files_of_held_out_documents_are_left_out(regact):
    write_collection(("a", "test", BOTH))
    Path("raw").mkdir()
    Path("raw/a.txt").write_text(f"{FINED}\n\n{PLAIN}\n")
    code, out, err = regact("queue", "raw")
    assert (code, out) == (1, "")
    assert err == "error: nothing left to annotate there; name new documents, or add some to data/raw\n"


def test_rows_of_a_table_keep_their_document(regact):
    Path("rows.jsonl").write_text(json.dumps({"text": FINED, "document": "notice-17"}) + "\n")
    assert rows(regact("queue", "rows.jsonl")[1])[0]["document"] == "notice-17"


def test_all_trained_models_are_asked_and_the_named_one_suggests(regact, tmp_path):
    save_bundle(tmp_path / "models/timid", weight=4.0)
    Path("new.txt").write_text(f"{PLAIN}\n\n{BANNED}\n")
    _, out, err = regact("queue", "new.txt", "--model", "timid")
    assert err.endswith("by timid and tfidf\n")
    assert rows(out)[0]["text"] == BANNED
    assert rows(out)[0]["why"].startswith("models differ in how sure they are of ban (timid 0.50, tfidf 0.99)")
    assert regact("queue", "new.txt", "-m", "tfidf")[2].endswith("by tfidf and timid\n")


def test_a_bundle_elsewhere_takes_the_place_of_its_namesake(regact, tmp_path):
    save_bundle(tmp_path / "elsewhere/tfidf", weight=4.0)
    Path("new.txt").write_text(f"{BANNED}\n\n{PLAIN}\n")
    _, out, err = regact("queue", "new.txt", "--model", "elsewhere/tfidf")
    assert err.endswith("by tfidf\n")
    assert {row["text"]: row["scores"]["ban"] for row in rows(out)}[BANNED] == 0.5


def test_models_of_other_labels_are_not_asked(regact, tmp_path):
    save_bundle(tmp_path / "models/other", labels=("sweet", "sour"))
    Path("new.txt").write_text(FINED + "\n")
    _, _, err = regact("queue", "new.txt", "--model", "tfidf")
    assert "warning: models/other is for other labels and not asked" in err
    assert err.endswith("by tfidf\n")


def test_csv_and_json_lines_hold_the_same(regact):
    Path("new.txt").write_text(f"{FINED}\n\n{BOTH}\n")
    for suffix in ("csv", "jsonl"):
        assert regact("queue", "new.txt", "-o", f"queue.{suffix}")[:2] == (0, "")
    table = list(csv.DictReader(io.StringIO(Path("queue.csv").read_text())))
    lines = rows(Path("queue.jsonl").read_text())
    assert [row["text"] for row in table] == [row["text"] for row in lines]
    assert [row["suggested"].split(";") for row in table] == [row["suggested"] for row in lines]
    assert [float(row["score_penalty"]) for row in table] == [row["scores"]["penalty"] for row in lines]
    assert [row["why"] for row in table] == [row["why"] for row in lines]


def test_a_cell_is_no_formula(regact):
    Path("rows.jsonl").write_text(json.dumps({"text": "=HYPERLINK(1)", "document": "@x"}) + "\n")
    regact("queue", "rows.jsonl", "--output", "queue.csv")
    row = next(csv.DictReader(io.StringIO(Path("queue.csv").read_text())))
    assert (row["document"], row["text"]) == ("'@x", "'=HYPERLINK(1)")


def test_the_same_again_gives_the_same_bytes(regact):
    Path("new.txt").write_text("\n\n".join([FINED, BANNED, PLAIN, BOTH]) + "\n")
    first = regact("queue", "new.txt")[1]
    assert len(rows(first)) == 4
    assert regact("queue", "new.txt")[1] == first


def test_an_annotated_paragraph_does_not_come_back(regact):
    Path("data/annotations").mkdir(parents=True)
    Path("new.txt").write_text(f"{FINED}\n\n{BANNED}\n")
    first = rows(regact("queue", "new.txt", "-n", 1)[1])[0]["text"]
    answer(first)
    second = rows(regact("queue", "new.txt", "-n", 1)[1])[0]["text"]
    assert {first, second} == {FINED, BANNED}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt"], "missing.txt: no such file or folder"),
        (["empty.txt"], "empty.txt: empty"),
        ([], "data/paragraphs.jsonl: no such file; run `dvc repro split`, or name documents"),
        (["new.txt", "--model", "nobody"], "models/nobody: no trained model there"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(regact, arguments, message):
    write_collection(("a", "train", FINED))
    Path("data/paragraphs.jsonl").unlink()
    Path("empty.txt").touch()
    Path("new.txt").write_text(FINED)
    code, out, err = regact("queue", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(f"error: {message}")
    assert err.count("\n") == 1


def test_a_file_that_cannot_be_read_does_not_stop_the_others(regact):
    Path("new").mkdir()
    Path("new/a.txt").write_text(FINED)
    Path("new/b.jsonl").write_text("{}\n")
    code, out, err = regact("queue", "new")
    assert (code, len(rows(out))) == (1, 1)
    assert err.startswith("error: new/b.jsonl:1: no column `text`")


def test_a_broken_annotation_is_named_by_line(regact):
    write_collection(("a", "train", FINED))
    answer("one")
    with Path("data/annotations/jo.jsonl").open("a") as file:
        file.write('{"document": "a"}\n')
    assert "data/annotations/jo.jsonl:2: " in regact("queue")[2]


@pytest.mark.parametrize("arguments", [["--n", "0"], ["--output", "queue.xlsx"]])
def test_options_out_of_range_are_refused(regact, arguments):
    assert regact("queue", *arguments)[0] == 2
