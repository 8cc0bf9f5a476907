"""The source: what a person uploads or pastes, checked and made into one canonical plain text."""

import re
import unicodedata
from pathlib import PurePath

from .markup import looks_like_html, page_lines, parse_html, runs_scripts, shows_scripts

MAX_BYTES = 1_000_000

_KINDS_OF_FILE = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word document or a zip archive",
    b"\xd0\xcf\x11\xe0": "a Word document",
    b"{\\rtf": "a rich text document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a sound",
    b"\x1f\x8b": "an archive",
}
_COPY_INSTEAD = "Open the page in a browser, copy the text you see and paste it instead."
_SAVE_AS_UTF8 = "Save it again with the encoding “UTF-8”, or copy the text and paste it instead."
_SCRIPTED = (
    "This page carries scripts, which are never read. Copy the text you see in the browser and paste it instead."
)
_EMPTY = "There is no text here. Choose a file that holds the page's text, or paste the text."

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Soft hyphen, zero-width and direction marks, joiners, variation selectors, byte order mark: nothing a reader sees.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The replacement character, and "•" or "’" of UTF-8 read as Windows-1252.
_GARBLED = re.compile("\ufffd|â€")
# A real page has a few hundred lines; reading takes longer the more there are.
_MOST_LINES = 20_000
# Normalising sorts a letter's accents in time that grows with the square of their number; Unicode's stream-safe
# format allows 30.
_MOST_ACCENTS = 30


class UnreadablePage(ValueError):
    """Say, in a sentence for a person, what is wrong with a page and what to do."""


def read_source(data: bytes, filename: str = "") -> str:
    """Return the canonical text of an uploaded .txt, .md, .html or .htm file; without a name it is taken as .txt.

    Raises UnreadablePage.
    """
    extension = PurePath(filename).suffix.casefold()
    if filename and extension not in {".txt", ".md", ".html", ".htm"}:
        raise UnreadablePage("Only files that end in .txt, .md, .html or .htm can be read. " + _COPY_INSTEAD)
    if len(data) > MAX_BYTES:
        raise UnreadablePage(_too_big())
    for magic, kind in _KINDS_OF_FILE.items():
        if data.startswith(magic):
            raise UnreadablePage(f"This file is {kind}, not text. {_COPY_INSTEAD}")
    return _canonical(_decode(data), is_html=extension in {".html", ".htm"})


def clean_text(text: str) -> str:
    """Return the canonical text of a paste, in which HTML is read as HTML; doing so twice changes nothing more.

    Raises UnreadablePage.
    """
    if _SURROGATE.search(text):
        raise UnreadablePage("This text holds broken characters. Copy it from the browser again and paste it.")
    if len(text) > MAX_BYTES or len(text.encode()) > MAX_BYTES:
        raise UnreadablePage(_too_big())
    return _canonical(text, is_html=False)


def _too_big() -> str:
    return f"This is more than {MAX_BYTES // 1_000_000} MB of text. Read in one page at a time."


def _decode(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadablePage(f"The letters of this file cannot be read: it is not UTF-8. {_SAVE_AS_UTF8}") from None


def _canonical(text: str, is_html: bool) -> str:
    text = _plain(text)
    if shows_scripts(text):
        raise UnreadablePage(_SCRIPTED)
    if is_html or looks_like_html(text):
        text = _plain(_text_of_html(text, is_html))
    if not any(map(str.isalnum, text)):
        raise UnreadablePage(_EMPTY)
    if len(text.encode()) > MAX_BYTES:
        raise UnreadablePage(_too_big())
    if sum(map(bool, text.split("\n"))) > _MOST_LINES:
        raise UnreadablePage(f"This has more than {_MOST_LINES:,} lines. Read in one page at a time.")
    return text


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise UnreadablePage(f"This is not plain text: it holds control characters. {_COPY_INSTEAD}")
    if _GARBLED.search(text):
        raise UnreadablePage(f"Some letters of this text are garbled. {_SAVE_AS_UTF8}")
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if _has_too_many_accents(text):
        raise UnreadablePage(
            f"A letter of this text carries more than {_MOST_ACCENTS} accents. Remove it, then try again."
        )
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return "\n".join(map(str.rstrip, text.split("\n"))).strip("\n")


def _has_too_many_accents(text: str) -> bool:
    if text.isascii():
        return False
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MOST_ACCENTS:
            return True
    return False


def _text_of_html(html: str, is_html: bool) -> str:
    page = parse_html(html)
    if page is None:
        raise UnreadablePage(f"The HTML code of this page is too long or too broken to read. {_COPY_INSTEAD}")
    if runs_scripts(page):
        raise UnreadablePage(_SCRIPTED)
    # Text that only holds a few tags, such as markdown, has its own line ends; a page of HTML has not.
    text = page_lines(page, keep_lines=not is_html and not html.lstrip().startswith("<"))
    if looks_like_html(text) or shows_scripts(text):
        raise UnreadablePage(
            f"This page shows pieces of HTML code as its text, so its own text cannot be told apart. {_COPY_INSTEAD}"
        )
    return text
