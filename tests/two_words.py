"""A bundle that knows two words, written in a millisecond."""

import numpy as np

from pipeline.models.bundle import FORMAT, Manifest, write_manifest
from pipeline.models.decisions import Calibration
from pipeline.models.operating_points import Curve
from pipeline.models.tfidf.score import Block, Tfidf


def save_bundle(folder, labels=("ban", "penalty"), thresholds=None, weight=9.0, curves=None):
    """A model of two labels: the word "banned" tells of the first, "fined" of the second.

    The higher ``weight`` is, the surer it is of the first. Labels without a curve in ``curves`` get an empty one.
    """
    folder.mkdir(parents=True)
    coefficients = np.array([[weight, 0.0], [0.0, 9.0]])
    Tfidf([Block("word", (1, 1), {"banned": 0, "fined": 1}, np.ones(2), coefficients)], np.full(2, -4.0)).save(folder)
    write_manifest(
        folder,
        Manifest(
            format=FORMAT,
            model="tfidf",
            labels=labels,
            thresholds=thresholds or dict.fromkeys(labels, 0.5),
            calibration=Calibration((1.0, 1.0), (0.0, 0.0)),
            params={},
            seed=1,
            data={},
            versions={},
            files={},
            curves=dict.fromkeys(labels, Curve(0, ())) | (curves or {}),
        ),
    )
