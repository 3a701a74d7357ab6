import io
import json

import docx
import pytest

from pipeline.errors import RegactError
from pipeline.text.documents import SUFFIXES, passages_from_bytes, read_article, read_passages
from pipeline.text.source import EmptyDocumentError

PARAGRAPHS = [
    "The regulator said on Monday that every provider must file its model before it opens it to the public, and that "
    "those who do not will be told to stop.",
    "A spokeswoman for the industry body called the deadline tight but workable, and asked for a form that can be "
    "filled in without a lawyer.",
]


def quiet(message):
    raise AssertionError(message)


def as_txt():
    return f"Home | News\n\nModels must be filed\n\n{PARAGRAPHS[0]}\n\nReactions\n\n{PARAGRAPHS[1]}\n\nENDS\n".encode()


def as_html():
    first, second = PARAGRAPHS
    return (
        f"<nav>Home</nav><h1>Models must be filed</h1><p>{first}</p><h2>Reactions</h2><p>{second}</p>"
        "<footer>Contact</footer>"
    ).encode()


def as_md():
    return f"# Models must be filed\n\n{PARAGRAPHS[0]}\n\n## Reactions\n\n{PARAGRAPHS[1]}\n".encode()


def as_docx():
    document = docx.Document()
    document.add_heading("Models must be filed", 0)
    document.add_paragraph(PARAGRAPHS[0])
    document.add_heading("Reactions", 1)
    document.add_paragraph(PARAGRAPHS[1])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FORMATS = {".txt": as_txt, ".html": as_html, ".HTM": as_html, ".md": as_md, ".docx": as_docx}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_passages(tmp_path, suffix):
    path = tmp_path / f"rule{suffix}"
    path.write_bytes(FORMATS[suffix]())
    found = list(read_passages(path, quiet))
    assert [(p.position, p.text, p.heading) for p in found] == [(1, PARAGRAPHS[0], ""), (2, PARAGRAPHS[1], "Reactions")]
    assert {(p.document, p.title) for p in found} == {(str(path), "Models must be filed")}
    assert [p.columns for p in found] == [{}, {}]


def test_standard_input():
    found = list(passages_from_bytes(as_txt(), "-", ".txt", quiet))
    assert [(p.document, p.text) for p in found] == [("-", text) for text in PARAGRAPHS]


def test_table_rows_keep_their_columns_and_places(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [{"text": " A\u00a0ban. ", "title": "T", "id": 7}, {"text": "", "heading": "H"}, {"text": "Second."}]
    path.write_text("\n".join(map(json.dumps, rows)))
    found = list(read_passages(path, quiet))
    assert [(p.position, p.text, p.title, p.heading) for p in found] == [
        (1, "A ban.", "T", ""),
        (2, "", "", "H"),
        (3, "Second.", "", ""),
    ]
    assert [dict(p.columns) for p in found] == rows


def test_tables_are_read_as_a_stream(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "fine"}\n{broken\n')
    rows = read_passages(path, quiet)
    assert next(rows).text == "fine"
    with pytest.raises(RegactError, match=r"rows\.jsonl:2: "):
        next(rows)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("rows.jsonl", '{"text": "a"}\n{"body": "b"}\n', r"rows\.jsonl:2: no column `text`.*columns: body"),
        ("rows.jsonl", '{"text": 5}\n', r"rows\.jsonl:1: no column `text` with a string"),
        ("rows.csv", "id,body\n1,a\n", r"rows\.csv:2: no column `text`.*columns: id, body"),
        ("rows.csv", "", r"rows\.csv: no rows"),
        ("rows.csv", "text\n", r"rows\.csv: no rows"),
        ("a.txt", "", r"a\.txt: empty"),
        ("a.txt", " \n\t\n", r"a\.txt: empty"),
        ("a.txt", "--- * ---", r"a\.txt: no text"),
        ("a.html", "<script>x</script>", r"a\.html: no text"),
        ("a.txt", "\x89PNG\r\n\0", r"a\.txt: binary"),
        ("a.pdf", "no pdf", r"a\.pdf: damaged"),
        ("a.docx", "no zip", r"a\.docx: not a \.docx"),
        ("a.xls", "x", r"a\.xls: no reader for `\.xls`; supported are"),
    ],
)
def test_bad_input_is_refused_with_file_and_remedy(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content, encoding="latin-1")
    with pytest.raises(RegactError, match=message) as caught:
        list(read_passages(path, quiet))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_missing_file_is_named(tmp_path, suffix):
    with pytest.raises(RegactError, match="no such file"):
        list(read_passages(tmp_path / f"gone{suffix}", quiet))


def test_an_empty_document_is_an_error_of_its_own(tmp_path):
    path = tmp_path / "a.txt"
    path.touch()
    with pytest.raises(EmptyDocumentError):
        read_article(path, quiet)


def test_a_guessed_encoding_is_told(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("The “fine” was £5 million, and the firm has until the end of June to pay it.".encode("cp1252"))
    warnings = []
    assert "£5 million" in next(read_passages(path, warnings.append)).text
    assert warnings == [f"{path}: not UTF-8; read as cp1252"]


@pytest.mark.parametrize(
    "text", ["word " * 200_000, "a" * 1_000_000, "| " * 200_000 + "x", "by " * 200_000, ". (a" * 50_000]
)
def test_one_endless_line_is_survived(text):
    assert len(list(passages_from_bytes(text.encode(), "-", ".txt", quiet))) == 1
