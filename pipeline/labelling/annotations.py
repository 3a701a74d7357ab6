"""Annotations: read from ``data/annotations/*.jsonl``, matched to paragraphs, merged into one answer a paragraph."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.errors import RegactError, at
from pipeline.files import read_jsonl
from pipeline.records import Annotation, Paragraph, paragraph_id
from pipeline.text.normalise import normalise

ADJUDICATED = "adjudicated"
"""The annotator (field ``annotator``) whose answer is final; every other name is one voice among several."""

Answers = Mapping[str, frozenset[str]]
"""Annotator → the labels given to one paragraph."""


class Key(NamedTuple):
    """What an annotation speaks of: a text within a document."""

    document: str
    paragraph: str
    """Hash of the normalised text (:func:`pipeline.records.paragraph_id`)."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """The annotations that found their paragraph, and those that did not."""

    answers: Mapping[Key, Answers]
    total: int
    """How many annotations there are, matched or not."""
    unmatched: tuple[str, ...]
    """``file:line: what is gone``, one for every annotation without paragraph."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The one answer that several annotators come to."""

    labels: tuple[str, ...]
    source: Literal["adjudicated", "annotators"]
    support: dict[str, tuple[str, ...]]
    """Label → annotators who gave it, in alphabetical order."""
    tied: bool
    """Whether some label was given by exactly half of the annotators and nobody adjudicated."""


def read(folder: Path, paragraphs: Iterable[Paragraph], labels: Sequence[str], max_unmatched: float) -> Annotations:
    """All annotations in ``folder``, matched to ``paragraphs`` by document and normalised text.

    Annotations whose document or paragraph is gone are left out and listed, as long as they are at most the share
    ``max_unmatched`` of all. A folder that does not exist holds no annotations.

    Raises:
        RegactError: a broken line, an unknown label, an annotator who contradicts themselves, or too many unmatched.
    """
    known = {Key(paragraph.document, paragraph.id) for paragraph in paragraphs}
    documents = {key.document for key in known}
    answers: dict[Key, dict[str, frozenset[str]]] = {}
    places: dict[tuple[Key, str], str] = {}
    unmatched: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        for line, annotation in read_jsonl(path, Annotation):
            if annotation.skipped:
                continue
            place = at(path, line)
            _check_labels(place, annotation.labels, labels)
            key = _key(annotation, known)
            if key not in known:
                gone = "has no such paragraph" if key.document in documents else "is not in data/raw"
                unmatched.append(f"{place}: document `{key.document}` {gone}")
                continue
            earlier = places.setdefault((key, annotation.annotator), place)
            given = frozenset(annotation.labels)
            if answers.setdefault(key, {}).setdefault(annotation.annotator, given) != given:
                raise RegactError(f"{place}: `{annotation.annotator}` answered otherwise in {earlier}; keep one line")
    total = len(places) + len(unmatched)
    _check_unmatched(unmatched, total, max_unmatched)
    return Annotations(answers, total, tuple(unmatched))


def merge(answers: Answers, labels: Sequence[str]) -> Merged:
    """One answer for a paragraph: the adjudicated one, else every label that more than half of the annotators gave.

    So a label that exactly half gave is left out, which asks for adjudication and is counted in the report.
    """
    votes = Counter(label for annotator in answers for label in answers[annotator])
    support = {label: tuple(sorted(a for a in answers if label in answers[a])) for label in labels if votes[label]}
    if ADJUDICATED in answers:
        return Merged(_ordered(answers[ADJUDICATED], labels), "adjudicated", support, tied=False)
    majority = _ordered({label for label in votes if 2 * votes[label] > len(answers)}, labels)
    return Merged(majority, "annotators", support, tied=any(2 * count == len(answers) for count in votes.values()))


def _ordered(chosen: Collection[str], labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(label for label in labels if label in chosen)


def _key(annotation: Annotation, known: Collection[Key]) -> Key:
    """The paragraph meant; most texts are normalised already, and normalising costs more than hashing."""
    key = Key(annotation.document, paragraph_id(annotation.text))
    return key if key in known else Key(annotation.document, paragraph_id(normalise(annotation.text)))


def _check_labels(place: str, given: Iterable[str], labels: Sequence[str]) -> None:
    for label in given:
        if label not in labels:
            close = difflib.get_close_matches(label, labels, n=1)
            meant = f"did you mean `{close[0]}`?" if close else f"params.yaml knows {', '.join(labels)}"
            raise RegactError(f"{place}: unknown label `{label}`; {meant}")


def _check_unmatched(unmatched: Sequence[str], total: int, at_most: float) -> None:
    if len(unmatched) > at_most * total:
        raise RegactError(
            f"{unmatched[0]} ({len(unmatched)} of {total} annotations have lost their paragraph); restore the text, "
            "remove these lines or raise label.max_unmatched in params.yaml"
        )
