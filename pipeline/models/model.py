"""A trained model, ready to label texts."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from pipeline.models.bundle import Manifest, read_manifest
from pipeline.models.classifier import Classifier, package
from pipeline.models.decisions import FloatArray
from pipeline.records import Prediction
from pipeline.text.normalise import normalise


class Model:
    """A classifier with its calibration and thresholds.

    Example:
        >>> model = load(Path("models/tfidf"))
        >>> model.predict(["The regulator fined the platform 5 million euros."])[0].labels
        ('penalty',)
    """

    def __init__(self, name: str, manifest: Manifest, classifier: Classifier) -> None:
        self.name = name
        self.manifest = manifest
        self.labels = manifest.labels
        self.thresholds: FloatArray = np.array([manifest.thresholds[label] for label in self.labels])
        self._classifier = classifier

    def at(self, thresholds: Mapping[str, float]) -> "Model":
        """This model, deciding by other ``thresholds`` for the labels that these name."""
        manifest = msgspec.structs.replace(self.manifest, thresholds=self.manifest.thresholds | dict(thresholds))
        return Model(self.name, manifest, self._classifier)

    def scores(self, texts: Sequence[str]) -> FloatArray:
        """Calibrated probabilities (n, k) of ``texts``, which are normalised first; columns follow ``labels``.

        A row is the same to the last bit alone and in any batch.
        """
        if not texts:
            return np.zeros((0, len(self.labels)))
        return self.manifest.calibration(self._classifier.logits([normalise(text) for text in texts]))

    def decide(self, scores: FloatArray) -> list[Prediction]:
        """Labels for a matrix of scores (n, k): those whose score reaches the label's threshold."""
        return [
            Prediction(
                labels=tuple(label for label, hit in zip(self.labels, row >= self.thresholds, strict=True) if hit),
                scores=dict(zip(self.labels, map(float, row), strict=True)),
            )
            for row in scores
        ]

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Label ``texts``; one prediction a text, in order."""
        return self.decide(self.scores(texts))


def load(path: Path | str) -> Model:
    """Load the bundle in folder ``path`` after verifying it.

    Raises:
        RegactError: not trained yet, damaged, or of another format.
    """
    folder = Path(path)
    manifest = read_manifest(folder)
    return Model(folder.resolve().name, manifest, package(manifest.model).load(folder, manifest))
