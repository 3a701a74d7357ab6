"""Which of many patterns match a text, in a time linear in the text whatever the patterns.

RE2 (Cox 2010, "Regular expression matching in the wild") runs automata instead of backtracking, and matches a set of
patterns in one pass over the text. Sets are kept small: the automaton of a large set has more states than fit in memory
at once, and building them again costs more than a second pass.
"""

from collections.abc import Sequence
from typing import Any

_TOGETHER = 16
_MEMORY = 32 << 20


class BadPatternError(ValueError):
    """A pattern that RE2 refuses; the message says why."""


def compiled(pattern: str) -> Any:
    """The pattern as an RE2 object that ignores case and is asked with bytes (UTF-8).

    Raises:
        BadPatternError: not RE2 syntax, or too large.
    """
    import re2

    try:
        return re2.compile(pattern, _options())
    except re2.error as error:
        problem = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        raise BadPatternError(problem) from None


class PatternSet:
    """Patterns that are looked for together."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._single = [compiled(pattern) for pattern in patterns]
        self._sets = [(start, self._set(patterns[start : start + _TOGETHER])) for start in self._starts()]

    def matches(self, text: bytes) -> set[int]:
        """Places of the patterns that occur in ``text``."""
        return {start + place for start, several in self._sets for place in several.Match(text) or ()}

    def occurs(self, pattern: int, text: bytes) -> bool:
        """Whether one of the patterns occurs in ``text``."""
        return self._single[pattern].search(text) is not None

    def _starts(self) -> range:
        return range(0, len(self._single), _TOGETHER)

    def _set(self, patterns: Sequence[str]) -> Any:
        import re2

        several = re2.Set.SearchSet(_options())
        for pattern in patterns:
            several.Add(pattern)
        several.Compile()
        return several


def _options() -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MEMORY
    return options
