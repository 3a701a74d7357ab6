"""``reports/labelling.md``: the label stage's report for people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.labelling.disagreements import Disagreement
from pipeline.labelling.rule_analysis import RuleFigures
from pipeline.labelling.suspicious import Suspicious

_LISTED = 20


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page tells."""

    labels: tuple[str, ...]
    figures: Mapping[str, Any]
    """What ``reports/labelling.json`` holds."""
    rules: Sequence[RuleFigures] = ()
    disagreements: Sequence[Disagreement] = ()
    suspicious: Sequence[Suspicious] = ()
    experiment: str = ""
    """What ``reports/weak_labels.md`` says of weak labels, empty if nobody ran the experiment."""


def page(report: Report) -> str:
    """The report as Markdown."""
    parts = [
        "# Labels\n\nWritten by the stage `label` (`dvc repro label`). The guidelines of the labels are in "
        "`docs/labelling-guidelines.md`, how labels come about in `docs/labelling.md`.",
        _data(report),
        _agreement(report),
        _disagreements(report),
        _suspicious(report),
        _rules(report),
        report.experiment,
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _data(report: Report) -> str:
    rows = [
        [
            split,
            f"{found['documents']:,}",
            f"{found['paragraphs']:,}",
            ", ".join(f"{source} {count:,}" for source, count in found["sources"].items()),
            *(f"{found['labels'][label]:,}" for label in (*report.labels, "none")),
        ]
        for split, found in report.figures["splits"].items()
    ]
    head = ["split", "documents", "paragraphs", "where labels came from", *report.labels, "none"]
    unused = f"{report.figures['unused_paragraphs']:,} paragraphs are unused: not annotated, and no weak label is sure."
    return f"## Data\n\n{_table(head, rows)}\n{unused}"


def _agreement(report: Report) -> str:
    found = report.figures["agreement"]
    if not found["paragraphs"]:
        return "## Agreement of annotators\n\nNo paragraph has been annotated twice."
    rows = [
        [label, _number(one["alpha"]), _number(one["raw"]), *(f"{count:,}" for count in one["positives"].values())]
        for label, one in found["labels"].items()
    ]
    annotators = next(iter(found["labels"].values()))["positives"]
    pairs = ", ".join(f"{pair} {_number(score)}" for pair, score in found["macro_f1"].items())
    return (
        f"## Agreement of annotators\n\nOn {found['paragraphs']:,} paragraphs with at least two answers, before "
        f"adjudication. Macro-F1 of one annotator against the other: {pairs}.\n\n"
        + _table(["label", "Krippendorff's alpha", "raw agreement", *(f"given by {name}" for name in annotators)], rows)
    )


def _disagreements(report: Report) -> str:
    # Whoever writes rules reads this page, and rules must not be written from validation or test paragraphs.
    shown = [one for one in report.disagreements if one.split == "train"][:_LISTED]
    if not report.disagreements:
        return "## Disagreements\n\nNone."
    still_open = sum(one.adjudicated is None for one in report.disagreements)
    lines = []
    for one in shown:
        said = "; ".join(f"{annotator}: {_labels(given)}" for annotator, given in one.answers.items())
        final = "not adjudicated" if one.adjudicated is None else f"adjudicated: {_labels(one.adjudicated)}"
        lines.append(f"- {said}; **{final}** (`{one.document}`)\n  > {_quoted(one.text)}")
    return (
        f"## Disagreements\n\n{len(report.disagreements):,} paragraphs, {still_open:,} of them not adjudicated. All "
        f"are in `disagreements.jsonl`; here are the first {len(shown)} of train.\n\n" + "\n".join(lines)
    )


def _suspicious(report: Report) -> str:
    if not report.suspicious:
        return ""
    lines = [
        f"- **{one.label}** {'given' if one.given else 'not given'}, model {one.probability:.2f}; labels "
        f"{_labels(one.labels)}, {one.source} (`{one.document}`)\n  > {_quoted(one.text)}"
        for one in report.suspicious[:_LISTED]
    ]
    return (
        f"## Suspicious annotations\n\n{len(report.suspicious):,} decisions on train paragraphs that a model of the "
        "other documents finds hard to believe, the least believable first. They are worth a second look, no more: the "
        f"model is often the one that errs. All are in `suspicious.jsonl`; here are the first {len(lines)}.\n\n"
        + "\n".join(lines)
    )


def _rules(report: Report) -> str:
    if not report.rules:
        return ""
    parts = [
        "## Rules\n\nMeasured on annotated train paragraphs, with 95% Wilson intervals; as numbers in `rules.csv`. "
        "*Overlap*: another rule of the label votes too; *conflict*: one votes the other way. *Precision*: share of "
        "its votes that are right. *Recall*: share of the paragraphs with the label (for a rule against: without it) "
        "on which it votes. *Weight*: what its vote adds to the log-odds; 0 if annotations speak against its use."
    ]
    head = ["rule", "vote", "votes", "coverage", "overlap", "conflict", "precision", "recall", "weight"]
    for label in report.labels:
        rows = [
            [
                row.rule,
                row.vote,
                f"{row.coverage.hits:,}",
                *(f"{share.value or 0:.1%}" for share in (row.coverage, row.overlap, row.conflict)),
                str(row.precision),
                str(row.recall),
                f"{row.weight:+.2f}",
            ]
            for row in report.rules
            if row.label == label
        ]
        if rows:
            parts.append(f"### {label}\n\n{_table(head, rows)}")
    return "\n\n".join(part.strip() for part in parts)


def _labels(given: Iterable[str]) -> str:
    return ", ".join(f"`{label}`" for label in given) or "`none`"


def _quoted(text: str) -> str:
    """Foreign text on one line, without what Markdown or HTML would take for markup."""
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
