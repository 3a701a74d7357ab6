import json

import pytest

from pipeline.errors import RegactError
from pipeline.models.bundle import FORMAT, Manifest, read_manifest, write_manifest
from pipeline.models.decisions import Calibration
from pipeline.models.operating_points import Curve, Point

MANIFEST = Manifest(
    format=FORMAT,
    model="tfidf",
    labels=("a", "b"),
    thresholds={"a": 0.5, "b": 0.25},
    calibration=Calibration(slope=(1.0, 2.0), intercept=(0.0, 0.5)),
    params={"C": 1},
    seed=1,
    data={"train.jsonl": "0" * 64},
    versions={"numpy": "2"},
    files={},
    curves={"a": Curve(2, (Point(0.7, 1, 1), Point(0.2, 2, 4))), "b": Curve(0, ())},
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "weights.bin").write_bytes(b"weights")
    write_manifest(tmp_path, MANIFEST)
    return tmp_path


def edit(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_round_trip(folder):
    manifest = read_manifest(folder)
    assert manifest.labels == ("a", "b")
    assert list(manifest.files) == ["weights.bin"]
    assert manifest.calibration == MANIFEST.calibration
    assert manifest.curves == MANIFEST.curves


def test_no_bundle_tells_the_command_that_trains_it(tmp_path):
    with pytest.raises(RegactError, match="train it with `dvc repro`"):
        read_manifest(tmp_path / "models" / "tfidf")


def test_a_damaged_file_is_refused(folder):
    (folder / "weights.bin").write_bytes(b"weighty")
    with pytest.raises(RegactError, match=r"weights\.bin: does not match the checksum"):
        read_manifest(folder)


def test_a_missing_file_is_refused(folder):
    (folder / "weights.bin").unlink()
    with pytest.raises(RegactError, match=r"weights\.bin: is missing"):
        read_manifest(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": FORMAT + 1}, "upgrade regact"),
        ({"format": 0}, "train again"),
        ({"format": None}, "train again"),
        ({"format": 1}, "bundle format 1, but this regact reads format 2; train again"),
        ({"labels": ["a"]}, "do not agree"),
        ({"curves": {"a": {"positives": 1, "points": []}}}, "do not agree"),
        ({"curves": {"a": {"positives": 1, "points": [[0.5, 1, 0]]}}}, "damaged"),
        ({"curves": {"a": {"positives": 1, "points": [[1.5, 1, 1]]}}}, "damaged"),
        ({"labels": ["a", "c"]}, "do not agree"),
        ({"model": "../tfidf"}, "no name of a model"),
        ({"files": {"../x": "0"}}, "leads out of the bundle"),
        ({"seed": "one"}, "damaged"),
        ({"extra": 1}, "damaged"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(folder, changes, message):
    edit(folder, **changes)
    with pytest.raises(RegactError, match=message) as error:
        read_manifest(folder)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\x00\xff"])
def test_rubbish_is_refused(folder, content):
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(RegactError, match=r"manifest\.json: .*damaged"):
        read_manifest(folder)
