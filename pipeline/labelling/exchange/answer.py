"""What a person answered somewhere else, before it is settled into an annotation of ours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.errors import RegactError
from pipeline.records import Annotation


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one person."""

    annotation: Annotation
    """Its text is normalised; its annotator is the name proposed for the person, possibly empty."""
    person: str
    """Whoever answered, as the other tool calls them; empty if it doesn't tell."""
    place: str
    """``file:line``, or the file with the numbers of task and annotation."""
    when: datetime | None = None
    """When the answer was last changed, if that is known."""


@dataclass(slots=True)
class Reading:
    """What a file holds."""

    answers: list[Answer] = field(default_factory=list)
    unanswered: int = 0
    """Tasks that nobody has answered or skipped; a draft is no answer."""


def ordered(given: Collection[str], labels: Sequence[str], place: str) -> tuple[str, ...]:
    """The labels ``given``, each once, in the order of the label set.

    Raises:
        RegactError: one that is not in the label set.
    """
    for label in given:
        if label not in labels:
            raise RegactError(f"{place}: unknown label `{label}`; params.yaml knows {', '.join(labels)}")
    return tuple(label for label in labels if label in given)
