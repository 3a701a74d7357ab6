import msgspec
import pytest

from pipeline.evaluation.behaviour.change import Change, Example
from pipeline.evaluation.behaviour.direction import Direction
from pipeline.evaluation.behaviour.functionality import Ability, Failure
from pipeline.evaluation.behaviour.limits import breaches, judged
from pipeline.evaluation.behaviour.page import page
from pipeline.evaluation.behaviour.report import Behaviour
from pipeline.evaluation.behaviour.robustness import Damage
from pipeline.evaluation.behaviour.wording import described, hundredths, quoted
from pipeline.evaluation.bootstrap import Estimate
from pipeline.params import BehaviourParams

PARAMS = BehaviourParams(max_changed=0.05, max_lost=0.03, min_followed=0.8, min_passed=0.8)
EXAMPLE = Example("d", "Sony | <b>won</b>", ("ban",), (), 0.4, "Meta → Sony")


def moved(name, estimate):
    return Change(name, 100, estimate, 0.01, {"ban": 3, "fine": 0}, {"ban": 0, "fine": 0}, (EXAMPLE,))


def behaviour(passed, changed, followed, lost):
    failure = Failure("It is outlawed.", ("ban",), ("fine",), {"ban": 0.1, "fine": 0.9})
    return Behaviour(
        model="tfidf",
        labels=("ban", "fine"),
        confidence=0.9,
        functionality=(Ability("plain", 10, passed, (failure,)),),
        invariance=(moved("company", changed),),
        direction=(Direction("a fine", ("fine",), 50, followed, (EXAMPLE,)),),
        robustness=(Damage(moved("typos", Estimate(0.1)), lost),),
    )


GOOD = behaviour(Estimate(0.8, 0.5, 0.9), Estimate(0.05, 0.01, 0.2), Estimate(0.8, 0.7, 0.9), Estimate(-0.1, -0.2, 0.1))
DOUBTFUL = behaviour(
    Estimate(0.7, 0.5, 0.9), Estimate(0.06, 0.01, 0.2), Estimate(0.7, 0.6, 0.9), Estimate(0.1, 0.0, 0.2)
)
BAD = behaviour(Estimate(0.5, 0.3, 0.7), Estimate(0.1, 0.06, 0.2), Estimate(0.7, 0.6, 0.79), Estimate(0.1, 0.05, 0.2))
UNKNOWN = behaviour(*[Estimate(None)] * 4)


@pytest.mark.parametrize(("found", "surely"), [(GOOD, []), (DOUBTFUL, [False] * 4), (BAD, [True] * 4), (UNKNOWN, [])])
def test_a_limit_is_broken_surely_only_by_the_whole_interval(found, surely):
    assert [breach.surely for breach in breaches(found, PARAMS)] == surely


def test_without_an_interval_nothing_is_sure():
    lost = msgspec.structs.replace(BAD.robustness[0], lost=Estimate(0.5))
    found = breaches(msgspec.structs.replace(BAD, robustness=(lost,)), PARAMS)
    assert [breach.surely for breach in found if breach.part == "corruption"] == [False]


def test_what_is_known_to_fail_may_fail_but_not_be_forgotten():
    broken = breaches(BAD, PARAMS)
    new, mended = judged(broken, ["company", "a fine"])
    assert [breach.name for breach in new] == ["plain", "typos"]
    assert mended == []
    assert judged(breaches(DOUBTFUL, PARAMS), ["company"]) == ([], []), "chance may have mended it"
    assert judged(breaches(GOOD, PARAMS), ["company", "misspelt"]) == ([], ["company", "misspelt"])


def test_a_breach_in_words():
    assert [described(breach) for breach in breaches(BAD, PARAMS)] == [
        "capability `plain`: cases passed 50.0% (30.0 to 70.0), limit 80%, beyond chance",
        "swap `company`: label sets changed 10.0% (6.0 to 20.0), limit 5%, beyond chance",
        "addition `a fine`: answers that follow 70.0% (60.0 to 79.0), limit 80%, beyond chance",
        "corruption `typos`: macro-F1 lost 10.0% (5.0 to 20.0), limit 3%, beyond chance",
    ]
    assert described(breaches(DOUBTFUL, PARAMS)[0]).endswith("within chance")


def test_the_page_shows_what_fails():
    text = page(BAD, PARAMS)
    assert text.startswith(
        "# Behaviour of tfidf\n\n**4 of 4 tests break their limits beyond chance, 0 within chance.**"
    )
    assert "| plain | 10 | 50.0% (30.0 to 70.0) | beyond chance |" in text
    assert "| company | 100 | 10.0% (6.0 to 20.0) | 0.010 | ban 3 | – | beyond chance |" in text
    assert "| a fine | `fine` | 50 | 70.0% (60.0 to 79.0) | beyond chance |" in text
    assert "| typos | 100 | 10.0 (5.0 to 20.0) | 10.0% | 0.010 | beyond chance |" in text
    assert "- missed `ban`; wrongly `fine`\n  > It is outlawed." in text
    assert "- `ban` → `none`; Meta → Sony\n  > Sony \\| \\<b\\>won" in text
    assert "90% intervals of lost macro-F1" in text


def test_examples_are_of_failing_tests_alone():
    assert "## Examples" not in page(GOOD, PARAMS)
    assert "Sony" not in page(GOOD, PARAMS)


def test_the_worst_comes_first():
    worse = Ability("worse", 10, Estimate(0.1, 0.0, 0.4), ())
    text = page(msgspec.structs.replace(BAD, functionality=(*BAD.functionality, worse)), PARAMS)
    assert text.index("| worse |") < text.index("| plain |")


def test_parts_that_were_not_tried_are_left_out():
    text = page(msgspec.structs.replace(GOOD, functionality=(), direction=()), PARAMS)
    assert "Capabilities" not in text
    assert "Added sentences" not in text


def test_what_is_unknown_is_a_dash():
    assert hundredths(Estimate(None)) == "–"
    assert hundredths(Estimate(-0.014, -0.02, 0.01), unit="") == "−1.4 (−2.0 to 1.0)"


def test_a_long_text_is_cut_in_the_middle():
    text = quoted("a" * 200 + " " + "b" * 200)
    assert len(text) < 250
    assert text.startswith("aaa")
    assert " … " in text
    assert text.endswith("bbb")
