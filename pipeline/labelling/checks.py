"""Checks of what is about to become training and test data: one small class each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from pipeline.errors import RegactError
from pipeline.text.splits import SPLITS, Assignment


class Check(Protocol):
    """A property that must hold."""

    code: ClassVar[str]
    title: ClassVar[str]
    """What is asked, in a few words."""

    def problems(self) -> Iterator[str]:
        """One line for every violation, with the remedy."""


def enforce(place: object, checks: Iterable[Check]) -> None:
    """Raise at the first check that fails.

    Raises:
        RegactError: names ``place``, the first problem, how many more there are, and the check's code and title.
    """
    for check in checks:
        problems = list(check.problems())
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise RegactError(f"{place}: {check.code} ({check.title}): {problems[0]}{more}")


@dataclass(frozen=True)
class OneSplitPerGroup:
    """Documents of one event in two splits would let a model recognise the event instead of the act."""

    assignments: Iterable[Assignment]
    code: ClassVar[str] = "S1"
    title: ClassVar[str] = "a group lies in one split"

    def problems(self) -> Iterator[str]:
        """One line for every group in two splits."""
        homes: dict[str, Assignment] = {}
        for found in self.assignments:
            home = homes.setdefault(found.group, found)
            if home.split != found.split:
                yield (
                    f"group `{found.group}` lies in {home.split} (`{home.document}`) and in {found.split} "
                    f"(`{found.document}`); run `dvc repro --force split`"
                )


@dataclass(frozen=True)
class NoCopyAcrossSplits:
    """A near-duplicate of a train paragraph in test measures memory."""

    splits: Mapping[str, Assignment]
    ties: Iterable[tuple[str, str]]
    code: ClassVar[str] = "S2"
    title: ClassVar[str] = "near-duplicates lie in one split"

    def problems(self) -> Iterator[str]:
        """One line for every pair of documents that share a near-duplicate across splits."""
        for one, other in self.ties:
            if self.splits[one].split != self.splits[other].split:
                yield (
                    f"`{one}` in {self.splits[one].split} and `{other}` in {self.splits[other].split} share a "
                    "paragraph; remove one of them or run `dvc repro --force split`"
                )


@dataclass(frozen=True)
class NoEmptySplit:
    """Every later stage needs all three splits."""

    assignments: Iterable[Assignment]
    code: ClassVar[str] = "S3"
    title: ClassVar[str] = "no split is empty"

    def problems(self) -> Iterator[str]:
        """One line for every split without documents."""
        filled = {found.split for found in self.assignments}
        for split in SPLITS:
            if split not in filled:
                yield f"no document fell to {split}; add documents, or change the shares or split.salt in params.yaml"


@dataclass(frozen=True)
class EnoughPositives:
    """A label that hardly occurs in a split can neither be learnt nor measured there."""

    positives: Mapping[str, Mapping[str, int]]
    """Split → label → paragraphs that have it."""
    at_least: int
    code: ClassVar[str] = "L1"
    title: ClassVar[str] = "every label has enough positives in every split"

    def problems(self) -> Iterator[str]:
        """One line for every label and split with too few."""
        for split, counts in self.positives.items():
            for label, count in counts.items():
                if count < self.at_least:
                    yield (
                        f"label `{label}` has {count} positive paragraphs in {split}, fewer than {self.at_least}; "
                        "annotate more in data/annotations, or change split.salt or split.min_positives in params.yaml"
                    )
