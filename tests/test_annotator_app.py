import asyncio
import threading

import pytest
from textual.widgets import Static

from pipeline.annotator.app import AHEAD, AnnotateApp
from pipeline.annotator.dialogs import Help, Note
from pipeline.annotator.session import Session, Task
from pipeline.errors import RegactError
from pipeline.labelling import store
from pipeline.records import Prediction

LABELS = ("ban", "registration", "penalty", "policy_statement")
TASKS = [
    Task("notice", "The ministry fined the firm.", "A fine", "What happened"),
    Task("notice", "Shares rose."),
    Task("other", "Trams are banned."),
]


class Says:
    """A model that always suggests the same, once ``free`` is set."""

    name = "oracle"

    def __init__(self, *labels, scores=None, error=None):
        self.free = threading.Event()
        self.free.set()
        self.asked = []
        self._known = {}
        self._prediction = Prediction(labels, scores or dict.fromkeys(LABELS, 0.25))
        self._error = error

    def get(self, text):
        return self._known.get(text)

    def missing(self, texts):
        return [text for text in texts if text not in self._known]

    def predict(self, texts):
        self.free.wait(10)
        if self._error:
            raise self._error
        self.asked.append(texts)
        self._known.update(dict.fromkeys(texts, self._prediction))


@pytest.fixture
def drive(tmp_path):
    """Start the screen, let ``steps`` press its keys, and return what the annotator has on file."""

    def drive(steps, *, tasks=TASKS, labels=LABELS, suggestions=None, guidelines="", size=(80, 24)):
        async def run():
            app = AnnotateApp(Session(tasks, labels, tmp_path, "jo"), suggestions, guidelines)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await steps(app, pilot)

        asyncio.run(run())
        return {a.text: None if a.skipped else a.labels for a in store.answers(tmp_path, "jo")}

    return drive


def lines(app):
    return ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]


def screen(app):
    return "\n".join(lines(app))


def part(app, name):
    widget = app.query_one(f"#{name}", Static)
    return widget.render().plain if widget.display else None


async def settled(app, pilot):
    await app.workers.wait_for_complete()
    await pilot.pause()


def test_what_the_annotator_sees(drive):
    async def steps(app, pilot):
        await settled(app, pilot)
        shown = [line.strip() for line in lines(app)]
        assert shown[:3] == ["0 of 3 done · jo", "A fine", "notice › What happened"]
        assert "The ministry fined the firm." in shown
        assert shown[-7:] == [
            "oracle suggests: penalty",
            "1 [ ] ban               0.02",
            "2 [ ] registration      0.25",
            "3 [ ] penalty           0.97",
            "4 [ ] policy_statement  0.25",
            "0 [ ] none",
            "Enter Save s Skip u Undo e Note ? Help q Quit",
        ]

    scores = {"ban": 0.02, "registration": 0.25, "penalty": 0.97, "policy_statement": 0.25}
    drive(steps, suggestions=Says("penalty", scores=scores))


def test_a_key_a_label_and_enter_or_space_saves(drive):
    async def steps(app, pilot):
        await pilot.press("1", "3")
        assert "1 [x] ban" in screen(app)
        await pilot.press("1", "4", "enter")
        assert part(app, "text") == "Shares rose."
        assert part(app, "progress") == "1 of 3 done · jo"
        await pilot.press("1", "0")
        assert ("1 [ ] ban" in screen(app), "0 [x] none" in screen(app)) == (True, True)
        await pilot.press("space", "s")

    assert drive(steps) == {
        "The ministry fined the firm.": ("penalty", "policy_statement"),
        "Shares rose.": (),
        "Trams are banned.": None,
    }


def test_enter_with_nothing_ticked_saves_nothing_and_says_why(drive):
    async def steps(app, pilot):
        await pilot.press("enter")
        assert part(app, "message").startswith("Tick a label, or 0")
        await pilot.press("9", "a")
        assert part(app, "text") == TASKS[0].text

    assert drive(steps) == {}


