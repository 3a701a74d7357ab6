from html.parser import HTMLParser

import msgspec
import pytest
from synthetic import LABELS, predictions

from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.calibration import diagrams
from pipeline.evaluation.charts import Scale, place
from pipeline.evaluation.comparison import compare
from pipeline.evaluation.markdown import markdown
from pipeline.evaluation.mistakes import instructive
from pipeline.evaluation.predictions import answers
from pipeline.evaluation.properties import Known
from pipeline.evaluation.report import clip, html
from pipeline.evaluation.slices import slices
from pipeline.evaluation.verdict import verdict
from pipeline.params import EvaluateParams
from pipeline.records import Document

PARAMS = EvaluateParams(resamples=100)
HOSTILE = "</blockquote><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} {% raw %}"


class Reader(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def models():
    lines = predictions(0.9, 1)
    lines = [msgspec.structs.replace(p, text=HOSTILE) for p in lines]
    return {"weak": lines, "good": predictions(0.5, 2), "other": predictions(0.5, 3)}


KNOWN = Known(
    {f"document-{i:02}": Document(f"document-{i:02}", kind=HOSTILE if i < 3 else "blog") for i in range(30)}, {}
)


def pages(models, labels=LABELS):
    comparison = compare(models, labels, PARAMS, seed=0)
    sliced = {name: slices(lines, labels, KNOWN, PARAMS, seed=0) for name, lines in models.items()}
    drawn = diagrams({name: answers(lines, labels) for name, lines in models.items()}, labels)
    page = html(comparison, instructive(models, labels), drawn, sliced)
    return comparison, page, markdown(comparison, sliced)


def test_both_reports_begin_with_the_verdict_and_name_everything(models):
    comparison, page, text = pages(models)
    shown = "".join(Reader(page).text)
    assert text.startswith(f"# Comparison of models\n\n**{verdict(comparison)}**\n")
    assert verdict(comparison) in shown
    for name in (*models, *LABELS, "none"):
        assert name in shown
        assert name in text


def test_hostile_text_stays_text(models):
    _, page, _ = pages(models)
    reader = Reader(page)
    assert not {tag for tag, _ in reader.tags} & {"script", "img", "iframe", "link", "object"}
    assert HOSTILE in reader.text
    assert any(text.startswith(HOSTILE) and text != HOSTILE for text in reader.text)  # as the name of a slice
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)


def test_the_page_needs_no_network(models):
    _, page, _ = pages(models)
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_reports_are_repeatable(models):
    assert pages(models)[1:] == pages(models)[1:]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_fewer_and_more_models(models, count):
    several = models | {"fourth": models["good"], "fifth": models["weak"]}
    _, page, text = pages(dict(list(several.items())[:count]))
    assert ("Models in pairs" in page) == ("## Pairs" in text) == (count > 1)
    assert page.count('role="img"') == count * len(LABELS)
    assert text.count("| kind: blog |") + text.count("| length: up to 30 words |") > 0


def test_two_labels():
    labels = LABELS[:2]
    _, page, text = pages({"only": predictions(0.6, 1, labels)}, labels)
    assert page.count('role="img"') == 2
    assert "| Model | ham | eggs |" in text


def test_every_label_has_a_lead_and_every_model_a_calibration_error(models):
    comparison, page, text = pages(models)
    pair = comparison.pairs[0]
    for label in LABELS:
        assert f"| `{pair.first}` | `{pair.second}` | {label} |" in text
    assert page.count('<th class="plain" scope="row">') == len(comparison.pairs) * len(LABELS)
    assert "## Calibration" in text
    error = comparison.calibration_error["good"]["ham"]
    assert f"| `good` | {error:.3f} |" in text


def test_slices_are_shown_side_by_side_and_small_ones_marked(models):
    _, page, text = pages(models)
    shown = " ".join("".join(Reader(page).text).split())
    assert "blog 216 paragraphs of 27 documents, " in shown
    assert "24 paragraphs of 3 documents, " in shown
    assert page.count('<tbody class="small">') >= 1
    assert "## Weakest slices" in text


def test_reliability_points_lie_on_the_page():
    assert (place(0.0), place(0.375), place(1.0)) == ("0.0", "37.5", "100.0")


def test_a_single_document_and_an_empty_label_still_make_a_report():
    lines = [msgspec.structs.replace(p, truth=()) for p in predictions(0.6, 1, documents=1)]
    _, page, text = pages({"only": lines})
    assert "There is only one document" in page
    assert "No paragraph has the label ham" in text
    assert "None" not in page + text
    assert "nan" not in "".join(Reader(page).text)


def test_a_long_paragraph_is_clipped_at_a_space():
    assert clip("short") == "short"
    assert clip("word " * 300) == "word " * 179 + "word …"


def test_the_scale_encloses_every_interval():
    scale = Scale.around([Estimate(0.7, 0.62, 0.78), Estimate(0.85, 0.8, 0.91), Estimate(None)])
    assert scale.ticks == [0.6, 0.7, 0.8, 0.9, 1.0]
    assert (scale.place(0.6), scale.place(0.8), scale.place(1.0)) == ("0.0%", "50.0%", "100.0%")


@pytest.mark.parametrize(("value", "ends"), [(None, (0, 10)), (1.0, (9, 10)), (0.0, (0, 1)), (0.5, (5, 6))])
def test_the_scale_has_a_length_whatever_it_shows(value, ends):
    scale = Scale.around([Estimate(value)])
    assert (scale.low, scale.high) == ends
