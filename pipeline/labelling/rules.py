"""Labelling rules: patterns that vote for or against a label, read from ``data/rules.yaml``.

The file maps a label to a list of rules. A rule has a ``name`` (unique in the file), ``patterns`` (one, or a list), a
``reason`` in one line, and perhaps ``against: true`` (a rule votes for its label if nothing is said). One pattern is
looked for in the whole paragraph; several must all match in one sentence. Patterns are RE2 syntax, which has neither
look-around nor back-references and therefore runs in time linear in the text; case does not matter unless the pattern
says ``(?-i)``.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
import yaml
from msgspec import Meta, Struct
from numpy.typing import NDArray

from pipeline.errors import RegactError, at
from pipeline.files import read_bytes
from pipeline.labelling.patterns import BadPatternError, PatternSet, compiled
from pipeline.records import NonEmpty

# A full stop after a lower-case letter, a digit or a closing mark, before a capital or an opening mark: abbreviations
# such as "U.S. Senate" stay whole. Text is normalised, so one space is all there is between sentences.
_SENTENCE_END = re.compile(r"""(?<=[a-z0-9)\]"'”’%][.!?]) (?=[A-Z0-9("'“‘•–—-])|(?<=[。！？])""")


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as it stands in the file."""

    name: NonEmpty
    patterns: NonEmpty | Annotated[tuple[NonEmpty, ...], Meta(min_length=1)]
    reason: NonEmpty
    against: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that has been checked."""

    name: str
    label: str
    against: bool
    """Whether it votes that the label is absent."""
    reason: str
    patterns: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a normalised paragraph, roughly."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def votes(rules: Sequence[Rule], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which rule votes on which text, ``(texts, rules)``.

    All patterns are looked for in the paragraph at once; only rules whose patterns all occur are asked by sentence.
    """
    patterns = PatternSet([pattern for rule in rules for pattern in rule.patterns])
    ends = list(accumulate(len(rule.patterns) for rule in rules))
    places = [range(end - len(rule.patterns), end) for rule, end in zip(rules, ends, strict=True)]
    table = np.zeros((len(texts), len(rules)), dtype=bool)
    for row, text in enumerate(texts):
        found = patterns.matches(text.encode())
        fired = [column for column, own in enumerate(places) if found.issuperset(own)]
        parts = [part.encode() for part in sentences(text)] if any(len(places[column]) > 1 for column in fired) else []
        for column in fired:
            own = places[column]
            table[row, column] = len(own) == 1 or any(all(patterns.occurs(p, part) for p in own) for part in parts)
    return table


def load(path: Path, labels: Sequence[str]) -> tuple[Rule, ...]:
    """The rules in ``path``, in the order of the file; none if there is no such file or it is empty.

    Raises:
        RegactError: not YAML, unknown label, unknown or missing key, duplicate name, or a pattern RE2 refuses; the
            message names line and rule.
    """
    if not path.exists():
        return ()
    rules: dict[str, Rule] = {}
    for line, label, raw in _entries(path, labels):
        place = at(path, line)
        named = f"rule `{raw['name']}`" if isinstance(raw, dict) and "name" in raw else f"a rule of `{label}`"
        try:
            entry = msgspec.convert(raw, _Entry)
        except msgspec.ValidationError as error:
            raise RegactError(
                f"{place}: {named}: {error}; a rule has name, patterns, reason and perhaps against"
            ) from None
        if entry.name in rules:
            raise RegactError(f"{place}: {named} stands twice; give one of them another name")
        patterns = (entry.patterns,) if isinstance(entry.patterns, str) else entry.patterns
        _check(patterns, f"{place}: {named}")
        rules[entry.name] = Rule(entry.name, label, entry.against, entry.reason, patterns)
    return tuple(rules.values())


def _entries(path: Path, labels: Sequence[str]) -> Iterator[tuple[int, str, Any]]:
    """Line, label and raw rule, in the order of the file."""
    try:
        loader = yaml.SafeLoader(read_bytes(path))
        root = loader.get_single_node()
        for key, rules in _items(path, root):
            label = loader.construct_object(key)
            if label not in labels:
                close = difflib.get_close_matches(str(label), labels, n=1)
                meant = f"did you mean `{close[0]}`?" if close else f"params.yaml knows {', '.join(labels)}"
                raise RegactError(f"{at(path, _line(key))}: rules for unknown label `{label}`; {meant}")
            if not isinstance(rules, yaml.SequenceNode):
                raise RegactError(f"{at(path, _line(key))}: `{label}` must hold a list of rules")
            for node in rules.value:
                yield _line(node), label, loader.construct_object(node, deep=True)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise RegactError(f"{at(path, mark and mark.line + 1)}: not valid YAML: {problem}; mend the line") from None


def _items(path: Path, root: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise RegactError(f"{path}: must map labels to lists of rules")
    items: list[tuple[yaml.Node, yaml.Node]] = root.value
    return items


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + 1


def _check(patterns: Sequence[str], place: str) -> None:
    for pattern in patterns:
        try:
            compiled(pattern)
        except BadPatternError as error:
            raise RegactError(f"{place}: bad pattern `{pattern}`: {error}; patterns are RE2 syntax") from None
