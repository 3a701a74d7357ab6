"""What commands tell the user on stderr: always one line, whatever a file name or a document has put into it."""

from pipeline.stages.runner import say


def printable(text: str) -> str:
    """``text`` on one line, with control and other invisible characters replaced: none can move the cursor."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def tell(message: str) -> None:
    """Something to know."""
    say(printable(message))


def warn(message: str) -> None:
    """Something to look at; the work goes on."""
    tell(f"warning: {message}")


def error(message: str) -> None:
    """Something that went wrong."""
    tell(f"error: {message}")
