"""A comparison as a page for people: HTML for the browser."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.evaluation.charts import Scale
from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.mistakes import Mistake
from pipeline.evaluation.numerals import digits, interval, number, percent
from pipeline.evaluation.verdict import verdict

TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 900
"""Characters of a paragraph shown at most."""


def html(comparison: Comparison, mistakes: Sequence[Mistake]) -> str:
    """The report as one file that needs nothing else; whatever a document says is shown as text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "interval": interval, "percent": percent, "digits": digits, "clip": clip}
    return environment.get_template("comparison.html").render(
        comparison=comparison,
        verdict=verdict(comparison),
        mistakes=mistakes,
        scale=Scale.around(quality.f1 for _, models in comparison.by_label() for quality in models.values()),
    )


def clip(text: str) -> str:
    """``text``, cut at a space if it is very long."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
