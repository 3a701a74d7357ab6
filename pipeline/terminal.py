"""What people see: predictions as a table that fits the terminal, with nothing in it that the terminal would obey."""

import os
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from typing import TextIO

from rich.console import Console
from rich.text import Text

from pipeline.messages import printable
from pipeline.records import Prediction
from pipeline.text.documents import Passage

NONE = "–"
LINES = 3
WIDTH = 100


def console(file: TextIO) -> Console:
    """A console that prints text as it is: no markup, no emoji codes, no highlighting.

    It is as wide as the terminal, or 100 columns where there is none and COLUMNS is not set.
    """
    width = None if file.isatty() or "COLUMNS" in os.environ else WIDTH
    return Console(file=file, width=width, markup=False, emoji=False, highlight=False)


class PredictionTable:
    """Predictions for reading: a heading for each document, below it a row a paragraph, in the end the totals.

    Long paragraphs are shortened to three lines. A paragraph without a label shows a dim dash and its highest score.
    """

    def __init__(self, file: TextIO, labels: Sequence[str]) -> None:
        self._console = console(file)
        self._label_width = max(map(len, ("labels", *labels)))
        self._text_width = max(20, self._console.width - self._label_width - 16)
        self._document: str | None = None
        self._documents = 0
        self._paragraphs = 0
        self._counts: Counter[str] = Counter(dict.fromkeys(labels, 0))

    def write(self, passages: Sequence[Passage], predictions: Sequence[Prediction]) -> None:
        """Print a row for each passage."""
        for passage, prediction in zip(passages, predictions, strict=True):
            if passage.document != self._document:
                self._start(passage.document)
            self._paragraphs += 1
            self._counts.update(prediction.labels or ("none",))
            self._row(passage, prediction)

    def close(self) -> None:
        """Print the totals."""
        counts = ", ".join(f"{label} {count}" for label, count in self._counts.items())
        total = f"{_plural(self._paragraphs, 'paragraph')} in {_plural(self._documents, 'document')}: {counts}"
        self._console.print(Text(f"\n{total}", "dim"))

    def _start(self, document: str) -> None:
        if self._document is None:
            self._print(Text(f"    #  {'labels':{self._label_width}}  score  text", "dim"))
        else:
            self._print(Text())
        self._console.print(Text(printable(document), "bold"))
        self._document = document
        self._documents += 1

    def _row(self, passage: Passage, prediction: Prediction) -> None:
        style, labels = ("bold", prediction.labels) if prediction.labels else ("dim", (NONE,))
        scores = [prediction.scores[label] for label in prediction.labels] or [max(prediction.scores.values())]
        height = max(LINES, len(labels))
        number = str(passage.position)
        for label, score, text in zip_longest(labels, scores, self._shorten(passage.text, height)):
            line = Text().append(f"{number:>5}  ", "dim")
            line.append(f"{label or '':{self._label_width}}  ", style)
            line.append(f"{'' if score is None else f'{score:.2f}':>5}  ", "" if prediction.labels else "dim")
            line.append_text(text or Text())
            line.rstrip()
            self._print(line)
            number = ""

    def _shorten(self, text: str, height: int) -> list[Text]:
        """The first ``height`` lines of ``text``, with an ellipsis if that is not all."""
        lines = list(Text(printable(text[: height * (self._text_width + 1) + 1])).wrap(self._console, self._text_width))
        if len(lines) > height:
            del lines[height:]
            lines[-1].rstrip()
            lines[-1].truncate(self._text_width - 1)
            lines[-1].append("…")
        return lines

    def _print(self, line: Text) -> None:
        self._console.print(line, no_wrap=True, crop=False, overflow="ignore")


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
