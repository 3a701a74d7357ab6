"""Training runs of experiments: calibrated and cut alike whatever the method, and cached.

A run that is in ``.cache/experiments`` is not made again, so that an interrupted experiment goes on where it was. The
cache knows a run by all that decides its outcome: method, settings, code, training data, seed, and the texts to score.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

import pipeline
from experiments.material import Material
from pipeline.evaluation.predictions import Answers
from pipeline.files import read_json, sha256, write_text
from pipeline.models.bundle import FORMAT, Manifest
from pipeline.models.classifier import Classifier, Fitted, TrainingData, package
from pipeline.models.decisions import Calibration, fit_calibration, fit_thresholds
from pipeline.records import LabelledParagraph
from pipeline.stages.runner import say
from pipeline.text.normalise import normalise

CACHE = Path(".cache/experiments")
MODELS = Path(pipeline.__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way from labelled paragraphs to a classifier."""

    fit: Callable[[TrainingData, Path], tuple[Classifier, Fitted]]
    """Trains, with a folder to write into; gives the classifier and its scores of held-out texts."""
    settings: Any
    """What it is and all that can be set in it, as JSON values or Structs."""
    code: str
    """The :func:`digest` of the modules that decide the outcome, taken early: they may be edited during a long run."""
    seeded: bool = True
    """Whether the outcome depends on the seed."""


def digest(*places: Path) -> str:
    """SHA-256 over modules and folders of modules."""
    files = [path for place in places for path in (sorted(place.glob("*.py")) if place.is_dir() else [place])]
    return hashlib.sha256("".join(map(sha256, files)).encode()).hexdigest()


class Run(Struct, frozen=True):
    """A trained recipe's answers."""

    thresholds: tuple[float, ...]
    scores: dict[str, list[list[float]]]
    """Part → calibrated probabilities (n, k)."""
    seconds: float
    """Processor time of the training, all threads together: unlike the clock's, other programs do not lengthen it."""

    def answers(self, material: Material) -> dict[str, Answers]:
        """Part → the answers, with their truth."""
        thresholds = np.array(self.thresholds)
        return {name: part.answers(np.array(self.scores[name]), thresholds) for name, part in material.parts.items()}


def of_model(name: str, params: Struct) -> Recipe:
    """The recipe of the model package ``name`` with ``params``."""

    def fit(data: TrainingData, folder: Path) -> tuple[Classifier, Fitted]:
        model = package(name)
        fitted = model.fit(data, params, folder)
        manifest = Manifest(
            format=FORMAT,
            model=name,
            labels=data.labels,
            thresholds={},
            calibration=Calibration((), ()),
            params=msgspec.to_builtins(params),
            seed=data.seed,
            data={},
            versions={},
            files={},
            curves={},
        )
        return model.load(folder, manifest), fitted

    # The TF-IDF model draws nothing at random.
    return Recipe(fit, [name, params], digest(MODELS / name, MODELS / "decisions.py"), seeded=name != "tfidf")


def train(
    recipe: Recipe, material: Material, seed: int, what: str, paragraphs: Sequence[LabelledParagraph] | None = None
) -> Run:
    """Train ``recipe`` on these train paragraphs, or on all, and score every part; ``what`` names the run on stderr."""
    data = material.data(seed, paragraphs)
    path = CACHE / f"{_fingerprint(recipe, data, material)}.json"
    if path.is_file():
        return read_json(path, Run, "remove it, and run the experiment again")
    say(f"{what}: training on {len(data.train)} paragraphs")
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        classifier, fitted = recipe.fit(data, Path(folder))
        seconds = time.process_time() - start
        calibration = fit_calibration(fitted.logits, fitted.truth)
        thresholds = fit_thresholds(calibration(fitted.logits), fitted.truth)
        scores = {
            name: calibration(classifier.logits([normalise(text) for text in part.texts])).tolist()
            for name, part in material.parts.items()
        }
    run = Run(tuple(map(float, np.round(thresholds, 6))), scores, round(seconds, 1))
    write_text(path, msgspec.json.encode(run).decode() + "\n")
    say(f"{what}: trained in {seconds / 60:.1f} processor minutes")
    return run


def _fingerprint(recipe: Recipe, data: TrainingData, material: Material) -> str:
    known = [
        recipe.settings,
        recipe.code,
        [data.train, data.validation, data.labels],
        data.seed if recipe.seeded else None,
        {name: part.texts for name, part in material.parts.items()},
    ]
    return hashlib.sha256(msgspec.json.encode(known)).hexdigest()[:24]
