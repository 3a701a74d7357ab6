import io

import pytest

from pipeline.records import Prediction
from pipeline.terminal import PredictionTable, console
from pipeline.text.documents import Passage

LABELS = ("ban", "policy_statement")
BOTH = Prediction(labels=LABELS, scores={"ban": 0.8, "policy_statement": 0.912})
NOTHING = Prediction(labels=(), scores={"ban": 0.1, "policy_statement": 0.24})


def passage(text="Some text.", position=1, document="a.txt"):
    return Passage(document, position, text, title="", heading="", columns={})


def table(passages, predictions, monkeypatch, width=80, size=None):
    monkeypatch.setenv("COLUMNS", str(width))
    file = io.StringIO()
    writer = PredictionTable(file, LABELS)
    for start in range(0, len(passages), size or len(passages)):
        stop = start + (size or len(passages))
        writer.write(passages[start:stop], predictions[start:stop])
    writer.close()
    return file.getvalue()


def test_what_it_looks_like(monkeypatch):
    passages = [passage("One."), passage("Two. " * 40, 2), passage("Three.", 1, "b.txt")]
    assert table(passages, [BOTH, NOTHING, NOTHING], monkeypatch).splitlines() == [
        "    #  labels            score  text",
        "a.txt",
        "    1  ban                0.80  One.",
        "       policy_statement   0.91",
        "    2  –                  0.24  Two. Two. Two. Two. Two. Two. Two. Two. Two.",
        "                                Two. Two. Two. Two. Two. Two. Two. Two. Two.",
        "                                Two. Two. Two. Two. Two. Two. Two. Two. Two.…",
        "",
        "b.txt",
        "    1  –                  0.24  Three.",
        "",
        "3 paragraphs in 2 documents: ban 1, policy_statement 1, none 2",
    ]


def test_batches_do_not_show(monkeypatch):
    passages = [passage("Text.", number, name) for name in ("a.txt", "b.txt") for number in (1, 2, 3)]
    whole = table(passages, [BOTH] * 6, monkeypatch)
    assert table(passages, [BOTH] * 6, monkeypatch, size=2) == whole
    assert whole.count("a.txt") == 1


@pytest.mark.parametrize("width", [20, 60, 80, 133])
def test_text_stays_within_its_column(monkeypatch, width):
    text = "Wide 漢字 and narrow letters, " * 30
    lines = table([passage(text)], [BOTH], monkeypatch, width).splitlines()[2:5]
    widest = max(console(io.StringIO()).render_str(line).cell_len for line in lines)
    assert widest <= max(width, 52)
    assert lines[-1].endswith("…")


def test_control_characters_and_markup_are_only_text(monkeypatch):
    evil = "a\x1b[31mred\x9b2J\x07 [bold red]b[/] :smile: \u202ecba\r\nnext"
    shown = table([passage(evil, document="x\x1b]0;t\x07.txt")], [NOTHING], monkeypatch)
    assert not [c for c in shown if not c.isprintable() and c != "\n"]
    assert "[bold red]b[/] :smile:" in shown


def test_no_colour_codes_outside_a_terminal(monkeypatch):
    assert "\x1b" not in table([passage()], [BOTH], monkeypatch)


def test_width_without_a_terminal(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert console(io.StringIO()).width == 100
