import json

import pytest

from pipeline.errors import RegactError
from pipeline.labelling.annotations import Key
from pipeline.labelling.exchange.collect import collect, unknown
from pipeline.labelling.exchange.people import parse
from pipeline.records import Annotation, paragraph_id

LABELS = ("ban", "penalty")
TEXT = "The app was banned."


def minimal(labels="ban", updated_at=None, text=TEXT, **more):
    """A row of JSON-MIN."""
    return {
        "document": "notice",
        "paragraph_id": paragraph_id(text),
        "text": text,
        "regact_labels": "ban penalty",
        "labels": labels,
        "id": 1,
        "annotator": 1,
        "annotation_id": 9,
        "updated_at": updated_at,
    } | more


def line(*labels, text=TEXT, annotator="jo", **more):
    return {"document": "notice", "text": text, "labels": labels, "annotator": annotator} | more


@pytest.fixture
def collected(tmp_path):
    """The annotations in files given as lists: ``export`` is JSON, ``lines`` are lines of ours."""

    def run(export=(), lines=(), annotator=()):
        paths = []
        if export:
            paths.append(tmp_path / "export.json")
            paths[-1].write_text(json.dumps(export))
        if lines:
            paths.append(tmp_path / "lines.jsonl")
            paths[-1].write_text("\n".join(map(json.dumps, lines)))
        return collect(paths, LABELS, parse(annotator), pytest.fail)

    return run


def test_the_newest_answer_holds_in_any_order(collected):
    rows = [minimal("ban", f"2026-01-0{day}T10:00:00Z") for day in (1, 3, 2)]
    rows[1]["labels"] = "penalty"
    for given in (rows, rows[::-1], [rows[1], rows[0], rows[2]]):
        found = collected(given)
        assert [a.labels for a in found.annotations] == [("penalty",)]
        assert found.superseded == 2


def test_older_contradictions_do_not_matter(collected):
    first, second = minimal("ban", "2026-01-01T10:00:00Z"), minimal("penalty", "2026-01-01T10:00:00Z")
    found = collected([first, second, minimal("", "2026-01-02T10:00:00Z")])
    assert [a.labels for a in found.annotations] == [()]


@pytest.mark.parametrize("when", [None, "2026-01-01T10:00:00Z"])
def test_two_answers_of_which_neither_is_newer_are_refused(collected, when):
    with pytest.raises(RegactError) as error:
        collected([minimal("ban", when), minimal("penalty", when, annotation_id=10)])
    message = str(error.value)
    assert "export.json: task 1, annotation 10: `user-1` answered otherwise in" in message
    assert "export.json: task 1, annotation 9, and neither is newer; keep one of them" in message


def test_a_dated_answer_is_not_newer_than_an_undated_one(collected):
    with pytest.raises(RegactError, match=r"lines\.jsonl:1: `jo` answered otherwise in .*export\.json: task 1"):
        collected([minimal("ban", "2026-01-01T10:00:00Z")], [line("penalty")], ["1=jo", "jo=jo"])


def test_saying_the_same_twice_is_no_contradiction(collected):
    found = collected([minimal("ban"), minimal("ban")], [line("penalty"), line("penalty")])
    assert [(a.annotator, a.labels) for a in found.annotations] == [("user-1", ("ban",)), ("jo", ("penalty",))]
    assert found.superseded == 2


def test_lines_of_ours_keep_all_that_they_tell(collected):
    told = {"unsure": True, "note": "?", "suggested": ["ban"]}
    found = collected(
        lines=[line("penalty", "ban", text="The app\u00a0was  banned.", **told), line(text="2", skipped=True)]
    )
    assert found.annotations == (
        Annotation("notice", TEXT, ("ban", "penalty"), "jo", unsure=True, note="?", suggested=("ban",)),
        Annotation("notice", "2", (), "jo", skipped=True),
    )


def test_contradictory_lines_are_refused_with_their_places(collected):
    with pytest.raises(RegactError, match=r"lines\.jsonl:3: `jo` answered otherwise in .*lines\.jsonl:1, and neither"):
        collected(lines=[line("ban"), line("ban", annotator="kim"), line("penalty")])


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (line("bann"), r"lines\.jsonl:2: unknown label `bann`; params\.yaml knows ban, penalty"),
        ({"document": "notice", "text": "x", "labels": [], "scores": {}}, r"lines\.jsonl:2: .*`annotator`"),
        (line(text=""), r"lines\.jsonl:2: "),
    ],
)
def test_broken_lines_are_refused(collected, broken, message):
    with pytest.raises(RegactError, match=message):
        collected(lines=[line("ban"), broken])


def test_other_files_are_refused(tmp_path):
    with pytest.raises(RegactError, match=r"notes\.docx: no answers are read from `\.docx`"):
        collect([tmp_path / "notes.docx"], LABELS, parse([]), pytest.fail)
    with pytest.raises(RegactError, match=r"gone\.json: no such file"):
        collect([tmp_path / "gone.json"], LABELS, parse([]), pytest.fail)


def test_paragraphs_that_are_not_there_are_found():
    here, gone = (Annotation("notice", text, (), "jo") for text in (TEXT, "Gone."))
    elsewhere = Annotation("other", TEXT, (), "jo")
    assert unknown([here, gone, elsewhere], {Key("notice", paragraph_id(TEXT))}) == [gone, elsewhere]
