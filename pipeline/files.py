"""Reading and writing files: atomically, deterministically, with errors that name file and line."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.errors import RegactError, at

T = TypeVar("T")


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; it replaces ``path`` if the block ends well and vanishes if not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 with the line ends it has."""
    with atomic(path) as temporary:
        temporary.write_bytes(text.encode())


def write_json(path: Path, value: Any, width: int = 0) -> None:
    """Write ``value`` as indented JSON; keys keep the order they have, so that equal values give equal bytes.

    An object or array that with its indent fits into ``width`` characters stands on one line: tables stay short.
    """
    write_text(path, _folded(msgspec.to_builtins(value), width) + "\n")


def _folded(value: Any, width: int, indent: str = "") -> str:
    line = msgspec.json.format(msgspec.json.encode(value), indent=0).decode()
    if not isinstance(value, dict | list | tuple) or not value or len(indent) + len(line) <= width:
        return line
    inner = indent + "  "
    if isinstance(value, dict):
        start, end = "{", "}"
        parts = [f"{msgspec.json.encode(key).decode()}: {_folded(item, width, inner)}" for key, item in value.items()]
    else:
        start, end = "[", "]"
        parts = [_folded(item, width, inner) for item in value]
    return f"{start}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{end}"


def write_jsonl(path: Path, records: Iterable[Any]) -> int:
    """Write one JSON object a line; returns how many."""
    encoder = msgspec.json.Encoder()
    count = 0
    with atomic(path) as temporary, temporary.open("wb") as file:
        for record in records:
            file.write(encoder.encode(record) + b"\n")
            count += 1
    return count


def read_bytes(path: Path, remedy: str = "check the path") -> bytes:
    """The file's bytes.

    Raises:
        RegactError: the file is missing or cannot be read; ``remedy`` says what to do about it.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RegactError(f"{path}: no such file; {remedy}") from None
    except OSError as error:
        raise RegactError(f"{path}: cannot be read ({error.strerror}); {remedy}") from None


def read_json(path: Path, type_: type[T], remedy: str = "check the path") -> T:
    """The file's JSON as ``type_``.

    Raises:
        RegactError: missing file, broken JSON, or a value that does not fit ``type_``.
    """
    try:
        return msgspec.json.decode(read_bytes(path, remedy), type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RegactError(f"{path}: {error}; {remedy}") from None


def read_jsonl(path: Path, type_: type[T], remedy: str = "check the path") -> Iterator[tuple[int, T]]:
    """Every non-blank line of a JSON Lines file as ``(line number, record)``, line numbers from 1.

    Raises:
        RegactError: missing file, or a line that is not JSON or does not fit ``type_``; the message names the line.
    """
    decoder = msgspec.json.Decoder(type_)
    for number, line in enumerate(read_bytes(path, remedy).removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RegactError(f"{at(path, number)}: {error}; mend or remove the line") from None


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
