"""TF-IDF of words and character n-grams with one logistic regression a label: the strong, fast baseline.

Training uses scikit-learn (:mod:`pipeline.models.tfidf.train`); scoring repeats its arithmetic with numpy alone
(:mod:`pipeline.models.tfidf.score`), so that predicting needs neither scikit-learn nor a pickle.
"""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from pipeline.models.bundle import Manifest
from pipeline.models.classifier import Fitted, TrainingData
from pipeline.models.tfidf.score import Tfidf

Positive = Annotated[float, Meta(gt=0)]
Ngrams = tuple[Annotated[int, Meta(ge=1, le=8)], Annotated[int, Meta(ge=1, le=8)]]


class Params(Struct, frozen=True, forbid_unknown_fields=True):
    """The section ``tfidf`` of ``params.yaml``."""

    word_ngrams: Ngrams = (1, 2)
    char_ngrams: Ngrams = (2, 5)
    min_df: Annotated[int, Meta(ge=1)] = 2
    max_features: Annotated[int, Meta(ge=1)] = 60_000
    C: Annotated[tuple[Positive, ...], Meta(min_length=1)] = (1.0,)
    class_weight: Annotated[tuple[Literal["none", "balanced"], ...], Meta(min_length=1)] = ("none",)
    folds: Annotated[int, Meta(ge=2, le=20)] = 5

    def __post_init__(self) -> None:
        """A range that ends before it begins yields no feature."""
        for name in ("word_ngrams", "char_ngrams"):
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"`{name}` must be [shortest, longest]")


def fit(data: TrainingData, params: Params, folder: Path) -> Fitted:
    """Train; see :func:`pipeline.models.tfidf.train.fit`."""
    from pipeline.models.tfidf import train

    return train.fit(data, params, folder)


def load(folder: Path, manifest: Manifest) -> Tfidf:
    """Read the trained scorer."""
    return Tfidf.load(folder, manifest)
