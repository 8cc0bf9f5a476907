"""What may come in, what is refused and in what words, and the one plain text made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reader.source import MAX_BYTES, UnreadablePage, clean_text, read_source

HTML_PAGE = """<!doctype html>
<html><head><title>Not this</title><style>p { color: red }</style></head>
<body>
<!-- nor this -->
<h1>Willow  Lane
Massage</h1>
<p hidden>Secret</p><p style="display: none">Secret</p><p aria-hidden="true">Secret</p>
<p>Long, <b>slow</b> strokes&nbsp;&amp; rest.<br>Second line.</p>
<h2>Helps with</h2>
<ul><li>Sciatica</li><li><p>Neck pain</p></li><li></li></ul>
<dl><dt>Effleurage</dt><dd>long strokes</dd></dl>
<figure><img src="a.jpg" alt=""><figcaption>A quiet room</figcaption></figure>
</body></html>"""


def refusal(data, filename=""):
    with pytest.raises(UnreadablePage) as refused:
        read_source(data, filename)
    return str(refused.value)


def paste_refusal(text):
    with pytest.raises(UnreadablePage) as refused:
        clean_text(text)
    return str(refused.value)


@pytest.mark.parametrize("filename", ["", "page.txt", "PAGE.TXT", "page.md"])
def test_reads_plain_text(filename):
    assert read_source(b"Deep Tissue\r\n\r\nSlow strokes.\r", filename) == "Deep Tissue\n\nSlow strokes."


def test_makes_spaces_plain_and_takes_out_what_nobody_sees():
    text = "\ufeff\n\nA\u00a0\u2003b\tc\u200b\u00add \u2028e\vf\u200e  \ncafe\u0301\n"
    assert clean_text(text) == "A  b cd\ne\nf\ncaf\u00e9"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_text_with_a_byte_order_mark(encoding):
    assert read_source("Café • Größe".encode(encoding), "page.txt") == "Café • Größe"


@pytest.mark.parametrize("filename", ["page.html", "page.HTM"])
def test_reads_html_as_lines(filename):
    assert read_source(HTML_PAGE.encode(), filename).split("\n") == [
        "# Willow Lane Massage",
        "",
        "Long, slow strokes & rest.",
        "Second line.",
        "",
        "## Helps with",
        "",
        "• Sciatica",
        "",
        "• Neck pain",
        "",
        "• Effleurage",
        "",
        "long strokes",
        "",
        "![A quiet room]()",
    ]


def test_reads_a_paste_of_html_as_html():
    assert clean_text(HTML_PAGE) == read_source(HTML_PAGE.encode(), "page.html")


def test_keeps_the_lines_of_text_that_holds_a_few_tags():
    assert clean_text("# Deep Tissue\n\nSlow<br>strokes.\n\n- knots\n- <b>aches</b>") == (
        "# Deep Tissue\n\nSlow\nstrokes.\n\n- knots\n- aches"
    )


@pytest.mark.parametrize("text", ["I <3 massage", "1 < 2 > 0", "use <angle> marks", "javascript: a language"])
def test_leaves_text_that_only_looks_a_little_like_html(text):
    assert clean_text(text) == text


def test_drops_comments_and_declarations_even_unclosed():
    page = "<p>Rest</p><![if x]><?php y ?><!-- z --><p>Sleep</p><!-- and the rest <p>gone</p>"
    assert read_source(page.encode(), "page.html") == "Rest\n\nSleep"


def test_reads_html_nested_deeper_than_python_calls():
    page = "<div>" * 5000 + "Rest" + "</div>" * 5000
    assert read_source(page.encode(), "page.html") == "Rest"


@pytest.mark.parametrize("filename", ["page.pdf", "page.docx", "page", "page.html.exe"])
def test_refuses_other_kinds_of_file_by_name(filename):
    assert refusal(b"text", filename).startswith("Only files that end in .txt, .md, .html or .htm")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04zip", "a Word document or a zip archive"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"{\\rtf1 text}", "a rich text document"),
    ],
)
def test_names_the_kind_of_file_that_is_not_text(data, kind):
    assert refusal(data, "page.txt").startswith(f"This file is {kind}, not text.")


@pytest.mark.parametrize("data", [b"", b" \n\t ", "\u00a0\u200b".encode(), "• —\n".encode(), b"\xff\xfe"])
def test_refuses_text_without_words(data):
    assert refusal(data).startswith("There is no text here.")


def test_refuses_html_without_words():
    assert refusal(b"<p><img src='a.png'></p>", "page.html").startswith("There is no text here.")


@pytest.mark.parametrize("data", [b"a\x00b", b"a\x07b", b"\xff\xfe\x00\x00a\x00\x00\x00", "a\x9fb".encode()])
def test_refuses_control_characters(data):
    assert "control characters" in refusal(data)


@pytest.mark.parametrize("data", ["Café".encode("latin-1"), b"\xff\xfea", b"\xfe\xff\xd8\x00"])
def test_refuses_other_encodings(data):
    assert "not UTF-8" in refusal(data)


@pytest.mark.parametrize("text", ["â€¢ Sciatica", "caf\ufffd"])
def test_refuses_garbled_letters(text):
    assert "garbled" in paste_refusal(text)


def test_refuses_half_characters_in_a_paste():
    assert "broken characters" in paste_refusal("a\ud800b")


def test_refuses_a_heap_of_accents():
    assert "accents" in paste_refusal("a" + "\u0300\u0316" * 20)


def test_takes_a_page_of_the_greatest_size():
    assert len(read_source(b"a" * MAX_BYTES)) == MAX_BYTES


def test_refuses_a_page_that_is_bigger():
    assert refusal(b"a" * (MAX_BYTES + 1)).startswith("This is more than 1 MB")
    assert paste_refusal("é" * (MAX_BYTES // 2 + 1)).startswith("This is more than 1 MB")
    assert paste_refusal("\u0958" * (MAX_BYTES // 3)).startswith("This is more than 1 MB"), "grown by normalising"


def test_refuses_a_page_of_too_many_lines():
    assert clean_text("a\n\n" * 20_000).count("a") == 20_000
    assert paste_refusal("a\n" * 20_001).startswith("This has more than 20,000 lines")


@pytest.mark.parametrize(
    "page",
    [
        "<p>Rest</p><script>alert(1)</script>",
        "<p>Rest</p><SCRIPT src=x>",
        "<p onclick='go()'>Rest</p>",
        "<p/onclick=go()>Rest</p>",
        "Rest <img src=x onerror=alert(1)",
        "<a href='javascript:go()'>Rest</a>",
        "<a href=' java\nscript:go()'>Rest</a>",
        "<a href='&#106;avascript:go()'>Rest</a>",
        "[Rest](javascript:go())",
    ],
)
def test_refuses_scripts(page):
    for refused in (refusal(page.encode(), "page.html"), refusal(page.encode(), "page.txt"), paste_refusal(page)):
        assert refused.startswith("This page carries scripts")
        assert refused.endswith("Copy the text you see in the browser and paste it instead.")


@pytest.mark.parametrize("page", [b"<p title='<'onclick='go()'>Rest</p>", b"<p>Rest</p><<!---->script>go()"])
def test_refuses_scripts_that_only_a_parser_finds(page):
    assert refusal(page, "page.html").startswith("This page carries scripts")


@pytest.mark.parametrize(
    "page", ["<p>Rest</p>" + "<b>" * 30_000, "<p>Rest</p>" + "<a b='" * 3_000 + "x" * 9_000, "<p>Rest</p><<!---->![x[y"]
)
def test_refuses_html_too_long_or_too_broken(page):
    assert "too long or too broken" in refusal(page.encode(), "page.html")


def test_refuses_html_that_shows_html():
    assert "pieces of HTML code" in refusal(b"<p>Write &lt;b&gt;</p>", "page.html")


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_cleans_or_refuses_any_text_and_then_leaves_it(text):
    try:
        cleaned = clean_text(text)
    except UnreadablePage as refused:
        assert str(refused).endswith(".")
    else:
        assert clean_text(cleaned) == cleaned


TAGS = [
    "<p>",
    "</p>",
    "<li>",
    "<!--",
    "-->",
    "<h2>",
    "<br>",
    "&lt;",
    "<![",
    "<p hidden>",
    "<figcaption>",
    "</div>",
    "<a b='",
]


@given(st.lists(st.sampled_from([*TAGS, "Rest", " ", "\n", "•"])).map("".join))
def test_cleans_or_refuses_any_html_and_then_leaves_it(page):
    try:
        cleaned = read_source(page.encode(), "page.html")
    except UnreadablePage as refused:
        assert str(refused).endswith(".")
    else:
        assert clean_text(cleaned) == cleaned
