"""Names of one kind exchanged for others of the kind, alike throughout a text."""

import re
from collections.abc import Sequence

from numpy.random import Generator

_SPELT_WITH_VOWEL = "AEFHILMNORSX"
"""Letters whose own names begin with a vowel sound: an FTC order, but a CMA order."""


class WordSwap:
    """Replaces the members of a kind, whose forms (name, adjective, capital, short form) follow one order.

    Forms are found as whole words in exactly this case. A member that the text names becomes another that it does not
    name, the same wherever it stands and in whichever form, and two never become one; the article follows the sound.
    """

    def __init__(self, members: Sequence[Sequence[str]]) -> None:
        self._members = members
        self._places = {form: (row, column) for row, forms in enumerate(members) for column, form in enumerate(forms)}
        # The longest first, so that "Microsoft Azure" is not taken for "Microsoft".
        names = "|".join(re.escape(form) for form in sorted(self._places, key=lambda form: (-len(form), form)))
        self._pattern = re.compile(rf"(?:\b(?P<article>[Aa])n? )?(?<!\w)(?P<form>{names})(?!\w)")

    def __call__(self, text: str, generator: Generator) -> str:
        """``text`` with other names; as it was if it has none, or too many to find each another."""
        named = list(dict.fromkeys(self._places[match["form"]][0] for match in self._pattern.finditer(text)))
        free = [row for row in range(len(self._members)) if row not in named]
        if not named or len(named) > len(free):
            return text
        chosen = generator.choice(free, size=len(named), replace=False)
        others = dict(zip(named, map(int, chosen), strict=True))

        def other(match: re.Match[str]) -> str:
            row, column = self._places[match["form"]]
            form = self._members[others[row]][column]
            return f"{match['article']}{'n' * _vowel(form)} {form}" if match["article"] else form

        return self._pattern.sub(other, text)


def _vowel(name: str) -> bool:
    """Whether ``name`` begins with a vowel sound, judged by its letters."""
    return name[0] in (_SPELT_WITH_VOWEL if name.isupper() else "AEIOU")
