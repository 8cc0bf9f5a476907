"""Links that lead nowhere inside the site. Other sites are never asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page

from clinic.navigation import routes_itself
from staff.checks.findings import Finding, Kind
from staff.checks.surroundings import Surroundings


@dataclass
class Link:
    """A link in rich text: to a page or document of the site by its number, or to an address."""

    kind: str
    target: str
    words: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a link's target. Only what is gone for certain blocks: an address may be answered by more
    than this site knows of, and an unpublished page may be about to come."""

    sentence: str
    blocking: bool = False


def links(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """Find them in rich text, and where blocks point to a page or document."""
    for leaf in surroundings.leaves(page):
        if leaf.is_html:
            found = _LinkReader.links_in(leaf.value or "")
        elif isinstance(leaf.holder, blocks.PageChooserBlock) and leaf.value:
            found = [Link("page", str(leaf.value))]
        elif isinstance(leaf.holder, DocumentChooserBlock) and leaf.value:
            found = [Link("document", str(leaf.value))]
        else:
            continue
        for link in found:
            if problem := _problem(link, page, surroundings):
                sentence = _("The link “%(words)s”: %(problem)s") % {"words": link.words, "problem": problem.sentence}
                yield Finding(
                    Kind.LINK,
                    sentence if link.words else problem.sentence,
                    leaf.place,
                    blocking=problem.blocking,
                )


class _LinkReader(HTMLParser):
    """Collects the links of rich text as Wagtail stores it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.is_open = False

    @classmethod
    def links_in(cls, html: str) -> list[Link]:
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader.links

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            named = dict(attributes)
            kind, address = named.get("linktype") or "address", named.get("href")
            self.links.append(Link(kind, (address if kind == "address" else named.get("id")) or ""))
            self.is_open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.links[-1].words += data


def _problem(link: Link, page: Page, surroundings: Surroundings) -> Problem | None:
    if link.kind == "page":
        target = surroundings.pages.get(int(link.target)) if link.target.isdecimal() else None
        if target is None:
            return Problem(_("the page it leads to is gone. Choose another, or take the link out."), blocking=True)
        return _problem_of_page(target)
    if link.kind == "document":
        if not link.target.isdecimal() or int(link.target) not in surroundings.documents:
            return Problem(_("the document it leads to is gone. Choose another, or take the link out."), blocking=True)
        return None
    if link.kind != "address":
        return None
    return _problem_of_address(link.target, page, surroundings)


def _problem_of_page(target: Page) -> Problem | None:
    if not target.live:
        return Problem(
            _("“%(page)s” is not published, so visitors cannot read it yet.")
            % {"page": target.get_admin_display_title()}
        )
    if not target.is_public:
        return Problem(_("“%(page)s” is private; most visitors cannot read it.") % {"page": target.title})
    return None


def _problem_of_address(address: str, page: Page, surroundings: Surroundings) -> Problem | None:
    if surroundings.site is None:
        return None
    home = surroundings.site.root_url
    own = page.url_path.removeprefix(surroundings.site.root_page.url_path)
    try:
        parts = urlsplit(urljoin(f"{home}/{own}", address.strip()))
    except ValueError:
        return Problem(_("“%(address)s” is not an address. Correct it.") % {"address": address})
    if parts.scheme not in ("http", "https") or parts.hostname != urlsplit(home).hostname:
        return None
    path = unquote(parts.path) or "/"
    target = surroundings.pages_by_address.get(path if path.endswith("/") else f"{path}/")
    if address.strip().startswith("#") or (target and target.pk == page.pk):
        return _problem_of_anchor(parts.fragment, page, surroundings)
    if target is None:
        return None if _is_answered(path, surroundings) else _nothing_at(path)
    if problem := _problem_of_page(target):
        return problem
    return _problem_of_anchor(parts.fragment, target, surroundings) if parts.fragment else None


def _nothing_at(path: str) -> Problem:
    return Problem(_("nothing is at %(path)s. Correct the address, or choose the page instead.") % {"path": path})


def _is_answered(path: str, surroundings: Surroundings) -> bool:
    """Return whether something else than a page of its own answers at the path, as far as can be known."""
    if Redirect.normalise_path(path) in surroundings.redirects:
        return True
    for candidate in (path, f"{path}/"):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        if match.url_name == "wagtaildocs_serve":
            return int(match.args[0]) in surroundings.documents
        if match.url_name == "wagtail_serve":
            continue
        return True
    slugs = path.strip("/").split("/")
    above = ("/" + "".join(f"{slug}/" for slug in slugs[:depth]) for depth in range(len(slugs) - 1, 0, -1))
    nearest = next((page for page in map(surroundings.pages_by_address.get, above) if page), None)
    return bool(nearest and routes_itself(nearest))


def _problem_of_anchor(name: str, page: Page, surroundings: Surroundings) -> Problem | None:
    if not name or name.casefold() == "top":  # a browser's own way to the top of any page
        return None
    if id(page) not in surroundings.anchors:
        surroundings.anchors[id(page)] = _anchors(page.specific)
    anchors = surroundings.anchors[id(page)]
    if anchors is None or unquote(name) in anchors:
        return None
    return Problem(_("the page “%(page)s” has no place named #%(name)s.") % {"page": page.title, "name": name})


def _anchors(page: Page) -> set[str] | None:
    """Return the names of places on a page; None where it cannot be drawn."""
    response = page.make_preview_request()
    if response.status_code != 200:
        return None
    if hasattr(response, "render"):
        response.render()
    return set(re.findall(r"""\s(?:id|name)=["']([^"']+)["']""", response.content.decode()))
