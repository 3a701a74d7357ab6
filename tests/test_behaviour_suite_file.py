from pathlib import Path

import pytest

from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.evaluation.behaviour.suite import Case
from pipeline.evaluation.behaviour.suite_file import load
from pipeline.files import read_jsonl
from pipeline.records import Annotation

LABELS = ("ham", "spam")
ROOT = Path(__file__).parents[1]
GOOD = """\
swaps:
  city: [Oslo, Rome]
  country: [[France, French], [Italy, Italian]]
additions:
  - {name: neutral, sentences: [It rained.]}
capabilities:
  - name: plain
    has: [ham]
    cases:
      - A text of one kind.
      - text: A text of another.
        has: []
        lacks: [spam]
"""


def write(tmp_path, text):
    path = tmp_path / "behaviour.yaml"
    path.write_text(text)
    return path


def test_a_good_file(tmp_path):
    suite = load(write(tmp_path, GOOD), LABELS)
    assert suite.capabilities[0].resolved() == [
        Case("A text of one kind.", ("ham",), ()),
        Case("A text of another.", (), ("spam",)),
    ]
    assert suite.members("city") == [("Oslo",), ("Rome",)]
    assert suite.members("country") == [("France", "French"), ("Italy", "Italian")]
    assert suite.additions[0].adds == ()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_an_empty_file_holds_nothing(tmp_path, text):
    suite = load(write(tmp_path, text), LABELS)
    assert not suite.capabilities
    assert not suite.swaps
    assert not suite.additions


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("has: [ham]", "has: [hamm]", 10, "unknown label `hamm`; params.yaml knows ham, spam"),
        ("lacks: [spam]", "lacks: [eggs]", 11, "unknown label `eggs`"),
        ("lacks: [spam]", "lack: [spam]", 11, "unknown field `lack`"),
        ("has: []\n        lacks: [spam]", "has: []", 11, "the case expects nothing"),
        ("has: []", "has: [spam]", 11, "`spam` cannot be both there and not"),
        ("A text of another.", "A text of one kind.", 11, "the text stands twice"),
        ("sentences: [It rained.]", "sentences: []", 5, "length >= 1"),
        ("sentences: [It rained.]", "sentences: [It rained.], adds: [eggs]", 5, "unknown label `eggs`"),
        ("[Oslo, Rome]", "[Oslo]", 2, "length >= 2"),
        ("[Oslo, Rome]", "[Oslo, Rome, Oslo]", 2, "`Oslo` stands twice"),
        ("[Italy, Italian]", "[Italy]", 3, "`Italy` has 1 forms, `France` 2"),
        ("city:", "amount:", 2, "`amount` is built in"),
        ("- name: plain", "- nam: plain", 7, "unknown field `nam`"),
        ("has: [ham]", "has: [ham", 9, "not valid YAML"),
        ("swaps:", "- swaps", 2, "not valid YAML"),
        (GOOD, "- a\n- b\n", 1, "Expected `object`, got `array`"),
        (GOOD, "!!python/object/apply:os.system ['true']\n", 1, "not valid YAML"),
    ],
)
def test_a_mistake_names_its_line(tmp_path, old, new, line, message):
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(RegactError) as error:
        load(path, LABELS)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_capability_that_stands_twice(tmp_path):
    path = write(tmp_path, GOOD + "  - {name: plain, has: [ham], cases: [Something else.]}\n")
    with pytest.raises(RegactError, match=":14: capability `plain` stands twice"):
        load(path, LABELS)


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(RegactError, match="no such file; restore it, or make an empty one"):
        load(tmp_path / "behaviour.yaml", LABELS)


def test_the_shipped_file_tries_every_label_and_is_not_from_the_corpus():
    labels = parameters.load(ROOT / "params.yaml").labels
    suite = load(ROOT / "data" / "behaviour.yaml", labels)
    cases = [case for capability in suite.capabilities for case in capability.resolved()]
    assert len(suite.capabilities) >= 12
    assert all(len(capability.cases) >= 10 for capability in suite.capabilities)
    for label in labels:
        assert sum(label in case.has for case in cases) >= 20
        assert sum(label in case.lacks for case in cases) >= 20
        assert any(label in addition.adds for addition in suite.additions)
    files = sorted((ROOT / "data" / "annotations").glob("*.jsonl"))
    corpus = {annotation.text for file in files for _, annotation in read_jsonl(file, Annotation)}
    assert not corpus.intersection(case.text for case in cases)
