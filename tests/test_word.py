import io
import zipfile

import docx
import pytest

from pipeline.errors import RegactError
from pipeline.text import word
from pipeline.text.word import read


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_styles_lists_and_tables():
    document = docx.Document()
    document.add_heading("The filing rule", 0)
    document.add_heading("Who files", 1)
    document.add_paragraph("Every provider files.")
    document.add_paragraph("First point", style="List Bullet")
    document.add_paragraph("Figure 1", style="Caption")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Firm", "", "€5"), strict=True):
        cell.text = text
    source = read(saved(document), "rule.docx")
    assert source.title == "The filing rule"
    assert [(piece.role, piece.text) for piece in source.pieces] == [
        ("heading", "The filing rule"),
        ("heading", "Who files"),
        ("text", "Every provider files."),
        ("item", "First point"),
        ("chrome", "Figure 1"),
        ("item", "Firm | €5"),
    ]


def test_the_title_may_be_a_property():
    document = docx.Document()
    document.core_properties.title = "As filed"
    document.add_paragraph("Text.")
    assert read(saved(document), "x.docx").title == "As filed"


def rewritten(data, part, change):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.filename == part else content)
    return buffer.getvalue()


def test_entities_are_not_expanded():
    document = docx.Document()
    document.add_paragraph("Before MARK after.")

    def bomb(xml):
        levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        doctype = f'<!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/hostname">{levels}]>'
        return xml.replace(b"<w:document", doctype.encode() + b"<w:document", 1).replace(b"MARK", b"&f;&l9;")

    data = rewritten(saved(document), "word/document.xml", bomb)
    try:
        text = " ".join(piece.text for piece in read(data, "x.docx").pieces)
    except RegactError:
        return
    assert "lol" not in text
    assert len(text) < 100


def test_damaged_files_and_bombs_are_refused(monkeypatch):
    data = saved(docx.Document())
    for damaged in (b"no zip", data[:200], rewritten(data, "word/document.xml", lambda _: b"<broken")):
        with pytest.raises(RegactError, match=r"^x\.docx: "):
            read(damaged, "x.docx")
    monkeypatch.setattr(word, "_MAX_UNPACKED", 1000)
    with pytest.raises(RegactError, match="unpacks to"):
        read(data, "x.docx")
