import hashlib

import pytest
from msgspec import Struct

from pipeline.errors import RegactError
from pipeline.files import atomic, read_json, read_jsonl, sha256, write_json, write_jsonl


class Row(Struct):
    n: int


def test_jsonl_round_trip_numbers_lines_and_skips_blank_ones(tmp_path):
    path = tmp_path / "rows.jsonl"
    assert write_jsonl(path, [Row(1), Row(2)]) == 2
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\n\n", 1))
    assert list(read_jsonl(path, Row)) == [(1, Row(1)), (3, Row(2))]


@pytest.mark.parametrize("line", [b'{"n": ', b'{"n": "x"}', b"[1]", b'{"n": 1} 2', b"\xff\xfe"])
def test_a_broken_line_is_named(tmp_path, line):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"n": 1}\n' + line + b"\n")
    with pytest.raises(RegactError, match=r"rows\.jsonl:2: .*; mend or remove the line"):
        list(read_jsonl(path, Row))


def test_a_missing_file_tells_the_remedy(tmp_path):
    with pytest.raises(RegactError, match="no such file; run `dvc repro`"):
        read_json(tmp_path / "none.json", Row, "run `dvc repro`")


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path):
    path = tmp_path / "value.json"
    write_json(path, {"b": 1, "a": [1, 2]})
    before = path.read_bytes()
    with pytest.raises(KeyError), atomic(path) as temporary:
        temporary.write_text("half")
        raise KeyError
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["value.json"]


def test_records_that_fail_midway_write_nothing(tmp_path):
    def rows():
        yield Row(1)
        raise RegactError("stop")

    with pytest.raises(RegactError):
        write_jsonl(tmp_path / "rows.jsonl", rows())
    assert list(tmp_path.iterdir()) == []


def test_json_keeps_the_order_of_keys(tmp_path):
    write_json(tmp_path / "v.json", {"b": 1, "a": 2})
    assert (tmp_path / "v.json").read_text() == '{\n  "b": 1,\n  "a": 2\n}\n'


def test_sha256(tmp_path):
    (tmp_path / "f").write_bytes(b"regact")
    assert sha256(tmp_path / "f") == hashlib.sha256(b"regact").hexdigest()
