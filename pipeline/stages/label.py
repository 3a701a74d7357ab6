"""Annotations and rules → ``data/labelled/{train,validation,test}.jsonl`` and the report on labels."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.files import read_jsonl, write_json, write_jsonl, write_text
from pipeline.labelling import annotations as annotation_files
from pipeline.labelling import report, rule_analysis, rules
from pipeline.labelling.agreement import agreement
from pipeline.labelling.checks import EnoughPositives, enforce
from pipeline.labelling.disagreements import disagreements
from pipeline.labelling.labelled import annotated, truth, weakly_labelled
from pipeline.labelling.page import Report, page
from pipeline.labelling.suspicious import suspicious
from pipeline.labelling.weak import fit
from pipeline.records import LabelledParagraph, Paragraph
from pipeline.stages.runner import run, say
from pipeline.text.splits import SPLITS, read_splits

PARAGRAPHS = Path("data/paragraphs.jsonl")
SPLITS_FILE = Path("data/splits.csv")
ANNOTATIONS = Path("data/annotations")
RULES = Path("data/rules.yaml")
OUTPUT = Path("data/labelled")
REPORTS = Path("reports")
EXPERIMENT = REPORTS / "weak_labels.md"


def main() -> None:
    """Merge annotations, give unannotated train paragraphs weak labels, check, write data and report."""
    params = parameters.load()
    labels, settings = params.labels, params.label
    paragraphs, assigned = _paragraphs(), read_splits(SPLITS_FILE)
    missing = next((p.document for p in paragraphs if p.document not in assigned), None)
    if missing is not None:
        raise RegactError(f"{SPLITS_FILE}: document `{missing}` has no split; run `dvc repro split`")
    groups = {document: found.group for document, found in assigned.items()}
    splits = {document: found.split for document, found in assigned.items()}

    annotations = annotation_files.read(ANNOTATIONS, paragraphs, labels, settings.max_unmatched)
    if annotations.unmatched:
        say(f"warning: {len(annotations.unmatched)} annotations left out; first {annotations.unmatched[0]}")
    done, rest = annotated(paragraphs, annotations, labels, groups)
    labelled = {split: [p for p in done if splits[p.document] == split] for split in SPLITS}
    doubtful = suspicious(labelled["train"], labels, params.seed)

    found = rules.load(RULES, labels)
    seen = _votes(found, labelled["train"]), truth(labelled["train"], labels)
    labeller = fit(found, labels, *seen)
    if settings.weak and found:
        unlabelled = [p for p in rest if splits[p.document] == "train"]
        labelled["train"] += weakly_labelled(unlabelled, labeller, settings.min_confidence, groups)
    unused = len(paragraphs) - sum(map(len, labelled.values()))
    say(f"label: {', '.join(f'{split} {len(labelled[split])}' for split in SPLITS)} paragraphs, {unused} unused")

    counts = {split: report.positives(labelled[split], labels) for split in SPLITS}
    enforce(ANNOTATIONS, [EnoughPositives(counts, params.split.min_positives)])
    for split in SPLITS:
        write_jsonl(OUTPUT / f"{split}.jsonl", labelled[split])

    guessed = labeller.probabilities(_votes(found, labelled["validation"]))
    differing = disagreements(paragraphs, annotations, labels, splits)
    figures = {
        "splits": report.split_figures(labelled, labels),
        "unused_paragraphs": unused,
        "annotations": report.annotation_figures(annotations, labels),
        "agreement": agreement(annotations.answers.values(), labels),
        "disagreements": len(differing),
        "suspicious": len(doubtful),
        "weak_on_validation": report.weak_figures(
            guessed, truth(labelled["validation"], labels), labels, settings.min_confidence
        ),
    }
    worth = rule_analysis.analyse(labeller, *seen)
    told = EXPERIMENT.read_text(encoding="utf-8") if EXPERIMENT.exists() else ""
    write_json(REPORTS / "labelling.json", figures, width=180)
    write_text(REPORTS / "labelling.md", page(Report(labels, figures, worth, differing, doubtful, told)))
    write_text(REPORTS / "rules.csv", rule_analysis.as_csv(worth))
    write_jsonl(REPORTS / "disagreements.jsonl", differing)
    write_jsonl(REPORTS / "suspicious.jsonl", doubtful)


def _paragraphs() -> list[Paragraph]:
    """All paragraphs; of one that a document holds twice, the first."""
    read = read_jsonl(PARAGRAPHS, Paragraph, "run `dvc repro prepare`")
    return list({(p.document, p.id): p for _, p in reversed(list(read))}.values())[::-1]


def _votes(found: tuple[rules.Rule, ...], paragraphs: Sequence[LabelledParagraph]) -> NDArray[np.bool_]:
    return rules.votes(found, [paragraph.text for paragraph in paragraphs])


if __name__ == "__main__":
    run(main)
