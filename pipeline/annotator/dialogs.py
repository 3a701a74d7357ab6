"""What opens above the screen: a line for a note, and the page of help."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Markdown, Static

from pipeline.messages import printable

_KEYS = """\
a label's key tick it, or untick it
0 or n        tick none: no label applies
Enter, Space  save the answer and go on
s             skip: leave it open for later
u             go back and take back the last answer
e             write a note
↑ ↓ PgUp PgDn scroll a long paragraph
q             quit; the next session goes on here
"""


class Note(ModalScreen[str | None]):
    """Asks for a note; answers None if it was left with Escape."""

    CSS = """
    Note { align: center bottom; }
    Note Input { max-width: 86; border: round $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+c", "dismiss", show=False)]

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        """A line with the note there is."""
        field = Input(self._note, select_on_focus=False)
        field.border_title = "Note"
        field.border_subtitle = "Enter keeps it, Escape leaves it as it was"
        yield field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the note, in which nothing invisible is left."""
        self.dismiss(printable(event.value).strip())


class Help(ModalScreen[None]):
    """The keys, and below them the labelling guidelines."""

    CSS = """
    Help VerticalScroll { background: $background; }
    Help VerticalScroll > Static { padding: 1 2 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,ctrl+c", "dismiss", "Back", key_display="Esc"),
    ]

    def __init__(self, guidelines: str) -> None:
        super().__init__()
        self._guidelines = guidelines

    def compose(self) -> ComposeResult:
        """One page to scroll."""
        with VerticalScroll():
            yield Static(_KEYS, markup=False)
            yield Markdown(self._guidelines, open_links=False)
        yield Footer(compact=True, show_command_palette=False)
