"""Paragraphs → Label Studio: the tasks of a project, and the labelling config that shows them.

The import reads what is written here: the names of the data fields and of the controls are the contract between both.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree

from pipeline.records import Paragraph, Prediction

TEXT, DOCUMENT, TITLE, HEADING = "text", "document", "title", "heading"
PARAGRAPH_ID = "paragraph_id"
"""Hash of the normalised text: tells on import whether the text is still the one that was exported."""
LABEL_SET = "regact_labels"
"""The label set that was asked for, joined by spaces: marks our tasks, and those of this project among them."""
SUGGESTED = "suggested"
"""The labels that a model suggested, joined by spaces, or ``none``; empty if no model was asked."""
FIELDS = (DOCUMENT, PARAGRAPH_ID, TEXT, TITLE, HEADING, LABEL_SET, SUGGESTED)

LABELS, UNSURE, NOTE = "labels", "unsure", "note"
CONTROLS = (LABELS, UNSURE, NOTE)

NONE = "none"
_DIGITS = 4


def task(
    paragraph: Paragraph, labels: Sequence[str], suggested: Prediction | None = None, version: str = ""
) -> dict[str, Any]:
    """A task in Label Studio's JSON, with a model's labels as its pre-annotation.

    Args:
        paragraph: what is to be annotated.
        labels: the label set.
        suggested: what the model says, if one was asked.
        version: the model's name and version.
    """
    made: dict[str, Any] = {
        "data": {
            DOCUMENT: paragraph.document,
            PARAGRAPH_ID: paragraph.id,
            TEXT: paragraph.text,
            TITLE: paragraph.title or paragraph.document,
            HEADING: paragraph.heading,
            LABEL_SET: " ".join(labels),
            SUGGESTED: "" if suggested is None else " ".join(suggested.labels) or NONE,
        }
    }
    if suggested is not None:
        made["predictions"] = [_prediction(suggested, version)]
    return made


def config(labels: Iterable[str]) -> str:
    """The labelling config: a box for each label, any number of which may be ticked, a mark for doubt, and a note."""
    view = ElementTree.Element("View")
    _add(view, "Header", value=f"${TITLE}")
    _add(view, "Header", value=f"${HEADING}", size="6")
    _add(view, "Text", name=TEXT, value=f"${TEXT}")
    chosen = _add(view, "Choices", name=LABELS, toName=TEXT, choice="multiple", showInline="true", required="false")
    for label in labels:
        _add(chosen, "Choice", value=label)
    doubt = _add(view, "Choices", name=UNSURE, toName=TEXT, choice="multiple", required="false")
    _add(doubt, "Choice", value=UNSURE)
    _add(view, "TextArea", name=NOTE, toName=TEXT, rows="2", maxSubmissions="1", placeholder="Note", required="false")
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _prediction(suggested: Prediction, version: str) -> dict[str, Any]:
    choices = {"from_name": LABELS, "to_name": TEXT, "type": "choices", "value": {"choices": suggested.labels}}
    return {
        "model_version": version,
        # The least sure label decision, so that sorting by score brings up what is doubtful.
        "score": round(min(max(p, 1 - p) for p in suggested.scores.values()), _DIGITS),
        "result": [choices] if suggested.labels else [],
    }


def _add(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, attributes)
