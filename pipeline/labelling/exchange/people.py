"""Whom an answer belongs to: people as other tools know them → annotators, whose names are file names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from pipeline.errors import RegactError
from pipeline.labelling.annotations import ADJUDICATED
from pipeline.labelling.exchange.answer import Answer

_UNSAFE = re.compile(r"[^a-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that the user gives on the command line."""

    everyone: str = ""
    """For whoever answered, if that is one person."""
    by_person: Mapping[str, str] = field(default_factory=dict)


def parse(arguments: Iterable[str]) -> Names:
    """Names from ``NAME`` (one for all) or any number of ``PERSON=NAME``.

    Raises:
        RegactError: both forms at once, two names for all, or half of a pair.
    """
    pairs, single = {}, []
    for argument in arguments:
        person, equals, name = argument.rpartition("=")
        if not name or (equals and not person):
            raise RegactError(f"--annotator {argument}: give NAME or PERSON=NAME")
        if equals:
            pairs[person] = name
        else:
            single.append(name)
    if len(single) > 1 or (single and pairs):
        raise RegactError(f"--annotator {single[0]}: is for all answers; name several people as PERSON=NAME")
    return Names("".join(single), pairs)


def propose(person: str) -> str:
    """A name for someone whom Label Studio knows by number or e-mail address.

    Number 3 becomes ``user-3``. Of an address only what stands before the @ is kept, in lower case, since annotations
    are committed and addresses are personal data. What a file name should not hold becomes ``-``.
    """
    if person.isdecimal():
        return f"user-{person}"
    return _UNSAFE.sub("-", person.partition("@")[0].lower()).strip("-._")


def named(answers: Sequence[Answer], names: Names) -> list[Answer]:
    """The answers with the annotators that they are filed under.

    Raises:
        RegactError: someone without a name, two people under one name who were not put there by ``PERSON=NAME``, the
            name of the adjudicator for someone who was not given it, or a name for someone who answered nothing.
    """
    people = {answer.person: answer for answer in answers}
    for person in names.by_person:
        if person not in people:
            raise RegactError(f"--annotator {person}=…: `{person}` gave no answer; there are {_list(people)}")
    holders: dict[str, str] = {}
    for person, answer in people.items():
        if person in names.by_person:
            continue
        name = names.everyone or answer.annotation.annotator
        if not name:
            raise RegactError(f"{answer.place}: does not tell who answered; name them with --annotator NAME")
        if name == ADJUDICATED and name not in (person, names.everyone):
            raise RegactError(
                f"{answer.place}: `{person}` would become `{name}`, whose answers are final; "
                f"name them with --annotator {person}=NAME"
            )
        other = holders.setdefault(name, person)
        if other != person or name in names.by_person.values():
            raise RegactError(
                f"{answer.place}: `{person}` and somebody else would both become `{name}`; "
                f"name them with --annotator {person}=NAME"
            )
    return [_renamed(answer, names) for answer in answers]


def _renamed(answer: Answer, names: Names) -> Answer:
    name = names.by_person.get(answer.person) or names.everyone or answer.annotation.annotator
    annotation = msgspec.structs.replace(answer.annotation, annotator=name)
    return Answer(annotation, answer.person, answer.place, answer.when)


def _list(people: Iterable[str]) -> str:
    return ", ".join(f"`{person}`" for person in sorted(people) if person) or "no names"
