import pytest

from pipeline.errors import RegactError
from pipeline.text.collection import find_documents, read_titles


def test_documents_are_sorted_by_id_and_what_has_no_reader_is_told(tmp_path):
    for name in ("b.txt", "a.HTML", ".hidden.txt", "notes.xls"):
        (tmp_path / name).touch()
    (tmp_path / "folder.txt").mkdir()
    told = []
    assert list(find_documents(tmp_path, told.append)) == ["a", "b"]
    assert len(told) == 1
    assert "notes.xls: no reader for `.xls`" in told[0]


def test_one_id_twice_is_refused(tmp_path):
    (tmp_path / "a.html").touch()
    (tmp_path / "a.txt").touch()
    with pytest.raises(RegactError, match=r"a\.txt: a\.html has the same name"):
        find_documents(tmp_path, print)


@pytest.mark.parametrize("folder", ["", "missing"])
def test_no_documents(tmp_path, folder):
    with pytest.raises(RegactError, match="no documents; put some there"):
        find_documents(tmp_path / folder, print)


def test_titles_and_the_lines_that_are_wrong(tmp_path):
    path, files = tmp_path / "documents.jsonl", {"a": tmp_path / "a.txt"}
    assert read_titles(path, files) == {}
    path.write_text('{"id": "a", "title": "T"}\n')
    assert read_titles(path, files) == {"a": "T"}
    for line, message in [('{"id": "a"}', "stands twice"), ('{"id": "z"}', "no raw file for `z`"), ("{", "mend")]:
        path.write_text(f'{{"id": "a"}}\n{line}\n')
        with pytest.raises(RegactError, match=rf"documents\.jsonl:2: .*{message}"):
            read_titles(path, files)
