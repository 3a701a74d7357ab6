import pytest

from pipeline.text.markdown import read


def roles(text):
    return [(piece.role, " ".join(piece.text.split())) for piece in read(text).pieces]


def test_headings_paragraphs_lists_quotes_and_tables():
    text = """# The *Act*

Wrapped over
two lines with **bold**, `code_name` and a [link](https://example.org/a_b).

- one
- two

3. three

> quoted

| a | b |
|---|---|
| 1 | 2 |

<nav>Home</nav>

```
x = 1
```
"""
    assert roles(text) == [
        ("heading", "The *Act*"),
        ("text", "Wrapped over two lines with **bold**, `code_name` and a link."),
        ("item", "- one"),
        ("item", "- two"),
        ("item", "3. three"),
        ("text", "quoted"),
        ("item", "a | b"),
        ("item", "1 | 2"),
        ("chrome", "Home"),
    ]
    assert read(text).title == "The Act"


def test_front_matter_names_the_title():
    source = read('---\ntitle: "Fines: a guide"\ndate: 2025-01-01\n---\n# Another\n\nText.')
    assert source.title == "Fines: a guide"
    assert [piece.text for piece in source.pieces] == ["Another", "Text."]


@pytest.mark.parametrize("fields", ["a: [", "- list", "title: [1]", "!!python/object:os.system x"])
def test_front_matter_that_names_none_is_harmless(fields):
    source = read(f"---\n{fields}\n---\nText stays.")
    assert (source.title, [piece.text for piece in source.pieces]) == ("", ["Text stays."])


def test_escapes_images_and_tags_go():
    assert roles(r"1\. not a list ![logo](x.png) and <span class=x>this</span>") == [("text", "1. not a list and this")]


def test_links_are_measured():
    (piece,) = read("[Home](/) [News](/n)").pieces
    assert piece.links > 0.8
