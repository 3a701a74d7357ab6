import json
from pathlib import Path

import pytest

from pipeline.annotator import tasks
from pipeline.annotator.session import Task
from pipeline.errors import RegactError
from pipeline.files import write_jsonl
from pipeline.outputs import safe_cell
from pipeline.records import Annotation, Paragraph, paragraph_id
from pipeline.text.splits import Assignment, write_splits

LABELS = ("ban", "penalty")
FINED = "The regulator fined the platform five million euros on Tuesday, its largest fine so far this year."


def read(*paths):
    failed = []
    return list(tasks.from_files(map(Path, paths), pytest.fail, lambda path, _: failed.append(path.name))), failed


def test_a_document_is_known_by_its_name_as_in_data_raw(tmp_path):
    path = tmp_path / "notice.md"
    path.write_text(f"# The notice\n\n## What happened\n\n{FINED}\n")
    assert read(path) == ([Task("notice", FINED, "The notice", "What happened")], [])


def test_a_queue_keeps_its_documents_and_reasons(tmp_path):
    path = tmp_path / "queue.jsonl"
    rows = [
        {"document": "scraped/a.html", "text": " One  paragraph. ", "title": "A", "heading": "H", "why": ["x", "y"]},
        {"document": "b-notice.2", "text": "Two.", "why": "unsure of ban 0.48", "title": None},
        {"text": "Three.", "document": None, "why": None},
        {"text": " ", "document": "empty"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert read(path)[0] == [
        Task("a", "One paragraph.", "A", "H", "x; y"),
        Task("b-notice.2", "Two.", why="unsure of ban 0.48"),
        Task("queue", "Three."),
    ]


@pytest.mark.parametrize("text", ["-10% for all.", "=1+1", "'quoted'", "plain"])
def test_csv_cells_lose_the_apostrophe_that_guarded_them(tmp_path, text):
    path = tmp_path / "queue.csv"
    path.write_text(f"document,text\n{safe_cell('@doc')},{safe_cell(text)}\n")
    assert read(path)[0] == [Task("@doc", text)]


def test_files_that_cannot_be_read_are_told_and_the_others_taken(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "notice.txt").write_text(FINED)
    found, failed = read(tmp_path / "empty.txt", tmp_path / "notice.txt")
    assert ([task.document for task in found], failed) == (["notice"], ["empty.txt"])


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Four documents of one paragraph: two in train, one in validation, one in test."""
    monkeypatch.chdir(tmp_path)
    splits = {"train-1": "train", "train-2": "train", "held": "validation", "measured": "test"}
    write_jsonl(
        tasks.PARAGRAPHS,
        [Paragraph(paragraph_id(name), name, 1, name, title=f"Title of {name}") for name in splits],
    )
    write_splits(tasks.SPLITS, [Assignment(name, split, name) for name, split in splits.items()])
    return tmp_path / "annotations"


def documents(folder, annotator="jo"):
    return [task.document for task in tasks.unannotated(folder, annotator, LABELS)]


def test_paragraphs_of_validation_and_test_are_not_offered(project):
    assert documents(project) == ["train-1", "train-2"]
    assert next(tasks.unannotated(project, "jo", LABELS)) == Task("train-1", "train-1", "Title of train-1")


def test_what_others_have_answered_is_not_offered_but_what_they_skipped(project):
    others = [Annotation("train-1", " train-1", (), "bo"), Annotation("train-2", "train-2", (), "bo", skipped=True)]
    write_jsonl(project / "bo.jsonl", others)
    assert documents(project) == ["train-2"]
    assert documents(project, "bo") == ["train-1", "train-2"]


def test_without_paragraphs_or_splits_it_says_what_to_run(project):
    tasks.SPLITS.unlink()
    with pytest.raises(RegactError, match="dvc repro split"):
        documents(project)
    tasks.PARAGRAPHS.unlink()
    with pytest.raises(RegactError, match="or name files"):
        documents(project)
