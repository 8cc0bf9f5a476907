"""Rich text on its way: what it points to goes by ids, and on the way in only what an editor can write is kept."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment, Tag

GONE = "0"  # a number that no row has
# Elements with their attributes, and what the attributes may say.
ANY_KEY = re.compile(r"[\w-]{1,64}")
NUMBER_OR_ID = re.compile(r"[\w-]{1,100}")
PLAIN = ("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br")
INLINE = ("b", "strong", "i", "em", "s", "del", "sub", "sup", "code")
ALLOWED: dict[str, dict[str, re.Pattern[str] | Callable[[str], Any]]] = {
    **{name: {"data-block-key": ANY_KEY} for name in PLAIN},
    **{name: {} for name in INLINE},
}
SCHEMES = ("", "http", "https", "mailto", "tel")


def _is_harmless_address(address: str) -> bool:
    try:
        return urlsplit("".join(address.split())).scheme.lower() in SCHEMES
    except ValueError:
        return False


ALLOWED["a"] = {
    "linktype": re.compile(r"page|document"),
    "id": NUMBER_OR_ID,
    "href": lambda address: _is_harmless_address(address) and not re.search(r"[\x00-\x1f]", address),
}
ALLOWED["embed"] = {
    "embedtype": re.compile(r"image"),
    "id": NUMBER_OR_ID,
    "alt": lambda text: True,
    "format": ANY_KEY,
}
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+=\"[^\"<>]*\")*)\s*(/?)>")
ATTRIBUTE = re.compile(r"\s+([a-z-]+)=\"([^\"<>]*)\"")
POINTER = re.compile(r"<(?:a|embed)\b[^>]*>")
ID = re.compile(r'(\sid=")([^"]*)(")')


def map_ids(html: str, number_or_id: Callable[[str, str], str]) -> str:
    """Return the text with each id that it points to replaced; the function is told the kind, such as `page`."""

    def replace(tag: re.Match[str]) -> str:
        kind = re.search(r'\s(?:linktype|embedtype)="(page|document|image)"', tag[0])
        if not kind:
            return tag[0]
        return ID.sub(lambda found: f"{found[1]}{number_or_id(kind[1], found[2])}{found[3]}", tag[0])

    return POINTER.sub(replace, html)


def cleaned(html: str) -> str:
    """Return the text with only what an editor can write; one that has nothing else comes back byte by byte."""
    if _is_clean(html):
        return html
    soup = BeautifulSoup(html, "html.parser")
    for node in soup.find_all(string=lambda text: isinstance(text, Comment)):
        node.extract()
    for tag in soup.find_all(True):
        if tag.name in ("script", "style", "iframe", "object", "template", "svg", "math"):
            tag.decompose()
        elif not tag.decomposed:
            _clean(tag)
    text = str(soup)
    # What is still not built as it should be is shown as the letters that it is.
    return text if _is_clean(text) else "".join(f"<p>{_escaped(line)}</p>" for line in soup.get_text().splitlines())


def _clean(tag: Tag) -> None:
    allowed = ALLOWED.get(tag.name)
    if allowed is None:
        tag.unwrap()
        return
    for name, value in list(tag.attrs.items()):
        if name not in allowed or not _fits(allowed[name], str(value)):
            del tag.attrs[name]


def _is_clean(html: str) -> bool:
    """Return whether every `<` begins an element that is allowed, written as browsers cannot misread it."""
    if "<" in TAG.sub("", html):
        return False
    return all(
        tag[2] in ALLOWED
        and all(
            attribute[1] in ALLOWED[tag[2]] and _fits(ALLOWED[tag[2]][attribute[1]], unescape(attribute[2]))
            for attribute in ATTRIBUTE.finditer(tag[3])
        )
        for tag in TAG.finditer(html)
    )


def _fits(rule: re.Pattern[str] | Callable[[str], Any], value: str) -> bool:
    return bool(rule.fullmatch(value) if isinstance(rule, re.Pattern) else rule(value))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
