"""The records that pass between stages: typed, validated when read, frozen."""

import hashlib
from typing import Annotated, Literal

from msgspec import Meta, Struct

NonEmpty = Annotated[str, Meta(min_length=1)]


class Document(Struct, frozen=True, omit_defaults=True):
    """What is known of a raw document beside its text: a line of ``data/documents.jsonl``."""

    id: NonEmpty
    format: str = ""
    kind: str = ""
    date: str = ""
    title: str = ""
    origin: str = ""
    events: tuple[str, ...] = ()
    """The events that the document tells of, the main one first."""


class Block(Struct, frozen=True):
    """A piece of a document in reading order."""

    kind: Literal["paragraph", "heading", "furniture"]
    text: str


class Paragraph(Struct, frozen=True):
    """A paragraph of a document: the unit that is labelled."""

    id: str
    """Hash of the normalised text (:func:`paragraph_id`)."""
    document: str
    position: int
    """Place within the document's paragraphs, from 1."""
    text: str
    title: str = ""
    heading: str = ""
    """The nearest heading above, empty if there is none."""


class Annotation(Struct, frozen=True, omit_defaults=True):
    """The labels that one annotator gave one paragraph; no label at all is an answer too (``none``)."""

    document: NonEmpty
    text: NonEmpty
    labels: tuple[str, ...]
    annotator: NonEmpty
    unsure: bool = False
    skipped: bool = False
    """Looked at and left open: no answer, which is not the same as the answer ``none``."""
    note: str = ""
    suggested: tuple[str, ...] | None = None
    """The labels that a model suggested in the annotator's sight; None if none did."""


class LabelledParagraph(Struct, frozen=True):
    """A paragraph with its labels and where they came from: a line of ``data/labelled/*.jsonl``."""

    id: str
    document: str
    group: str
    """The group of documents (``data/splits.csv``) that cross-validation must keep together."""
    text: str
    labels: tuple[str, ...]
    source: Literal["adjudicated", "annotators", "weak"]
    support: dict[str, tuple[str, ...]] = {}
    """Label → the annotators or rules that voted for it."""
    confidence: float = 1.0
    """1 for annotations; for weak labels the probability that all of the paragraph's label decisions are right."""


class LabelledText(Struct, frozen=True, omit_defaults=True):
    """A line of a file to measure a model on; other fields are ignored."""

    text: NonEmpty
    labels: tuple[str, ...]
    document: str = ""


class Prediction(Struct, frozen=True):
    """What a model says of one paragraph."""

    labels: tuple[str, ...]
    scores: dict[str, float]
    """Label → calibrated probability, in the order of the label set."""


def paragraph_id(text: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the normalised text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
