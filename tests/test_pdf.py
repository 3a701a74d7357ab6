import io

import pytest

from pipeline.errors import RegactError
from pipeline.text.pdf import read
from pipeline.text.source import EmptyDocumentError

platypus = pytest.importorskip("reportlab.platypus")

LONG = (
    "The regulator said on Monday that every provider must file its model before it opens it to the public, "
    "and that those who do not will be told to stop. It named nobody, and gave no date for the first review. "
)


def pdf(*flowables, **options):
    from reportlab.lib.styles import getSampleStyleSheet

    styles = getSampleStyleSheet()
    styles["Normal"].spaceAfter = 8
    buffer = io.BytesIO()

    def footer(canvas, _):
        canvas.drawString(50, 30, f"Ministry Gazette, page {canvas.getPageNumber()}")

    document = platypus.SimpleDocTemplate(buffer, **options)
    story = [platypus.Paragraph(text, styles[style]) for style, text in flowables]
    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return buffer.getvalue()


def test_lines_become_paragraphs_and_big_type_headings():
    data = pdf(("Title", "The filing rule"), ("Heading2", "Who files"), ("Normal", LONG), ("Normal", "A short one."))
    source = read(data, "rule.pdf")
    found = [(piece.role, " ".join(piece.text.split())) for piece in source.pieces]
    assert source.title == "The filing rule"
    assert ("heading", "Who files") in found
    assert ("text", LONG.strip()) in found
    assert ("text", "A short one.") in found


def test_paragraphs_run_over_pages_and_running_feet_go():
    paragraphs = [LONG * 6 + f"This was number {number}." for number in range(8)]
    source = read(pdf(*(("Normal", text) for text in paragraphs)), "long.pdf")
    texts = [" ".join(piece.text.split()) for piece in source.pieces]
    assert not any("Ministry Gazette" in text for text in texts)
    assert sum(text in texts for text in paragraphs) >= len(paragraphs) - 1


def test_a_pdf_without_text_says_so():
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(EmptyDocumentError, match=r"scan\.pdf: no text in this PDF.*OCR"):
        read(buffer.getvalue(), "scan.pdf")


def test_encrypted_and_damaged_files_are_refused():
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = pdf(("Normal", LONG), encrypt=StandardEncryption("secret"))
    with pytest.raises(RegactError, match=r"x\.pdf: encrypted PDF"):
        read(locked, "x.pdf")
    for data in (b"%PDF-1.7\nrubbish", b"no pdf", pdf(("Normal", LONG))[:300]):
        with pytest.raises(RegactError, match=r"^x\.pdf: "):
            read(data, "x.pdf")
