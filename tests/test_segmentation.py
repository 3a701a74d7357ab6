from pipeline.records import Block
from pipeline.text.segmentation import measure, report

TRUE = [
    Block("furniture", "Home | News"),
    Block("heading", "Why"),
    Block("paragraph", "One."),
    Block("paragraph", "Two."),
    Block("furniture", "Share"),
]


def test_a_perfect_segmentation():
    found = measure(TRUE, TRUE)
    assert (found.paragraphs, found.whole, found.furniture, found.dropped) == (2, 2, 2, 2)
    assert (found.headings, found.recognised, found.extra) == (1, 1, 0)


def test_merged_paragraphs_are_not_whole_and_kept_furniture_is_not_dropped():
    found = measure([Block("paragraph", "One. Two."), Block("paragraph", "Why"), Block("heading", "Share")], TRUE)
    assert (found.whole, found.dropped, found.recognised, found.extra) == (0, 1, 0, 2)


def test_report_sums_per_format_and_overall():
    good, bad = measure(TRUE, TRUE), measure([], TRUE)
    assert report({"txt": [good, bad], "html": [good]}) == {
        "overall": {
            "documents": 3,
            "paragraphs": 6,
            "whole": 0.6667,
            "furniture_dropped": 1.0,
            "headings_recognised": 0.6667,
            "extra": 0,
        },
        "html": {
            "documents": 1,
            "paragraphs": 2,
            "whole": 1.0,
            "furniture_dropped": 1.0,
            "headings_recognised": 1.0,
            "extra": 0,
        },
        "txt": {
            "documents": 2,
            "paragraphs": 4,
            "whole": 0.5,
            "furniture_dropped": 1.0,
            "headings_recognised": 0.5,
            "extra": 0,
        },
    }
    assert report({}) == {}
    assert "headings_recognised" not in report({"txt": [measure([], TRUE[2:3])]})["overall"]
