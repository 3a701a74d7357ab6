"""The annotator's screen: a paragraph, the labels to tick, one key for everything."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static
from textual.worker import Worker, WorkerState

from pipeline.annotator import drawing
from pipeline.annotator.choices import KEYS, NONE_KEY
from pipeline.annotator.dialogs import Help, Note
from pipeline.annotator.session import Session
from pipeline.annotator.suggestions import Suggestions
from pipeline.errors import RegactError
from pipeline.records import Prediction

AHEAD = 16
"""How many paragraphs get their suggestion before the annotator is there."""


class AnnotateApp(App[None]):
    """Takes an annotator through a :class:`Session`; what it shows is drawn anew from the session after every key.

    Args:
        session: where the answers go.
        suggestions: what a model says of the tasks; None for an annotator who shall not know.
        guidelines: Markdown to show on request.
    """

    TITLE = "regact annotate"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    .part { max-width: 86; padding: 0 1; }
    #title, #place, #suggestion, #note, #message { max-height: 2; }
    #title, #message { text-style: bold; }
    #paragraph { height: 1fr; min-height: 3; border: solid $foreground; border-left: none; border-right: none; }
    #choices { max-width: 100%; text-wrap: nowrap; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "save", "Save", key_display="Enter"),
        *(Binding(key, f"tick({index})", show=False) for index, key in enumerate(KEYS)),
        Binding(f"{NONE_KEY},n", "none", show=False),
        Binding("s", "skip", "Skip"),
        Binding("u", "undo", "Undo"),
        Binding("e", "note", "Note"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q,ctrl+c", "leave", "Quit", key_display="q"),
    ]

    def __init__(self, session: Session, suggestions: Suggestions | None, guidelines: str) -> None:
        super().__init__()
        # The terminal's own colours: light stays light, dark stays dark.
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self._session = session
        self._suggestions = suggestions
        self._guidelines = guidelines
        self._predicting = False
        self._leaving = False
        self._message = ""

    def compose(self) -> ComposeResult:
        """One column, from the place to the answer."""
        for name in ("progress", "title", "place"):
            yield Static(id=name, classes="part", markup=False)
        with VerticalScroll(id="paragraph"):
            yield Static(id="text", classes="part", markup=False)
        for name in ("suggestion", "choices", "note", "message"):
            yield Static(id=name, classes="part", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first task."""
        paragraph = self.query_one("#paragraph")
        paragraph.focus()
        self.watch(paragraph, "scroll_y", self._show_more, init=False)
        self._turn()

    def on_resize(self) -> None:
        """The columns of labels depend on the width."""
        self._show()

    def action_tick(self, index: int) -> None:
        """Tick or untick the label of a key; keys beyond the label set do nothing."""
        if self._session.current and index < len(self._session.labels):
            self._session.draft.toggle(self._session.labels[index])
            self._draw()

    def action_none(self) -> None:
        """Tick or untick ``none``."""
        if self._session.current:
            self._session.draft.toggle_none()
            self._draw()

    def action_save(self) -> None:
        """Save the answer, if one is ticked, and go on."""
        if self._session.current and not self._session.draft.complete:
            self._draw(f"Tick a label, or {NONE_KEY} if none applies. To leave it open, press s.")
        elif self._session.current:
            prediction = self._prediction()
            self._change(partial(self._session.save, prediction.labels if prediction else None))

    def action_skip(self) -> None:
        """Leave the task open and go on."""
        if self._session.current:
            self._change(self._session.skip)

    def action_undo(self) -> None:
        """Go back to the last answer and take it back."""
        if self._session.progress.done:
            self._change(self._session.undo, "Taken back.")
        else:
            self._draw("There is nothing to take back.")

    def action_note(self) -> None:
        """Write a note on the current task."""
        if self._session.current:
            self.push_screen(Note(self._session.draft.note), self._noted)

    def action_help(self) -> None:
        """Show the keys and the guidelines."""
        self.push_screen(Help(self._guidelines))

    def action_leave(self) -> None:
        """Quit; an answer that was begun and not saved asks for a second key."""
        if self._leaving or not self._session.draft.begun:
            self.exit()
        else:
            self._draw("This answer is not saved yet. Enter saves it, q quits without it.")
            self._leaving = True

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show the suggestions that have come, or why there are none."""
        if event.state is WorkerState.ERROR:
            self._suggestions = None
            self._draw(f"No suggestions: {event.worker.error}")
        elif event.state is WorkerState.SUCCESS:
            self._predicting = False
            self._predict()
            self._show()

    def _noted(self, note: str | None) -> None:
        if note is not None:
            self._session.draft.note = note
            self._draw()

    def _change(self, change: Callable[[], object], message: str = "") -> None:
        """Make a change that is written, and show the task that is current then."""
        try:
            change()
        except (OSError, RegactError) as error:
            self._draw(f"Not saved: {error}")
        else:
            self._turn(message)

    def _turn(self, message: str = "") -> None:
        """Show another task from its beginning."""
        self.query_one("#paragraph").scroll_home(animate=False)
        self._predict()
        self._draw(message)

    def _draw(self, message: str = "") -> None:
        """Show what a key has done, and a message in place of the last one."""
        self._leaving = False
        self._message = message
        self._show()

    def _show(self) -> None:
        session, prediction = self._session, self._prediction()
        suggested = drawing.suggestion(self._suggestions.name, prediction) if self._suggestions else ""
        parts = {
            "progress": drawing.progress(session.annotator, session.progress),
            **drawing.task(session.current, suggested),
            "choices": drawing.choices(session, prediction.scores if prediction else {}, self.size.width - 2),
            "note": drawing.note(session.draft),
            "message": drawing.plain(self._message),
        }
        for name, content in parts.items():
            widget = self.query_one(f"#{name}", Static)
            widget.update(content)
            widget.display = bool(content.plain)
        self.call_after_refresh(self._show_more)

    def _show_more(self) -> None:
        """Say that the paragraph goes on below, or not."""
        paragraph = self.query_one("#paragraph")
        paragraph.border_subtitle = "↓ more" if paragraph.scroll_y < paragraph.max_scroll_y else ""

    def _prediction(self) -> Prediction | None:
        task = self._session.current
        return self._suggestions.get(task.text) if self._suggestions and task else None

    def _predict(self) -> None:
        """Have the next tasks predicted in a thread, if the current one waits for it or few are left."""
        if self._suggestions is None or self._predicting:
            return
        missing = self._suggestions.missing(task.text for task in self._session.ahead(AHEAD))
        if missing and (self._prediction() is None or len(missing) >= AHEAD // 2):
            self._predicting = True
            self.run_worker(partial(self._suggestions.predict, missing), thread=True, exit_on_error=False)
