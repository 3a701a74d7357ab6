"""How a model behaves, as a page that is read in a minute: what fails first."""

from collections.abc import Iterator, Sequence

from pipeline.evaluation.behaviour.change import Change, Example
from pipeline.evaluation.behaviour.functionality import Failure
from pipeline.evaluation.behaviour.limits import Breach, breaches
from pipeline.evaluation.behaviour.report import Behaviour
from pipeline.evaluation.behaviour.wording import hundredths, labels, quoted, table
from pipeline.evaluation.numerals import UNKNOWN, number, percent
from pipeline.params import BehaviourParams

_EACH = 2
"""Examples shown of a test at most."""


def page(behaviour: Behaviour, params: BehaviourParams) -> str:
    """The report as Markdown."""
    broken = {(breach.part, breach.name): breach for breach in breaches(behaviour, params)}
    kept = {key: "beyond chance" if breach.surely else "within chance" for key, breach in broken.items()}
    parts = (
        _summary(behaviour, list(broken.values())),
        _capabilities(behaviour, params, kept),
        _swaps(behaviour, params, kept),
        _additions(behaviour, params, kept),
        _damages(behaviour, params, kept),
        _examples(behaviour, set(broken)),
    )
    return "\n\n".join(block for part in parts for block in part) + "\n"


def _summary(behaviour: Behaviour, broken: Sequence[Breach]) -> Iterator[str]:
    parts = behaviour.functionality, behaviour.invariance, behaviour.direction, behaviour.robustness
    surely = sum(breach.surely for breach in broken)
    yield f"# Behaviour of {behaviour.model}"
    yield (
        f"**{surely} of {sum(map(len, parts))} tests break their limits beyond chance, {len(broken) - surely} within "
        "chance.** What is tried and why: `docs/behaviour.md`. In brackets: 95% intervals of shares, "
        f"{percent(behaviour.confidence)} intervals of lost macro-F1 from resampling documents."
    )


def _capabilities(behaviour: Behaviour, params: BehaviourParams, kept: dict[tuple[str, str], str]) -> Iterator[str]:
    if not behaviour.functionality:
        return
    yield f"## Capabilities: at least {percent(params.min_passed)} of the cases must be right"
    yield table(
        ("Capability", "Cases", "Right", "Limit broken"),
        (
            (found.name, found.cases, hundredths(found.passed), kept.get(("capability", found.name), ""))
            for found in sorted(behaviour.functionality, key=lambda found: found.passed.value or 0.0)
        ),
    )


def _swaps(behaviour: Behaviour, params: BehaviourParams, kept: dict[tuple[str, str], str]) -> Iterator[str]:
    yield f"## Swaps: at most {percent(params.max_changed)} of the label sets may change"
    yield table(
        ("Swap", "Paragraphs", "Changed", "Mean change of a score", "Lost", "Gained", "Limit broken"),
        (
            (
                *(found.name, found.paragraphs, hundredths(found.changed), number(found.shift, 3)),
                *_flips(found),
                kept.get(("swap", found.name), ""),
            )
            for found in sorted(behaviour.invariance, key=lambda found: -(found.changed.value or 0.0))
        ),
    )


def _additions(behaviour: Behaviour, params: BehaviourParams, kept: dict[tuple[str, str], str]) -> Iterator[str]:
    if not behaviour.direction:
        return
    yield f"## Added sentences: at least {percent(params.min_followed)} of the answers must follow"
    yield table(
        ("Sentence", "Adds", "Paragraphs", "Followed", "Limit broken"),
        (
            (
                *(found.name, labels(found.adds) if found.adds else "nothing", found.paragraphs),
                *(hundredths(found.followed), kept.get(("addition", found.name), "")),
            )
            for found in sorted(behaviour.direction, key=lambda found: found.followed.value or 0.0)
        ),
    )


def _damages(behaviour: Behaviour, params: BehaviourParams, kept: dict[tuple[str, str], str]) -> Iterator[str]:
    yield f"## Damaged text: at most {number(100 * params.max_lost, 1)} points of macro-F1 may be lost"
    yield table(
        ("Damage", "Paragraphs", "Points lost", "Label sets changed", "Mean change of a score", "Limit broken"),
        (
            (
                *(found.change.name, found.change.paragraphs, hundredths(found.lost, unit="")),
                *(hundredths(found.change.changed), number(found.change.shift, 3)),
                kept.get(("corruption", found.change.name), ""),
            )
            for found in sorted(behaviour.robustness, key=lambda found: -(found.lost.value or 0.0))
        ),
    )


def _examples(behaviour: Behaviour, broken: set[tuple[str, str]]) -> Iterator[str]:
    """Of the tests whose limits are broken."""
    lines = {("capability", found.name): _failed(found.failures) for found in behaviour.functionality}
    lines |= {("swap", found.name): _moved(found.examples) for found in behaviour.invariance}
    lines |= {("addition", found.name): _moved(found.examples) for found in behaviour.direction}
    lines |= {("corruption", found.change.name): _moved(found.change.examples) for found in behaviour.robustness}
    if broken:
        yield "## Examples"
        yield f"Up to {_EACH} of each test that breaks its limit; more are in `behaviour.json`."
    for (part, name), found in lines.items():
        if (part, name) in broken:
            yield f"**{part.capitalize()}: {name}**"
            yield "\n".join(found)


def _failed(failures: Sequence[Failure]) -> list[str]:
    return [
        f"- {'; '.join(_wrong(failure.missing, failure.wrong))}\n  > {quoted(failure.text)}"
        for failure in failures[:_EACH]
    ]


def _moved(examples: Sequence[Example]) -> list[str]:
    return [
        f"- {labels(example.before)} → {labels(example.after)}"
        + (f"; {quoted(example.edits)}" if example.edits else "")
        + f"\n  > {quoted(example.text)}"
        for example in examples[:_EACH]
    ]


def _wrong(missing: Sequence[str], wrong: Sequence[str]) -> Iterator[str]:
    if missing:
        yield f"missed {labels(missing)}"
    if wrong:
        yield f"wrongly {labels(wrong)}"


def _flips(found: Change) -> tuple[str, str]:
    """The labels lost and gained, the most frequent first."""
    lost, gained = (
        ", ".join(f"{label} {count}" for label, count in sorted(flips.items(), key=lambda flip: -flip[1]) if count)
        for flips in (found.lost, found.gained)
    )
    return lost or UNKNOWN, gained or UNKNOWN
