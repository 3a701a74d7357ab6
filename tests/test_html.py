from pipeline.text.html import read

SENTENCE = "The authority ordered the firm to take its chatbot off the market until the assessment has been filed."


def roles(html):
    return [(piece.role, " ".join(piece.text.split())) for piece in read(html).pieces]


def test_articles_headings_lists_and_the_page_around_them():
    page = f"""<html><head><title>Chatbot off the market - The Daily</title><style>p {{}}</style></head><body>
    <nav><a href=/>Home</a></nav><main><h1>Chatbot off the market</h1><script>var x = "no";</script>
    <p>{SENTENCE}</p><h2>What&nbsp;next</h2><ul><li>First</li><li><p>Second</p></li></ul>
    <table><tr><th>Firm</th><th>Fine</th></tr><tr><td>A</td><td>€5</td></tr></table>
    <figure><img src=x><figcaption>A picture</figcaption></figure></main><footer>© us</footer></body></html>"""
    assert roles(page) == [
        ("chrome", "Home"),
        ("heading", "Chatbot off the market"),
        ("text", SENTENCE),
        ("heading", "What next"),
        ("item", "First"),
        ("item", "Second"),
        ("item", "Firm | Fine"),
        ("item", "A | €5"),
        ("chrome", "A picture"),
        ("chrome", "© us"),
    ]
    assert read(page).title == "Chatbot off the market"


def test_class_names_tell_the_page_from_the_article_unless_they_wrap_the_article():
    page = (
        f'<body class="has-sidebar"><form id="aspnet"><div class="share-bar">Tell others</div><p>{SENTENCE}</p></form>'
    )
    assert roles(page) == [("chrome", "Tell others"), ("text", SENTENCE)]


def test_two_line_breaks_end_a_paragraph_one_does_not():
    assert roles("One<br>goes on.<br><br>Two.") == [("text", "One goes on."), ("text", "Two.")]


def test_preformatted_text_keeps_its_empty_lines():
    assert roles("<pre>One\ngoes on.\n\nTwo.</pre>") == [("text", "One goes on."), ("text", "Two.")]


def test_hidden_text_is_not_read():
    hidden = '<p hidden>a</p><p style="display: none">b</p><p aria-hidden="true">c</p><!-- d --><noscript>e</noscript>'
    assert roles(hidden + "<p>seen</p>") == [("text", "seen")]


def test_links_are_measured():
    link, plain = read("<p><a href=/>all of it</a></p><p>none of it</p>").pieces
    assert (link.links, plain.links) == (1.0, 0.0)


def test_the_title_without_a_single_h1():
    assert read("<title>T</title><p>x</p>").title == "T"
    assert read('<meta property="og:title" content="O"><title>O - Site</title><p>x</p>').title == "O"
    assert read("<title>Second one | Daily</title><h1>Site</h1><h1>Second one</h1>").title == "Second one"
    assert read("<p>x</p>").title == ""


def test_entities_of_the_document_are_inert():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]><p>see &a; and &f; here</p>'
    assert ("text", "see &a; and &f; here") in roles(bomb)


def test_ten_thousand_nested_elements_and_broken_markup():
    assert roles("<div>" * 10_000 + f"<p>{SENTENCE}</p>" + "</div>" * 10_000 + "<p>After.</p>") == [
        ("text", SENTENCE),
        ("text", "After."),
    ]
    assert "".join(text for _, text in roles("<p>a<b>b</p></i><td>c")).replace(" ", "") == "abc"
    assert roles("") == []
