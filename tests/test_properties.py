import pytest

from pipeline.errors import RegactError
from pipeline.evaluation.predictions import Predicted
from pipeline.evaluation.properties import Known, jurisdictions, properties, read_known
from pipeline.records import Document

NOTHING = Known({}, {})


def paragraph(document="d", words=10, truth=(), text=""):
    return Predicted("0" * 16, document, text or "word " * words, truth, (), {"ham": 0.1})


def sliced(paragraphs, known=NOTHING):
    return properties(paragraphs, known, jurisdictions(paragraphs, known))


def test_what_nothing_is_known_of_is_left_out():
    assert list(sliced([paragraph()])) == ["jurisdiction", "length", "true labels"]


def test_documents_without_a_line_are_unknown_and_come_last():
    known = Known(
        {"a": Document("a", kind="blog"), "b": Document("b", kind="wire"), "c": Document("c")}, {"a": True, "b": False}
    )
    found = sliced([paragraph(name) for name in "abbczzz"], known)
    assert found["kind"].values == ("blog", "wire", "wire", "unknown", "unknown", "unknown", "unknown")
    assert found["kind"].order == ("wire", "blog", "unknown")
    assert found["furniture"].order == ("with furniture", "without furniture", "unknown")
    assert "origin" not in found


def test_equally_frequent_values_are_in_alphabetical_order():
    known = Known({name: Document(name, format=name) for name in "cab"}, {})
    assert sliced([paragraph(name) for name in "cab"], known)["format"].order == ("a", "b", "c")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (1, "up to 30 words"),
        (30, "up to 30 words"),
        (31, "31 to 60 words"),
        (60, "31 to 60 words"),
        (61, "61 to 100 words"),
        (100, "61 to 100 words"),
        (101, "over 100 words"),
    ],
)
def test_lengths(words, expected):
    assert sliced([paragraph(words=words)])["length"].values == (expected,)


def test_the_number_of_true_labels():
    found = sliced([paragraph(truth=truth) for truth in ((), ("ham",), ("ham", "eggs"), ("ham", "eggs", "spam"))])
    assert found["true labels"].values == ("no label", "one label", *["two or more labels"] * 2)


def test_the_title_tells_the_jurisdiction():
    known = Known({"d": Document("d", title="Fines in Kenya")}, {})
    assert sliced([paragraph()], known)["jurisdiction"].order == ("other",)


def test_files_tell_what_is_known(tmp_path):
    documents, blocks = tmp_path / "documents.jsonl", tmp_path / "blocks.jsonl"
    assert read_known(documents, blocks) == NOTHING
    documents.write_text('{"id": "a", "kind": "blog"}\n')
    blocks.write_text(
        '{"document": "a", "blocks": [{"kind": "paragraph", "text": "x"}]}\n'
        '{"document": "b", "blocks": [{"kind": "furniture", "text": "Menu"}]}\n'
    )
    known = read_known(documents, blocks)
    assert known.documents["a"].kind == "blog"
    assert known.furniture == {"a": False, "b": True}


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "documents.jsonl"
    path.write_text('{"id": "a"}\n{"id": ""}\n')
    with pytest.raises(RegactError, match=r"documents.jsonl:2: .*mend or remove the line"):
        read_known(path, tmp_path / "none.jsonl")
