"""Annotations that a model, trained on the other documents, finds hard to believe: worth a second look.

Confident learning (Northcutt, Jiang & Chuang 2021, "Confident learning: estimating uncertainty in dataset labels") in
cleanlab's implementation, label by label, on out-of-fold probabilities of a word TF-IDF model. The list is for people
to read: it changes no label by itself.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from pipeline.records import LabelledParagraph

_FOLDS = 5


class Suspicious(Struct, frozen=True):
    """A line of ``reports/suspicious.jsonl``: one label of one paragraph."""

    document: str
    id: str
    label: str
    given: bool
    """Whether the annotation has the label."""
    probability: float
    """What the model makes of it."""
    labels: tuple[str, ...]
    source: str
    text: str


def suspicious(paragraphs: Sequence[LabelledParagraph], labels: Sequence[str], seed: int) -> list[Suspicious]:
    """Decisions that are probably wrong, the least believable first.

    Args:
        paragraphs: annotated ones of train.
        labels: the label set; one that has hardly any positives is left out.
        seed: of the model.

    Returns:
        Nothing if there are too few groups of documents or positives to cross-validate.
    """
    if len({paragraph.group for paragraph in paragraphs}) < _FOLDS:
        return []
    truth = np.array([[label in paragraph.labels for label in labels] for paragraph in paragraphs])
    common = np.minimum(truth.sum(axis=0), (~truth).sum(axis=0)) >= 2 * _FOLDS
    found = []
    for column, p in _out_of_fold(paragraphs, truth, np.flatnonzero(common), seed).items():
        for row in _issues(truth[:, column], p):
            one, given = paragraphs[row], bool(truth[row, column])
            likely = round(float(p[row]), 4)
            found.append(
                Suspicious(one.document, one.id, labels[column], given, likely, one.labels, one.source, one.text)
            )
    return sorted(found, key=lambda one: (one.probability if one.given else 1 - one.probability, one.document, one.id))


def _out_of_fold(
    paragraphs: Sequence[LabelledParagraph], truth: NDArray[np.bool_], columns: NDArray[np.int64], seed: int
) -> dict[int, NDArray[np.float64]]:
    """Column → probability of that label for every paragraph, from a model that saw no document of its group."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    texts = np.array([paragraph.text for paragraph in paragraphs], dtype=object)
    groups = [paragraph.group for paragraph in paragraphs]
    found = {int(column): np.zeros(len(texts)) for column in columns}
    for inside, outside in GroupKFold(_FOLDS).split(texts, groups=groups):
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        features, asked = vectorizer.fit_transform(texts[inside]), vectorizer.transform(texts[outside])
        for column, probabilities in found.items():
            model = LogisticRegression(C=30.0, solver="liblinear", random_state=seed)
            probabilities[outside] = model.fit(features, truth[inside, column]).predict_proba(asked)[:, 1]
    return found


def _issues(truth: NDArray[np.bool_], probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows that confident learning holds for mislabelled."""
    from cleanlab.filter import find_label_issues  # type: ignore[import-untyped]

    both = np.column_stack([1 - probabilities, probabilities])
    flagged = find_label_issues(truth.astype(int), both, filter_by="prune_by_noise_rate", n_jobs=1)
    return np.flatnonzero(flagged)
