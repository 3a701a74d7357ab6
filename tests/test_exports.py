import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import RegactError
from pipeline.labelling.exchange.exports import read_csv, read_json
from pipeline.records import paragraph_id

REAL = Path(__file__).parent / "fixtures/label_studio"
CORPUS_LABELS = ("ban", "registration", "penalty", "policy_statement")
LABELS = ("ban", "penalty")
TEXT = "The app was banned."
DATA = {"document": "notice", "paragraph_id": paragraph_id(TEXT), "text": TEXT, "regact_labels": "ban penalty"}


def choices(*labels, name="labels"):
    return {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(labels)}}


def task(*annotations, **data):
    return {"id": 5, "data": DATA | data, "annotations": list(annotations)}


def annotation(*result, **more):
    return {"id": 9, "completed_by": 1, "result": list(result), "was_cancelled": False} | more


def row(**more):
    return DATA | {"id": 5, "annotation_id": 9, "annotator": 1, "updated_at": "2026-01-01T10:00:00Z"} | more


@pytest.fixture
def reading(tmp_path):
    """What a JSON export holds, and the warnings."""

    def read(*items):
        path = tmp_path / "export.json"
        path.write_text(json.dumps(items))
        warnings = []
        return read_json(path, LABELS, warnings.append), warnings

    return read


@pytest.fixture
def refusal(reading):
    def read(*items):
        with pytest.raises(RegactError) as error:
            reading(*items)
        message = str(error.value)
        assert "\n" not in message
        return message[message.index("export.json") :]

    return read


def brief(found):
    return [(a.person, a.annotation.text[:10], a.annotation.labels, a.annotation.skipped) for a in found.answers]


@pytest.mark.parametrize("name", ["project.json", "project-min.json", "project.csv"])
def test_a_real_export_in_every_format(name):
    read = read_csv if name.endswith(".csv") else read_json
    warnings = []
    found = read(REAL / name, CORPUS_LABELS, warnings.append)
    assert warnings == []
    assert found.unanswered == 2
    given = {(a.person, a.annotation.text[:12], a.annotation.labels) for a in found.answers if not a.annotation.skipped}
    assert given == {
        ("1", "A MAGISTRATE", ("ban",)),
        ("1", "A MAGISTRATE", ("registration",)),
        ("2", "A MAGISTRATE", ("registration", "policy_statement")),
        ("1", "Cabbies who ", ("registration", "penalty")),
        ("2", "Cabbies who ", ()),
        ("1", "Deputy Chief", ()),
        ("2", "What had tro", ("ban",)),
        ("1", "Defeat would", ("policy_statement",)),
    }
    notes = {a.annotation.note for a in found.answers}
    assert notes == {"", "On a second look: the licence is back.", 'He said: "no", [sic]; and = that.'}
    assert [a.annotation.labels for a in found.answers if a.annotation.unsure] == [("policy_statement",)]
    assert {a.annotation.suggested for a in found.answers} == {(), ("registration",), ("policy_statement",)}
    assert all(a.when for a in found.answers)
    skipped = [a.annotation.text[:12] for a in found.answers if a.annotation.skipped]
    assert skipped == (["What had tro"] if name == "project.json" else [])


def test_a_table_with_tabs(tmp_path):
    path = tmp_path / "project.tsv"
    path.write_text((REAL / "project.csv").read_text().replace('","', '"\t"').replace(",1,", "\t1\t"))
    header, *_ = path.read_text().splitlines()
    plain = dict.fromkeys(name.strip('"') for name in header.split("\t"))
    cells = {name: str(row().get(name, "")) for name in plain}
    path.write_text("\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n")
    [answer] = read_csv(path, LABELS, pytest.fail).answers
    assert (answer.annotation.document, answer.annotation.labels, answer.place) == ("notice", (), f"{path}:2")


def test_skipped_empty_unanswered_and_drafts_are_told_apart(reading):
    skipped = annotation(choices("ban"), was_cancelled=True, completed_by=2)
    found, warnings = reading(task(annotation(), skipped), task() | {"drafts": [{"result": [choices("ban")]}]})
    assert brief(found) == [("1", "The app wa", (), False), ("2", "The app wa", (), True)]
    assert (found.unanswered, warnings) == (1, [])


def test_people_are_numbers_addresses_or_both(reading):
    people = [3, "jo@example.org", {"id": 4, "email": "kim@example.org"}, {"id": 5}, None]
    found, _ = reading(task(*(annotation(completed_by=person) for person in people)))
    assert [a.person for a in found.answers] == ["3", "jo@example.org", "kim@example.org", "5", ""]
    assert [a.annotation.annotator for a in found.answers] == ["user-3", "jo", "kim", "user-5", ""]


