"""Training of the TF-IDF model with scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

from pipeline.errors import RegactError
from pipeline.models.classifier import Fitted, TrainingData, truth_of
from pipeline.models.decisions import BoolArray, FloatArray
from pipeline.models.tfidf.score import Block, Tfidf

if TYPE_CHECKING:
    from pipeline.models.tfidf import Params


@dataclass(frozen=True, slots=True)
class Setting:
    """One point of the hyper-parameter grid."""

    C: float
    class_weight: str


def fit(data: TrainingData, params: "Params", folder: Path) -> Fitted:
    """Choose a setting by grouped cross-validation on train, fit it on all of train, and save the scorer.

    Settings are ranked by the mean over labels of the out-of-fold average precision, which needs no threshold. The
    out-of-fold logits of the winner serve calibration and thresholds. Every fold learns its own vocabulary and idf.
    """
    texts = [paragraph.text for paragraph in data.train]
    truth = truth_of(data.train, data.labels)
    settings = [Setting(*pair) for pair in product(params.C, params.class_weight)]
    held_out = _cross_validate(texts, truth, [p.group for p in data.train], settings, params)
    seen = truth.any(0)
    quality = [float(average_precision_score(truth[:, seen], logits[:, seen])) for logits in held_out]
    best = int(np.argmax(quality))
    _fit_scorer(texts, truth, settings[best], params).save(folder)
    history = [
        {"step": step, "score": round(value, 4), "C": setting.C, "class_weight": setting.class_weight}
        for step, (setting, value) in enumerate(zip(settings, quality, strict=True), 1)
    ]
    return Fitted(logits=held_out[best], truth=truth, history=tuple(history))


def _cross_validate(
    texts: list[str], truth: BoolArray, groups: list[str], settings: list[Setting], params: "Params"
) -> list[FloatArray]:
    """Out-of-fold logits (n, k), one matrix a setting."""
    folds = min(params.folds, len(set(groups)))
    if folds < 2:
        raise RegactError("data/labelled/train.jsonl: cross-validation needs documents of two events; add documents")
    held_out = [np.zeros(truth.shape) for _ in settings]
    for inside, outside in GroupKFold(folds).split(texts, groups=groups):
        vectorizers = _vectorizers(params)
        features = _fit_transform(vectorizers, [texts[i] for i in inside])
        rest = _transform(vectorizers, [texts[i] for i in outside])
        for logits, setting in zip(held_out, settings, strict=True):
            coefficients, intercept = _regressions(features, truth[inside], setting)
            logits[outside] = rest @ coefficients + intercept
    return held_out


def _fit_scorer(texts: list[str], truth: BoolArray, setting: Setting, params: "Params") -> Tfidf:
    vectorizers = _vectorizers(params)
    features = _fit_transform(vectorizers, texts)
    coefficients, intercept = _regressions(features, truth, setting)
    blocks, start = [], 0
    for name, vectorizer in vectorizers.items():
        terms = [str(term) for term in vectorizer.get_feature_names_out()]
        rows = slice(start, start + len(terms))
        start = rows.stop
        blocks.append(
            Block(
                analyzer=name,
                ngrams=vectorizer.ngram_range,
                terms={term: row for row, term in enumerate(terms)},
                idf=vectorizer.idf_,
                coefficients=coefficients[rows],
            )
        )
    return Tfidf(blocks, intercept)


def _vectorizers(params: "Params") -> dict[str, TfidfVectorizer]:
    common = {"sublinear_tf": True, "min_df": params.min_df, "max_features": params.max_features}
    return {
        "word": TfidfVectorizer(analyzer="word", ngram_range=params.word_ngrams, **common),
        "char": TfidfVectorizer(analyzer="char_wb", ngram_range=params.char_ngrams, **common),
    }


def _fit_transform(vectorizers: dict[str, TfidfVectorizer], texts: Sequence[str]) -> Any:
    from scipy.sparse import hstack

    try:
        return hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers.values()], format="csr")
    except ValueError as error:
        raise RegactError(f"params.yaml: tfidf finds no terms ({error}); lower `tfidf.min_df`") from None


def _transform(vectorizers: dict[str, TfidfVectorizer], texts: Sequence[str]) -> Any:
    from scipy.sparse import hstack

    return hstack([vectorizer.transform(texts) for vectorizer in vectorizers.values()], format="csr")


def _regressions(features: Any, truth: BoolArray, setting: Setting) -> tuple[FloatArray, FloatArray]:
    """One binary logistic regression a label: coefficients (terms, k) and intercepts (k,).

    A label that this part of the data has only one answer for gets that answer, with the confidence of its count.
    """
    coefficients = np.zeros((features.shape[1], truth.shape[1]))
    intercept = np.zeros(truth.shape[1])
    for j in range(truth.shape[1]):
        positives, n = int(truth[:, j].sum()), len(truth)
        if positives in {0, n}:
            intercept[j] = np.log((positives + 0.5) / (n - positives + 0.5))
            continue
        model = LogisticRegression(
            C=setting.C,
            class_weight=None if setting.class_weight == "none" else setting.class_weight,
            solver="liblinear",
            random_state=0,
        )
        model.fit(features, truth[:, j])
        coefficients[:, j] = model.coef_[0]
        intercept[j] = model.intercept_[0]
    return coefficients, intercept
