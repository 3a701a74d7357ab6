import pytest

from pipeline.text.shape import Shape, fold


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("The ban takes effect on Monday.", True),
        ("“Nobody asked us,” she said. (laughter)", True),
        ("to all providers of such services:", True),
        ("国家互联网信息办公室公布了生成式人工智能服务管理暂行办法。", True),
        (
            "A BILL TO BE ENTITLED AN ACT TO REGULATE "
            + "AUTOMATED DECISIONS BY STATE AGENCIES, " * 5
            + "AND FOR OTHER ENDS.",
            True,
        ),
        ("HOME NEWS EVENTS ABOUT US " * 8, False),
        ("Home Features Business Podcasts", False),
        ("What it costs", False),
        ("Read on ...", False),
        ("Yes.", False),
        ("", False),
    ],
)
def test_prose(text, prose):
    assert Shape(text).prose is prose


def test_words_count_two_chinese_characters_as_one():
    assert Shape("办法 say it's self-made").words == ["办法", "say", "it's", "self-made"]


@pytest.mark.parametrize("text", ["1. One", "(a) one", "iv) four", "Article 3. Nobody", "§ 12 Fines", "Sec. 4 x"])
def test_numbered(text):
    assert Shape(text).numbered


@pytest.mark.parametrize("text", ["2019 was quiet", "A ban", "I said", "Article of faith"])
def test_not_numbered(text):
    assert not Shape(text).numbered


def test_bullets_by_sign_or_markup():
    assert Shape("• one").bullet
    assert Shape("one", "item").bullet
    assert not Shape("-one").bullet


@pytest.mark.parametrize("text", ["Tuesday, 3 June 2025", "2025-06-03 14:02", "Updated 3 Jun 2025, 9:15 a.m. GMT"])
def test_datelines(text):
    assert Shape(text).dateline


@pytest.mark.parametrize("text", ["May we?", "On 3 June 2025 the ban takes effect.", "June"])
def test_no_datelines(text):
    assert not Shape(text).dateline


def test_fragments():
    assert Shape("Home | News · Sport").fragments == 3
    assert Shape("One — a note on the rest").fragments == 1


def test_fold():
    assert fold("“Models” must—be filed!") == fold("MODELS MUST BE FILED") == "modelsmustbefiled"
