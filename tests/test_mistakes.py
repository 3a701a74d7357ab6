import msgspec
from synthetic import LABELS, predictions

from pipeline.evaluation.mistakes import instructive


def test_only_wrong_answers_are_shown():
    lines = {"good": predictions(0.0, 1)}
    assert instructive(lines, LABELS) == []


def test_every_kind_of_mistake_is_shown_in_turn():
    lines = {"weak": predictions(0.9, 1), "good": predictions(0.6, 2)}
    found = instructive(lines, LABELS, count=6)
    assert len(found) == 6
    missed = [set(m.truth) - set(m.answers["weak"].labels) - set(m.answers["good"].labels) for m in found]
    assert any(missed)
    assert not all(missed)
    for mistake in found:
        assert any(answer.labels != mistake.truth for answer in mistake.answers.values())
        assert list(mistake.answers) == ["weak", "good"]


def test_the_surest_mistake_comes_first():
    base = predictions(0.0, 1, paragraphs=4, documents=2)
    lines = [
        msgspec.structs.replace(p, truth=("ham",), labels=(), scores={"ham": score, "eggs": 0.0, "spam": 0.0})
        for p, score in zip(base, (0.4, 0.1, 0.3, 0.2), strict=True)
    ]
    assert [m.text for m in instructive({"m": lines}, LABELS)] == [f"Paragraph {i}." for i in (1, 3, 2, 0)]


def test_the_count_is_a_limit_and_the_choice_repeats():
    lines = {"weak": predictions(0.95, 1)}
    found = instructive(lines, LABELS)
    assert len(found) == 20
    assert found == instructive(lines, LABELS)
