"""The command in this process, and the annotator in a pseudo-terminal as a person has it."""

import io
import json
import re
import signal
import sys
import time
from pathlib import Path

import pexpect
import pyte
import pytest
from two_words import save_bundle

from pipeline import cli
from pipeline.labelling import store
from pipeline.records import Annotation

LABELS = ("ban", "penalty")
PARAMS = """\
labels: [ban, penalty]
models: [tfidf]
seed: 1
split: {}
label: {}
evaluate: {}
"""
TEXTS = ["The firm was fined.", "Trams are banned.", *(f"Paragraph number {number}." for number in range(3, 31))]
ANNOTATIONS = Path("data/annotations")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("params.yaml").write_text(PARAMS)
    save_bundle(tmp_path / "models" / "tfidf")
    rows = [{"document": "notice", "text": text, "title": "A notice", "why": "unsure of ban 0.48"} for text in TEXTS]
    Path("queue.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def regact(here, monkeypatch, capsys):
    """Run a command line in this process, which has a terminal by name only: exit code, standard error."""

    def run(*arguments, terminal=True):
        error = Terminal() if terminal else io.StringIO()
        monkeypatch.setattr("sys.argv", ["regact", "annotate", *arguments])
        monkeypatch.setattr("sys.stdin", Terminal() if terminal else io.StringIO())
        monkeypatch.setattr("sys.stderr", error)
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        return exit_.value.code or 0, error.getvalue()

    return run


def test_it_needs_a_terminal(regact):
    code, error = regact("queue.jsonl", "-a", "jo", terminal=False)
    assert (code, error.count("\n")) == (1, 1)
    assert error.startswith("error: annotate: needs a terminal")


def test_without_textual_it_says_what_to_install(regact, monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("textual", "pipeline.annotator.app"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual", None)
    code, error = regact("queue.jsonl", "-a", "jo")
    assert (code, error) == (1, "error: annotate: textual is not installed; pip install 'regact[annotate]'\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("queue.jsonl", "-a", "../jo"), "annotator `../jo`: use letters"),
        (("gone.jsonl", "-a", "jo"), "gone.jsonl: no such file"),
        (("-a", "jo"), "data/paragraphs.jsonl: no such file; run `dvc repro split`, or name files"),
        (("-", "-a", "jo"), "standard input is the keyboard"),
        (("queue.jsonl", "-a", "jo", "-m", "gone"), "gone"),
    ],
)
def test_what_is_wrong_is_said_before_the_screen_opens(regact, arguments, message):
    code, error = regact(*arguments)
    assert (code, error.count("\n"), message in error) == (1, 1, True), error


def test_a_model_for_other_labels_is_refused_unless_blind(regact, here):
    save_bundle(here / "models" / "other", ("ban", "fine"))
    code, error = regact("queue.jsonl", "-a", "jo", "-m", "other")
    assert (code, "trained for other labels" in error) == (1, True)
    store.save(ANNOTATIONS, [Annotation("notice", text, (), "jo") for text in TEXTS])
    assert regact("queue.jsonl", "-a", "jo", "-m", "other", "--blind")[0] == 0


def test_too_many_labels_for_the_keys(regact):
    names = ", ".join(f"label{number}" for number in range(21))
    Path("params.yaml").write_text(PARAMS.replace("[ban, penalty]", f"[{names}]"))
    assert "21 labels, and keys for 20" in regact("queue.jsonl", "-a", "jo")[1]


def test_when_all_is_done_no_screen_opens(regact):
    store.save(ANNOTATIONS, [Annotation("notice", text, (), "jo", skipped=text == TEXTS[0]) for text in TEXTS])
    assert regact("queue.jsonl", "-a", "jo") == (
        0,
        "30 of 30 done, 1 of them skipped, 0 left: data/annotations/jo.jsonl\n",
    )


def test_a_file_that_cannot_be_read_is_named_and_counts(regact):
    Path("empty.txt").write_text("")
    code, error = regact("empty.txt", "-a", "jo")
    assert (code, error.splitlines()[0][:17], error.splitlines()[1]) == (
        1,
        "error: empty.txt:",
        "nothing to annotate there",
    )


class Screen:
    """``regact annotate`` in a pseudo-terminal, and what a person sees there."""

    def __init__(self, *arguments, size=(24, 80)):
        self.display = pyte.Screen(size[1], size[0])
        self._stream = pyte.ByteStream(self.display)
        self.child = pexpect.spawn(
            str(Path(sys.executable).with_name("regact")),
            ["annotate", *arguments],
            dimensions=size,
            env={"TERM": "xterm-256color", "PATH": "", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        )

    def press(self, *keys):
        for key in keys:
            self.child.send(key)

    def expect(self, pattern, seconds=30):
        """Read until ``pattern`` stands on the screen."""
        until = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            assert time.monotonic() < until, f"{pattern!r} is not on the screen:\n{self.text}"
            self._read()
        return self

    def ends(self):
        """Read until the program ends; its exit code."""
        while self._read():
            pass
        self.child.close()
        return self.child.exitstatus

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.display.display)

    def _read(self):
        try:
            self._stream.feed(self.child.read_nonblocking(65536, timeout=0.2))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            return False
        return True


@pytest.fixture
def open_screen(here):
    opened = []

    def open_screen(*arguments, **options):
        opened.append(Screen(*arguments, **options))
        return opened[-1]

    yield open_screen
    for screen in opened:
        screen.child.close(force=True)


def answers(annotator="jo"):
    return [(a.text, None if a.skipped else a.labels) for a in store.answers(ANNOTATIONS, annotator)]


def test_a_session_in_a_terminal(open_screen):
    screen = open_screen("queue.jsonl", "-a", "jo")
    screen.expect(r"0 of 30 done · jo").expect("tfidf suggests: penalty · unsure of ban 0.48")
    assert re.search(r"2 \[ \] penalty  0.99", screen.text)
    screen.press("2", "\r")
    screen.expect("Trams are banned").expect("tfidf suggests: ban")
    screen.press("1", "e")
    screen.expect("Enter keeps it")
    screen.press(*"quite so", "\r")
    screen.expect("Note: quite so")
    screen.press(" ")
    screen.expect("2 of 30 done")
    screen.press("s")
    screen.expect("3 of 30 done, 1 of them skipped")
    screen.press("0", "\r", "u")
    screen.expect(r"0 \[x\] none")
    screen.press("q")
    screen.expect("not saved yet")
    screen.press("q")
    assert screen.ends() == 0
    assert "3 of 30 done, 1 of them skipped, 27 left: data/annotations/jo.jsonl" in screen.text
    first, second, third = store.answers(ANNOTATIONS, "jo")
    assert first == Annotation("notice", TEXTS[0], ("penalty",), "jo", suggested=("penalty",))
    assert second == Annotation("notice", TEXTS[1], ("ban",), "jo", note="quite so", suggested=("ban",))
    assert third == Annotation("notice", TEXTS[2], (), "jo", skipped=True)


def test_killed_in_the_middle_nothing_is_lost(open_screen):
    screen = open_screen("queue.jsonl", "-a", "jo", "--blind")
    screen.expect("0 of 30 done")
    # More keys than it can have dealt with when it dies, with one answer begun.
    screen.press(*"2\r" * 9)
    screen.expect("[3-9] of 30 done")
    seen = int(re.search(r"(\d+) of 30 done", screen.text)[1])
    screen.child.kill(signal.SIGKILL)
    screen.ends()
    assert screen.child.signalstatus == signal.SIGKILL
    kept = answers()
    assert seen <= len(kept) <= 9
    assert kept == [(text, ("penalty",)) for text in TEXTS[: len(kept)]]

    again = open_screen("queue.jsonl", "-a", "jo", "--blind")
    again.expect(f"{len(kept)} of 30 done").expect(re.escape(TEXTS[len(kept)]))
    again.press("0", "\r")
    again.expect(f"{len(kept) + 1} of 30 done")
    again.press("q")
    assert again.ends() == 0
    assert answers() == [*kept, (TEXTS[len(kept)], ())]


def test_blind_shows_and_records_no_suggestion(open_screen):
    screen = open_screen("queue.jsonl", "-a", "jo", "--blind")
    screen.expect("0 of 30 done").expect("q Quit")
    screen.press("2", "\r")
    screen.expect("1 of 30 done")
    assert not re.search("suggests|unsure|0\\.[0-9]", screen.text)
    screen.press("q")
    assert screen.ends() == 0
    assert store.answers(ANNOTATIONS, "jo")[0].suggested is None


def test_skipped_ones_again_in_a_narrow_terminal(open_screen):
    store.save(ANNOTATIONS, [Annotation("notice", text, (), "jo", skipped=text == TEXTS[4]) for text in TEXTS])
    screen = open_screen("queue.jsonl", "-a", "jo", "--skipped", size=(20, 60))
    screen.expect("0 of 1 done").expect(re.escape(TEXTS[4]))
    screen.press("1", "\r")
    screen.expect("Nothing is left to annotate")
    screen.press("q")
    assert screen.ends() == 0
    assert dict(answers())[TEXTS[4]] == ("ban",)
