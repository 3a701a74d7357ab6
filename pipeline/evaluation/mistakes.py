"""The wrong answers from which a reader learns most."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluation.predictions import Predicted


@dataclass(frozen=True, slots=True)
class Mistake:
    """A paragraph that one model at least labels wrongly."""

    document: str
    text: str
    truth: tuple[str, ...]
    answers: Mapping[str, Predicted]
    """Model name → its answer."""


def instructive(
    predictions: Mapping[str, Sequence[Predicted]], labels: Sequence[str], count: int = 20
) -> list[Mistake]:
    """Up to ``count`` paragraphs that models label wrongly, model name → predictions of the same paragraphs.

    Each is filed under its worst decision: a missed label with a low score or a false one with a high score, the mean
    over models telling how low or high. Every such kind of mistake is shown in turn, the surest of each kind first, so
    that no frequent kind crowds out the others.
    """
    kinds: dict[tuple[str, bool], list[tuple[float, str, Mistake]]] = defaultdict(list)
    for answers in zip(*predictions.values(), strict=True):
        first = answers[0]
        if all(answer.labels == answer.truth for answer in answers):
            continue
        severity, label = max((_severity(answers, label), label) for label in labels)
        mistake = Mistake(first.document, first.text, first.truth, dict(zip(predictions, answers, strict=True)))
        kinds[label, label in first.truth].append((-severity, first.id, mistake))
    order = [(label, missed) for label in labels for missed in (True, False)]
    queues = [[mistake for *_, mistake in sorted(kinds[kind], key=lambda entry: entry[:2])] for kind in order]
    rounds = range(max(map(len, queues), default=0))
    return [queue[turn] for turn in rounds for queue in queues if turn < len(queue)][:count]


def _severity(answers: Sequence[Predicted], label: str) -> float:
    """How far the models' mean score is from the truth; below 0 if no model decides wrongly on this label."""
    wanted = label in answers[0].truth
    if all((label in answer.labels) == wanted for answer in answers):
        return -1.0
    return abs(wanted - sum(answer.scores[label] for answer in answers) / len(answers))
