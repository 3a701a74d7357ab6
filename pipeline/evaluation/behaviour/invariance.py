"""Invariance: another company, country, authority, amount or date must not change what a paragraph tells of."""

from difflib import SequenceMatcher

from pipeline.evaluation.behaviour.change import Change, change
from pipeline.evaluation.behaviour.quantities import QUANTITIES, Alter
from pipeline.evaluation.behaviour.suite import Suite
from pipeline.evaluation.behaviour.swaps import WordSwap
from pipeline.evaluation.behaviour.trial import Trial


def invariance(trial: Trial, suite: Suite) -> tuple[Change, ...]:
    """Try every swap on paragraphs that hold something to swap."""
    swaps: dict[str, Alter] = {kind: WordSwap(suite.members(kind)) for kind in suite.swaps}
    return tuple(change(trial, name, trial.vary(name, alter), edits) for name, alter in (swaps | QUANTITIES).items())


def edits(before: str, after: str) -> str:
    """What was exchanged for what, once each: ``Google → Tesla; 5 → 7``."""
    old, new = ([word.strip('.,;:()“”"') for word in text.split()] for text in (before, after))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return "; ".join(
        dict.fromkeys(f"{' '.join(old[a:b])} → {' '.join(new[c:d])}" for tag, a, b, c, d in changes if tag != "equal")
    )
