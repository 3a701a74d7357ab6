from lxml import etree

from pipeline.labelling.exchange import tasks
from pipeline.records import Paragraph, Prediction, paragraph_id

LABELS = ("ban", "penalty")
TEXT = "The app was banned, and its maker fined."
PARAGRAPH = Paragraph(paragraph_id(TEXT), "notice", 1, TEXT, title="A notice", heading="Measures")


def test_a_task_says_where_it_comes_from_and_what_was_asked():
    made = tasks.task(PARAGRAPH, LABELS)
    assert made == {
        "data": {
            "document": "notice",
            "paragraph_id": PARAGRAPH.id,
            "text": TEXT,
            "title": "A notice",
            "heading": "Measures",
            "regact_labels": "ban penalty",
            "suggested": "",
        }
    }
    assert tuple(made["data"]) == tasks.FIELDS


def test_a_document_without_title_shows_its_name():
    assert tasks.task(Paragraph("0", "notice", 1, "t"), LABELS)["data"]["title"] == "notice"


def test_a_suggestion_is_a_pre_annotation_for_the_control_of_the_config():
    suggested = Prediction(("ban", "penalty"), {"ban": 0.9, "penalty": 0.61237})
    made = tasks.task(PARAGRAPH, LABELS, suggested, "tfidf-1")
    assert made["data"]["suggested"] == "ban penalty"
    [prediction] = made["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("tfidf-1", 0.6124)
    [region] = prediction["result"]
    assert region["value"] == {"choices": ("ban", "penalty")}
    control = etree.fromstring(tasks.config(LABELS)).find(f".//Choices[@name='{region['from_name']}']")
    assert control.get("toName") == region["to_name"]


def test_a_model_that_suggests_no_label_says_so():
    made = tasks.task(PARAGRAPH, LABELS, Prediction((), {"ban": 0.1, "penalty": 0.2}), "tfidf-1")
    assert made["data"]["suggested"] == "none"
    assert made["predictions"] == [{"model_version": "tfidf-1", "score": 0.8, "result": []}]


def test_the_config_offers_the_labels_any_number_of_them_or_none():
    view = etree.fromstring(tasks.config(["recall", "a<b>&c"]))
    choices = view.find("Choices[@name='labels']")
    assert [choice.get("value") for choice in choices] == ["recall", "a<b>&c"]
    assert (choices.get("choice"), choices.get("required")) == ("multiple", "false")
    assert {control.get("name") for control in view if control.get("toName")} == set(tasks.CONTROLS)
    assert {field.get("value") for field in view if field.get("value")} == {"$title", "$heading", "$text"}


def test_no_data_field_is_called_like_a_control_or_like_a_column_of_label_studio():
    taken = {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "history"}
    assert not set(tasks.FIELDS) & (set(tasks.CONTROLS) | taken)