def test_a_suggestion_ticks_nothing(drive):
    async def steps(app, pilot):
        await settled(app, pilot)
        assert "[x]" not in screen(app)
        await pilot.press("enter")

    assert drive(steps, suggestions=Says("ban")) == {}


def test_undo_shows_the_answer_again(drive):
    async def steps(app, pilot):
        await pilot.press("u")
        assert part(app, "message") == "There is nothing to take back."
        await pilot.press("3", "enter", "u")
        assert (part(app, "text"), part(app, "message")) == (TASKS[0].text, "Taken back.")
        assert "3 [x] penalty" in screen(app)
        await pilot.press("3", "1", "enter")

    assert drive(steps) == {TASKS[0].text: ("ban",)}


def test_in_the_end_it_says_so_and_undo_still_works(drive):
    async def steps(app, pilot):
        await pilot.press("s", "s", "s")
        assert part(app, "progress") == "3 of 3 done, 3 of them skipped · jo"
        assert part(app, "text").startswith("Nothing is left to annotate")
        await pilot.press("1", "0", "enter", "s", "e")
        assert len(app.screen_stack) == 1
        await pilot.press("u", "1", "enter")

    assert drive(steps) == {TASKS[0].text: None, TASKS[1].text: None, TASKS[2].text: ("ban",)}


def test_a_note_is_typed_whatever_its_letters_mean_elsewhere(drive, tmp_path):
    async def steps(app, pilot):
        await pilot.press("e")
        assert isinstance(app.screen, Note)
        await pilot.press(*"q1 su", "enter")
        assert part(app, "note") == "Note: q1 su"
        await pilot.press("e", "x", "escape")
        assert part(app, "note") == "Note: q1 su"
        await pilot.press("e", "!", "enter", "2", "enter")
        assert part(app, "note") is None

    assert drive(steps) == {TASKS[0].text: ("registration",)}
    assert store.answers(tmp_path, "jo")[0].note == "q1 su!"


