import sys

import pytest

from pipeline.errors import RegactError
from pipeline.text.tables import read_csv, read_jsonl, read_parquet


def quiet(message):
    raise AssertionError(message)


def test_jsonl_rows_with_their_lines(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a", "n": 1}\n\n{"text": "b\xe2\x80\xa8c"}')
    assert list(read_jsonl(path, quiet)) == [(1, {"text": "a", "n": 1}), (3, {"text": "b\u2028c"})]


@pytest.mark.parametrize("line", ["{broken", "[1]", '"text"', "[" * 100_000])
def test_broken_json_names_the_line(tmp_path, line):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "a"}\n' + line + "\n")
    with pytest.raises(RegactError, match=r"rows\.jsonl:2: "):
        list(read_jsonl(path, quiet))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_separators_quotes_and_line_breaks(tmp_path, separator):
    path = tmp_path / "rows.csv"
    path.write_text(f'id{separator}text\n1{separator}"a{separator} ""b""\nc"\n', encoding="utf-8-sig")
    assert [row for _, row in read_csv(path, quiet)] == [{"id": "1", "text": f'a{separator} "b"\nc'}]


@pytest.mark.parametrize("row", ["1,a,b", "1"])
def test_csv_rows_must_fit_the_header(tmp_path, row):
    path = tmp_path / "rows.csv"
    path.write_text(f"id,text\n{row}\n")
    with pytest.raises(RegactError, match=r"rows\.csv:2: not as many fields"):
        list(read_csv(path, quiet))


def test_a_csv_field_may_be_long(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("text\n" + "a" * 1_000_000 + "\n")
    assert [len(row["text"]) for _, row in read_csv(path, quiet)] == [1_000_000]


@pytest.mark.parametrize(("encoding", "told"), [("cp1252", 1), ("utf-16", 0)])
def test_other_encodings(tmp_path, encoding, told):
    path = tmp_path / "rows.csv"
    path.write_bytes("text\nfünf € für “alle”\n".encode(encoding))
    warnings = []
    assert [row for _, row in read_csv(path, warnings.append)] == [{"text": "fünf € für “alle”"}]
    assert len(warnings) == told


def test_binary_rubbish_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"\x89PNG\r\n\0\0")
    with pytest.raises(RegactError, match="binary"):
        list(read_csv(path, quiet))


def test_parquet_rows(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "rows.parquet"
    parquet.write_table(pyarrow.table({"text": ["a", "b"], "n": [1, None]}), path)
    assert list(read_parquet(path, quiet)) == [(1, {"text": "a", "n": 1}), (2, {"text": "b", "n": None})]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(RegactError, match=r"rows\.parquet: .*whole Parquet file"):
        list(read_parquet(path, quiet))


def test_parquet_without_pyarrow_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(RegactError, match=r"regact\[parquet\]"):
        list(read_parquet(tmp_path / "rows.parquet", quiet))
