"""Annotations and rules → ``data/labelled/{train,validation,test}.jsonl`` and ``reports/labelling.json``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.files import read_jsonl, write_json, write_jsonl
from pipeline.labelling import annotations as annotation_files
from pipeline.labelling import report, rules
from pipeline.labelling.agreement import agreement
from pipeline.labelling.checks import EnoughPositives, enforce
from pipeline.labelling.labelled import annotated, truth, weakly_labelled
from pipeline.labelling.weak import WeakLabeller, fit
from pipeline.params import Params
from pipeline.records import LabelledParagraph, Paragraph
from pipeline.stages.runner import run, say
from pipeline.text.splits import SPLITS, read_splits

PARAGRAPHS = Path("data/paragraphs.jsonl")
SPLITS_FILE = Path("data/splits.csv")
ANNOTATIONS = Path("data/annotations")
RULES = Path("data/rules.yaml")
OUTPUT = Path("data/labelled")
REPORT = Path("reports/labelling.json")


def main() -> None:
    """Merge annotations, give unannotated train paragraphs weak labels, check, write data and report."""
    params = parameters.load()
    labels, settings = params.labels, params.label
    paragraphs, splits = _paragraphs(), read_splits(SPLITS_FILE)
    missing = next((p.document for p in paragraphs if p.document not in splits), None)
    if missing is not None:
        raise RegactError(f"{SPLITS_FILE}: document `{missing}` has no split; run `dvc repro split`")
    groups = {document: found.group for document, found in splits.items()}

    annotations = annotation_files.read(ANNOTATIONS, paragraphs, labels, settings.max_unmatched)
    if annotations.unmatched:
        say(f"warning: {len(annotations.unmatched)} annotations left out; first {annotations.unmatched[0]}")
    done, rest = annotated(paragraphs, annotations, labels, groups)
    labelled = {split: [p for p in done if splits[p.document].split == split] for split in SPLITS}

    figures: dict[str, Any] = {}
    if settings.weak and (found := rules.load(RULES, labels)):
        labeller, figures = _weigh(found, params, labelled)
        unlabelled = [p for p in rest if splits[p.document].split == "train"]
        labelled["train"] += weakly_labelled(unlabelled, labeller, settings.min_confidence, groups)
    unused = len(paragraphs) - sum(map(len, labelled.values()))
    say(f"label: {', '.join(f'{split} {len(labelled[split])}' for split in SPLITS)} paragraphs, {unused} unused")

    counts = {split: report.positives(labelled[split], labels) for split in SPLITS}
    enforce(ANNOTATIONS, [EnoughPositives(counts, params.split.min_positives)])
    for split in SPLITS:
        write_jsonl(OUTPUT / f"{split}.jsonl", labelled[split])
    write_json(
        REPORT,
        {
            "splits": report.split_figures(labelled, labels),
            "unused_paragraphs": unused,
            "annotations": report.annotation_figures(annotations, labels),
            "agreement": agreement(annotations.answers.values(), labels),
            **figures,
        },
        width=180,
    )


def _paragraphs() -> list[Paragraph]:
    """All paragraphs; of one that a document holds twice, the first."""
    read = read_jsonl(PARAGRAPHS, Paragraph, "run `dvc repro prepare`")
    return list({(p.document, p.id): p for _, p in reversed(list(read))}.values())[::-1]


def _weigh(
    found: tuple[rules.Rule, ...], params: Params, labelled: Mapping[str, Sequence[LabelledParagraph]]
) -> tuple[WeakLabeller, dict[str, Any]]:
    """The rules weighed against annotated train paragraphs, and what they are worth there and on validation."""
    train, validation = (
        (rules.votes(found, [p.text for p in labelled[split]]), truth(labelled[split], params.labels))
        for split in ("train", "validation")
    )
    labeller = fit(found, params.labels, *train)
    probabilities = labeller.probabilities(validation[0])
    return labeller, {
        "weak_on_validation": report.weak_figures(
            probabilities, validation[1], params.labels, params.label.min_confidence
        ),
        "rules_on_train": report.rule_figures(labeller, *train),
    }


if __name__ == "__main__":
    run(main)
