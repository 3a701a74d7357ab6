import pytest

from pipeline.errors import RegactError
from pipeline.labelling import store
from pipeline.labelling.store import Saved
from pipeline.records import Annotation


def answer(text, *labels, annotator="ann", **more):
    return Annotation(document="d", text=text, labels=labels, annotator=annotator, **more)


def test_answers_are_kept_per_annotator_in_order(tmp_path):
    saved = store.save(tmp_path, [answer("one", "ban"), answer("two"), answer("one", annotator="bob")])
    assert saved == Saved(added=3)
    assert [a.text for a in store.answers(tmp_path, "ann")] == ["one", "two"]
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["ann.jsonl", "bob.jsonl"]


def test_saving_again_changes_nothing(tmp_path):
    given = [answer("one", "ban"), answer("two", note="why?", skipped=True)]
    store.save(tmp_path, given)
    before = (tmp_path / "ann.jsonl").stat()
    assert store.save(tmp_path, given) == Saved(unchanged=2)
    after = (tmp_path / "ann.jsonl").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_later_answer_replaces_the_earlier_in_its_place(tmp_path):
    store.save(tmp_path, [answer("one"), answer("two")])
    assert store.save(tmp_path, [answer("one", "ban")]) == Saved(changed=1)
    assert [(a.text, a.labels) for a in store.answers(tmp_path, "ann")] == [("one", ("ban",)), ("two", ())]


def test_an_answer_is_taken_back(tmp_path):
    store.save(tmp_path, [answer("one"), answer("two")])
    store.remove(tmp_path, answer("one"))
    store.remove(tmp_path, answer("three"))
    assert [a.text for a in store.answers(tmp_path, "ann")] == ["two"]


@pytest.mark.parametrize("name", ["../ann", "", "a b", ".hidden"])
def test_names_that_are_no_file_names_are_refused(tmp_path, name):
    with pytest.raises(RegactError, match="use letters"):
        store.path_of(tmp_path, name)


def test_nobody_has_answered_yet(tmp_path):
    assert store.answers(tmp_path, "ann") == []
