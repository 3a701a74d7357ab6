"""The one exception that users are meant to see."""


class RegactError(Exception):
    """Something the user can mend.

    The message is one line that names the file, the line where there is one, and the remedy. The command line prints
    it without a traceback and exits with a non-zero code.
    """


def at(path: object, line: int | None = None) -> str:
    """The place an error speaks of, as editors understand it: ``file`` or ``file:line``."""
    return f"{path}" if line is None else f"{path}:{line}"
