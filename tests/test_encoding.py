import pytest

from pipeline.errors import RegactError
from pipeline.text.encoding import decode

RUSSIAN = "Регулятор оштрафовал компанию за нарушение закона о персональных данных."


def read(data, **options):
    warnings = []
    return decode(data, "page.txt", warnings.append, **options), warnings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_word(encoding):
    assert read("Ein Bußgeld von 5 €".encode(encoding)) == ("Ein Bußgeld von 5 €", [])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The “fine” – a café’s – was £5.", "cp1252"),
        ("La décision a été annulée après l'été.", "latin-1"),
        (RUSSIAN, "cp1251"),
        ("Urząd ochrony danych nałożył karę na spółkę w Łodzi.", "cp1250"),
        ("国家互联网信息办公室公布了生成式人工智能服务管理暂行办法。", "gb18030"),
        ("個人情報保護委員会は、新しい規則を発表しました。", "euc_jp"),
    ],
)
def test_other_encodings_are_guessed_and_told(text, encoding):
    decoded, warnings = read(text.encode(encoding))
    assert decoded == text
    assert len(warnings) == 1
    assert "page.txt: not UTF-8; read as" in warnings[0]


def test_utf_8_with_a_stray_byte_stays_utf_8():
    decoded, warnings = read(RUSSIAN.encode() + b"\xff.")
    assert decoded == RUSSIAN + "\ufffd."
    assert "utf-8" in warnings[0]


def test_html_may_declare_its_charset():
    data = b'<meta charset="iso-8859-2"><p>' + "Łódź".encode("iso-8859-2")
    decoded, _ = read(data, declared=True)
    assert decoded.endswith("Łódź")


def test_an_unknown_declared_charset_is_ignored():
    decoded, _ = read(b"<meta charset=klingon><p>caf\xe9", declared=True)
    assert decoded.endswith("café")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\nxx",
        b"\xff\xd8\xff\xe0jpeg",
        b"text\0with nul",
        b"\xff\xfe\x00",
        bytes(range(1, 256)) * 8,
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(RegactError, match=r"^page\.txt: "):
        read(data)
