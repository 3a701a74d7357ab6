import pytest

from pipeline.annotator.session import Draft, Progress, Session, Task
from pipeline.errors import RegactError
from pipeline.files import write_jsonl
from pipeline.labelling import store
from pipeline.records import Annotation

LABELS = ("ban", "penalty")
TASKS = [Task("d", "One."), Task("d", "Two."), Task("e", "Three.")]


@pytest.fixture
def start(tmp_path):
    def start(tasks=TASKS, annotator="jo", **options):
        return Session(tasks, LABELS, tmp_path, annotator, **options)

    return start


@pytest.fixture
def saved(tmp_path):
    """What is on disk: text → labels, or None where it was skipped."""
    return lambda name="jo": {a.text: None if a.skipped else a.labels for a in store.answers(tmp_path, name)}


def answer(session, *labels):
    for label in labels:
        session.draft.toggle(label)
    if not labels:
        session.draft.toggle_none()
    session.save()


def test_every_answer_is_on_disk_before_the_next_task(start, saved):
    session = start()
    assert (session.current, saved()) == (TASKS[0], {})
    answer(session, "penalty", "ban")
    assert (session.current, saved()) == (TASKS[1], {"One.": ("ban", "penalty")})
    answer(session)
    assert (session.current, saved()["Two."]) == (TASKS[2], ())
    session.skip()
    assert (session.current, saved()["Three."]) == (None, None)
    assert session.progress == Progress(done=3, skipped=1, total=3)


def test_nothing_ticked_is_no_answer(start, saved):
    session = start()
    with pytest.raises(ValueError, match="ticked"):
        session.save()
    assert (session.current, saved()) == (TASKS[0], {})


def test_a_draft_is_labels_or_none():
    draft = Draft()
    assert not draft.complete
    draft.toggle("ban")
    draft.toggle_none()
    assert (draft.labels, draft.none, draft.complete) == (frozenset(), True, True)
    draft.toggle("ban")
    assert (draft.labels, draft.none) == ({"ban"}, False)
    draft.toggle("ban")
    assert not draft.begun
    draft.note = "?"
    assert (draft.begun, draft.complete) == (True, False)


def test_note_and_suggestion_are_kept_with_the_answer(start, tmp_path):
    session = start()
    session.draft.note = "fine or damages?"
    session.draft.toggle("ban")
    session.save(suggested=("penalty",))
    session.draft.note = "unclear"
    session.skip()
    first, second = store.answers(tmp_path, "jo")
    assert (first.note, first.suggested) == ("fine or damages?", ("penalty",))
    assert (second.note, second.suggested, second.skipped) == ("unclear", None, True)
    assert session.draft == Draft()


def test_the_next_session_goes_on_where_the_last_one_stopped(start):
    session = start()
    answer(session, "ban")
    session.skip()
    again = start()
    assert (again.current, again.progress) == (TASKS[2], Progress(2, 1, 3))
    assert start(annotator="bo").current == TASKS[0]


def test_undo_takes_back_and_makes_the_answer_the_draft(start, saved):
    session = start()
    answer(session, "ban")
    session.draft.note = "hm"
    session.skip()
    assert session.undo()
    assert (session.current, saved()) == (TASKS[1], {"One.": ("ban",)})
    assert session.draft == Draft(note="hm")
    assert session.undo()
    assert (session.current, saved()) == (TASKS[0], {})
    assert session.draft == Draft(frozenset({"ban"}))
    assert not session.undo()
    session.save()
    assert saved() == {"One.": ("ban",)}


def test_undo_reaches_into_earlier_sessions(start, saved):
    first = start()
    answer(first, "ban")
    answer(first)
    later = start()
    later.undo()
    assert (later.current, later.draft.none, saved()) == (TASKS[1], True, {"One.": ("ban",)})


def test_undo_drops_labels_that_are_no_more(start, tmp_path):
    store.save(tmp_path, [Annotation("d", "One.", ("gone", "ban"), "jo")])
    session = start()
    session.undo()
    assert session.draft.labels == {"ban"}


def test_skipped_tasks_on_request(start, saved):
    session = start()
    session.skip()
    answer(session, "ban")
    session.skip()
    again = start(skipped=True)
    assert (again.ahead(9), again.progress) == ([TASKS[0], TASKS[2]], Progress(0, 0, 2))
    assert not again.undo()
    answer(again, "penalty")
    assert saved() == {"One.": ("penalty",), "Two.": ("ban",), "Three.": None}
    again.undo()
    assert saved() == {"One.": None, "Two.": ("ban",), "Three.": None}
    assert start(skipped=True).current == TASKS[0]


def test_a_text_spaced_otherwise_is_the_same_task(start, tmp_path):
    store.save(tmp_path, [Annotation("d", " One.\n", (), "jo", skipped=True), Annotation("e", "One.", (), "jo")])
    assert start().ahead(9) == TASKS[1:]
    again = start(skipped=True)
    answer(again, "ban")
    assert [(a.document, a.text, a.labels) for a in store.answers(tmp_path, "jo")] == [
        ("d", " One.\n", ("ban",)),
        ("e", "One.", ()),
    ]


def test_a_paragraph_that_comes_twice_is_one_task(start):
    assert start([*TASKS, TASKS[0]]).progress.total == 3
    assert start([Task("d", "One."), Task("e", "One.")]).progress.total == 2


def test_answers_to_other_paragraphs_are_left_alone(start, tmp_path, saved):
    store.save(tmp_path, [Annotation("z", "Elsewhere.", ("ban",), "jo")])
    session = start()
    assert session.progress == Progress(0, 0, 3)
    answer(session)
    session.undo()
    assert saved() == {"Elsewhere.": ("ban",)}


def test_what_cannot_be_written_is_not_done(start, monkeypatch, saved):
    session = start()
    answer(session, "ban")

    def full(*_):
        raise OSError(28, "No space left on device")

    session.draft.toggle("penalty")
    with monkeypatch.context() as patch:
        for name in ("save", "remove"):
            patch.setattr(store, name, full)
        for change in (session.save, session.skip, session.undo):
            with pytest.raises(OSError, match="space"):
                change()
    assert (session.current, session.draft.labels, session.progress.done) == (TASKS[1], {"penalty"}, 1)
    session.save()
    assert saved() == {"One.": ("ban",), "Two.": ("penalty",)}


def test_a_name_or_file_unfit_for_use_is_refused(start, tmp_path):
    with pytest.raises(RegactError, match=r"annotator `\.\./jo`"):
        start(annotator="../jo")
    (tmp_path / "jo.jsonl").write_text('{"document": "d"}\n')
    with pytest.raises(RegactError, match=r"jo\.jsonl:1"):
        start()


def test_nothing_to_do(start, tmp_path):
    write_jsonl(tmp_path / "jo.jsonl", [])
    session = start([])
    assert (session.current, session.progress, session.undo()) == (None, Progress(0, 0, 0), False)
