import pytest
from keyword_model import Keyword, paragraphs

from pipeline.evaluation.behaviour.change import change, share
from pipeline.evaluation.behaviour.trial import Memory, Trial, Variant
from pipeline.evaluation.bootstrap import Estimate


@pytest.fixture
def trial():
    chosen = paragraphs(("ham", ["ham"]), ("spam", ["spam"]), ("ham and spam", []), ("eggs", []))
    return Trial(Memory(Keyword({"ham": ["ham"], "spam": ["spam"]})), ("ham", "spam"), chosen, 10, 1)


def test_what_changes_is_counted_by_label(trial):
    texts = ["ham!", "ham", "eggs", "eggs!"]
    variants = [Variant(p, text) for p, text in zip(trial.paragraphs, texts, strict=True)]
    found = change(trial, "odd", variants, lambda before, after: f"{before}/{after}")
    assert found.paragraphs == 4
    assert found.changed.value == 0.5
    assert found.lost == {"ham": 1, "spam": 2}
    assert found.gained == {"ham": 1, "spam": 0}
    assert found.shift == pytest.approx(4 * 0.8 / 8)
    assert [(e.before, e.after, e.edits) for e in found.examples] == [
        (("ham", "spam"), (), "ham and spam/eggs"),
        (("spam",), ("ham",), "spam/ham"),
    ]
    assert found.examples[0].shift == pytest.approx(0.8)


def test_nothing_is_known_of_no_variants(trial):
    found = change(trial, "none", [])
    assert (found.paragraphs, found.changed, found.shift, found.examples) == (0, Estimate(None), None, ())


def test_a_share_has_an_interval_even_of_none():
    assert share(0, 0) == Estimate(None)
    none = share(0, 100)
    assert none.value == none.low == 0
    assert 0.02 < none.high < 0.05
