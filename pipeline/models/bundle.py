"""A trained model on disk: a manifest, and weights that nothing in them can execute."""

import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.errors import RegactError
from pipeline.files import read_json, sha256, write_json
from pipeline.models.decisions import Calibration
from pipeline.models.operating_points import Curve

FORMAT = 2
MANIFEST = "manifest.json"
_WIDTH = 120
"""Of a line of the manifest."""


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a bundle says of itself."""

    format: int
    model: str
    """Name of the package below ``pipeline.models`` that reads the weights."""
    labels: tuple[str, ...]
    thresholds: dict[str, float]
    calibration: Calibration
    params: dict[str, Any]
    seed: int
    data: dict[str, str]
    """Labelled file → SHA-256: the data that the model was trained and tuned on."""
    versions: dict[str, str]
    files: dict[str, str]
    """File name → SHA-256 of every other file of the bundle."""
    curves: dict[str, Curve]
    """Label → what other thresholds reached on the held-out text that ``thresholds`` were fitted on."""


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Add the manifest to a folder of weights, with the hashes of all files in it."""
    files = {path.name: sha256(path) for path in sorted(folder.iterdir()) if path.name != MANIFEST}
    write_json(folder / MANIFEST, msgspec.structs.replace(manifest, files=files), _WIDTH)


def read_manifest(folder: Path) -> Manifest:
    """Read a bundle's manifest and verify every file against it.

    Raises:
        RegactError: no bundle there, one of another format, or a file that is missing or damaged.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise RegactError(f"{folder}: no trained model there; train it with `dvc repro`, or name another with --model")
    _check_format(path)
    remedy = "the bundle is damaged: restore it with `dvc checkout` or train again with `dvc repro --force`"
    manifest = read_json(path, Manifest, remedy)
    _check_consistency(path, manifest, remedy)
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise RegactError(f"{file}: is missing; {remedy}")
        if sha256(file) != expected:
            raise RegactError(f"{file}: does not match the checksum in {MANIFEST}; {remedy}")
    return manifest


def _check_format(path: Path) -> None:
    raw = read_json(path, dict[str, Any], "the bundle is damaged: train again with `dvc repro --force`")
    version = raw.get("format")
    if version == FORMAT:
        return
    newer = isinstance(version, int) and version > FORMAT
    remedy = "upgrade regact" if newer else "train again with `dvc repro`"
    raise RegactError(f"{path}: bundle format {version!r}, but this regact reads format {FORMAT}; {remedy}")


def _check_consistency(path: Path, manifest: Manifest, remedy: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", manifest.model):
        raise RegactError(f"{path}: {manifest.model!r} is no name of a model; {remedy}")
    sizes = {len(manifest.thresholds), len(manifest.calibration.slope), len(manifest.calibration.intercept)}
    named = (set(manifest.thresholds), set(manifest.curves))
    if sizes != {len(manifest.labels)} or any(labels != set(manifest.labels) for labels in named):
        raise RegactError(f"{path}: labels, thresholds, calibration and curves do not agree; {remedy}")
    for name in manifest.files:
        if Path(name).name != name:
            raise RegactError(f"{path}: file name {name!r} leads out of the bundle; {remedy}")
