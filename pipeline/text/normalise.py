"""One paragraph of any origin → the one spelling that the whole project compares, hashes and labels."""

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

# Line ends and the like stand between words; ESC is left to ftfy, which knows the sequences it begins.
_CONTROL = re.compile(r"[\x00-\x1a\x1c-\x1f\x7f]")
# Soft hyphens, zero-width characters and joiners, directional marks, byte order marks, annotation anchors.
_INVISIBLE = dict.fromkeys(
    chain(
        (0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        range(0x200B, 0x2010),
        range(0x202A, 0x202F),
        range(0x2060, 0x2070),
        range(0xFFF9, 0xFFFC),
    )
)
_PASSES = 4


def normalise(text: str) -> str:
    """The text of one paragraph: mojibake repaired, NFKC, single spaces, nothing invisible.

    Words, money, dates and numbers keep their characters; curly quotes and dashes stay as they are. Normalised text
    comes out as it went in.
    """
    if text.isascii() and "&" not in text and "\x1b" not in text:
        return _single_spaces(text)
    # One repair can uncover another, such as an entity that stands for a soft hyphen; most texts need one pass.
    for _ in range(_PASSES):
        before, text = text, _repair(text)
        if text == before:
            break
    return text


def _repair(text: str) -> str:
    from ftfy import fix_text

    # Invisible characters and odd spaces go last: the repair reads them as bytes of broken UTF-8.
    return _single_spaces(fix_text(_CONTROL.sub(" ", text), _config()).translate(_INVISIBLE))


def _single_spaces(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


@lru_cache(maxsize=1)
def _config() -> "TextFixerConfig":
    from ftfy import TextFixerConfig

    return TextFixerConfig(unescape_html=True, uncurl_quotes=False, normalization="NFKC", explain=False)
