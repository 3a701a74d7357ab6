"""What the user names on the command line → the passages to label, and the model to label them with."""

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pipeline.errors import RegactError
from pipeline.text.documents import SUFFIXES, Passage, passages_from_bytes, read_passages
from pipeline.text.normalise import normalise

T = TypeVar("T")

STDIN = Path("-")
MODELS = Path("models")
PREFERRED = "transformer"


def find(arguments: Iterable[str], skip: Path | None = None) -> list[Path]:
    """The documents and tables that ``arguments`` name: files, folders, glob patterns, ``-`` for standard input.

    A folder stands for everything of a known format below it, hidden files and ``skip`` (the file about to be written)
    left out. A file that is named, or that a pattern names, is always taken. Arguments keep their order, what a folder
    or pattern yields is sorted, and nothing comes twice.

    Raises:
        RegactError: an argument that leads to nothing.
    """
    found: dict[Path, None] = {}
    for argument in arguments:
        paths = _expand(argument, skip)
        if not paths:
            raise RegactError(f"{argument}: nothing to label there; known formats are {' '.join(sorted(SUFFIXES))}")
        found.update(dict.fromkeys(paths))
    return list(found)


def read(
    paths: Iterable[Path], warn: Callable[[str], None], fail: Callable[[Path, RegactError], None]
) -> Iterator[Passage]:
    """The passages of all ``paths``; one that cannot be read is told to ``fail`` and the next one follows."""
    for path in paths:
        try:
            if path == STDIN:
                yield from passages_from_bytes(sys.stdin.buffer.read(), str(STDIN), ".txt", warn)
            else:
                yield from read_passages(path, warn)
        except RegactError as error:
            fail(path, error)


def typed(texts: Sequence[str]) -> list[Passage]:
    """One passage for each text typed on the command line.

    Raises:
        RegactError: a text without a visible character.
    """
    passages = []
    for position, raw in enumerate(texts, 1):
        text = normalise(raw)
        if not text:
            raise RegactError(f"--text: paragraph {position} is empty; give some text")
        passages.append(Passage("text", position, text, title="", heading="", columns={}))
    return passages


def document_id(document: str) -> str:
    """The id that a document has, or will have, in ``data/raw``: its file's name without suffix."""
    path = Path(document)
    return path.stem if path.suffix.lower() in SUFFIXES else document


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of ``size``, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def bundle(model: str | None) -> Path:
    """The folder of the model called ``model``: ``models/NAME``, or the folder itself if it is a path.

    Without a name it is ``models/transformer`` if that is trained, else the first trained one by name.

    Raises:
        RegactError: no name was given and no model is trained.
    """
    if model is not None:
        named = MODELS / model
        return Path(model) if os.sep in model or (not named.is_dir() and Path(model).is_dir()) else named
    trained = trained_models()
    if not trained:
        raise RegactError(f"{MODELS}: no model is trained yet; run `dvc repro`, or name a bundle with --model")
    return MODELS / (PREFERRED if PREFERRED in trained else trained[0])


def bundle_if_any(model: str | None) -> Path | None:
    """As :func:`bundle`, but nothing named and nothing trained is no mistake."""
    return None if model is None and not trained_models() else bundle(model)


def trained_models() -> list[str]:
    """Names of the models that have a bundle, sorted."""
    return sorted(path.parent.name for path in MODELS.glob("[!.]*/manifest.json"))


def _expand(argument: str, skip: Path | None) -> list[Path]:
    path = Path(argument)
    if path == STDIN:
        return [path]
    if path.exists():
        return _below(path, skip) if path.is_dir() else [path]
    if not glob.has_magic(argument):
        raise RegactError(f"{argument}: no such file or folder; check the path")
    # Path.glob refuses patterns that begin at the root.
    matches = map(Path, sorted(glob.glob(argument, recursive=True)))  # noqa: PTH207
    return [file for match in matches for file in (_below(match, skip) if match.is_dir() else [match])]


def _below(folder: Path, skip: Path | None) -> list[Path]:
    found = []
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in files if not name.startswith(".")]
    written = skip and skip.absolute()
    return sorted(p for p in found if p.suffix.lower() in SUFFIXES and p.is_file() and p.absolute() != written)


def _refuse(error: OSError) -> None:
    raise RegactError(f"{error.filename}: cannot be read ({error.strerror}); check its permissions")
