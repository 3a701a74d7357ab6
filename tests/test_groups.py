import pytest

from pipeline.params import SplitParams
from pipeline.records import Document
from pipeline.text.groups import assign, deal

PARAMS = SplitParams(salt="salt")


def event_in(split, number=0):
    """The name of an event that is dealt to ``split``."""
    names = (f"event{i}" for i in range(10_000))
    return [name for name in names if deal(f"event:{name}", PARAMS) == split][number]


def document_in(split):
    return next(name for i in range(10_000) if deal(f"document:{(name := f'doc{i}')}", PARAMS) == split)


def placed(documents, ties=()):
    return {found.document: (found.split, found.group) for found in assign(documents, ties, PARAMS)}


def test_shares_are_met_approximately():
    splits = [deal(f"event:{i}", PARAMS) for i in range(5000)]
    assert splits.count("train") / 5000 == pytest.approx(0.70, abs=0.03)
    assert splits.count("validation") / 5000 == pytest.approx(0.15, abs=0.03)


def test_the_salt_deals_anew():
    keys = [f"event:{i}" for i in range(200)]
    other = SplitParams(salt="pepper")
    assert [deal(key, PARAMS) for key in keys] != [deal(key, other) for key in keys]


def test_documents_of_one_event_form_a_group():
    event = event_in("test")
    found = placed([Document("b", events=(event,)), Document("a", events=(event, event))])
    assert found == dict.fromkeys("ab", ("test", f"event:{event}"))


def test_a_document_without_events_is_a_group_of_its_own():
    found = placed([Document("x"), Document("y")])
    assert {group for _, group in found.values()} == {"document:x", "document:y"}


def test_an_event_and_a_document_of_the_same_name_are_different_things():
    found = placed([Document("same"), Document("other", events=("same",))])
    assert found["same"][1] == "document:same"
    assert found["other"][1] == "event:same"


def test_the_result_is_sorted_and_does_not_depend_on_the_order_given():
    documents = [
        Document(f"d{i}", date=f"2024-01-{i % 27 + 1:02}", events=tuple(f"e{(i + k) % 9}" for k in range(i % 4)))
        for i in range(40)
    ]
    ties = [("d1", "d2"), ("d3", "d30"), ("d0", "d4")]
    expected = assign(documents, ties, PARAMS)
    assert [found.document for found in expected] == sorted(document.id for document in documents)
    for turn in range(1, 6):
        shuffled = documents[turn * 7 :][::-1] + documents[: turn * 7]
        assert assign(shuffled, [(b, a) for a, b in reversed(ties)], PARAMS) == expected


def test_new_documents_move_no_old_ones():
    event, other = event_in("test"), event_in("train")
    old = [
        Document("a", date="2024-05-01", events=(event,)),
        Document("b", date="2024-05-02", events=(other,)),
        Document("r", date="2024-05-03", events=(event, other)),
        Document("c", date="2024-05-04"),
    ]
    before = placed(old)
    new = [
        Document("0-same-event", date="2020-01-01", events=(event,)),
        Document("0-no-event", date="2020-01-01"),
        Document("0-new-event", date="2024-06-01", events=("aaa",)),
        Document("0-round-up", events=(other, event)),
    ]
    after = placed(old + new, [("a", "0-no-event"), ("b", "0-new-event")])
    assert {name: after[name] for name in before} == before
    assert after["0-same-event"] == after["0-no-event"] == before["a"]
    assert after["0-new-event"] == before["b"]


def test_a_new_document_that_ties_two_groups_brings_the_junior_to_the_senior():
    early, late = event_in("test"), event_in("train")
    documents = [Document("a", date="2023-01-01", events=(early,)), Document("b", date="2024-01-01", events=(late,))]
    found = placed([*documents, Document("new")], [("a", "new"), ("new", "b")])
    assert found == dict.fromkeys(("a", "b", "new"), ("test", f"event:{early}"))


def test_a_dated_event_is_senior_to_an_undated_one():
    dated, undated = event_in("test"), event_in("train")
    documents = [Document("a", date="2023-01-01", events=(dated,)), Document("b", events=(undated,))]
    assert {group for _, group in placed(documents, [("a", "b")]).values()} == {f"event:{dated}"}


def test_a_round_up_over_several_splits_goes_to_train_alone():
    first, second = event_in("test"), event_in("validation")
    found = placed([Document("a", events=(first,)), Document("r", events=(first, second))])
    assert found == {"a": ("test", f"event:{first}"), "r": ("train", "document:r")}


def test_a_round_up_within_one_split_joins_the_group_of_its_first_event():
    first, second = event_in("test"), event_in("test", 1)
    found = placed([Document("a", events=(second,)), Document("r", events=(first, second))])
    assert found["r"] == ("test", f"event:{first}")


def test_a_round_up_follows_an_event_that_a_near_duplicate_has_moved():
    senior, junior = event_in("test"), event_in("train")
    documents = [
        Document("a", date="2023-01-01", events=(senior,)),
        Document("b", date="2024-01-01", events=(junior,)),
        Document("r", events=(junior, event_in("test", 1))),
    ]
    assert placed(documents, [("a", "b")])["r"] == ("test", f"event:{senior}")


def test_a_near_duplicate_ties_a_round_up_to_a_single_story():
    first, second = event_in("test"), event_in("train")
    documents = [Document("a", events=(first,)), Document("r", events=(second, first))]
    assert set(placed(documents, [("r", "a")]).values()) == {("test", f"event:{first}")}


def test_tied_round_ups_stay_together():
    test, train = event_in("test"), event_in("train")
    documents = [Document("r", events=(test, test + "x")), Document("s", events=(train, test))]
    assert len(set(placed(documents, [("r", "s")]).values())) == 1
    assert placed(documents, [("r", "s")])["s"][0] == "train"


def test_a_document_without_events_keeps_its_own_deal():
    name = document_in("validation")
    assert placed([Document(name)]) == {name: ("validation", f"document:{name}")}
