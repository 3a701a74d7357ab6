"""What a model package provides.

A model is a package ``pipeline/models/<name>`` with three names:

- ``Params``: a frozen, strict msgspec Struct, the section ``<name>`` of ``params.yaml``;
- ``fit``: a :class:`Fit`, which trains and writes the weights;
- ``load``: a :class:`Load`, which reads them back and needs no training library.

Calibration, thresholds, the manifest, evaluation and the command line are the same for all.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from msgspec import Struct

from pipeline.errors import RegactError
from pipeline.models import names
from pipeline.models.bundle import Manifest
from pipeline.models.decisions import BoolArray, FloatArray
from pipeline.records import LabelledParagraph


class Classifier(Protocol):
    """A trained classifier, before calibration."""

    def logits(self, texts: Sequence[str]) -> FloatArray:
        """Uncalibrated scores (n, k), higher = more likely.

        A row is the same to the last bit, whatever the other texts are: a sum in another order can tip a decision.
        """
        ...


@dataclass(frozen=True, slots=True)
class Fitted:
    """What training leaves beside the weights: scores of texts that the scored model had not been trained on."""

    logits: FloatArray
    truth: BoolArray
    history: tuple[dict[str, Any], ...]
    """Rows of the training curve, one an epoch or a setting tried: ``step`` from 1, ``score`` (what was chosen by,
    higher = better), and whatever else the model has to tell."""


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What a model is trained on."""

    train: Sequence[LabelledParagraph]
    validation: Sequence[LabelledParagraph]
    labels: tuple[str, ...]
    seed: int


class Fit(Protocol):
    """Train, choosing by validation or by cross-validation on train, and write the weights into ``folder``."""

    def __call__(self, data: TrainingData, params: Any, folder: Path) -> Fitted: ...  # noqa: D102


class Load(Protocol):
    """Read the weights that ``Fit`` wrote."""

    def __call__(self, folder: Path, manifest: Manifest) -> Classifier: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Package:
    """A model package's three names."""

    params: type[Struct]
    fit: Fit
    load: Load


def package(name: str) -> Package:
    """The model package called ``name``.

    Only packages that lie in ``pipeline/models`` are imported, whatever a manifest says.

    Raises:
        RegactError: there is none of that name.
    """
    if name not in names():
        raise RegactError(f"there is no model `{name}` in pipeline/models, only {', '.join(names())}; correct the name")
    module: ModuleType = importlib.import_module(f"pipeline.models.{name}")
    return Package(params=module.Params, fit=module.fit, load=module.load)


def truth_of(paragraphs: Sequence[LabelledParagraph], labels: tuple[str, ...]) -> BoolArray:
    """The labels of ``paragraphs`` as a matrix (n, k)."""
    return np.array([[label in p.labels for label in labels] for p in paragraphs], dtype=np.bool_).reshape(
        len(paragraphs), len(labels)
    )
