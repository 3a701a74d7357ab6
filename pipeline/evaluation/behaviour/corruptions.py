"""Text damaged as scraping, typing and copying damage it, without a change of what it says."""

import re

from numpy.random import Generator

from pipeline.evaluation.behaviour.quantities import Alter

WORDS_PER_TYPO = 10
_WORD = re.compile(r"[A-Za-z]{4,}")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {key: [row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)] for row in _KEYS for at, key in enumerate(row)}
_MARK = re.compile(r"(?<!\d)[.,;:!?]|[.,;:!?](?!\d)")
_LINE = 60
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def typos(text: str, generator: Generator) -> str:
    """One slip for ten words: within a word of four letters or more, two letters change places or one is hit beside."""
    words = list(_WORD.finditer(text))
    count = min(len(words), max(1, round(len(text.split()) / WORDS_PER_TYPO)))
    for i in sorted(generator.choice(len(words), size=count, replace=False), reverse=True) if words else ():
        match = words[i]
        text = text[: match.start()] + _slip(match[0], generator) + text[match.end() :]
    return text


def capitals(text: str, _: Generator) -> str:
    """ALL CAPITALS."""
    return text.upper()


def lower_case(text: str, _: Generator) -> str:
    """No capitals."""
    return text.lower()


def no_punctuation(text: str, _: Generator) -> str:
    """Stops, commas and the like are gone, except inside of numbers."""
    return _MARK.sub("", text)


def mojibake(text: str, _: Generator) -> str:
    """UTF-8 read as Windows-1252, as browsers do it."""
    import ftfy.bad_codecs  # noqa: F401  registers the codec that reads all bytes

    return text.encode().decode("sloppy-windows-1252")


def line_breaks(text: str, generator: Generator) -> str:
    """Hard-wrapped lines, and double spaces here and there."""
    words, length, wrapped = text.split(" "), 0, ""
    for word in words:
        length += len(word) + 1
        space = "\n" if length > _LINE else "  " if generator.random() < 0.1 else " "
        length = length if length <= _LINE else len(word)
        wrapped += f"{space}{word}" if wrapped else word
    return wrapped


def other_quotes(text: str, _: Generator) -> str:
    """Curly quotes and apostrophes straight, and, in a text that has none, straight ones curly."""
    straight = text.translate(_STRAIGHT)
    if straight != text:
        return straight
    opened = re.sub(r"(?<![^\s(\[])[\"']", lambda mark: "“" if mark[0] == '"' else "‘", text)
    return opened.replace('"', "”").replace("'", "’")


def leading_mark(text: str, generator: Generator) -> str:
    """A bullet or a number in front, of a text that begins with a word."""
    if not text[:1].isalpha():
        return text
    return f"{generator.choice(['•', '-', '*', '3.', '(b)', '12)'])} {text}"


CORRUPTIONS: dict[str, Alter] = {
    "typos": typos,
    "all capitals": capitals,
    "all lower case": lower_case,
    "no punctuation": no_punctuation,
    "mojibake": mojibake,
    "line breaks": line_breaks,
    "other quotes": other_quotes,
    "leading bullet or number": leading_mark,
}


def _slip(word: str, generator: Generator) -> str:
    """``word`` with one slip; its first letter, which people rarely get wrong, stays."""
    at = int(generator.integers(1, len(word) - 1))
    if generator.random() < 0.5 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    key = str(generator.choice(_BESIDE[word[at].lower()]))
    return word[:at] + (key.upper() if word[at].isupper() else key) + word[at + 1 :]
