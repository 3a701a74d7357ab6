"""Groups of documents that must lie in one split, and the dealing of groups to splits.

The nodes of a graph are documents (``document:<id>``) and events (``event:<name>``). A document is tied to its first
event, and to every document that holds a near-duplicate of one of its paragraphs; a group is a connected component.
A group is dealt by a hash of its *key* alone, and the key is the name of its senior node: events come before documents,
earlier ones before later and undated ones, then the alphabet decides. So a new document of a known event, a new one
without events and a new reprint all leave the keys as they are. Old documents move in one case only, which no rule can
avoid: a new document ties groups that lay in different splits; then the senior group stays and the others come to it.

A round-up (a document of several events) is not tied to them. If they all lie in one split, it joins the group of its
first event, else it goes to train as a group of its own. If a near-duplicate ties a round-up to a document of a single
event, it goes where that document goes: a copied paragraph tells a model more about test than an event told anew.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.params import SplitParams
from pipeline.records import Document
from pipeline.text.splits import Assignment

_UNDATED = "9999"


def deal(key: str, params: SplitParams) -> str:
    """The split of the group with this key: its place in [0, 1) by salted SHA-256, cut at the shares."""
    digest = hashlib.sha256(f"{params.salt}:{key}".encode()).digest()
    place = int.from_bytes(digest[:8]) / 2**64
    if place < params.train:
        return "train"
    return "validation" if place < params.train + params.validation else "test"


def assign(documents: Sequence[Document], ties: Iterable[tuple[str, str]], params: SplitParams) -> list[Assignment]:
    """Every document's split and group, sorted by document.

    Args:
        documents: the documents, in any order, each id once.
        ties: pairs of ids of documents that share near-duplicate paragraphs.
        params: shares and salt.
    """
    groups = _groups(documents, ties)
    dates = _dates(documents)
    told = {_node(document): document for document in documents}
    keys = {
        node: min(group, key=lambda member: (not member.startswith("event:"), dates.get(member, _UNDATED), member))
        for group in groups
        for node in group
    }
    assignments = []
    for group in groups:
        members = sorted((told[node] for node in group if node in told), key=lambda document: document.id)
        split, key = _place(keys[group[0]], members, keys, params)
        assignments += [Assignment(document.id, split, key) for document in members]
    return sorted(assignments)


def _node(document: Document) -> str:
    return f"document:{document.id}"


def _events(document: Document) -> list[str]:
    return [f"event:{event}" for event in dict.fromkeys(document.events)]


def _groups(documents: Iterable[Document], ties: Iterable[tuple[str, str]]) -> list[list[str]]:
    components = _Components()
    for document in documents:
        events = _events(document)
        components.add(_node(document), *events)
        if len(events) == 1:
            components.tie(_node(document), events[0])
    for one, other in ties:
        components.tie(f"document:{one}", f"document:{other}")
    return list(components)


def _dates(documents: Iterable[Document]) -> dict[str, str]:
    """Of a document its own date, of an event that of the first document that tells of it alone."""
    dates: dict[str, str] = {}
    for document in documents:
        events = _events(document)
        for node in [_node(document), *(events if len(events) == 1 else [])]:
            dates[node] = min(document.date or _UNDATED, dates.get(node, _UNDATED))
    return dates


def _place(key: str, members: Iterable[Document], keys: Mapping[str, str], params: SplitParams) -> tuple[str, str]:
    """Split and key of the group ``key`` of ``members``; ``keys`` maps every node to the key of its group."""
    if not key.startswith("event:"):
        homes = [keys[event] for document in members for event in _events(document)]
        if len({deal(home, params) for home in homes}) > 1:
            return "train", key
        key = homes[0] if homes else key
    return deal(key, params), key


class _Components:
    """Connected components by union-find."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def add(self, *nodes: str) -> None:
        for node in nodes:
            self._parents.setdefault(node, node)

    def tie(self, one: str, other: str) -> None:
        self._parents[self._root(one)] = self._root(other)

    def _root(self, node: str) -> str:
        while (parent := self._parents[node]) != node:
            self._parents[node] = node = self._parents[parent]
        return node

    def __iter__(self) -> Iterator[list[str]]:
        members = defaultdict(list)
        for node in self._parents:
            members[self._root(node)].append(node)
        return iter(members.values())
