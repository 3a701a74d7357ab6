"""The corpus as experiments need it: annotated paragraphs by split, and train paragraphs without annotation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import params
from pipeline.files import read_jsonl
from pipeline.labelling import rules
from pipeline.labelling.labelled import truth
from pipeline.labelling.rules import Rule
from pipeline.records import LabelledParagraph, Paragraph
from pipeline.text.splits import SPLITS, read_splits

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Part:
    """Paragraphs of one split: texts, labels ``(n, k)``, groups of documents and votes of the rules ``(n, rules)``."""

    texts: Sequence[str]
    truth: BoolArray
    groups: NDArray[np.str_]
    votes: BoolArray


@dataclass(frozen=True)
class Corpus:
    """All of it."""

    labels: tuple[str, ...]
    rules: tuple[Rule, ...]
    train: Part
    validation: Part
    test: Part
    unannotated: Part
    """Train paragraphs that nobody annotated; their truth is not known and stands as all false."""


def load() -> Corpus:
    """What ``dvc repro label`` has made."""
    labels = params.load().labels
    found = rules.load(Path("data/rules.yaml"), labels)
    annotated = {split: _annotated(split) for split in SPLITS}
    known = {(p.document, p.id) for paragraphs in annotated.values() for p in paragraphs}
    splits = read_splits(Path("data/splits.csv"))
    rest = [
        LabelledParagraph(p.id, p.document, splits[p.document].group, p.text, (), "weak")
        for _, p in read_jsonl(Path("data/paragraphs.jsonl"), Paragraph, "run `dvc repro prepare`")
        if splits[p.document].split == "train" and (p.document, p.id) not in known
    ]
    parts = {split: _part(paragraphs, labels, found) for split, paragraphs in annotated.items()}
    return Corpus(labels, found, **parts, unannotated=_part(rest, labels, found))


def _annotated(split: str) -> list[LabelledParagraph]:
    read = read_jsonl(Path(f"data/labelled/{split}.jsonl"), LabelledParagraph, "run `dvc repro label`")
    return [paragraph for _, paragraph in read if paragraph.source != "weak"]


def _part(paragraphs: Sequence[LabelledParagraph], labels: tuple[str, ...], found: tuple[Rule, ...]) -> Part:
    texts = [paragraph.text for paragraph in paragraphs]
    groups = np.array([paragraph.group for paragraph in paragraphs], dtype=str)
    return Part(texts, truth(paragraphs, labels), groups, rules.votes(found, texts))
