"""Bytes → text: byte order mark, declared charset, UTF-8, or the encoding that the text most likely is in."""

import codecs
import re
from collections.abc import Callable

from pipeline.errors import RegactError

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How common binary files begin; a file of this kind is no text whatever its name says.
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"PAR1",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"RIFF",
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""")
# Legacy encodings that web browsers still read; rarer ones only win by accident.
_LEGACY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("iso8859_2", "koi8_r", "koi8_u", "gb18030", "big5", "cp932", "euc_jp", "iso2022_jp", "cp949"),
)
# What Western European text holds beside ASCII, as Windows-1252 writes it.
_WESTERN = bytes(range(128)) + "‘’“”–—…•€£¥§©®™°·«»½\xa0äöüßéèêëàâçñóíáúôîïåøæÄÖÜÉÀÅØÆ".encode("cp1252")
_SAMPLE = 100_000


def decode(data: bytes, name: str, warn: Callable[[str], None], *, declared: bool = False) -> str:
    """Decode a document's bytes.

    Args:
        data: The bytes.
        name: What errors and warnings call the document.
        warn: Told which encoding was taken where nothing in the bytes says so.
        declared: Look for the charset that HTML names in its head.

    Raises:
        RegactError: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise RegactError(f"{name}: broken {encoding.upper()}; save it again as UTF-8") from None
    refuse_binary(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = (declared and _declared(data)) or likely_encoding(data, name)
        warn(f"{name}: not UTF-8; read as {encoding}")
        return data.decode(encoding, errors="replace")


def refuse_binary(data: bytes, name: str) -> None:
    """Raise if ``data`` is plainly not text: a NUL byte, or the first bytes of a known binary format."""
    if b"\0" in data or data.startswith(_MAGIC):
        raise RegactError(f"{name}: binary, not text; give it the suffix of what it is, or remove it")


def likely_encoding(data: bytes, name: str) -> str:
    """The encoding that ``data``, which is not UTF-8, most likely is in.

    Raises:
        RegactError: no encoding makes text of it.
    """
    from charset_normalizer import from_bytes

    sample = _around_first_non_ascii(data)
    replaced = sample.decode("utf-8", errors="replace")
    foreign = sum(not character.isascii() for character in replaced)
    # UTF-8 with a stray byte is UTF-8 that somebody has damaged, not another encoding.
    if replaced.count("\ufffd") * 4 <= foreign:
        return "utf-8"
    # Mostly ASCII with quotes, dashes, pound signs and umlauts: too little for statistics, and nearly always this.
    if foreign < len(sample) / 4 and not sample.translate(None, _WESTERN):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise RegactError(f"{name}: not text in any known encoding; save it again as UTF-8, or remove it")
    return best.encoding


def _around_first_non_ascii(data: bytes) -> bytes:
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(0, first - _SAMPLE // 2)
    return data[start : start + _SAMPLE]


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data, 0, 4096)
    try:
        return codecs.lookup(match[1].decode()).name if match else ""
    except LookupError:
        return ""
