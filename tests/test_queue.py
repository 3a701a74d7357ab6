import numpy as np
import pytest

from pipeline.labelling.queue import Candidate, Opinions, queue, unseen
from pipeline.labelling.rules import load

LABELS = ("ban", "penalty")
TEXTS = [
    "The regulator fined the company five million euros.",
    "Cameras that recognise people are banned from the streets.",
    "Shares rose by three percent on Thursday.",
]
RULES = """\
ban:
- {name: banned, patterns: banned, reason: the word}
- {name: shares, patterns: shares, against: true, reason: markets}
penalty:
- {name: euros, patterns: euros, reason: money}
"""


def candidates(texts=TEXTS):
    return [Candidate("d", i, text, "A title", "A heading") for i, text in enumerate(texts, 1)]


def opinions(**scores):
    arrays = {model: np.array(rows, dtype=float) for model, rows in scores.items()}
    return Opinions(LABELS, np.full((len(arrays), 2), 0.5), arrays)


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES)
    return load(tmp_path / "rules.yaml", LABELS)


def test_the_paragraph_that_models_contradict_each_other_on_comes_first():
    asked = opinions(a=[[0.01, 0.95], [0.9, 0.01], [0.4, 0.01]], b=[[0.01, 0.9], [0.1, 0.01], [0.45, 0.01]])
    picked = queue(candidates(), asked, (), 2)
    assert [q.candidate.paragraph for q in picked] == [2, 1]
    assert picked[0].suggested == ("ban",)
    assert picked[0].scores == {"ban": 0.9, "penalty": 0.01}
    assert picked[0].why == ("models disagree on ban (a 0.90, b 0.10)",)


def test_the_first_model_suggests():
    scores = {"a": [[0.9, 0.1]], "b": [[0.1, 0.1]]}
    assert queue(candidates(TEXTS[:1]), opinions(**scores), (), 1)[0].suggested == ("ban",)
    swapped = dict(reversed(scores.items()))
    assert queue(candidates(TEXTS[:1]), opinions(**swapped), (), 1)[0].suggested == ()


def test_models_that_come_to_the_same_labels_differ_and_do_not_disagree():
    picked = queue(candidates(TEXTS[:1]), opinions(a=[[0.01, 0.99]], b=[[0.01, 0.6]]), (), 1)
    assert picked[0].why == ("models differ in how sure they are of penalty (a 0.99, b 0.60)",)


def test_one_model_says_what_it_is_unsure_of():
    picked = queue(candidates(), opinions(a=[[0.02, 0.97], [0.48, 0.03], [0.1, 0.03]]), (), 3)
    assert [(q.candidate.paragraph, q.why) for q in picked] == [
        (2, ("unsure of ban 0.48",)),
        (3, ("least sure of ban 0.10",)),
        (1, ("least sure of penalty 0.97",)),
    ]


def test_each_model_has_thresholds_of_its_own():
    asked = Opinions(LABELS, np.array([[0.3, 0.5], [0.8, 0.5]]), {m: np.array([[0.5, 0.0]]) for m in "ab"})
    assert asked.decisions[:, 0, 0].tolist() == [True, False]


def test_rules_are_named_where_they_contradict_the_suggestion(rules):
    asked = opinions(a=[[0.01, 0.1], [0.9, 0.01], [0.6, 0.01]])
    why = {q.candidate.paragraph: q.why for q in queue(candidates(), asked, rules, 3)}
    assert why[1][-1] == "rules say penalty (euros)"
    assert why[3][-1] == "rules say no ban (shares)"
    assert not any(reason.startswith("rules") for reason in why[2])


def test_rules_do_not_rank(rules):
    asked = opinions(a=[[0.2, 0.3], [0.1, 0.2], [0.3, 0.3]])
    with_, without = (queue(candidates(), asked, given, 3) for given in (rules, ()))
    assert [q.candidate for q in with_] == [q.candidate for q in without]


def test_every_pick_has_a_reason_when_models_are_sure_of_the_same():
    asked = opinions(a=[[0.0, 1.0]], b=[[0.0, 1.0]])
    assert queue(candidates(TEXTS[:1]), asked, (), 1)[0].why == ("unlike the others; models agree",)


def test_a_record_is_what_the_annotator_needs():
    record = queue(candidates(TEXTS[:1]), opinions(a=[[0.48123, 0.03]]), (), 1)[0].record()
    assert record == {
        "document": "d",
        "paragraph": 1,
        "text": TEXTS[0],
        "title": "A title",
        "heading": "A heading",
        "suggested": (),
        "scores": {"ban": 0.4812, "penalty": 0.03},
        "why": "unsure of ban 0.48",
    }


def test_no_candidates_no_queue():
    assert queue([], opinions(a=np.zeros((0, 2))), (), 5) == []


def test_a_text_is_asked_once_and_not_if_it_is_answered():
    given = [Candidate("a", 1, "one"), Candidate("a", 2, ""), Candidate("b", 1, "one"), Candidate("b", 2, "two")]
    assert unseen(given, {"two"}) == [given[0]]
    assert unseen(given, set()) == [given[0], given[3]]
