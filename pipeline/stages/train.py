"""Fit one model: ``python -m pipeline.stages.train NAME`` writes ``models/NAME`` and its training curve."""

import csv
import io
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np

from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.files import read_jsonl, sha256, write_text
from pipeline.models.bundle import FORMAT, Manifest, write_manifest
from pipeline.models.classifier import Fitted, TrainingData, package
from pipeline.models.decisions import fit_calibration, fit_thresholds
from pipeline.models.operating_points import fit_curve
from pipeline.records import LabelledParagraph
from pipeline.stages.runner import argument, run, say

LABELLED = Path("data/labelled")
MODELS = Path("models")
REPORTS = Path("reports")
VERSIONS = ("regact", "numpy", "scikit-learn", "torch", "transformers", "tokenizers", "onnxruntime")


def main() -> None:
    """Train, calibrate on held-out scores, choose thresholds, write the bundle in one step."""
    name = argument("the name of a model")
    params = parameters.load()
    model = package(name)
    section = parameters.section(params, name, model.params)
    files = [LABELLED / "train.jsonl", LABELLED / "validation.jsonl"]
    train, validation = ([p for _, p in read_jsonl(f, LabelledParagraph, "run `dvc repro label`")] for f in files)
    if not train or not validation:
        raise RegactError(f"{LABELLED}: train or validation is empty; add annotations and run `dvc repro label`")
    say(f"train {name}: {len(train)} paragraphs, {len(validation)} for validation")
    MODELS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=MODELS) as temporary:
        folder = Path(temporary) / name
        folder.mkdir()
        fitted = model.fit(TrainingData(train, validation, params.labels, params.seed), section, folder)
        calibration = fit_calibration(fitted.logits, fitted.truth)
        scores = calibration(fitted.logits)
        thresholds = fit_thresholds(scores, fitted.truth)
        curves = map(fit_curve, scores.T, fitted.truth.T)
        manifest = Manifest(
            format=FORMAT,
            model=name,
            labels=params.labels,
            thresholds=dict(zip(params.labels, map(float, np.round(thresholds, 6)), strict=True)),
            calibration=calibration,
            params=msgspec.to_builtins(section),
            seed=params.seed,
            data={file.name: sha256(file) for file in files},
            versions={library: version(library) for library in VERSIONS},
            files={},
            curves=dict(zip(params.labels, curves, strict=True)),
        )
        write_manifest(folder, manifest)
        _replace(MODELS / name, folder)
    write_text(REPORTS / name / "training.csv", _table(fitted))


def _replace(target: Path, folder: Path) -> None:
    """Put the finished bundle where the old one was, readable by whoever may read the project."""
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)


def _table(fitted: Fitted) -> str:
    """The training curve as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(fitted.history[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(fitted.history)
    return text.getvalue()


if __name__ == "__main__":
    run(main)
