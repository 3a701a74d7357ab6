"""A model that goes by words, for tests that need to know what it will answer."""

import numpy as np

from pipeline.records import LabelledParagraph, Prediction


class Keyword:
    """A label's score is high where the text holds one of the label's words, in this case."""

    name = "keyword"

    def __init__(self, words):
        self.words, self.labels = words, tuple(words)
        self.thresholds = np.full(len(words), 0.5)
        self.asked = []

    def predict(self, texts):
        self.asked += texts
        scores = [
            {label: 0.9 if any(word in text for word in words) else 0.1 for label, words in self.words.items()}
            for text in texts
        ]
        return [Prediction(tuple(label for label, p in row.items() if p > 0.5), row) for row in scores]


def paragraphs(*pairs):
    """Paragraphs of documents of their own: (text, labels)."""
    return [
        LabelledParagraph(f"{i:016x}", f"document-{i:02}", f"g{i}", text, tuple(labels), "annotators")
        for i, (text, labels) in enumerate(pairs)
    ]
