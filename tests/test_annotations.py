import json

import pytest

from pipeline.errors import RegactError
from pipeline.labelling.annotations import Key, merge, read
from pipeline.records import Paragraph, paragraph_id

LABELS = ("ban", "penalty", "policy_statement")
TEXTS = ["First paragraph – it’s short.", "Second paragraph.", "Third."]
PARAGRAPHS = [Paragraph(paragraph_id(text), "doc", i, text) for i, text in enumerate(TEXTS, 1)]


def answers(**given):
    return {annotator: frozenset(labels.split()) for annotator, labels in given.items()}


def write(folder, name, *rows):
    lines = [json.dumps({"document": "doc", "annotator": name, "labels": []} | row) for row in rows]
    (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")


def test_annotations_find_their_paragraphs(tmp_path):
    write(tmp_path, "a", {"text": TEXTS[0], "labels": ["ban"]}, {"text": TEXTS[1]})
    write(tmp_path, "b", {"text": TEXTS[0], "labels": ["penalty", "ban"]})
    found = read(tmp_path, PARAGRAPHS, LABELS, 0)
    assert found.total == 3
    assert found.unmatched == ()
    assert found.answers[Key("doc", PARAGRAPHS[0].id)] == answers(a="ban", b="ban penalty")
    assert found.answers[Key("doc", PARAGRAPHS[1].id)] == answers(a="")


def test_an_annotation_of_text_as_scraped_finds_the_normalised_paragraph(tmp_path):
    write(tmp_path, "a", {"text": " First\u00a0para\u00adgraph  – it’s short.\u200b"})
    assert list(read(tmp_path, PARAGRAPHS, LABELS, 0).answers) == [Key("doc", PARAGRAPHS[0].id)]


def test_no_folder_means_no_annotations(tmp_path):
    found = read(tmp_path / "nowhere", PARAGRAPHS, LABELS, 0)
    assert (found.answers, found.total, found.unmatched) == ({}, 0, ())


def test_an_unknown_label_is_refused_with_place_and_suggestion(tmp_path):
    write(tmp_path, "a", {"text": TEXTS[0]}, {"text": TEXTS[1], "labels": ["bann"]})
    with pytest.raises(RegactError, match=r"a\.jsonl:2: unknown label `bann`; did you mean `ban`\?"):
        read(tmp_path, PARAGRAPHS, LABELS, 0)
    write(tmp_path, "a", {"text": TEXTS[0], "labels": ["zzz"]})
    with pytest.raises(RegactError, match="params.yaml knows ban, penalty, policy_statement"):
        read(tmp_path, PARAGRAPHS, LABELS, 0)


def test_an_annotator_who_contradicts_themselves_is_refused(tmp_path):
    write(tmp_path, "a", {"text": TEXTS[0], "labels": ["ban"]}, {"text": TEXTS[0]})
    with pytest.raises(RegactError, match=r"a\.jsonl:2: `a` answered otherwise in .*a\.jsonl:1"):
        read(tmp_path, PARAGRAPHS, LABELS, 0)


def test_the_same_answer_twice_counts_once(tmp_path):
    write(tmp_path, "a", {"text": TEXTS[0], "labels": ["ban"]}, {"text": TEXTS[0], "labels": ["ban"]})
    assert read(tmp_path, PARAGRAPHS, LABELS, 0).total == 1


def test_broken_lines_are_refused_with_their_number(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"document": "doc", "text": "Third.", "labels": [], "annotator": "a"}\n{oops\n')
    with pytest.raises(RegactError, match=r"a\.jsonl:2: .*mend or remove the line"):
        read(tmp_path, PARAGRAPHS, LABELS, 0)


def test_lost_paragraphs_are_counted_up_to_a_share(tmp_path):
    write(
        tmp_path, "a", {"text": TEXTS[0]}, {"text": TEXTS[1]}, {"text": "Gone."}, {"text": TEXTS[0], "document": "no"}
    )
    found = read(tmp_path, PARAGRAPHS, LABELS, 0.5)
    assert found.total == 4
    assert len(found.answers) == 2
    assert found.unmatched[0].endswith("a.jsonl:3: document `doc` has no such paragraph")
    assert found.unmatched[1].endswith("a.jsonl:4: document `no` is not in data/raw")
    with pytest.raises(RegactError, match=r"a\.jsonl:3: .*\(2 of 4 annotations.*label\.max_unmatched"):
        read(tmp_path, PARAGRAPHS, LABELS, 0.49)


def test_the_majority_decides_label_by_label():
    merged = merge(answers(a="ban penalty", b="ban", c="policy_statement ban"), LABELS)
    assert merged.labels == ("ban",)
    assert merged.source == "annotators"
    assert merged.support == {"ban": ("a", "b", "c"), "penalty": ("a",), "policy_statement": ("c",)}
    assert not merged.tied


def test_labels_come_in_the_order_of_the_label_set():
    assert merge(answers(a="policy_statement penalty ban"), LABELS).labels == LABELS


def test_a_tie_leaves_the_label_out_and_is_told():
    merged = merge(answers(a="ban penalty", b="ban"), LABELS)
    assert merged.labels == ("ban",)
    assert merged.tied


def test_adjudication_wins_against_any_majority():
    merged = merge(answers(a="ban", b="ban", adjudicated="penalty"), LABELS)
    assert merged.labels == ("penalty",)
    assert merged.source == "adjudicated"
    assert merged.support == {"ban": ("a", "b"), "penalty": ("adjudicated",)}
    assert not merged.tied
    assert merge(answers(a="ban", adjudicated=""), LABELS).labels == ()


def test_a_skipped_paragraph_has_no_answer(tmp_path):
    write(tmp_path, "a", {"text": TEXTS[0], "skipped": True})
    found = read(tmp_path, PARAGRAPHS, LABELS, 0)
    assert found.answers == {}
    assert found.total == 0
