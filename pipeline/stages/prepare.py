"""Documents as scraped → ``data/paragraphs.jsonl``; the segmentation is measured into ``reports/prepare.json``."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.files import read_jsonl, write_json, write_jsonl
from pipeline.records import Paragraph, paragraph_id
from pipeline.stages.runner import run, say
from pipeline.text.collection import find_documents, read_titles
from pipeline.text.documents import TABLE_SUFFIXES, read_article, read_rows
from pipeline.text.segmentation import Segmentation, TrueBlocks, measure, report
from pipeline.text.source import EmptyDocumentError

RAW, DOCUMENTS, BLOCKS = Path("data/raw"), Path("data/documents.jsonl"), Path("data/blocks.jsonl")
PARAGRAPHS, REPORT = Path("data/paragraphs.jsonl"), Path("reports/prepare.json")


def main() -> None:
    """Read every document, sorted by id, and measure those whose true blocks are known."""
    files = find_documents(RAW, say)
    titles = read_titles(DOCUMENTS, files)
    true = {entry.document: entry.blocks for _, entry in read_jsonl(BLOCKS, TrueBlocks)} if BLOCKS.exists() else {}
    measured: dict[str, list[Segmentation]] = {}
    paragraphs: list[Paragraph] = []
    for name, path in files.items():
        try:
            if path.suffix.lower() in TABLE_SUFFIXES:
                found = [(row.heading, row.text) for row in read_rows(path, say)]
                title = ""
            else:
                article = read_article(path, say)
                found, title = list(article.paragraphs), article.title
                if name in true:
                    measured.setdefault(path.suffix[1:].lower(), []).append(measure(article.blocks, true[name]))
        except EmptyDocumentError as error:
            say(f"warning: {error} (left out)")
            continue
        paragraphs += _paragraphs(name, titles.get(name) or title, found)
    write_jsonl(PARAGRAPHS, paragraphs)
    write_json(REPORT, {"documents": len(files), "paragraphs": len(paragraphs), **report(measured)})
    unmeasured = len(files) - sum(map(len, measured.values()))
    note = f"; {unmeasured} not in {BLOCKS}, not measured" if unmeasured else ""
    say(f"prepare: {len(files)} documents, {len(paragraphs)} paragraphs{note}")


def _paragraphs(document: str, title: str, found: list[tuple[str, str]]) -> Iterator[Paragraph]:
    """The document's paragraphs, each text once."""
    unique = {text: heading for heading, text in reversed(found) if text}
    for position, text in enumerate(dict.fromkeys(text for _, text in found if text), 1):
        yield Paragraph(paragraph_id(text), document, position, text, title, unique[text])


if __name__ == "__main__":
    run(main)
