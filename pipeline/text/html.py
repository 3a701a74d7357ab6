"""HTML → pieces: one walk over the parsed tree, iterative, whatever its depth."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from pipeline.text.source import Piece, Role, Source


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table "
    "tbody tfoot thead tr ul"
)
_UNSEEN = _names(
    "script style noscript template svg math canvas iframe object embed select datalist button input textarea audio "
    "video head"
)
_KEEP = frozenset({"html", "body", "main", "article"})
_SORTS = (
    dict.fromkeys(_UNSEEN, "unseen")
    | dict.fromkeys(("nav", "footer", "aside", "menu", "figcaption"), "chrome")
    | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")
    | {"li": "item", "tr": "row", "a": "link", "pre": "preformatted"}
)
# An element is of all the sorts of those around it; of its roles the first of these counts.
_ROLES: tuple[Role, ...] = ("chrome", "heading", "item")
_CHROME_ROLES = _names("navigation banner contentinfo complementary search dialog alert menu toolbar")
# Words of class names and ids by which sites name the parts of a page that are not the article.
_CHROME_WORDS = _names(
    "nav navbar navigation menu breadcrumb breadcrumbs footer sidebar share sharing social cookie cookies consent gdpr "
    "newsletter subscribe subscription signup related recommended recommendations promo promoted advert advertisement "
    "ads sponsor sponsored comments disqus byline tags taglist widget popup modal toolbar pagination pager masthead "
    "skip trending popular teaser teasers caption credit copyright paywall"
)
_NAME = re.compile(r"[a-z]+")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_LONG = 80
_WRAPPER = re.compile(
    r"<(/?)(?:div|section|span|font|center|article|main|ul|ol|dl|table|tbody|b|i|em|strong)\b[^<>]*>", re.IGNORECASE
)


def read(text: str) -> Source:
    """Walk a page into pieces, in the order in which they stand in the source.

    Scripts, hidden elements and form controls are not read; entities that the document itself declares are not
    expanded and nothing is fetched. The title is the page's only ``h1``, or else what its head says.
    """
    root = _parse(text)
    if root is None:
        return Source("", ())
    return Source(_title(root), tuple(_walk(root)))


def _parse(text: str) -> Any:
    def parse(source: str) -> tuple[Any, bool]:
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(source.encode(errors="replace"), parser)
        except etree.XMLSyntaxError:
            return None, False
        return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)

    root, cut = parse(text)
    # The parser gives up below some two thousand levels. Paragraphs do not nest: wrappers read as such are flat.
    return parse(_WRAPPER.sub(r"<\1p>", text))[0] if cut else root


def _title(root: Any) -> str:
    headings = [_text(heading) for heading in root.iter("h1")]
    named = [_text(element) for element in root.iter("title")][:1]
    named += [meta.get("content", "") for meta in root.iter("meta") if meta.get("property") == "og:title"]
    # Of several first-level headings one is the headline: the one that the head of the page repeats.
    told = [heading for heading in headings if heading and any(heading in name for name in named)]
    choices = told or (headings if len(headings) == 1 else []) or named[::-1] or headings
    return next((choice for choice in choices if choice.strip()), "")


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@dataclass(slots=True)
class _Walk:
    """Where the walk is: how many open elements of each sort, and the text gathered since the last block began."""

    inside: Counter[str] = field(default_factory=Counter)
    text: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None) -> None:
        """Gather a text node."""
        if not text or self.inside["unseen"]:
            return
        self.text.append(text if self.inside["preformatted"] else text.replace("\n", " "))
        self.linked += len(text.strip()) if self.inside["link"] else 0

    def flush(self, tag: str) -> Iterator[Piece]:
        """End the block at ``tag``: a piece, or several where the page breaks lines instead of making paragraphs."""
        text, linked = "".join(self.text), self.linked
        self.text, self.linked = [], 0
        parts = list(filter(str.strip, _EMPTY_LINE.split(text)))
        role: Role = next((role for role in _ROLES if self.inside[role]), "text")
        # A row that holds blocks or paragraphs is a table for layout, not for data.
        if role == "text" and tag == "tr" and self.inside["row"] and len(parts) == 1:
            role = "item"
        for part in parts:
            yield Piece(part, role, min(1.0, linked / len(text.strip())))


def _walk(root: Any) -> Iterator[Piece]:
    walk, opened, prose = _Walk(), list[list[str]](), _prose(root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield from walk.flush(element.tag)
        if event == "start":
            opened.append(_sorts(element, prose))
            walk.inside.update(opened[-1])
            if element.tag == "br":
                walk.text.append("\n")
            elif element.tag in {"td", "th"} and any(map(str.strip, walk.text)):
                walk.text.append(" | ")
            walk.add(element.text)
        else:
            walk.inside.subtract(opened.pop())
            walk.add(element.tail)
    yield from walk.flush("")


def _sorts(element: Any, prose: Counter[Any]) -> list[str]:
    """What an element and everything in it is."""
    sorts = [_SORTS[element.tag]] if element.tag in _SORTS else []
    style = element.get("style", "").replace(" ", "").lower()
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or "display:none" in style:
        sorts.append("unseen")
    # What holds most of the page's prose is the article, however it is called: some sites wrap a page into a form.
    elif element.tag not in _KEEP and _named_chrome(element) and prose[element] * 2 <= prose[None]:
        sorts.append("chrome")
    return sorts


def _named_chrome(element: Any) -> bool:
    if element.tag in {"form", "header", "dialog"} or element.get("role") in _CHROME_ROLES:
        return True
    name = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return not _CHROME_WORDS.isdisjoint(_NAME.findall(name))


def _prose(root: Any) -> Counter[Any]:
    """Characters of running text in each element, and under ``None`` in the page; short text is menus and buttons."""
    prose = Counter[Any]()
    for element in reversed(list(root.iter())):
        if element.tag not in _UNSEEN:
            prose[element] += _long(element.text)
        parent = element.getparent()
        prose[parent] += prose[element] + _long(element.tail)
    return prose


def _long(text: str | None) -> int:
    return len(text) if text and len(text) >= _LONG else 0
