"""Two rivals that keep classifier and sentence embedding apart: SetFit, and the embedding left as it is.

SetFit (Tunstall et al., 2022, Efficient few-shot learning without prompts) first moves the embedding, so that texts
that share a label come to lie close (cosine similarity of pairs), and then fits logistic regressions. This is its
authors' own library. Both rivals start from the weights that the transformer starts from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from experiments.training import Recipe, digest
from pipeline.models.classifier import Classifier, Fitted, TrainingData, truth_of
from pipeline.models.decisions import BoolArray, FloatArray
from pipeline.models.transformer.base import folder_of

Embed = Callable[[Sequence[str]], FloatArray]

_FOLDS = 5
_GRID = tuple(product((1.0, 3.0, 10.0, 30.0, 100.0), (None, "balanced")))
"""Inverse regularisation strength and class weights: the choices that the TF-IDF model has, for vectors of length 1."""


class Encoder(Struct, frozen=True):
    """The embedding that training starts from: mean-pooled token vectors scaled to unit length."""

    base: str
    max_length: int
    threads: int


@dataclass(frozen=True, slots=True)
class Head:
    """A linear classifier over embeddings, as scikit-learn's ``decision_function`` gives it."""

    embed: Embed
    decide: Callable[[FloatArray], FloatArray]

    def logits(self, texts: Sequence[str]) -> FloatArray:
        """Scores (n, k)."""
        return np.asarray(self.decide(self.embed(texts)), dtype=np.float64).reshape(len(texts), -1)


def setfit(encoder: Encoder, steps: int) -> Recipe:
    """SetFit at its library's defaults, but for the number of contrastive steps; calibrated on validation."""

    def fit(data: TrainingData, folder: Path) -> tuple[Classifier, Fitted]:
        from datasets import Dataset
        from setfit import SetFitModel, Trainer, TrainingArguments
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier

        # The library draws its pairs with a seed that cannot be set, but by the place of the texts.
        order = np.random.default_rng(data.seed).permutation(len(data.train))
        train = [data.train[place] for place in order]
        # Put together here, because the library would unpickle a head that it finds beside the weights.
        model = SetFitModel(_body(encoder), OneVsRestClassifier(LogisticRegression()), "one-vs-rest")
        arguments = TrainingArguments(
            output_dir=str(folder),
            max_steps=steps,
            seed=data.seed,
            save_strategy="no",
            logging_strategy="no",
            report_to="none",
            show_progress_bar=False,
        )
        rows = {"text": [p.text for p in train], "label": truth_of(train, data.labels).astype(int).tolist()}
        # The default metric would be downloaded, and none is wanted.
        Trainer(model, arguments, Dataset.from_dict(rows), metric=lambda predicted, expected: 0.0).train()
        classifier = Head(lambda texts: _embed(model.model_body, texts), model.model_head.decision_function)
        held_out = classifier.logits([p.text for p in data.validation])
        return classifier, Fitted(held_out, truth_of(data.validation, data.labels), ())

    return Recipe(fit, ["setfit", encoder, steps], digest(Path(__file__)))


def frozen(encoder: Encoder) -> Recipe:
    """Logistic regressions over the embedding as it is, their setting chosen by grouped cross-validation on train.

    Settings are ranked as the TF-IDF model's are, by the mean average precision out of fold; the out-of-fold scores of
    the best serve calibration and thresholds.
    """

    def fit(data: TrainingData, folder: Path) -> tuple[Classifier, Fitted]:
        from sklearn.metrics import average_precision_score

        body = _body(encoder)
        vectors, truth = _embed(body, [p.text for p in data.train]), truth_of(data.train, data.labels)
        groups = [p.group for p in data.train]
        tried = [_out_of_fold(vectors, truth, groups, *setting) for setting in _GRID]
        seen = truth.any(axis=0)
        best = int(np.argmax([average_precision_score(truth[:, seen], logits[:, seen]) for logits in tried]))
        head = _regressions(vectors, truth, *_GRID[best])
        return Head(lambda texts: _embed(body, texts), head), Fitted(tried[best], truth, ())

    return Recipe(fit, ["frozen", encoder, _GRID, _FOLDS], digest(Path(__file__)), seeded=False)


def _body(encoder: Encoder) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(encoder.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    body = SentenceTransformer(str(folder_of(encoder.base)), local_files_only=True, device=device)
    body.max_seq_length = encoder.max_length
    return body


def _embed(body: Any, texts: Sequence[str]) -> FloatArray:
    """Vectors (n, dimensions)."""
    return np.asarray(body.encode(list(texts), show_progress_bar=False), dtype=np.float64)


def _out_of_fold(
    vectors: FloatArray, truth: BoolArray, groups: Sequence[str], strength: float, weight: str | None
) -> FloatArray:
    from sklearn.model_selection import GroupKFold

    held_out = np.zeros(truth.shape)
    for inside, outside in GroupKFold(min(_FOLDS, len(set(groups)))).split(vectors, groups=groups):
        held_out[outside] = _regressions(vectors[inside], truth[inside], strength, weight)(vectors[outside])
    return held_out


def _regressions(
    vectors: FloatArray, truth: BoolArray, strength: float, weight: str | None
) -> Callable[[FloatArray], FloatArray]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    one = LogisticRegression(C=strength, class_weight=weight, max_iter=1000)
    decide: Any = OneVsRestClassifier(one).fit(vectors, truth.astype(int)).decision_function
    return lambda asked: np.asarray(decide(asked), dtype=np.float64).reshape(len(asked), -1)
