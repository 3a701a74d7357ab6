"""What the queue saves: annotating the corpus anew, in the order of each strategy, with the answers that are there.

``python -m experiments.queue_simulation`` starts from about 100 annotated train paragraphs (whole documents, drawn by
the seed), grows them in batches of 100 and trains after each batch. Strategies are compared on validation. Test is
measured for the queue and for random picking alone, and nothing is chosen by it.

The models are those of the queue in small, so that some hundred trainings take minutes: logistic regression (C = 30,
balanced classes) over TF-IDF of words and of characters, fitted on all train texts, which needs no answers. Calibration
and thresholds come from grouped cross-validation on what is annotated so far, as in the pipeline. Both views together
are the model that is measured; each alone is a member of the committee, in place of the models in ``models/``.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import GroupKFold

from experiments import queue_report
from experiments.queue_report import BATCH, FEW, QUEUE, RANDOM, REPORT, SEEDS, START, STOP
from pipeline import params
from pipeline.files import read_jsonl, write_text
from pipeline.labelling import rules
from pipeline.labelling.diversity import diverse
from pipeline.labelling.informativeness import disagreement, entropy, informativeness, rarity, uncertainty
from pipeline.models.classifier import truth_of
from pipeline.models.decisions import BoolArray, FloatArray, fit_calibration, fit_thresholds
from pipeline.records import LabelledParagraph
from pipeline.stages.runner import run, say

LABELLED = Path("data/labelled")
RULES = Path("data/rules.yaml")

LONGER, FOLDS = 2000, 4
SURE = 0.9
"""How sure a rule that votes is taken to be, as a member of the committee."""

Places = np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Train, which is annotated step by step, and what it is measured on; features by view (words, characters)."""

    texts: list[str]
    documents: np.ndarray[Any, Any]
    groups: np.ndarray[Any, Any]
    truth: BoolArray
    views: tuple[Any, ...]
    votes: FloatArray
    """What the rules say of each paragraph and label (n, k): 1 for, 0 against, NaN if none votes or they differ."""
    held_out: dict[str, tuple[tuple[Any, ...], BoolArray]]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A calibrated model and its thresholds."""

    scores: Callable[[Any], FloatArray]
    thresholds: FloatArray


@dataclass(frozen=True, slots=True)
class Situation:
    """What a strategy knows when it is asked for the next batch."""

    corpus: Corpus
    annotated: Places
    pool: Places
    random: np.random.Generator

    def committee(self) -> list[FloatArray]:
        """Scores of the pool by a model of words and by one of characters."""
        return [_fit(view, self.corpus, self.annotated).scores(view[self.pool]) for view in self.corpus.views]

    def model(self) -> tuple[FloatArray, FloatArray]:
        """Scores of the pool by the model of both, and its thresholds."""
        features = hstack(self.corpus.views, format="csr")
        fitted = _fit(features, self.corpus, self.annotated)
        return fitted.scores(features[self.pool]), fitted.thresholds

    def spread(self, values: FloatArray) -> list[int]:
        """The next batch, high in ``values`` and diverse."""
        return diverse(values, [self.corpus.texts[place] for place in self.pool], BATCH)


def _top(values: FloatArray) -> list[int]:
    return np.argsort(-values, kind="stable")[:BATCH].tolist()


def _with_rules(situation: Situation) -> list[int]:
    members, votes = situation.committee(), situation.corpus.votes[situation.pool]
    said = np.where(votes > 0.5, SURE, 1 - SURE)
    values = np.where(np.isnan(votes), disagreement(members), disagreement([*members, said]))
    return situation.spread(values.sum(axis=1))


STRATEGIES: Mapping[str, Callable[[Situation], Sequence[int]]] = {
    RANDOM: lambda s: s.random.permutation(len(s.pool))[:BATCH].tolist(),
    QUEUE: lambda s: s.spread(informativeness(s.committee()).sum(axis=1)),
    "queue of one model": lambda s: s.spread(informativeness([s.model()[0]]).sum(axis=1)),
    "without rarity": lambda s: s.spread(disagreement(s.committee()).sum(axis=1)),
    "without diversity": lambda s: _top(informativeness(s.committee()).sum(axis=1)),
    "rules in the committee": _with_rules,
    "entropy": lambda s: _top(entropy(s.model()[0]).sum(axis=1)),
    "distance to threshold": lambda s: _top(uncertainty(*s.model()).max(axis=1)),
    "expected positives": lambda s: _top((s.model()[0] * rarity(s.model()[0])).sum(axis=1)),
}


def main() -> None:
    """Simulate, write every point as CSV, then what follows from them."""
    corpus = _corpus()
    rows = []
    for strategy in STRATEGIES:
        chosen = strategy in {RANDOM, QUEUE}
        for seed in SEEDS if chosen else FEW:
            stop = LONGER if strategy == RANDOM else STOP
            rows += list(_simulate(corpus, strategy, seed, stop, ("validation", "test") if chosen else ("validation",)))
        say(f"{strategy}: done")
    write_text(REPORT, _table(rows))
    queue_report.main()


def _corpus() -> Corpus:
    labels = params.load().labels
    splits = {
        split: [p for _, p in read_jsonl(LABELLED / f"{split}.jsonl", LabelledParagraph) if p.source != "weak"]
        for split in ("train", "validation", "test")
    }
    texts = {split: [p.text for p in paragraphs] for split, paragraphs in splits.items()}
    common = {"sublinear_tf": True, "min_df": 2, "max_features": 15_000}
    views = (
        TfidfVectorizer(ngram_range=(1, 2), **common),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), **common),
    )
    return Corpus(
        texts=texts["train"],
        documents=np.array([p.document for p in splits["train"]]),
        groups=np.array([p.group for p in splits["train"]]),
        truth=truth_of(splits["train"], labels),
        views=tuple(view.fit_transform(texts["train"]) for view in views),
        votes=_votes(texts["train"], labels),
        held_out={
            split: (tuple(view.transform(texts[split]) for view in views), truth_of(splits[split], labels))
            for split in ("validation", "test")
        },
    )


def _votes(texts: Sequence[str], labels: tuple[str, ...]) -> FloatArray:
    found = rules.load(RULES, labels)
    table = rules.votes(found, texts)
    votes = np.full((len(texts), len(labels)), np.nan)
    for j, label in enumerate(labels):
        for_, against = (
            table[:, [rule.label == label and rule.against == side for rule in found]].any(axis=1)
            for side in (False, True)
        )
        votes[for_ != against, j] = for_[for_ != against]
    return votes


def _fit(features: Any, corpus: Corpus, annotated: Places) -> Fitted:
    known, truth = features[annotated], corpus.truth[annotated]
    held_out = np.zeros(truth.shape)
    for inside, outside in GroupKFold(FOLDS).split(known, groups=corpus.groups[annotated]):
        coefficients, intercept = _regressions(known[inside], truth[inside])
        held_out[outside] = known[outside] @ coefficients + intercept
    calibration = fit_calibration(held_out, truth)
    coefficients, intercept = _regressions(known, truth)
    return Fitted(
        lambda rows: calibration(rows @ coefficients + intercept), fit_thresholds(calibration(held_out), truth)
    )


def _regressions(features: Any, truth: BoolArray) -> tuple[FloatArray, FloatArray]:
    coefficients, intercept = np.zeros((features.shape[1], truth.shape[1])), np.zeros(truth.shape[1])
    for j, column in enumerate(truth.T):
        positives, n = int(column.sum()), len(column)
        if positives in {0, n}:
            intercept[j] = np.log((positives + 0.5) / (n - positives + 0.5))
            continue
        # The dual is several times as fast for so few rows, and its optimum the same.
        model = LogisticRegression(C=30, class_weight="balanced", solver="liblinear", dual=True, random_state=0)
        model.fit(features, column)
        coefficients[:, j], intercept[j] = model.coef_[0], model.intercept_[0]
    return coefficients, intercept


def _simulate(corpus: Corpus, strategy: str, seed: int, stop: int, splits: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The learning curve of one strategy from one start: a point a batch and split."""
    random = np.random.default_rng(seed)
    annotated = _start(corpus, random)
    features = hstack(corpus.views, format="csr")
    while True:
        fitted = _fit(features, corpus, annotated)
        for split in splits:
            views, truth = corpus.held_out[split]
            scores = fitted.scores(hstack(views, format="csr"))
            yield {
                "strategy": strategy,
                "seed": seed,
                "annotations": len(annotated),
                "split": split,
                "macro_f1": f1_score(truth, scores >= fitted.thresholds, average="macro", zero_division=0),
                "macro_average_precision": average_precision_score(truth, scores),
            }
        if len(annotated) >= stop:
            return
        pool = np.setdiff1d(np.arange(len(corpus.texts)), annotated)
        batch = STRATEGIES[strategy](Situation(corpus, annotated, pool, random))
        annotated = np.concatenate([annotated, pool[list(batch)]])


def _start(corpus: Corpus, random: np.random.Generator) -> Places:
    """The first paragraphs: of whole documents, the last one cut."""
    order = {document: place for place, document in enumerate(random.permutation(np.unique(corpus.documents)))}
    return np.argsort([order[document] for document in corpus.documents], kind="stable")[:START]


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: f"{v:.4f}" if isinstance(v, float) else v for k, v in row.items()} for row in rows)
    return text.getvalue()


if __name__ == "__main__":
    run(main)
