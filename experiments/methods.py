"""Ways to combine the votes of the rules, compared on validation.

All are fitted on train alone, their thresholds too. Majority vote counts votes for minus votes against. The weighted
votes are naive Bayes (what :mod:`pipeline.labelling.weak` does) and logistic regression. The label model is that of
Dawid and Skene (1979, "Maximum likelihood estimation of observer error-rates using the EM algorithm"), which needs no
annotation, in crowd-kit's implementation: one run a label, each rule an observer that says yes or no of a paragraph.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.corpus import Corpus, Part
from pipeline.labelling.agreement import f1
from pipeline.labelling.weak import fit
from pipeline.models.decisions import fit_thresholds

FloatArray = NDArray[np.float64]
Scores = Callable[[Corpus, Part], FloatArray]


_RESAMPLES = 1000


def compare(corpus: Corpus) -> list[dict[str, Any]]:
    """One row a method: F1 per label and macro, exact match, and average precision, all on validation.

    ``difference``: by how much its macro-F1 exceeds that of naive Bayes, as a 95% interval of a paired bootstrap over
    groups of documents.
    """
    guesses = {name: _decided(scores, corpus) for name, scores in METHODS.items()}
    return [
        _row(name, METHODS[name](corpus, corpus.validation), guess, corpus)
        | {"difference": _difference(guess, guesses["naive Bayes"], corpus.validation)}
        for name, guess in guesses.items()
    ]


def _decided(scores: Scores, corpus: Corpus) -> NDArray[np.bool_]:
    thresholds = fit_thresholds(scores(corpus, corpus.train), corpus.train.truth)
    decided: NDArray[np.bool_] = scores(corpus, corpus.validation) >= thresholds
    return decided


def _row(name: str, scores: FloatArray, guess: NDArray[np.bool_], corpus: Corpus) -> dict[str, Any]:
    from sklearn.metrics import average_precision_score

    truth = corpus.validation.truth
    per_label = f1(truth, guess)
    return {
        "method": name,
        "macro_f1": round(float(per_label.mean()), 4),
        **{label: round(float(score), 4) for label, score in zip(corpus.labels, per_label, strict=True)},
        "exact_match": round(float((guess == truth).all(axis=1).mean()), 4),
        "average_precision": round(float(average_precision_score(truth, scores)), 4),
    }


def _difference(guess: NDArray[np.bool_], other: NDArray[np.bool_], part: Part) -> list[float]:
    members = [np.flatnonzero(part.groups == group) for group in np.unique(part.groups)]
    random = np.random.default_rng(0)
    found = []
    for _ in range(_RESAMPLES):
        rows = np.concatenate([members[i] for i in random.integers(len(members), size=len(members))])
        found.append(f1(part.truth[rows], guess[rows]).mean() - f1(part.truth[rows], other[rows]).mean())
    return [round(float(end), 3) for end in np.quantile(found, [0.025, 0.975])]


def _own(corpus: Corpus, label: str, against: bool | None = None) -> list[int]:
    return [i for i, r in enumerate(corpus.rules) if r.label == label and against in (None, r.against)]


def _majority(corpus: Corpus, part: Part) -> FloatArray:
    return np.column_stack(
        [
            part.votes[:, _own(corpus, label, False)].sum(1) - 1.0 * part.votes[:, _own(corpus, label, True)].sum(1)
            for label in corpus.labels
        ]
    )


def _naive_bayes(corpus: Corpus, part: Part) -> FloatArray:
    return fit(corpus.rules, corpus.labels, corpus.train.votes, corpus.train.truth).probabilities(part.votes)


def _logistic(corpus: Corpus, part: Part) -> FloatArray:
    from sklearn.linear_model import LogisticRegression

    columns = []
    for place, label in enumerate(corpus.labels):
        own = _own(corpus, label)
        model = LogisticRegression(C=0.3, max_iter=1000).fit(corpus.train.votes[:, own], corpus.train.truth[:, place])
        columns.append(model.predict_proba(part.votes[:, own])[:, 1])
    return np.column_stack(columns)


def _dawid_skene(corpus: Corpus, part: Part) -> FloatArray:
    from crowdkit.aggregation import DawidSkene

    votes = np.vstack([corpus.train.votes, part.votes])
    columns = []
    for label in corpus.labels:
        own = _own(corpus, label)
        found = DawidSkene(n_iter=50).fit_predict_proba(_long(votes[:, own], [corpus.rules[i].against for i in own]))
        columns.append(found[1].to_numpy()[-len(part.votes) :])
    return np.column_stack(columns)


def _long(votes: NDArray[np.bool_], against: Sequence[bool]) -> Any:
    """Crowd-kit's table: who said what of which paragraph; the silence of a rule against a label says yes."""
    import pandas as pd

    tasks, workers = np.indices(votes.shape)
    said = (votes != np.array(against)).astype(int)
    return pd.DataFrame({"task": tasks.ravel(), "worker": workers.ravel(), "label": said.ravel()})


METHODS: dict[str, Scores] = {
    "majority vote": _majority,
    "naive Bayes": _naive_bayes,
    "logistic regression": _logistic,
    "Dawid-Skene": _dawid_skene,
}
