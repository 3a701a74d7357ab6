"""Other amounts of money and other dates in a text: the same form, another value."""

import re
from collections.abc import Callable

from numpy.random import Generator

Alter = Callable[[str, Generator], str]
"""A text → an altered one; the text as it was where there is nothing to alter."""

_NUMBER = r"\d[\d.,]{0,20}"
_SIGN = r"(?:(?:US|HK|NT|A|C|R|S)?\$|[€£¥₩₹]|(?:RMB|Rmb|EUR|USD|GBP|CHF|KRW|INR|Rs\.?|Fr\.?) )"
_SCALE = r"(?: ?(?:thousand|million|billion|trillion|crore|lakh|m|mn|bn|k))?"
_UNIT = (
    r"(?:(?:US|Canadian|Australian|Hong Kong|Taiwan) )?(?:euros?|dollars?|pounds?|yuan|renminbi|yen|won|rupees?|francs?"
    r"|roubles?|rubles?|reais|lira|kron(?:or|er|a)|zloty|pesos?|naira|rand|ringgit|EUR|USD|RMB|CHF)\b"
)
_MONEY = re.compile(rf"(?<![\d.,\w])(?:{_SIGN} ?{_NUMBER}|{_NUMBER}{_SCALE} {_UNIT})")

_NAMES = (
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
)
_CYCLES = [names.split() for names in _NAMES]
_MONTH = "|".join(_CYCLES[0] + _CYCLES[1])
_DAY = r"[12]\d|3[01]|[1-9]"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<!\w)(?:(?P<before>{_DAY}) )?(?P<month>{_MONTH})\b\.?(?: (?P<after>{_DAY})(?![\d:]))?"
    rf"(?:,? (?P<year>{_YEAR})\b)?"
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_CYCLES[2])})\b")
_ALONE = re.compile(rf"\b(?:in|since|by|until|till|from|before|after|during|of|early|mid|late) (?P<year>{_YEAR})\b")


def amount(text: str, generator: Generator) -> str:
    """Every sum of money with other digits.

    Noughts, separators, currency and scale stay, so that a round sum stays a round sum of its size; what is equal stays
    equal.
    """
    found: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        if match[0] not in found:
            found[match[0]] = re.sub("[1-9]", lambda digit: _other_digit(digit[0], generator), match[0])
        return found[match[0]]

    return _MONEY.sub(other, text)


def date(text: str, generator: Generator) -> str:
    """Every date and weekday moved, all by the same days, months and years, so that what is equal stays equal.

    Days stay below 29, so that every date exists; a month without day or year ("May", "March") is no date.
    """
    days, months, weekdays = (int(generator.integers(1, size)) for size in (28, 12, 7))
    years = int(generator.choice([-3, -2, -1, 1, 2, 3]))

    def moved(match: re.Match[str]) -> str:
        groups = {name: value for name, value in match.groupdict().items() if value}
        if set(groups) == {"month"}:
            return match[0]
        for name, value in groups.items():
            if name == "month":
                groups[name] = _turned(value, months)
            else:
                groups[name] = str(int(value) + years if name == "year" else (int(value) + days - 1) % 28 + 1)
        return _replaced(match, groups)

    text = _DATE.sub(moved, text)
    text = _ALONE.sub(lambda match: _replaced(match, {"year": str(int(match["year"]) + years)}), text)
    return _WEEKDAY.sub(lambda match: _turned(match[0], weekdays), text)


QUANTITIES: dict[str, Alter] = {"amount": amount, "date": date}


def _other_digit(digit: str, generator: Generator) -> str:
    return str((int(digit) - 1 + int(generator.integers(1, 9))) % 9 + 1)


def _turned(name: str, steps: int) -> str:
    """The name that comes ``steps`` later in the cycle that ``name`` belongs to."""
    cycle = next(cycle for cycle in _CYCLES if name in cycle)
    return cycle[(cycle.index(name) + steps) % len(cycle)]


def _replaced(match: re.Match[str], groups: dict[str, str]) -> str:
    """The match with other text in its named groups."""
    text, start = match[0], match.start()
    for name in sorted(groups, key=match.start, reverse=True):
        text = text[: match.start(name) - start] + groups[name] + text[match.end(name) - start :]
    return text
