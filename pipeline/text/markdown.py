"""Markdown → pieces, by the CommonMark tokens of markdown-it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import yaml

from pipeline.text import html
from pipeline.text.source import Piece, Role, Source

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)")


def read(text: str) -> Source:
    """Split Markdown into pieces.

    Emphasis and code marks stay as written, as do list markers: they are how the paragraph was published as text.
    Links are replaced by their words. The title is the front matter's, or else the first heading of level one.
    """
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n")
    title, text = _front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return Source(title or _first_heading(tokens), tuple(_pieces(tokens)))


def _front_matter(text: str) -> tuple[str, str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return "", text
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        fields = None
    title = fields.get("title") if isinstance(fields, dict) else None
    return (title if isinstance(title, str) else ""), text[match.end() :]


def _first_heading(tokens: list["Token"]) -> str:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h1":
            return _EMPHASIS.sub("", _plain(inline.content))
    return ""


def _pieces(tokens: list["Token"]) -> Iterator[Piece]:
    role: Role = "text"
    marker = ""
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            role = "heading"
        elif token.type == "list_item_open":
            role, marker = "item", f"{token.info}{token.markup} "
        elif token.type in {"heading_close", "list_item_close"}:
            role, marker = "text", ""
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield Piece(" | ".join(filter(None, row or [])), "item")
            row = None
        elif token.type == "html_block":
            yield from html.read(token.content).pieces
        elif token.type in {"inline", "code_block"} and row is not None:
            row.append(_plain(token.content))
        elif token.type in {"inline", "code_block"}:
            yield Piece(marker + _plain(token.content), role, _link_share(token))
            marker = ""


def _plain(source: str) -> str:
    """The words of inline Markdown: no link targets, images, tags or escapes."""
    return _ESCAPE.sub(r"\1", _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", source))))


def _link_share(token: "Token") -> float:
    linked = total = depth = 0
    for child in token.children or ():
        depth += (child.type == "link_open") - (child.type == "link_close")
        total += len(child.content)
        linked += len(child.content) if depth else 0
    return linked / total if total else 0.0
