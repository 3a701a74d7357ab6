"""What a model is tried on: cases that it must get right, words to swap, and sentences to add."""

from typing import Annotated

from msgspec import Meta, Struct

from pipeline.records import NonEmpty

Forms = tuple[NonEmpty, ...]


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """A text with the labels that its answer must have and must lack; of other labels nothing is said.

    In the file, ``None`` means what the capability says; after :meth:`Capability.resolved` nothing is ``None``.
    """

    text: NonEmpty
    has: tuple[str, ...] | None = None
    lacks: tuple[str, ...] | None = None


class Capability(Struct, frozen=True, forbid_unknown_fields=True):
    """Cases that all try one ability, and what is expected of those that say nothing else."""

    name: NonEmpty
    cases: Annotated[tuple[NonEmpty | Case, ...], Meta(min_length=1)]
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    def resolved(self) -> list[Case]:
        """The cases, each with its own expectation."""
        cases = [Case(case) if isinstance(case, str) else case for case in self.cases]
        return [
            Case(
                case.text,
                self.has if case.has is None else case.has,
                self.lacks if case.lacks is None else case.lacks,
            )
            for case in cases
        ]


class Addition(Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences, one of which is put at the end of a paragraph.

    If they ``adds`` labels, the answer to a paragraph without label must get these; if not, no answer may change.
    """

    name: NonEmpty
    sentences: Annotated[tuple[NonEmpty, ...], Meta(min_length=1)]
    adds: tuple[str, ...] = ()


class Suite(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    capabilities: tuple[Capability, ...] = ()
    swaps: dict[
        NonEmpty, Annotated[tuple[NonEmpty | Annotated[Forms, Meta(min_length=1)], ...], Meta(min_length=2)]
    ] = {}
    """Kind → its members; a member is a name, or its forms in an order that all members of the kind share."""
    additions: tuple[Addition, ...] = ()

    def members(self, kind: str) -> list[Forms]:
        """The members of a kind, each as the tuple of its forms."""
        return [(member,) if isinstance(member, str) else member for member in self.swaps[kind]]
