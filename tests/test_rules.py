from pathlib import Path

import pytest
import yaml

from pipeline.errors import RegactError
from pipeline.labelling.patterns import compiled
from pipeline.labelling.rules import load, sentences, votes

LABELS = ("ban", "penalty")
ROOT = Path(__file__).parent.parent
TEXTS = [
    "The regulator fined the company 20 million euros. It may appeal.",
    "Der Fall: Ärzte müssen zahlen. Nobody may sell the chips to them, a court ruled – €5m in all.",
    "No service may open before its algorithm has been filed with the ministry, and 12 applications were refused.",
    "The government plans a national AI strategy. The minister said it would promote innovation.",
]


def write(folder, text):
    path = folder / "rules.yaml"
    path.write_text(text)
    return path


def fires(folder, patterns, *texts):
    path = write(folder, yaml.safe_dump({"ban": [{"name": "r", "patterns": patterns, "reason": "why"}]}))
    return votes(load(path, LABELS), texts)[:, 0].tolist()


def test_rules_are_read_in_the_order_of_the_file(tmp_path):
    path = write(
        tmp_path,
        "penalty:\n- {name: fine, patterns: fined, reason: money}\n"
        "ban:\n- name: sport\n  patterns: [banned, stadium]\n  against: true\n  reason: sport\n",
    )
    first, second = load(path, LABELS)
    assert (first.name, first.label, first.against, len(first.patterns)) == ("fine", "penalty", False, 1)
    assert (second.name, second.label, second.against, len(second.patterns)) == ("sport", "ban", True, 2)


def test_one_pattern_is_looked_for_in_the_whole_paragraph_whatever_the_case(tmp_path):
    assert fires(tmp_path, r"\bbanned\b", "It was BANNED.", "It was unbanned.") == [True, False]
    assert fires(tmp_path, "app.*gone", "The app? By noon it was gone.") == [True]
    assert fires(tmp_path, "(?-i:AI)", "Said of AI.", "said of ai.") == [True, False]


def test_several_patterns_must_match_in_one_sentence(tmp_path):
    together, apart = "The store removed the app. It rained.", "The store opened. An app was removed."
    assert fires(tmp_path, ["store", "removed"], together, apart, "store") == [True, False, False]


def test_votes_find_what_each_pattern_finds_alone(tmp_path):
    text = (ROOT / "data/rules.yaml").read_text()
    rules = load(write(tmp_path, text), tuple(yaml.safe_load(text)))
    table = votes(rules, TEXTS)
    assert table.any(axis=1).all()
    for column, rule in enumerate(rules):
        patterns = [compiled(pattern) for pattern in rule.patterns]
        for row, whole in enumerate(TEXTS):
            places = sentences(whole) if len(patterns) > 1 else [whole]
            expected = any(all(pattern.search(place.encode()) for pattern in patterns) for place in places)
            assert table[row, column] == expected, (rule.name, whole)


def test_no_file_and_an_empty_file_hold_no_rules(tmp_path):
    assert load(tmp_path / "rules.yaml", LABELS) == ()
    assert load(write(tmp_path, "# nothing yet\n"), LABELS) == ()
    assert votes((), ["text", "other"]).shape == (2, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ban: [", r":1: not valid YAML"),
        ("ban:\n- {name: r, patterns: x, reason: !!python/name:os.system y}", r":2: not valid YAML"),
        ("- ban", r"must map labels"),
        ("ban: words", r":1: `ban` must hold a list"),
        ("bann:\n- {name: r, patterns: x, reason: y}", r":1: rules for unknown label `bann`; did you mean `ban`\?"),
        ("7: []", r":1: rules for unknown label `7`; params.yaml knows ban, penalty"),
        ("ban:\n- {name: r, pattern: x, reason: y}", r":2: rule `r`: .*unknown field `pattern`"),
        ("ban:\n- {name: r, reason: y}", r":2: rule `r`: .*missing required field `patterns`"),
        ("ban:\n- {patterns: x, reason: y}", r":2: a rule of `ban`: .*missing required field `name`"),
        ("ban:\n- {name: r, patterns: [], reason: y}", r":2: rule `r`: "),
        ("ban:\n- {name: r, patterns: x, reason: y, against: 3}", r":2: rule `r`: "),
        ("ban:\n- just text", r":2: a rule of `ban`: "),
        (
            "ban:\n- {name: r, patterns: x, reason: y}\npenalty:\n- {name: r, patterns: x, reason: y}",
            r":4: rule `r` stands twice",
        ),
        ("ban:\n- {name: r, patterns: '(x', reason: y}", r":2: rule `r`: bad pattern `\(x`: missing \)"),
        ("ban:\n- {name: r, patterns: ['x', '(?=y)'], reason: y}", r":2: rule `r`: bad pattern `\(\?=y\)`"),
        ("ban:\n- {name: r, patterns: '(x)\\1', reason: y}", r":2: rule `r`: bad pattern"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_rule(tmp_path, text, message):
    with pytest.raises(RegactError, match=message) as error:
        load(write(tmp_path, text), LABELS)
    assert "rules.yaml" in str(error.value)
    assert "\n" not in str(error.value)


def test_patterns_stay_linear_on_hostile_text(tmp_path):
    assert fires(tmp_path, "(a+)+$", "a" * 50_000 + "b") == [False]


def test_sentences():
    text = 'It fell on Dec. 3 in the U.S. Senate. "No," he said. 3.5 percent (of 7.1) paid! Why? 这是。那是。'
    assert sentences(text) == [
        "It fell on Dec.",
        "3 in the U.S. Senate.",
        '"No," he said.',
        "3.5 percent (of 7.1) paid!",
        "Why? 这是。",
        "那是。",
    ]
    assert sentences("") == []


def test_the_shipped_rules_load_and_know_the_traps_of_the_guidelines():
    labels = tuple(yaml.safe_load((ROOT / "params.yaml").read_text())["labels"])
    rules = load(ROOT / "data/rules.yaml", labels)
    assert {rule.label for rule in rules} == set(labels)
    assert all(any(rule.against for rule in rules if rule.label == label) for label in labels)
    traps = {
        "Registration for the developer summit closes on Friday.": "sign-up",
        "The striker missed a penalty kick in the last minute.": "sport-penalty",
        "An L2 penalty kept the weights of the regression small.": "sport-penalty",
        "The site has forty million registered users.": "sign-up",
        "Three fans got a stadium ban for two years.": "stadium-ban",
        "The code is free under an open-source licence.": "private-licence",
        "The shop's return policy gives buyers thirty days.": "return-policy",
        "After fine-tuning the model did better.": "fine-as-adjective",
    }
    acts = {
        "The regulator fined the company 20 million euros.": {"fine", "money-exacted"},
        "No provider may use the system in schools.": {"no-one-may"},
        "Two firms traded without a licence.": {"licence", "unlicensed-activity"},
        "The government published a white paper.": {"policy-papers"},
    }
    table = votes(rules, [*traps, *acts])
    voted = [{rule.name for rule, has in zip(rules, row, strict=True) if has} for row in table]
    against = {rule.name for rule in rules if rule.against}
    assert all(trap in found and trap in against for trap, found in zip(traps.values(), voted, strict=False))
    assert all(act <= found for act, found in zip(acts.values(), voted[len(traps) :], strict=True))
