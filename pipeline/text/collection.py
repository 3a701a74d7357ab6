"""A folder of documents and the list that describes them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.errors import RegactError, at
from pipeline.files import read_jsonl
from pipeline.records import Document
from pipeline.text.documents import SUFFIXES


def find_documents(folder: Path, warn: Callable[[str], None]) -> dict[str, Path]:
    """Document id (the file's name without suffix) → file, sorted; hidden files are not looked at.

    Raises:
        RegactError: two files of one id, or no document at all.
    """
    files: dict[str, Path] = {}
    for path in sorted(path for path in folder.glob("[!.]*") if path.is_file()):
        if path.suffix.lower() not in SUFFIXES:
            warn(f"warning: {path}: no reader for `{path.suffix}` (left out)")
        elif path.stem in files:
            raise RegactError(
                f"{path}: {files[path.stem].name} has the same name and so the same id; rename one of them"
            )
        else:
            files[path.stem] = path
    if not files:
        raise RegactError(f"{folder}: no documents; put some there ({', '.join(sorted(SUFFIXES))})")
    return files


def read_titles(path: Path, files: Mapping[str, Path]) -> dict[str, str]:
    """Document id → the title that the list at ``path`` gives; no list, no titles.

    Raises:
        RegactError: a line that is broken, stands twice, or speaks of a document that is not among ``files``.
    """
    titles: dict[str, str] = {}
    for line, document in read_jsonl(path, Document) if path.exists() else ():
        if document.id in titles:
            raise RegactError(f"{at(path, line)}: `{document.id}` stands twice; remove one of them")
        if document.id not in files:
            raise RegactError(f"{at(path, line)}: no raw file for `{document.id}`; add the file or remove the line")
        titles[document.id] = document.title
    return titles
