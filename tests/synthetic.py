"""Predictions of models of known quality, for tests of comparisons and reports."""

import numpy as np

from pipeline.evaluation.predictions import Predicted

LABELS = ("ham", "eggs", "spam")


def predictions(noise, seed, labels=LABELS, paragraphs=240, documents=30):
    """Answers of a model whose scores blur the truth with ``noise``: 0 is always right, 1 is chance."""
    truth = np.random.default_rng(0).random((paragraphs, len(labels))) < 0.3
    scores = (1 - noise) * truth + noise * np.random.default_rng(seed).random(truth.shape)
    return [
        Predicted(
            id=f"{i:016x}",
            document=f"document-{i % documents:02}",
            text=f"Paragraph {i}.",
            truth=tuple(label for label, t in zip(labels, truth[i], strict=True) if t),
            labels=tuple(label for label, s in zip(labels, scores[i], strict=True) if s >= 0.5),
            scores=dict(zip(labels, map(float, scores[i]), strict=True)),
        )
        for i in range(paragraphs)
    ]
