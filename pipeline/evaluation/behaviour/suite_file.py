"""``data/behaviour.yaml``, read and checked."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from pipeline import yaml12
from pipeline.errors import RegactError, at
from pipeline.evaluation.behaviour.quantities import QUANTITIES
from pipeline.evaluation.behaviour.suite import Suite
from pipeline.files import read_bytes

Place = tuple[str | int, ...]
"""The keys and indices that lead to a node of the file."""


def load(path: Path, labels: Sequence[str]) -> Suite:
    """Read and check the file; an empty one holds nothing, which is fine.

    Raises:
        RegactError: missing, not YAML, or an entry that makes no sense; the message names its line.
    """
    try:
        text = read_bytes(path, "restore it, or make an empty one").decode()
        raw, root = yaml12.load(text), yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise RegactError(f"{at(path, mark and mark.line + 1)}: not valid YAML: {problem}; mend the line") from None
    try:
        suite = msgspec.convert({} if raw is None else raw, Suite)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$")
        raise RegactError(f"{at(path, _line(root, _place(where)))}: {message}; see docs/behaviour.md") from None
    for place, problem in _problems(suite, labels):
        raise RegactError(f"{at(path, _line(root, place))}: {problem}")
    return suite


def _problems(suite: Suite, labels: Sequence[str]) -> Iterator[tuple[Place, str]]:
    """What the types cannot say, with its place in the file."""
    known, texts, names = set(labels), set[str](), set[str]()
    for i, capability in enumerate(suite.capabilities):
        here: Place = ("capabilities", i)
        if capability.name in names:
            yield here, f"capability `{capability.name}` stands twice; give one of them another name"
        names.add(capability.name)
        for j, case in enumerate(capability.resolved()):
            place = (*here, "cases", j)
            has, lacks = set(case.has or ()), set(case.lacks or ())
            yield from ((place, _unknown(label, labels)) for label in sorted((has | lacks) - known))
            if not has | lacks:
                yield place, "the case expects nothing; say which labels it `has` or `lacks`"
            if has & lacks:
                yield place, f"`{min(has & lacks)}` cannot be both there and not; remove it from `has` or `lacks`"
            if case.text in texts:
                yield place, "the text stands twice; remove one"
            texts.add(case.text)
    for i, addition in enumerate(suite.additions):
        for label in sorted(set(addition.adds) - known):
            yield ("additions", i), _unknown(label, labels)
    yield from _swap_problems(suite)


def _swap_problems(suite: Suite) -> Iterator[tuple[Place, str]]:
    for kind in suite.swaps:
        members, seen = suite.members(kind), set[str]()
        if kind in QUANTITIES:
            yield ("swaps", kind), f"`{kind}` is built in; give the words another name"
        for i, forms in enumerate(members):
            place: Place = ("swaps", kind, i)
            if len(forms) != len(members[0]):
                yield (
                    place,
                    f"`{forms[0]}` has {len(forms)} forms, `{members[0][0]}` {len(members[0])}; give all the same",
                )
            if twice := sorted(seen.intersection(forms)):
                yield place, f"`{twice[0]}` stands twice; remove one"
            seen.update(forms)


def _unknown(label: str, labels: Sequence[str]) -> str:
    return f"unknown label `{label}`; params.yaml knows {', '.join(labels)}"


def _place(where: str) -> Place:
    """The keys in msgspec's ``.capabilities[3].cases[...]``; from where it names no index, nothing more is known."""
    keys: list[str | int] = []
    for part in where.rstrip("`").replace("[", ".").replace("]", "").split(".")[1:]:
        if not part:
            break
        keys.append(int(part) if part.isdecimal() else part)
    return tuple(keys)


def _line(root: yaml.Node | None, place: Place) -> int | None:
    """The line on which the deepest node of ``place`` that there is begins."""
    node: Any = root
    for key in place:
        if isinstance(node, yaml.MappingNode):
            found = [value for name, value in node.value if name.value == key]
        else:
            found = node.value[key : key + 1] if isinstance(node, yaml.SequenceNode) and isinstance(key, int) else []
        if not found:
            break
        node = found[0]
    line: int | None = node.start_mark.line + 1 if node is not None else None
    return line
