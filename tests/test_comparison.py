from itertools import pairwise

import msgspec
import numpy as np
import pytest
from sklearn.metrics import f1_score
from synthetic import LABELS, predictions

from pipeline.errors import RegactError
from pipeline.evaluation.bootstrap import Estimate
from pipeline.evaluation.comparison import Comparison, compare, excludes_zero, load
from pipeline.evaluation.numerals import stored
from pipeline.evaluation.predictions import matrix
from pipeline.files import write_json
from pipeline.params import EvaluateParams

PARAMS = EvaluateParams(resamples=300)


@pytest.fixture(scope="module")
def models():
    return {"weak": predictions(0.85, 1), "good": predictions(0.6, 2), "twin": predictions(0.6, 3)}


@pytest.fixture(scope="module")
def comparison(models):
    return compare(models, LABELS, PARAMS, seed=4)


def macro_f1(lines):
    return f1_score(
        matrix([p.truth for p in lines], LABELS), matrix([p.labels for p in lines], LABELS), average="macro"
    )


def test_models_keep_their_order_and_are_ranked_by_macro_f1(models, comparison):
    assert list(comparison.models) == ["weak", "good", "twin"]
    values = [comparison.models[name].macro.f1.value for name in comparison.ranking]
    assert values == sorted(values, reverse=True)
    assert comparison.models["weak"].macro.f1.value == pytest.approx(macro_f1(models["weak"]))
    assert comparison.best == comparison.ranking[0]


def test_pairs_are_of_the_same_resamples(models, comparison):
    assert {(pair.first, pair.second) for pair in comparison.pairs} >= set(pairwise(comparison.ranking))
    (pair,) = (pair for pair in comparison.pairs if {pair.first, pair.second} == {"good", "weak"})
    names = [p.document for p in models["good"]]
    _, documents = np.unique(names, return_inverse=True)
    leads = []
    for sample in np.random.default_rng(4).integers(30, size=(PARAMS.resamples, 30)):
        places = np.concatenate([np.flatnonzero(documents == document) for document in sample])
        leads.append(macro_f1([models["good"][i] for i in places]) - macro_f1([models["weak"][i] for i in places]))
    assert pair.difference.value == pytest.approx(macro_f1(models["good"]) - macro_f1(models["weak"]))
    assert [pair.difference.low, pair.difference.high] == pytest.approx(np.quantile(leads, [0.025, 0.975]))
    assert pair.share == np.mean(np.array(leads) > 0)


def test_each_label_has_its_paired_difference(models, comparison):
    (pair,) = (pair for pair in comparison.pairs if {pair.first, pair.second} == {"good", "weak"})
    assert list(pair.labels) == list(LABELS)
    _, documents = np.unique([p.document for p in models["good"]], return_inverse=True)

    def f1(name, places):
        lines = [models[name][i] for i in places]
        return f1_score(["eggs" in p.truth for p in lines], ["eggs" in p.labels for p in lines])

    leads = []
    for sample in np.random.default_rng(4).integers(30, size=(PARAMS.resamples, 30)):
        places = np.concatenate([np.flatnonzero(documents == document) for document in sample])
        leads.append(f1("good", places) - f1("weak", places))
    lead = pair.labels["eggs"]
    assert lead.value == pytest.approx(f1("good", range(240)) - f1("weak", range(240)))
    assert [lead.low, lead.high] == pytest.approx(np.quantile(leads, [0.025, 0.975]))


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [((0.01, 0.1), True), ((-0.1, -0.01), True), ((-0.1, 0.1), False), ((0.0, 0.1), False), ((None, None), False)],
)
def test_a_difference_is_certain_if_its_interval_excludes_zero(bounds, expected):
    assert excludes_zero(Estimate(0.05, *bounds)) is expected


def test_the_calibration_error_of_every_model_and_label(comparison):
    assert {name: list(errors) for name, errors in comparison.calibration_error.items()} == {
        name: list(LABELS) for name in ("weak", "good", "twin")
    }
    assert comparison.calibration_error["weak"]["ham"] > comparison.calibration_error["good"]["ham"]


def test_better_only_if_the_interval_excludes_zero(comparison):
    told = {frozenset((pair.first, pair.second)): pair.told_apart for pair in comparison.pairs}
    assert told[frozenset(("good", "weak"))]
    assert not told[frozenset(("good", "twin"))]


def test_a_model_and_its_copy_are_equal(models):
    (pair,) = compare({"a": models["good"], "b": models["good"]}, LABELS, PARAMS, seed=0).pairs
    assert (pair.difference.value, pair.difference.low, pair.difference.high, pair.share) == (0, 0, 0, 0)
    assert not pair.told_apart


@pytest.mark.parametrize(
    "change",
    [{"id": "f" * 16}, {"truth": ("ham", "eggs", "spam")}, {"document": "elsewhere"}],
)
def test_other_paragraphs_are_refused(models, change):
    other = [msgspec.structs.replace(models["good"][0], **change), *models["good"][1:]]
    with pytest.raises(
        RegactError, match=r"b\.jsonl and data/predicted/a\.jsonl: .*cannot be compared; run `dvc repro`"
    ):
        compare({"a": models["good"], "b": other}, LABELS, PARAMS, seed=0)


def test_fewer_paragraphs_are_refused(models):
    with pytest.raises(RegactError, match="cannot be compared"):
        compare({"a": models["good"], "b": models["good"][:-1]}, LABELS, PARAMS, seed=0)


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("k", [2, 12])
def test_one_to_five_models_two_to_twelve_labels(count, k):
    labels = [f"label-{j}" for j in range(k)]
    names = [f"m{i}" for i in range(count)]
    found = compare({name: predictions(0.7, i, labels) for i, name in enumerate(names)}, labels, PARAMS, seed=0)
    assert len(found.pairs) == count * (count - 1) // 2
    assert [label for label, _ in found.by_label()] == [*labels, "none"]


def test_a_label_without_positives_is_told(models):
    lines = [msgspec.structs.replace(p, truth=tuple(set(p.truth) - {"spam"})) for p in models["good"]]
    found = compare({"good": lines}, LABELS, PARAMS, seed=0)
    assert any("spam" in note for note in found.notes)
    assert found.models["good"].labels["spam"].recall.value is None


def test_what_is_stored_is_read_back(comparison, tmp_path):
    path = tmp_path / "comparison.json"
    write_json(path, {"verdict": "…"} | stored(comparison))
    found = load(path)
    assert isinstance(found, Comparison)
    assert stored(found) == stored(comparison)


def test_without_a_comparison_the_remedy_is_told(tmp_path):
    with pytest.raises(RegactError, match=r"comparison.json: no such file; run `dvc repro`"):
        load(tmp_path / "comparison.json")
    (tmp_path / "comparison.json").write_text("{}")
    with pytest.raises(RegactError, match=r"comparison.json: .*run `dvc repro`"):
        load(tmp_path / "comparison.json")
