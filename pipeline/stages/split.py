"""Deal documents to train, validation and test: ``data/paragraphs.jsonl`` → ``data/splits.csv``."""

from collections import Counter
from pathlib import Path

from pipeline import params as parameters
from pipeline.errors import RegactError, at
from pipeline.files import read_jsonl
from pipeline.labelling.checks import NoCopyAcrossSplits, NoEmptySplit, OneSplitPerGroup, enforce
from pipeline.records import Document, Paragraph
from pipeline.stages.runner import run, say
from pipeline.text.groups import assign
from pipeline.text.near_duplicates import near_duplicates
from pipeline.text.splits import SPLITS, write_splits

PARAGRAPHS = Path("data/paragraphs.jsonl")
DOCUMENTS = Path("data/documents.jsonl")
OUTPUT = Path("data/splits.csv")


def main() -> None:
    """Group documents by event and near-duplicates, deal the groups, check, write."""
    params = parameters.load().split
    paragraphs = [paragraph for _, paragraph in read_jsonl(PARAGRAPHS, Paragraph, "run `dvc repro prepare`")]
    if not paragraphs:
        raise RegactError(f"{PARAGRAPHS}: no paragraphs; put documents into data/raw and run `dvc repro`")
    known = read_documents(DOCUMENTS)
    names = sorted({paragraph.document for paragraph in paragraphs})
    pairs = near_duplicates([paragraph.text for paragraph in paragraphs], params.near_duplicate)
    ties = sorted({(paragraphs[pair.first].document, paragraphs[pair.second].document) for pair in pairs})

    assignments = assign([known.get(name, Document(id=name)) for name in names], ties, params)
    splits = {found.document: found for found in assignments}
    enforce(OUTPUT, [OneSplitPerGroup(assignments), NoCopyAcrossSplits(splits, ties), NoEmptySplit(assignments)])
    write_splits(OUTPUT, assignments)
    sizes = Counter(splits[paragraph.document].split for paragraph in paragraphs)
    shares = ", ".join(f"{split} {sizes[split] / len(paragraphs):.1%}" for split in SPLITS)
    say(f"split: {len(names)} documents, {len(pairs)} near-duplicate pairs; paragraphs: {shares}")


def read_documents(path: Path) -> dict[str, Document]:
    """What is known of the documents, by id; nothing if there is no such file.

    Raises:
        RegactError: a line that is not a document, or an id that stands twice.
    """
    documents: dict[str, Document] = {}
    for line, document in read_jsonl(path, Document) if path.exists() else ():
        if document.id in documents:
            raise RegactError(f"{at(path, line)}: document `{document.id}` stands twice; remove one line")
        documents[document.id] = document
    return documents


if __name__ == "__main__":
    run(main)
