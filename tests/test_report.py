from html.parser import HTMLParser

import msgspec
import pytest
from synthetic import LABELS, predictions

from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.charts import Scale
from pipeline.evaluation.comparison import compare
from pipeline.evaluation.markdown import markdown
from pipeline.evaluation.mistakes import instructive
from pipeline.evaluation.report import clip, html
from pipeline.evaluation.verdict import verdict
from pipeline.params import EvaluateParams

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


def pages(models):
    comparison = compare(models, LABELS, PARAMS, seed=0)
    return comparison, html(comparison, instructive(models, LABELS)), markdown(comparison)


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
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)


def test_the_page_needs_no_network(models):
    _, page, _ = pages(models)
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_reports_are_repeatable(models):
    assert pages(models)[1:] == pages(models)[1:]


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_models(models, count):
    _, page, text = pages(dict(list(models.items())[:count]))
    assert ("Models in pairs" in page) == ("## Pairs" in text) == (count == 2)


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
