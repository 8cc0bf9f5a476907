"""Words looked for and replaced in plain and in rich text."""

import pytest

from staff.many.wording import Wording, split_html


def replaced(text, old, new, is_html=False, **options):
    return Wording(old, new, **options).replace(text, is_html, lambda: True)


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("Massage and massages", {}, "care and cares"),
        ("Massage and massages", {"whole_words": True}, "care and massages"),
        ("Massage and massages", {"match_case": True}, "Massage and cares"),
        ("Massage-free", {"whole_words": True}, "care-free"),
    ],
)
def test_plain_text(text, options, expected):
    assert replaced(text, "massage", "care", **options) == expected


def test_white_space_between_words_fits_any_other():
    assert replaced("deep\n tissue, deep\u00a0tissue", "deep tissue", "firm") == "firm, firm"


@pytest.mark.parametrize("old", [".*", "a|b", "(", "\\", "[x]", "$1", "\\1"])
def test_signs_are_looked_for_as_they_are(old):
    assert replaced(f"see {old} here", old, "\\1 & \\g<0>") == "see \\1 & \\g<0> here"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>link</p>", "<p>page</p>"),
        ('<a linktype="page" id="link">link</a>', '<a linktype="page" id="link">page</a>'),
        ('<a href="/link/" title="a > link">a link</a>', '<a href="/link/" title="a > link">a page</a>'),
        ("<p>li<b>nk</b> &amp; link</p>", "<p>li<b>nk</b> &amp; page</p>"),
        ("<!-- link --><p>link<br/>link</p>", "<!-- link --><p>page<br/>page</p>"),
        ("<p>one\nlink</p>\n<p>two &#8217;link&#8217;</p>", "<p>one\npage</p>\n<p>two ’page’</p>"),
        ("<link>", "<link>"),
        ("link < link", "page &lt; page"),
    ],
)
def test_in_rich_text_only_what_stands_between_tags_is_replaced(text, expected):
    assert replaced(text, "link", "page", is_html=True) == expected


def test_what_is_put_into_rich_text_is_text():
    assert replaced("<p>link</p>", "link", "<script>&", is_html=True) == "<p>&lt;script&gt;&amp;</p>"


def test_rich_text_without_the_words_stays_as_it_is_to_the_letter():
    text = '<p data-block-key="x1">Caf&eacute; &amp; "bar"&nbsp;<br/></p>'
    assert replaced(text, "tea", "coffee", is_html=True) == text


@pytest.mark.parametrize(
    "text", ["", "a", "<", "<p", "</p", "&amp", "<p>a</p", "<!-- a", "<?a", "<![CDATA[a]]>", "\n\n<b>\n"]
)
def test_split_rich_text_is_whole_together(text):
    assert "".join(piece for piece, _is_text in split_html(text)) == text
