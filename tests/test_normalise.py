import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("itâ€™s a â€œruleâ€\x9d", "it’s a “rule”"),
        ("schÃ¶n", "schön"),
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
        ("1&nbsp;000 euro\xa0cents", "1 000 euro cents"),
        ("regu\xadlator", "regulator"),
        ("regu&shy;lator", "regulator"),
        ("zero\u200bwidth\u200d\ufeff", "zerowidth"),
        ("  a\tb\r\n c  ", "a b c"),
        ("\x00a\x0bb", "a b"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("ﬁne ｆｕｌｌ", "fine full"),
        ("“curly” ‘quotes’ – and — dashes", "“curly” ‘quotes’ – and — dashes"),
        ("wait…", "wait..."),
        ("", ""),
    ],
)
def test_repairs(raw, expected):
    assert normalise(raw) == expected


@pytest.mark.parametrize(
    "text", ["€35,000,000", "13 CCR 228.20", "Oct. 15", "Article 5(1)(a)", "NT$5 million", "§ 230"]
)
def test_money_dates_and_article_numbers_stay(text):
    assert normalise(text) == text


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_normalised_text_is_left_alone_and_has_single_spaces(text):
    once = normalise(text)
    assert normalise(once) == once
    assert once == " ".join(once.split())
