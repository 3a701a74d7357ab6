"""What stands in each part of the screen: plain text, in which neither control characters nor markup work."""

from collections.abc import Mapping

from textual.content import Content

from pipeline.annotator import choices as layout
from pipeline.annotator.session import Draft, Progress, Session, Task
from pipeline.messages import printable
from pipeline.records import Prediction

_FINISHED = "Nothing is left to annotate, and every answer is saved. Press u to take the last one back, q to quit."


def plain(text: str) -> Content:
    """``text`` as it is, on one line."""
    return Content(printable(text))


def progress(annotator: str, made: Progress) -> Content:
    """The annotator and how far they have come."""
    skipped = f", {made.skipped} of them skipped" if made.skipped else ""
    return plain(f"{made.done} of {made.total} done{skipped} · {annotator}")


def task(current: Task | None, suggested: str) -> dict[str, Content]:
    """The parts that show a task: ``title``, ``place``, ``text`` and ``suggestion``; parts may be empty."""
    if current is None:
        return {"title": plain(""), "place": plain(""), "text": plain(_FINISHED), "suggestion": plain("")}
    return {
        "title": plain(current.title),
        "place": plain(" › ".join(part for part in (current.document, current.heading) if part)),
        "text": plain(current.text),
        "suggestion": plain(" · ".join(part for part in (suggested, current.why) if part)),
    }


def suggestion(name: str, prediction: Prediction | None) -> str:
    """What the model called ``name`` says, in words."""
    says = "…" if prediction is None else ", ".join(prediction.labels) or layout.NONE
    return f"{name} suggests: {says}"


def choices(session: Session, scores: Mapping[str, float], width: int) -> Content:
    """The labels with their keys; nothing once all is done."""
    if session.current is None:
        return Content()
    ticked = {layout.NONE} if session.draft.none else session.draft.labels
    lines = [
        Content("  ").join(Content.styled(text, "bold" if is_ticked else "") for text, is_ticked in line)
        for line in layout.rows(session.labels, ticked, scores, width)
    ]
    return Content("\n").join(lines)


def note(draft: Draft) -> Content:
    """The note on the task."""
    return plain(f"Note: {draft.note}" if draft.note else "")
