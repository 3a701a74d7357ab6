"""The folder of annotations as a store: one file an annotator, one line a paragraph, every answer on disk at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RegactError
from pipeline.files import read_jsonl, write_jsonl
from pipeline.records import Annotation

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]*")


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def path_of(folder: Path, annotator: str) -> Path:
    """The file of ``annotator``'s answers.

    Raises:
        RegactError: the name would not make a safe file name.
    """
    if not _NAME.fullmatch(annotator):
        raise RegactError(f"annotator `{annotator}`: use letters, digits and . _ @ - only")
    return folder / f"{annotator}.jsonl"


def answers(folder: Path, annotator: str) -> list[Annotation]:
    """The annotator's answers in the order in which they were first given; none if there is no file."""
    path = path_of(folder, annotator)
    return [annotation for _, annotation in read_jsonl(path, Annotation)] if path.exists() else []


def save(folder: Path, given: Iterable[Annotation]) -> Saved:
    """Add answers to their annotators' files; a later answer to the same paragraph takes the place of the earlier.

    The file is replaced as a whole, so that whoever is killed meanwhile loses nothing. Saving the same answers again
    changes nothing.
    """
    added = changed = unchanged = 0
    by_annotator: dict[str, list[Annotation]] = {}
    for annotation in given:
        by_annotator.setdefault(annotation.annotator, []).append(annotation)
    for annotator, new in sorted(by_annotator.items()):
        known = {(a.document, a.text): a for a in answers(folder, annotator)}
        before = dict(known)
        for annotation in new:
            known[annotation.document, annotation.text] = annotation
        added += len(known) - len(before)
        changed += sum(known[key] != answer for key, answer in before.items())
        unchanged += sum((a.document, a.text) in before and before[a.document, a.text] == a for a in new)
        if known != before:
            write_jsonl(path_of(folder, annotator), known.values())
    return Saved(added, changed, unchanged)


def remove(folder: Path, annotation: Annotation) -> None:
    """Take back an answer; nothing happens if it is not there."""
    known = answers(folder, annotation.annotator)
    kept = [a for a in known if (a.document, a.text) != (annotation.document, annotation.text)]
    if len(kept) < len(known):
        write_jsonl(path_of(folder, annotation.annotator), kept)
