"""How well documents come apart: the blocks found against the true ones, counted."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from pipeline.records import Block
from pipeline.text.normalise import normalise


class TrueBlocks(Struct, frozen=True):
    """The true blocks of a document: a line of ``data/blocks.jsonl``."""

    document: str
    blocks: tuple[Block, ...]


class Segmentation(Struct, frozen=True):
    """Counts for one document that was measured against its true blocks."""

    paragraphs: int
    whole: int
    """True paragraphs that came out exactly: not cut, not merged, not lost."""
    furniture: int
    dropped: int
    """True furniture that came out neither as a paragraph nor as a heading."""
    headings: int
    recognised: int
    """True headings that came out as headings."""
    extra: int
    """Paragraphs that came out and are none."""


def measure(found: Sequence[Block], true: Sequence[Block]) -> Segmentation:
    """Compare the blocks found in one document with the true ones, by normalised text."""
    paragraphs, headings = ({block.text for block in found if block.kind == kind} for kind in ("paragraph", "heading"))
    texts = {
        kind: [normalise(block.text) for block in true if block.kind == kind]
        for kind in ("paragraph", "furniture", "heading")
    }
    return Segmentation(
        paragraphs=len(texts["paragraph"]),
        whole=sum(text in paragraphs for text in texts["paragraph"]),
        furniture=len(texts["furniture"]),
        dropped=sum(text not in paragraphs | headings for text in texts["furniture"]),
        headings=len(texts["heading"]),
        recognised=sum(text in headings for text in texts["heading"]),
        extra=len(paragraphs.difference(texts["paragraph"])),
    )


def report(measured: Mapping[str, Sequence[Segmentation]]) -> dict[str, Any]:
    """Format → the measurements of its documents, summed up as ``overall`` and for each format; sorted, rounded."""
    everything = [part for parts in measured.values() for part in parts]
    formats = {name: _summary(measured[name]) for name in sorted(measured)}
    return {"overall": _summary(everything), **formats} if everything else {}


def _summary(parts: Sequence[Segmentation]) -> dict[str, float]:
    counts = {name: sum(getattr(part, name) for part in parts) for name in Segmentation.__struct_fields__}
    shares = {
        "whole": ("whole", "paragraphs"),
        "furniture_dropped": ("dropped", "furniture"),
        "headings_recognised": ("recognised", "headings"),
    }
    return {
        "documents": len(parts),
        "paragraphs": counts["paragraphs"],
        **{name: round(counts[part] / counts[all_], 4) for name, (part, all_) in shares.items() if counts[all_]},
        "extra": counts["extra"],
    }
