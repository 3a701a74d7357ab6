import numpy as np
import pytest

from pipeline.errors import RegactError
from pipeline.models import names
from pipeline.models.bundle import FORMAT, Manifest
from pipeline.models.classifier import package
from pipeline.models.decisions import Calibration
from pipeline.models.model import Model, load

MANIFEST = Manifest(
    format=FORMAT,
    model="tfidf",
    labels=("a", "b"),
    thresholds={"b": 0.25, "a": 0.5},
    calibration=Calibration(slope=(1.0, 1.0), intercept=(0.0, 0.0)),
    params={},
    seed=1,
    data={},
    versions={},
    files={},
    curves={},
)


class Lengths:
    """Scores by the length of the text."""

    def logits(self, texts):
        return np.array([[len(text) - 5.0, -10.0] for text in texts])


@pytest.fixture
def model():
    return Model("lengths", MANIFEST, Lengths())


def test_thresholds_follow_the_label_order(model):
    assert model.thresholds.tolist() == [0.5, 0.25]


def test_texts_are_normalised_before_they_are_scored(model):
    assert np.array_equal(model.scores(["ab\u00a0\u00adcd"]), model.scores(["ab cd"]))


def test_another_operating_point_leaves_the_model_and_the_other_labels_alone(model):
    strict = model.at({"a": 0.9})
    assert strict.thresholds.tolist() == [0.9, 0.25]
    assert strict.manifest.thresholds == {"a": 0.9, "b": 0.25}
    assert model.thresholds.tolist() == [0.5, 0.25]
    assert [m.predict(["123456"])[0].labels for m in (model, strict)] == [("a",), ()]


def test_calibrated_scores_of_a_text_are_the_same_in_any_batch(model):
    texts = ["x" * n for n in range(40)]
    together = model.scores(texts)
    for size in (1, 2, 3, 7):
        parts = [model.scores(texts[start : start + size]) for start in range(0, 40, size)]
        assert np.array_equal(np.vstack(parts), together)


def test_a_score_on_the_threshold_counts(model):
    (prediction,) = model.predict(["12345"])
    assert prediction.labels == ("a",)
    assert prediction.scores["a"] == 0.5
    assert list(prediction.scores) == ["a", "b"]


def test_decide_gives_one_prediction_a_row(model):
    decided = model.decide(np.array([[0.4, 0.3], [0.6, 0.1], [0.1, 0.1]]))
    assert [p.labels for p in decided] == [("b",), ("a",), ()]


def test_no_text_no_prediction(model):
    assert model.predict([]) == []
    assert model.scores([]).shape == (0, 2)


def test_loading_what_is_not_there(tmp_path):
    with pytest.raises(RegactError, match="no trained model there"):
        load(tmp_path / "models" / "transformer")


def test_every_package_has_the_three_names():
    assert names() == ["tfidf", "transformer"]
    for name in names():
        assert package(name).params()


def test_only_packages_of_this_folder_are_imported():
    with pytest.raises(RegactError, match="no model `os`"):
        package("os")
