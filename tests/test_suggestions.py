import pytest

from pipeline.annotator.suggestions import Suggestions
from pipeline.errors import RegactError
from pipeline.models import model
from pipeline.records import Prediction


class Fake:
    def predict(self, texts):
        return [Prediction((text,), {text: 0.5}) for text in texts]


def test_the_model_is_loaded_once_and_only_when_needed(tmp_path, monkeypatch):
    loaded = []
    monkeypatch.setattr(model, "load", lambda folder: loaded.append(folder) or Fake())
    suggestions = Suggestions(tmp_path / "tfidf")
    assert suggestions.name == "tfidf"
    assert (suggestions.missing(["a", "b"]), suggestions.get("a"), loaded) == (["a", "b"], None, [])
    suggestions.predict(["a"])
    suggestions.predict(["c"])
    assert suggestions.get("a") == Prediction(("a",), {"a": 0.5})
    assert suggestions.missing(["a", "b", "c"]) == ["b"]
    assert loaded == [tmp_path / "tfidf"]


def test_a_missing_bundle_is_named(tmp_path):
    with pytest.raises(RegactError, match="gone"):
        Suggestions(tmp_path / "gone").predict(["a"])
