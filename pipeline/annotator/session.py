"""An annotator's way through the tasks, without any screen: the answer being given, saving, skipping, undoing."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipeline.labelling import store
from pipeline.records import Annotation
from pipeline.text.normalise import normalise

Key = tuple[str, str]
"""Document and normalised text."""


@dataclass(frozen=True, slots=True)
class Task:
    """A paragraph to annotate."""

    document: str
    """The document's id: the name of its file without suffix."""
    text: str
    """Normalised."""
    title: str = ""
    heading: str = ""
    why: str = ""
    """Why `regact queue` picked it, in words."""

    @property
    def key(self) -> Key:
        """What makes it one task: a paragraph that a document repeats is annotated once."""
        return self.document, self.text


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of ``total`` tasks were looked at, and how many of those were left open."""

    done: int
    skipped: int
    total: int


@dataclass(slots=True)
class Draft:
    """The answer being given; nothing ticked is no answer yet, ``none`` is one."""

    labels: frozenset[str] = frozenset()
    none: bool = False
    note: str = ""

    @property
    def complete(self) -> bool:
        """Whether it is an answer that can be saved."""
        return self.none or bool(self.labels)

    @property
    def begun(self) -> bool:
        """Whether there is anything in it that would be lost."""
        return self.complete or bool(self.note)

    def toggle(self, label: str) -> None:
        """Tick ``label``, or untick it."""
        self.labels ^= {label}
        self.none = False

    def toggle_none(self) -> None:
        """Tick ``none``, which unticks all labels, or untick it."""
        self.labels, self.none = frozenset(), not self.none


class Session:
    """The tasks still to do, one of them current, and those done.

    Every answer is on disk before the next task comes, so that a new session goes on where an earlier one stopped,
    however that ended.

    Args:
        tasks: what to annotate, in order; one that comes twice counts once.
        labels: the label set in order.
        folder: the store of annotations.
        annotator: whose answers these are.
        skipped: go through the tasks that the annotator has skipped earlier, and no others.

    Raises:
        RegactError: the annotator's name or file is not fit for use.
    """

    def __init__(
        self, tasks: Iterable[Task], labels: Sequence[str], folder: Path, annotator: str, *, skipped: bool = False
    ) -> None:
        self.labels = tuple(labels)
        self.annotator = annotator
        self.draft = Draft()
        self.path = store.path_of(folder, annotator)
        self._folder = folder
        by_key = {task.key: task for task in tasks}
        answers = _matched(store.answers(folder, annotator), by_key)
        self._reopened = {key: answer for key, answer in answers.items() if skipped and answer.skipped}
        # What undo takes back is the last of _done, what comes next is the first of _todo.
        self._done = [] if skipped else [_Done(by_key[key], answer) for key, answer in answers.items()]
        self._todo = deque(t for key, t in by_key.items() if key in self._reopened or not (skipped or key in answers))

    @property
    def current(self) -> Task | None:
        """The task to answer now; None if all are done."""
        return self._todo[0] if self._todo else None

    @property
    def progress(self) -> Progress:
        """How far the annotator has come."""
        left_open = sum(done.answer.skipped for done in self._done)
        return Progress(len(self._done), left_open, len(self._done) + len(self._todo))

    def ahead(self, count: int) -> list[Task]:
        """The current task and those after it, ``count`` at most."""
        return list(islice(self._todo, count))

    def save(self, suggested: tuple[str, ...] | None = None) -> None:
        """Save the draft as the answer to the current task, and go to the next one.

        Args:
            suggested: the labels that a model suggested in the annotator's sight; None if it did not.

        Raises:
            ValueError: nothing is ticked.
            OSError: it cannot be written; the task stays current and the draft as it is.
        """
        if not self.draft.complete:
            raise ValueError("no answer is ticked")
        labels = tuple(label for label in self.labels if label in self.draft.labels)
        self._answer(labels=labels, suggested=suggested)

    def skip(self) -> None:
        """Leave the current task open, with the draft's note, and go to the next one.

        Raises:
            OSError: as for :meth:`save`.
        """
        self._answer(labels=(), skipped=True)

    def undo(self) -> bool:
        """Take back the last answer, also one of an earlier session, and make it the draft; False if there is none.

        Raises:
            OSError: it cannot be written; nothing has changed.
        """
        if not self._done:
            return False
        task, answer, replaced = self._done[-1]
        if replaced:
            store.save(self._folder, [replaced])
        else:
            store.remove(self._folder, answer)
        self._done.pop()
        self._todo.appendleft(task)
        labels = frozenset(answer.labels) & frozenset(self.labels)
        self.draft = Draft(labels, none=not (answer.labels or answer.skipped), note=answer.note)
        return True

    def _answer(
        self, *, labels: tuple[str, ...], skipped: bool = False, suggested: tuple[str, ...] | None = None
    ) -> None:
        task = self._todo[0]
        replaced = self._reopened.get(task.key)
        answer = Annotation(
            document=task.document,
            # The store replaces the answer to the same text, and texts on file may be spaced otherwise.
            text=replaced.text if replaced else task.text,
            labels=labels,
            annotator=self.annotator,
            skipped=skipped,
            note=self.draft.note,
            suggested=suggested,
        )
        store.save(self._folder, [answer])
        self._done.append(_Done(self._todo.popleft(), answer, replaced))
        self.draft = Draft()


class _Done(NamedTuple):
    task: Task
    answer: Annotation
    replaced: Annotation | None = None
    """What the annotator had said before, and undo brings back."""


def _matched(answers: Iterable[Annotation], tasks: Mapping[Key, Task]) -> dict[Key, Annotation]:
    """Task → the answer to it, in the order of the answers; texts are compared after normalisation."""
    documents = {document for document, _ in tasks}
    found: dict[Key, Annotation] = {}
    for answer in answers:
        key = answer.document, answer.text
        if key not in tasks and answer.document in documents:
            key = answer.document, normalise(answer.text)
        if key in tasks:
            found[key] = answer
    return found