def test_help_shows_keys_and_guidelines_and_answers_nothing(drive):
    async def steps(app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        assert "Enter, Space  save the answer" in screen(app)
        assert "Never label a tram." in screen(app)
        await pilot.press("1", "space", "s", "u", "q")
        assert len(app.screen_stack) == 1
        assert app.is_running

    assert drive(steps, guidelines="# Guidelines\n\nNever label a tram.\n") == {}


def test_quitting_with_an_unsaved_answer_asks_once(drive):
    async def steps(app, pilot):
        await pilot.press("1", "q")
        assert part(app, "message").startswith("This answer is not saved yet")
        await pilot.press("1", "1", "q")
        assert app.is_running
        await pilot.press("q")
        assert not app.is_running

    assert drive(steps) == {}


def test_quitting_at_once_when_nothing_is_begun(drive):
    async def steps(app, pilot):
        await pilot.press("ctrl+c")
        assert not app.is_running

    drive(steps)


def test_the_screen_does_not_wait_for_the_model(drive, tmp_path):
    suggestions = Says("ban")
    suggestions.free.clear()

    async def steps(app, pilot):
        assert part(app, "suggestion") == "oracle suggests: …"
        await pilot.press("3", "enter")
        assert part(app, "text") == TASKS[1].text
        suggestions.free.set()
        await settled(app, pilot)
        assert part(app, "suggestion") == "oracle suggests: ban"
        await pilot.press("0", "enter")

    drive(steps, suggestions=suggestions)
    assert [a.suggested for a in store.answers(tmp_path, "jo")] == [None, ("ban",)]


def test_suggestions_come_ahead_in_batches(drive):
    suggestions = Says()
    tasks = [Task("d", f"Paragraph {number}.") for number in range(100)]

    async def steps(app, pilot):
        await settled(app, pilot)
        assert part(app, "suggestion") == "oracle suggests: none"
        assert [len(texts) for texts in suggestions.asked] == [AHEAD]
        for _ in range(AHEAD // 2):
            await pilot.press("s")
        await settled(app, pilot)
        assert [len(texts) for texts in suggestions.asked] == [AHEAD, AHEAD // 2]

    drive(steps, tasks=tasks, suggestions=suggestions)


def test_a_model_that_fails_is_told_and_annotating_goes_on(drive):
    async def steps(app, pilot):
        await settled(app, pilot)
        assert part(app, "message") == "No suggestions: models/oracle: damaged; run `dvc repro`"
        assert part(app, "suggestion") is None
        await pilot.press("3", "enter")

    error = RegactError("models/oracle: damaged; run `dvc repro`")
    assert drive(steps, suggestions=Says(error=error)) == {TASKS[0].text: ("penalty",)}


def test_what_cannot_be_saved_stays_on_the_screen(drive, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    async def steps(app, pilot):
        with monkeypatch.context() as patch:
            patch.setattr(store, "save", full)
            await pilot.press("3", "enter")
            assert part(app, "message") == "Not saved: [Errno 28] No space left on device"
            assert "3 [x] penalty" in screen(app)
        await pilot.press("enter")

    assert drive(steps) == {TASKS[0].text: ("penalty",)}


def test_hostile_text_is_only_text(drive):
    text = "[bold red]Free[/] \x1b[2J\x1b]0;owned\x07 [@click=app.exit]x[/] \u202etxt\u2069 [/nothing"
    task = Task("d\x1b[31m", text, "[b]Title[/b]\n\x9b", "\x1b]8;;http://evil\x07", why="[link=x]y")

    async def steps(app, pilot):
        shown = screen(app)
        assert "[bold red]Free[/] \ufffd[2J" in shown
        assert ("[b]Title[/b]" in shown, "[link=x]y" in shown) == (True, True)
        assert not any(c in shown for c in "\x1b\x07\x9b\u202e\u2069")
        await pilot.press("3", "enter")

    assert drive(steps, tasks=[task]) == {text: ("penalty",)}


def test_a_long_paragraph_scrolls_and_says_so(drive):
    tasks = [Task("d", "word " * 600 + "end."), Task("d", "Short.")]

    async def steps(app, pilot):
        assert ("↓ more" in screen(app), "end." in screen(app)) == (True, False)
        await pilot.press("end")
        await pilot.pause()
        assert ("↓ more" in screen(app), "end." in screen(app)) == (False, True)
        await pilot.press("s")
        await pilot.pause()
        assert ("↓ more" in screen(app), "Short." in screen(app)) == (False, True)

    drive(steps, tasks=tasks)


@pytest.mark.parametrize("size", [(80, 24), (60, 24), (60, 20)])
@pytest.mark.parametrize("count", [4, 20])
def test_everything_fits(drive, size, count):
    labels = [f"label_of_len{number:04}" for number in range(count)]

    async def steps(app, pilot):
        await settled(app, pilot)
        shown = screen(app)
        assert all(label in shown for label in labels)
        for needed in ("0 of 1 done", "The very long", "word word", "oracle suggests", "0 [ ] none", "q Quit"):
            assert needed in shown
        await pilot.resize_terminal(size[0] + 40, 30)
        await pilot.pause()
        assert "0 [ ] none" in screen(app)

    task = Task("document", "word " * 300, "The very long title " * 5, "A heading")
    drive(steps, tasks=[task], labels=labels, size=size, suggestions=Says(scores=dict.fromkeys(labels, 0.5)))


def test_a_message_stays_until_the_next_key(drive):
    suggestions = Says("ban")
    suggestions.free.clear()

    async def steps(app, pilot):
        await pilot.press("1", "q")
        suggestions.free.set()
        await settled(app, pilot)
        await pilot.resize_terminal(100, 30)
        assert part(app, "suggestion") == "oracle suggests: ban"
        assert part(app, "message").startswith("This answer is not saved yet")
        await pilot.press("2")
        assert part(app, "message") is None

    drive(steps, suggestions=suggestions)
