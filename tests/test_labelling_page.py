from pipeline.labelling.disagreements import Disagreement
from pipeline.labelling.page import Report, page
from pipeline.labelling.suspicious import Suspicious

LABELS = ("x",)
FIGURES = {
    "splits": {
        "train": {"documents": 1, "paragraphs": 1200, "sources": {"annotators": 1200}, "labels": {"x": 3, "none": 1197}}
    },
    "unused_paragraphs": 7,
    "agreement": {"paragraphs": 0, "macro_f1": {}, "labels": {}},
}


def test_a_report_of_little():
    text = page(Report(LABELS, FIGURES))
    assert "| train | 1 | 1,200 | annotators 1,200 | 3 | 1,197 |" in text
    assert "No paragraph has been annotated twice." in text
    assert "## Rules" not in text
    assert "## Suspicious" not in text
    assert "None." in text


def test_long_lists_are_cut_and_say_so():
    differing = [Disagreement("d", "train", f"text {i}", {"a": ("x",), "b": ()}, ("x",)) for i in range(25)]
    doubtful = [Suspicious("d", "id", "x", True, 0.01, ("x",), "annotators", f"doubt {i}") for i in range(25)]
    text = page(Report(LABELS, FIGURES, disagreements=differing, suspicious=doubtful))
    assert "25 paragraphs, 0 of them not adjudicated. All are in `disagreements.jsonl`" in text
    assert (text.count("> text"), text.count("> doubt")) == (20, 20)
    assert "- **x** given, model 0.01; labels `x`, annotators (`d`)" in text


def test_text_of_documents_is_no_markup():
    hostile = "<script>x</script> [link](evil) | `code` \n# heading"
    differing = [Disagreement("d", "train", hostile, {"a": (), "b": ("x",)}, None)]
    text = page(Report(LABELS, FIGURES, disagreements=differing))
    assert "  > \\<script\\>x\\</script\\> \\[link\\](evil) \\| \\`code\\` # heading\n" in text
