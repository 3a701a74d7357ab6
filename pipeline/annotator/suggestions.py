"""What a model says of the tasks, computed ahead and beside the screen, which never waits for it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.records import Prediction

if TYPE_CHECKING:
    from pipeline.models.model import Model


class Suggestions:
    """Predictions by text, of the model whose bundle lies in ``folder``; it is loaded when first needed."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.resolve().name
        self._folder = folder
        self._model: Model | None = None
        self._known: dict[str, Prediction] = {}

    def get(self, text: str) -> Prediction | None:
        """The prediction for ``text`` if it is there already."""
        return self._known.get(text)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those of ``texts`` that have no prediction yet."""
        return [text for text in texts if text not in self._known]

    def predict(self, texts: list[str]) -> None:
        """Predict ``texts``; takes its time, so call it in a thread, one call at a time.

        Raises:
            RegactError: the bundle is missing or damaged.
        """
        if self._model is None:
            from pipeline.models.model import load

            self._model = load(self._folder)
        self._known.update(zip(texts, self._model.predict(texts), strict=True))