def test_an_account_that_is_gone_has_no_name(reading):
    found, _ = reading(row(annotator="None"))
    assert found.answers[0].person == ""


def test_labels_come_in_the_order_of_the_label_set_once(reading):
    found, _ = reading(task(annotation(choices("penalty"), choices("ban", "penalty"))))
    assert found.answers[0].annotation.labels == ("ban", "penalty")


def test_what_is_entered_takes_several_forms(reading):
    found, _ = reading(
        row(labels="ban", note="one"),
        row(labels={"choices": ["ban", "penalty"]}, note={"text": ["one", "two"]}),
        row(labels='{"choices":["ban","penalty"]}', note='["one"]'),
        row(labels=["ban", {"choices": ["penalty"]}], note="{one}"),
        row(labels="", note="[1]", unsure="unsure"),
        row(labels=None),
    )
    assert [a.annotation.labels for a in found.answers] == [("ban",)] + [LABELS] * 3 + [()] * 2
    assert [a.annotation.note for a in found.answers] == ["one", "one\ntwo", "one", "{one}", "[1]", ""]
    assert [a.annotation.unsure for a in found.answers] == [False] * 4 + [True, False]


def test_suggestions_come_back(reading):
    found, _ = reading(*(row(suggested=cell) for cell in ("", "none", "penalty ban")))
    assert [a.annotation.suggested for a in found.answers] == [None, (), ("ban", "penalty")]


def test_times_are_compared_across_zones(reading):
    stamps = ["2026-01-01T10:00:00Z", "2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00"]
    found, _ = reading(*(row(updated_at=stamp) for stamp in stamps), row(updated_at=None))
    assert [a.when for a in found.answers] == [datetime(2026, 1, 1, 10, tzinfo=UTC)] * 3 + [None]


def test_controls_beside_ours_are_left_out_aloud(reading):
    found, warnings = reading(task(annotation(choices("ban"), choices("sad", name="mood"))))
    assert brief(found) == [("1", "The app wa", ("ban",), False)]
    assert len(warnings) == 1
    assert warnings[0].endswith("left out what regact does not know: mood")


def test_another_labelling_config_is_not_an_answer_of_none(refusal):
    message = refusal(task(annotation(choices("ban", name="topic"))))
    assert message == "export.json: has `topic` where `labels` should be; use the config of the export"


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            task(annotation(choices("bann"))),
            "export.json: task 5, annotation 9: unknown label `bann`; params.yaml knows",
        ),
        (row(labels="none"), "export.json: task 5, annotation 9: unknown label `none`"),
        (row(suggested="bann"), "unknown label `bann`"),
        (
            task(regact_labels="cat dog"),
            "export.json: task 5: belongs to another project or label set, cat, dog, while",
        ),
        (task(document=7), "export.json: task 5: belongs to another project, its data have no `document`"),
        (
            {"id": 5, "data": {"text": "x"}, "annotations": []},
            "task 5: belongs to another project, its data have no `reg",
        ),
        ({"text": "x"}, "export.json: task number 1: belongs to another project"),
        (task(text="The app was not banned."), "export.json: task 5: the text was altered since it was exported"),
        ({"data": DATA}, "export.json: task number 1: has no `annotations`; is this what was imported there?"),
        (task(annotation(completed_by=[1])), "export.json: task 5: Expected `int | str | object | null`, got `array`"),
        (row(labels={"rectangles": [1]}), "annotation 9: `labels` holds neither choices nor text"),
        (row(updated_at="yesterday"), "annotation 9: `yesterday` is no time"),
    ],
)
def test_what_is_refused(refusal, item, message):
    assert message in refusal(item)


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}', '[{"a": ' + "[" * 100_000, b"[\xff]"])
def test_broken_json_is_refused(tmp_path, content):
    path = tmp_path / "export.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(RegactError, match=r"export\.json: .*; export the project from Label Studio"):
        read_json(path, LABELS, pytest.fail)


def test_a_table_of_something_else_is_refused(tmp_path):
    path = tmp_path / "queue.csv"
    path.write_text("document,text\nnotice,The app was banned.\n")
    with pytest.raises(RegactError, match=r"queue\.csv:2: no column `annotation_id`, so no export of Label Studio"):
        read_csv(path, LABELS, pytest.fail)
    with pytest.raises(RegactError, match=r"gone\.csv: no such file"):
        read_csv(tmp_path / "gone.csv", LABELS, pytest.fail)
