"""Do weak labels help? ``python -m experiments.weak_labels`` (four minutes) writes ``reports/weak_labels.*``.

The TF-IDF model at a fixed setting is trained on 10%, 30% and 100% of the train annotations, sampled by groups of
documents with three seeds, alone and with weak labels for all other train paragraphs. The rules are weighed on the same
share of annotations. Thresholds are fitted out-of-fold on the annotated share (two folds). Defaults are chosen by the
validation figures; those on test are for the record. One thing flatters weak labels: whoever wrote the rules had read
all train documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from experiments import corpus as corpora
from experiments import methods
from experiments.corpus import Corpus, Part
from experiments.linear import Counts
from experiments.weak_page import write
from pipeline.labelling.agreement import f1
from pipeline.labelling.weak import confidence, fit
from pipeline.models.decisions import fit_thresholds
from pipeline.stages.runner import say

REPORTS = Path("reports")
SHARES = (0.1, 0.3, 1.0)
SEEDS = (1, 2, 3)
ARMS = ("annotations alone", "all", "each label sure (0.8)", "whole answer sure (0.7)", "whole answer sure, some vote")

Rows = NDArray[np.int64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Sampled:
    """Rows of the train paragraphs whose annotations are used, and of those taken for unannotated."""

    annotated: Rows
    rest: Rows
    seed: int


def main() -> None:
    """Run everything and write it down."""
    corpus = corpora.load()
    write(REPORTS, methods.compare(corpus), list(_curve(corpus)))


def _curve(corpus: Corpus) -> Iterator[dict[str, Any]]:
    parts = (corpus.train, corpus.unannotated, corpus.validation, corpus.test)
    counts = Counts([text for part in parts for text in part.texts])
    ends = np.cumsum([len(part.texts) for part in parts])
    asked = np.arange(ends[1], ends[3])
    pool = _joined(corpus.train, corpus.unannotated)
    for share in SHARES:
        for seed in SEEDS:
            annotated = _sample(corpus.train, share, seed)
            sampled = Sampled(annotated, np.setdiff1d(np.arange(ends[1]), annotated), seed)
            # With all annotations hardly anything is left to label weakly, however sure one wants to be.
            for arm in ARMS if share < 1 else (ARMS[0], ARMS[3]):
                rows, labels = _training_set(corpus, pool, sampled, arm)
                thresholds = _thresholds(corpus, pool, counts, sampled, arm)
                logits = counts.logits(rows, labels, asked)
                say(f"{share:.0%} of annotations, seed {seed}, {arm}: {len(rows)} paragraphs")
                yield {
                    "share": share,
                    "seed": seed,
                    "arm": arm,
                    "annotated": len(annotated),
                    "weak": len(rows) - len(annotated),
                    **_scores("validation", logits[: ends[2] - ends[1]], corpus.validation, thresholds),
                    **_scores("test", logits[ends[2] - ends[1] :], corpus.test, thresholds),
                }


def _joined(one: Part, other: Part) -> Part:
    return Part(
        [*one.texts, *other.texts],
        np.vstack([one.truth, other.truth]),
        np.concatenate([one.groups, other.groups]),
        np.vstack([one.votes, other.votes]),
    )


def _sample(train: Part, share: float, seed: int) -> Rows:
    """Rows of whole groups of documents, in random order, until the share of annotated paragraphs is reached."""
    order = np.random.default_rng(seed).permutation(np.unique(train.groups))
    sizes = np.cumsum([np.count_nonzero(train.groups == group) for group in order])
    chosen = order[: 1 + int(np.searchsorted(sizes, share * len(train.texts)))]
    return np.flatnonzero(np.isin(train.groups, chosen))


def _training_set(corpus: Corpus, pool: Part, share: Sampled, arm: str) -> tuple[Rows, Truth]:
    """Rows to train on, annotated ones first, and their labels."""
    annotated, rest = share.annotated, share.rest
    if arm == ARMS[0]:
        return annotated, pool.truth[annotated]
    labeller = fit(corpus.rules, corpus.labels, pool.votes[annotated], pool.truth[annotated])
    probabilities = labeller.probabilities(pool.votes[rest])
    voted = pool.votes[rest][:, [not rule.against for rule in corpus.rules]].any(axis=1)
    kept = {
        ARMS[1]: np.ones(len(rest), dtype=bool),
        ARMS[2]: np.maximum(probabilities, 1 - probabilities).min(axis=1) >= 0.8,
        ARMS[3]: confidence(probabilities) >= 0.7,
        ARMS[4]: (confidence(probabilities) >= 0.7) & voted,
    }[arm]
    labels = np.vstack([pool.truth[annotated], (probabilities >= 0.5)[kept]])
    return np.concatenate([annotated, rest[kept]]), labels


def _thresholds(corpus: Corpus, pool: Part, counts: Counts, share: Sampled, arm: str) -> NDArray[np.float64]:
    """The best threshold per label on annotated paragraphs that neither the model nor the weights have seen."""
    annotated = share.annotated
    groups = pool.groups[annotated]
    one = np.isin(groups, np.random.default_rng(share.seed).permutation(np.unique(groups))[::2])
    held_out = np.zeros((len(annotated), len(corpus.labels)))
    for outside in (one, ~one):
        inside, labels = _training_set(corpus, pool, Sampled(annotated[~outside], share.rest, share.seed), arm)
        held_out[outside] = counts.logits(inside, labels, annotated[outside])
    return fit_thresholds(held_out, pool.truth[annotated])


def _scores(split: str, logits: NDArray[np.float64], part: Part, thresholds: NDArray[np.float64]) -> dict[str, float]:
    return {
        f"{split}_macro_f1": round(float(f1(part.truth, logits >= thresholds).mean()), 4),
        f"{split}_average_precision": round(float(average_precision_score(part.truth, logits)), 4),
    }


if __name__ == "__main__":
    main()
