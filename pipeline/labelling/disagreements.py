"""Paragraphs on which annotators differ, with what each of them said."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from pipeline.labelling.annotations import ADJUDICATED, Annotations, Key
from pipeline.records import Paragraph


class Disagreement(Struct, frozen=True):
    """A line of ``reports/disagreements.jsonl``."""

    document: str
    split: str
    text: str
    answers: dict[str, tuple[str, ...]]
    """Annotator → labels, in the order of the label set."""
    adjudicated: tuple[str, ...] | None
    """The final answer, if somebody gave one."""


def disagreements(
    paragraphs: Iterable[Paragraph], annotations: Annotations, labels: Sequence[str], splits: Mapping[str, str]
) -> list[Disagreement]:
    """All of them: those that still wait for adjudication first, else in the order of the paragraphs.

    Args:
        paragraphs: of any split.
        annotations: what annotators said.
        labels: the label set.
        splits: document → split.
    """
    found = []
    for paragraph in paragraphs:
        answers = annotations.answers.get(Key(paragraph.document, paragraph.id), {})
        given = {name: _ordered(answer, labels) for name, answer in sorted(answers.items())}
        final = given.pop(ADJUDICATED, None)
        if len(set(given.values())) > 1:
            found.append(Disagreement(paragraph.document, splits[paragraph.document], paragraph.text, given, final))
    return sorted(found, key=lambda one: one.adjudicated is not None)


def _ordered(answer: frozenset[str], labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(label for label in labels if label in answer)
