"""The TF-IDF model at one setting (C = 30, balanced classes), fast enough to be fitted a hundred times."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

FloatArray = NDArray[np.float64]

_ANALYZERS = (("word", (1, 2)), ("char_wb", (2, 5)))
_MIN_DF = 2
_MAX_FEATURES = 60_000


class Counts:
    """Terms of all texts, counted once; a fit takes its own vocabulary and idf from its own rows, as training would."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.blocks: list[csr_matrix] = [
            CountVectorizer(analyzer=analyzer, ngram_range=ngrams, min_df=_MIN_DF, dtype=np.float64).fit_transform(
                texts
            )
            for analyzer, ngrams in _ANALYZERS
        ]

    def logits(self, rows: NDArray[np.int64], truth: NDArray[np.bool_], asked: NDArray[np.int64]) -> FloatArray:
        """Fit on ``rows`` with labels ``truth`` ``(rows, k)``; scores of the rows ``asked``, ``(asked, k)``."""
        train, other = [], []
        for counts in self.blocks:
            columns = _vocabulary(counts[rows])
            transformer = TfidfTransformer(sublinear_tf=True)
            train.append(transformer.fit_transform(counts[rows][:, columns]))
            other.append(transformer.transform(counts[asked][:, columns]))
        features, wanted = hstack(train, format="csr"), hstack(other, format="csr")
        return np.column_stack([_regression(features, truth[:, j], wanted) for j in range(truth.shape[1])])


def _vocabulary(counts: csr_matrix) -> NDArray[np.int64]:
    """Columns of the terms in at least two rows, at most so many, the most frequent first."""
    columns = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]) >= _MIN_DF)
    frequency = np.asarray(counts.sum(axis=0)).ravel()[columns]
    return np.sort(columns[np.argsort(-frequency, kind="stable")[:_MAX_FEATURES]])


def _regression(features: csr_matrix, truth: NDArray[np.bool_], asked: csr_matrix) -> FloatArray:
    if truth.all() or not truth.any():
        return np.full(asked.shape[0], 9.0 if truth.all() else -9.0)
    # The dual problem has the same solution and is eight times faster to solve here.
    model = LogisticRegression(C=30.0, class_weight="balanced", solver="liblinear", dual=True, random_state=0)
    return model.fit(features, truth).decision_function(asked)
