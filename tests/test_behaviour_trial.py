import numpy as np
from keyword_model import Keyword, paragraphs

from pipeline.evaluation.behaviour.trial import Memory, Trial

PARAGRAPHS = paragraphs(*((f"text {i}", ()) for i in range(40)))


def trial(count, seed=1, chosen=PARAGRAPHS):
    return Trial(Memory(Keyword({"ham": ["ham"]})), ("ham",), chosen, count, seed)


def test_a_text_is_asked_for_once():
    model = Keyword({"ham": ["ham"]})
    memory = Memory(model)
    answers = memory.predict(["ham", "eggs", "ham", " ham\n"])
    assert [answer.labels for answer in answers] == [("ham",), (), ("ham",), ("ham",)]
    memory.predict(["eggs", "spam"])
    assert model.asked == ["ham", "eggs", "spam"]


def test_a_sample_keeps_order_and_follows_the_seed():
    chosen = trial(10).sample(PARAGRAPHS)
    assert [p.id for p in chosen] == sorted(p.id for p in chosen)
    assert len(chosen) == 10
    assert chosen == trial(10).sample(PARAGRAPHS)
    assert chosen != trial(10, seed=2).sample(PARAGRAPHS)


def test_a_new_paragraph_displaces_one_at_most():
    before = {p.id for p in trial(10).sample(PARAGRAPHS[:-1])}
    after = {p.id for p in trial(10).sample(PARAGRAPHS)}
    assert len(before & after) >= 9


def test_only_altered_paragraphs_are_variants_and_each_has_its_own_chance():
    def alter(text, generator):
        return text if text.endswith("3") else f"{text} {generator.integers(1_000_000)}"

    variants = trial(100).vary("a", alter)
    assert len(variants) == 36
    assert all(variant.text.startswith(variant.paragraph.text + " ") for variant in variants)
    assert len({variant.text.split()[-1] for variant in variants}) > 30
    assert trial(100, chosen=PARAGRAPHS[5:]).vary("a", alter) == [v for v in variants if v.paragraph in PARAGRAPHS[5:]]
    assert trial(100).vary("b", alter) != variants


def test_generators_repeat():
    draws = [trial(1).generator("a", "b").random() for _ in range(2)] + [trial(1).generator("ab").random()]
    assert draws[0] == draws[1] != draws[2]
    assert np.isfinite(draws).all()
