import pytest

from pipeline.errors import RegactError
from pipeline.text.splits import Assignment, read_splits, write_splits


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "splits.csv"
    found = [Assignment("a", "train", "event:x"), Assignment('odd, "name"', "test", "document:é")]
    write_splits(path, found)
    assert path.read_text().startswith("document,split,group\na,train,event:x\n")
    assert read_splits(path) == {"a": found[0], 'odd, "name"': found[1]}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ":1:"),
        ("document,split\na,train\n", ":1:"),
        ("document,split,group\na,train,g\nb,training,g\n", ":3:"),
        ("document,split,group\na,train\n", ":2:"),
        ("document,split,group\na,train,g\na,test,g\n", ":3:"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(tmp_path, text, place):
    path = tmp_path / "splits.csv"
    path.write_text(text)
    with pytest.raises(RegactError, match=r"splits\.csv") as error:
        read_splits(path)
    assert place in str(error.value)
    assert "dvc repro split" in str(error.value)


def test_a_missing_file_tells_what_makes_it(tmp_path):
    with pytest.raises(RegactError, match="dvc repro split"):
        read_splits(tmp_path / "splits.csv")
