"""A comparison as a page for people: HTML for the browser."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.evaluation.calibration import Bin, chance_error
from pipeline.evaluation.charts import Scale, place
from pipeline.evaluation.comparison import Comparison, excludes_zero
from pipeline.evaluation.detail import FEW_DOCUMENTS
from pipeline.evaluation.mistakes import Mistake
from pipeline.evaluation.numerals import digits, interval, number, percent
from pipeline.evaluation.slices import SMALL_DOCUMENTS, SMALL_PARAGRAPHS, Slices, side_by_side
from pipeline.evaluation.verdict import verdict

TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 900
"""Characters of a paragraph shown at most."""


def html(
    comparison: Comparison,
    mistakes: Sequence[Mistake],
    diagrams: Mapping[str, Mapping[str, Sequence[Bin]]],
    sliced: Mapping[str, Slices],
) -> str:
    """The report as one file that needs nothing else; whatever a document says is shown as text.

    Args:
        comparison: The figures of all models.
        mistakes: Paragraphs to show.
        diagrams: Label → model → reliability diagram.
        sliced: Model → its slices.

    Raises:
        RegactError: the models were not sliced alike.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "interval": interval, "percent": percent, "digits": digits, "clip": clip}
    environment.filters |= {"place": place, "chance": chance_error}
    environment.tests["decided"] = excludes_zero
    return environment.get_template("comparison.html").render(
        comparison=comparison,
        verdict=verdict(comparison),
        mistakes=mistakes,
        diagrams=diagrams,
        sliced=sliced,
        properties=list(side_by_side(sliced)),
        small=(SMALL_PARAGRAPHS, SMALL_DOCUMENTS),
        few_documents=FEW_DOCUMENTS,
        scale=Scale.around(quality.f1 for _, models in comparison.by_label() for quality in models.values()),
    )


def clip(text: str) -> str:
    """``text``, cut at a space if it is very long."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
