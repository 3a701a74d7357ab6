import pytest
from synthetic import LABELS, predictions

from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.comparison import Comparison, Pair, compare
from pipeline.evaluation.metrics import Metrics, Quality
from pipeline.evaluation.verdict import verdict
from pipeline.params import EvaluateParams


def comparison(scores, *pairs):
    unknown = Estimate(None)

    def metrics(f1):
        quality = Quality(1, 1, unknown, unknown, f1, unknown)
        return Metrics(unknown, quality, quality, quality, {})

    models = {name: metrics(f1) for name, f1 in scores.items()}
    return Comparison(("x",), 90, 30, 0.95, 1000, models, tuple(models), tuple(Pair(*pair, 0.5) for pair in pairs))


BEST = Estimate(0.812, 0.771, 0.849)


def test_one_model():
    assert verdict(comparison({"a": BEST})) == "a is the only model: macro-F1 0.81 (95% interval 0.77 to 0.85)."


def test_better():
    found = comparison({"a": BEST, "b": Estimate(0.7, 0.6, 0.75)}, ("a", "b", Estimate(0.112, 0.004, 0.2)))
    assert verdict(found) == (
        "a is the best model: macro-F1 0.81 (95% interval 0.77 to 0.85). "
        "It is better than b (0.70; difference 0.112, interval 0.004 to 0.200)."
    )


def test_not_told_apart():
    found = comparison({"a": BEST, "b": Estimate(0.79, 0.7, 0.8)}, ("a", "b", Estimate(0.022, -0.012, 0.05)))
    assert verdict(found) == (
        "a comes first with macro-F1 0.81 (95% interval 0.77 to 0.85), "
        "but cannot be told apart from b (0.79; difference 0.02, interval −0.01 to 0.05)."
    )


def test_an_interval_that_touches_zero_does_not_tell_apart():
    found = comparison({"a": BEST, "b": BEST}, ("a", "b", Estimate(0.1, 0.0, 0.2)))
    assert "cannot be told apart from b" in verdict(found)


def test_several_models():
    others = {name: Estimate(0.5, 0.4, 0.6) for name in "bcd"}
    told, alike = Estimate(0.3, 0.2, 0.4), Estimate(0.3, -0.1, 0.7)
    found = verdict(
        comparison({"a": BEST} | others, ("a", "b", told), ("a", "c", alike), ("a", "d", told), ("b", "c", alike))
    )
    first, second = found.split(". It is ")
    assert "told apart from c (" in first
    assert "better than b (0.50; difference 0.30, interval 0.20 to 0.40) and d (" in second


@pytest.mark.parametrize("names", [("a",), ("a", "b")])
def test_without_positives_there_is_no_judgement(names):
    assert verdict(comparison(dict.fromkeys(names, Estimate(None)))).startswith("No label has a positive paragraph")


def test_one_document_gives_no_interval():
    lines = {name: predictions(0.6, seed, documents=1) for seed, name in enumerate("ab")}
    found = verdict(compare(lines, LABELS, EvaluateParams(resamples=100), seed=0))
    assert "(no interval), but cannot be told apart" in found
    assert "None" not in found
