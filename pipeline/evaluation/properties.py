"""What paragraphs have in common besides their labels: the properties by which figures are sliced."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluation.jurisdiction import JURISDICTIONS, Decision, decide
from pipeline.evaluation.predictions import Predicted
from pipeline.files import read_jsonl
from pipeline.records import Document
from pipeline.text.segmentation import TrueBlocks

UNKNOWN = "unknown"
LENGTHS = {30: "up to 30 words", 60: "31 to 60 words", 100: "61 to 100 words"}
LONGER = "over 100 words"
COUNTS = ("no label", "one label", "two or more labels")
FURNITURE = ("with furniture", "without furniture")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of documents; of some or all of them it may be nothing."""

    documents: Mapping[str, Document]
    furniture: Mapping[str, bool]
    """Whether the page around the document holds menus, notices, teasers and the like."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of n paragraphs."""

    values: tuple[str, ...]
    """Of each paragraph (n,)."""
    order: tuple[str, ...]
    """The values that occur, in the order in which they are shown."""


def read_known(documents: Path, blocks: Path) -> Known:
    """Read the list of documents and their true blocks; what there is no file of stays unknown.

    Raises:
        RegactError: a broken line.
    """
    listed = read_jsonl(documents, Document) if documents.exists() else ()
    measured = read_jsonl(blocks, TrueBlocks) if blocks.exists() else ()
    return Known(
        documents={document.id: document for _, document in listed},
        furniture={true.document: any(b.kind == "furniture" for b in true.blocks) for _, true in measured},
    )


def properties(predictions: Sequence[Predicted], known: Known, decisions: Sequence[Decision]) -> dict[str, Property]:
    """Property → its values, given the decisions on jurisdiction; one unknown of every paragraph is left out."""
    about = [known.documents.get(p.document, Document(id=p.document)) for p in predictions]
    surroundings = {True: FURNITURE[0], False: FURNITURE[1], None: UNKNOWN}
    found = {
        "kind": _by_size([document.kind for document in about]),
        "format": _by_size([document.format for document in about]),
        "origin": _by_size([document.origin for document in about]),
        "furniture": _in_order([surroundings[known.furniture.get(p.document)] for p in predictions], FURNITURE),
        "jurisdiction": _in_order([decision.jurisdiction for decision in decisions], JURISDICTIONS),
        "length": _in_order([_length(p.text) for p in predictions], (*LENGTHS.values(), LONGER)),
        "true labels": _in_order([COUNTS[min(len(p.truth), 2)] for p in predictions], COUNTS),
    }
    return {name: values for name, values in found.items() if values.order != (UNKNOWN,)}


def jurisdictions(predictions: Sequence[Predicted], known: Known) -> list[Decision]:
    """The jurisdiction of each paragraph and where it is named."""
    titles = {name: document.title for name, document in known.documents.items()}
    return decide([p.text for p in predictions], [p.document for p in predictions], titles)


def _length(text: str) -> str:
    words = len(text.split())
    return next((name for most, name in LENGTHS.items() if words <= most), LONGER)


def _by_size(values: Sequence[str]) -> Property:
    """Frequent values first."""
    counts = Counter(value or UNKNOWN for value in values)
    return _in_order([value or UNKNOWN for value in values], sorted(counts, key=lambda value: (-counts[value], value)))


def _in_order(values: Sequence[str], order: Sequence[str]) -> Property:
    """The values that occur in the given order, and the unknown last."""
    occurring = set(values)
    named = [value for value in order if value in occurring and value != UNKNOWN]
    return Property(tuple(values), (*named, UNKNOWN) if UNKNOWN in occurring else tuple(named))
