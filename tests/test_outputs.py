import csv
import io
import json

import pytest

from pipeline.errors import RegactError
from pipeline.outputs import CsvWriter, JsonlWriter, own_columns, record, safe_cell, writing
from pipeline.records import Prediction
from pipeline.text.documents import Passage

LABELS = ("ban", "penalty")
FINED = Prediction(labels=("penalty",), scores={"ban": 0.123456, "penalty": 0.9})
NOTHING = Prediction(labels=(), scores={"ban": 0.1, "penalty": 0.2})


def passage(text="Some text.", position=1, document="a.txt", **columns):
    return Passage(document, position, text, title="", heading="", columns=columns)


def csv_rows(passages, predictions, tables):
    file = io.StringIO()
    writer = CsvWriter(file, LABELS, tables)
    writer.write(passages, predictions)
    writer.close()
    return list(csv.reader(io.StringIO(file.getvalue())))


def test_a_json_line_has_exactly_our_fields_in_order():
    file = io.StringIO()
    JsonlWriter(file).write([passage("He said “no” → twice.", 7)], [FINED])
    assert file.getvalue() == (
        '{"document":"a.txt","paragraph":7,"text":"He said “no” → twice.",'
        '"labels":["penalty"],"scores":{"ban":0.1235,"penalty":0.9}}\n'
    )


def test_a_table_row_keeps_its_own_columns_after_ours():
    row = record(passage(id="x1", when=None, tags=["a", "b"]), NOTHING)
    assert list(row) == ["document", "paragraph", "text", "labels", "scores", "id", "when", "tags"]
    assert row["id"] == "x1"
    assert row["when"] is None
    assert row["tags"] == ["a", "b"]


def test_a_column_called_like_one_of_ours_gets_a_prefix():
    columns = {"labels": "old", "input_labels": "older", "score_ban": 1, "scores": 2, "text": "raw", "score": 3}
    assert own_columns(columns, LABELS) == {
        "input_input_labels": "old",
        "input_labels": "older",
        "input_score_ban": 1,
        "input_scores": 2,
        "score": 3,
    }


def test_own_values_that_json_does_not_know_become_text():
    class Odd:
        def __str__(self):
            return "odd"

    file = io.StringIO()
    JsonlWriter(file).write([passage(odd=Odd(), nan=float("nan"))], [NOTHING])
    row = json.loads(file.getvalue())
    assert row["odd"] == "odd"
    assert row["nan"] is None


def test_a_file_name_that_is_not_utf8_does_not_break_the_output():
    file = io.StringIO()
    JsonlWriter(file).write([passage(document="caf\udce9.txt")], [NOTHING])
    assert json.loads(file.getvalue())["document"] == "caf?.txt"


def test_csv_columns():
    header, row, empty = csv_rows([passage("A, b"), passage(position=2)], [FINED, NOTHING], tables=False)
    assert header == ["document", "paragraph", "labels", "score_ban", "score_penalty", "text"]
    assert row == ["a.txt", "1", "penalty", "0.1235", "0.9", "A, b"]
    assert empty[:3] == ["a.txt", "2", ""]


def test_csv_joins_labels_by_semicolon():
    both = Prediction(labels=("ban", "penalty"), scores={"ban": 0.8, "penalty": 0.9})
    assert csv_rows([passage()], [both], tables=False)[1][2] == "ban;penalty"


def test_csv_collects_the_own_columns_of_all_tables():
    passages = [passage(), passage(a=1), passage(b="two\nlines", a=None), passage(**{"=evil": "x"})]
    header, *rows = csv_rows(passages, [NOTHING] * 4, tables=True)
    assert header[-3:] == ["a", "b", "'=evil"]
    assert [row[-3:] for row in rows] == [["", "", ""], ["1", "", ""], ["", "two\nlines", ""], ["", "", "x"]]


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "＝1+1",
        "＠SUM(A1)",
        "- a bullet",
        ["=1"][0],
    ],
)
def test_formulas_are_made_text(value):
    assert safe_cell(value).startswith("'")


@pytest.mark.parametrize("value", ["plain", "-3.5", "+4", "1e-3", "-", "", "a=b", "€5 million", "'quoted'"])
def test_other_cells_stay_as_they_are(value):
    assert safe_cell(value) == value


def test_cells_of_other_types():
    assert safe_cell(None) == ""
    assert safe_cell(-2.5) == "-2.5"
    assert safe_cell({"a": ["=1"]}) == '{"a":["=1"]}'
    assert safe_cell("bell\x07 esc\x1b c1\x9b nul\x00\nline") == "bell esc c1 nul\nline"


@pytest.mark.parametrize("format_", ["jsonl", "csv", "table"])
def test_a_file_appears_whole_or_not_at_all(tmp_path, format_):
    target = tmp_path / "out"
    target.write_text("old")

    def fill():
        with writing(target, format_, LABELS, tables=True) as writer:
            writer.write([passage()], [FINED])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
    with writing(target, format_, LABELS, tables=True) as writer:
        writer.write([passage()], [FINED])
    assert "Some text." in target.read_text()
    assert list(tmp_path.iterdir()) == [target]


def test_files_are_utf8_with_plain_line_ends(tmp_path):
    with writing(tmp_path / "out.csv", "csv", LABELS, tables=False) as writer:
        writer.write([passage("€ “x”")], [NOTHING])
    data = (tmp_path / "out.csv").read_bytes()
    assert "€ “x”".encode() in data or "€ “x”".replace('"', '""').encode() in data
    assert b"\r" not in data


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(RegactError, match=r"file/out\.csv: cannot be written"),
        writing(tmp_path / "file" / "out.csv", "csv", LABELS, tables=False),
    ):
        pass
