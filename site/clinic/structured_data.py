"""What search engines read about a page: nodes of schema.org's vocabulary, in one JSON-LD graph.

Page types say what they are by `describe`. Nothing is said of treatment, and nothing that the page does not show.
"""

import json
import re
from html import unescape
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.models import Site

Node = dict[str, Any]

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?![a-z])")  # not after “e.g.”
# As in Django's json_script: then no text can end the script's element or begin a comment in it.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def node(kind: str, id: str = "", **properties: Any) -> Node:
    """Return a node of the type `kind`, without the properties that are empty."""
    filled = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind} | ({"@id": id} if id else {}) | filled


def reference(id: str) -> Node:
    """Return what stands for a node that is described elsewhere."""
    return {"@id": id}


def site_address(request: HttpRequest) -> str:
    """Return the address of the home page, which the ids of what belongs to the whole site begin with."""
    site = Site.find_for_request(request)
    return f"{site.root_url if site else request.build_absolute_uri('/').rstrip('/')}/"


def website(address: str, name: str, language: str) -> Node:
    return node(
        "WebSite",
        id=f"{address}#website",
        url=address,
        name=name,
        inLanguage=language,
        publisher=reference(f"{address}#clinic") if name else None,
    )


def breadcrumbs(page_address: str, trail: list[tuple[str, str]]) -> Node | None:
    """Return the way to a page from names and addresses, both ends included; None for the home page."""
    if len(trail) < 2:
        return None
    items = [
        node("ListItem", position=position, name=name, item=reference(address))
        for position, (name, address) in enumerate(trail, start=1)
    ]
    return node("BreadcrumbList", id=f"{page_address}#breadcrumbs", itemListElement=items)


def page_graph(page: Any, context: dict[str, Any]) -> Node:
    """Return the graph of a page, the way to it, the site and the clinic, from the page's ready context; no query."""
    request, part, clinic = context["request"], context.get("part"), context["settings"]["home"]["ClinicSettings"]
    home, address = site_address(request), page.canonical_address(request, part)
    trail = [(crumb.title, crumb.get_full_url(request)) for crumb in context["navigation"].trail if crumb.is_public]
    nodes: list[Node | None] = [
        *page.describe(address, context),
        breadcrumbs(address, [*trail, (part.title, address)] if part else trail),
        website(home, clinic.name, get_language() or ""),
        clinic.describe(home),
    ]
    return {"@context": "https://schema.org", "@graph": [described for described in nodes if described]}


def as_script(graph: Node) -> SafeString:
    """Return the graph as an element that browsers take for data: no policy has to allow it."""
    text = json.dumps(graph, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def first_sentence(body: Any) -> str:
    """Return the first sentence of a page's text, rich text or blocks, at most 160 characters of it."""
    if isinstance(body, StreamValue):
        body = next((block.value.source for block in body if block.block_type == "text"), "")
    paragraph = re.split("</p>|</li>", body or "", maxsplit=1)[0]
    text = " ".join(unescape(strip_tags(paragraph)).split())
    return Truncator(SENTENCE_END.split(text, maxsplit=1)[0]).chars(160)
