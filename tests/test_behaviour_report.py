import msgspec
import pytest
from keyword_model import Keyword, paragraphs

from pipeline.errors import RegactError
from pipeline.evaluation.behaviour.corruptions import CORRUPTIONS
from pipeline.evaluation.behaviour.direction import direction
from pipeline.evaluation.behaviour.functionality import functionality
from pipeline.evaluation.behaviour.invariance import edits, invariance
from pipeline.evaluation.behaviour.report import examine, read
from pipeline.evaluation.behaviour.robustness import robustness
from pipeline.evaluation.behaviour.suite import Addition, Capability, Case, Suite
from pipeline.evaluation.behaviour.trial import Memory, Trial
from pipeline.evaluation.bootstrap import Estimate
from pipeline.files import write_json
from pipeline.params import BehaviourParams, EvaluateParams, LabelParams, Params, SplitParams

LABELS = ("ban", "fine")
MODEL = Keyword({"ban": ["banned", "Moscow"], "fine": ["fined"]})
TEXTS = [
    ("It was banned in Oslo", ["ban"]),
    ("It was fined 20 euros", ["fine"]),
    ("Nothing in Rome", []),
    ("So it is", []),
]
PARAGRAPHS = paragraphs(*[(f"{text}, said number {i}.", labels) for i in range(6) for text, labels in TEXTS])
SUITE = Suite(
    capabilities=(
        Capability("plain", ("It is banned.", Case("It is outlawed.", lacks=("fine",))), has=("ban",)),
        Capability("none", ("All is well.", "Not banned."), lacks=LABELS),
    ),
    swaps={"city": ("Oslo", "Moscow", "Rome")},
    additions=(
        Addition("a fine", ("They fined it.",), ("fine",)),
        Addition("a ban", ("They fined it.",), ("ban",)),
        Addition("neutral", ("It rained.",)),
        Addition("loaded", ("In Moscow it rained.",)),
    ),
)


def trial(model=MODEL, chosen=PARAGRAPHS, count=100):
    return Trial(Memory(model), LABELS, chosen, count, seed=1)


def test_cases_that_fail_say_how():
    plain, none = functionality(SUITE.capabilities, Memory(MODEL))
    assert (plain.cases, plain.passed.value) == (2, 0.5)
    assert [(f.text, f.missing, f.wrong) for f in plain.failures] == [("It is outlawed.", ("ban",), ())]
    assert [(f.text, f.missing, f.wrong) for f in none.failures] == [("Not banned.", (), ("ban",))]
    assert plain.passed.low < 0.5 < plain.passed.high


def test_a_swap_that_the_model_minds_is_found():
    found = {change.name: change for change in invariance(trial(), SUITE)}
    assert list(found) == ["city", "amount", "date"]
    city = found["city"]
    assert city.paragraphs == 12
    assert city.gained["ban"] > 0
    assert city.lost == {"ban": 0, "fine": 0}
    assert all(example.edits in ("Oslo → Moscow", "Rome → Moscow") for example in city.examples)
    assert (found["amount"].paragraphs, found["amount"].changed.value) == (6, 0)
    assert found["date"].changed == Estimate(None)


def test_edits_are_told_once():
    assert (
        edits("Meta won; Meta's day, in Rome.", "Sony won; Sony's day, in Oslo.")
        == "Meta → Sony; Meta's → Sony's; Rome → Oslo"
    )


def test_a_sentence_must_be_followed():
    fine, ban, neutral, loaded = direction(trial(), SUITE.additions)
    assert (fine.paragraphs, fine.followed.value) == (12, 1.0), "paragraphs without label alone"
    assert (ban.paragraphs, ban.followed.value) == (12, 0.0)
    assert ban.examples[0].after == ("fine",)
    assert len(ban.examples) == 10
    assert (neutral.paragraphs, neutral.followed.value) == (24, 1.0)
    assert loaded.followed.value == 0.25, "what is banned already stays so"


def test_a_paragraph_that_has_the_label_already_proves_nothing():
    wrong = paragraphs(("banned, but labelled none", []), ("quiet", []))
    found = direction(trial(chosen=wrong), [Addition("a ban", ("It was banned.",), ("ban",))])[0]
    assert (found.paragraphs, found.followed.value) == (1, 1.0)


def test_damage_costs_what_it_costs():
    found = {damage.change.name: damage for damage in robustness(trial(), EvaluateParams(resamples=100))}
    assert list(found) == list(CORRUPTIONS)
    assert found["all lower case"].lost == Estimate(0.0, 0.0, 0.0)
    assert found["all capitals"].lost == Estimate(1.0, 1.0, 1.0), "the model knows no word in capitals"
    assert found["all capitals"].change.changed.value == 0.5
    assert found["mojibake"].lost == Estimate(None), "there is nothing to damage"
    assert found["line breaks"].change.shift == 0


def test_the_count_is_a_limit():
    assert all(damage.change.paragraphs <= 5 for damage in robustness(trial(count=5), EvaluateParams(resamples=100)))


def test_a_report_is_read_as_it_was_written(tmp_path):
    params = Params(LABELS, ("tfidf",), 1, SplitParams(), LabelParams(), EvaluateParams(100), BehaviourParams())
    report = examine(MODEL, PARAGRAPHS, SUITE, params)
    assert msgspec.json.encode(report) == msgspec.json.encode(examine(MODEL, PARAGRAPHS, SUITE, params))
    path = tmp_path / "behaviour.json"
    write_json(path, report)
    assert read(path) == report
    path.write_text("{}")
    with pytest.raises(RegactError, match="run `dvc repro`"):
        read(path)
