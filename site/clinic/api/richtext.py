"""Rich text as clean HTML, with the links of a whole page looked up in one query."""

from collections.abc import Iterator
from typing import Any, Literal

from bs4 import BeautifulSoup, Tag
from django.db.models import CharField, F, Value
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Page

from clinic.visibility import is_public

LinkForm = Literal["root-relative", "absolute"]

ALLOWED = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
DROPPED = ["script", "style", "template", "iframe", "object", "embed", "svg", "math"]  # with what is in them
SCHEMES = ("https://", "http://", "mailto:", "tel:", "sms:", "/", "#")

Target = tuple[str, int]


def targets_in(page: Page) -> Iterator[Target]:
    """Yield what the texts of a page in memory link to: `page` or `document`, and its id."""
    kinds = {Page: "page", Document: "document"}
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            for model, object_id, *_place in field.extract_references(getattr(page, field.name)):
                if model in kinds and str(object_id).isdecimal():
                    yield kinds[model], int(object_id)


class RichText:
    """Cleans the texts of one page. Links that lead nowhere public become plain words."""

    def __init__(self, page: Page, site_url: str, root_url_path: str, form: LinkForm) -> None:
        self.before_pages = site_url if form == "absolute" else ""
        self.site_url, self.root_url_path = site_url, root_url_path
        self.addresses = self._look_up(set(targets_in(page)))

    def _look_up(self, targets: set[Target]) -> dict[Target, str]:
        """Return the address of each target that is public; one query, or none without targets."""
        ids: dict[str, list[int]] = {"page": [], "document": []}
        for kind, target_id in targets:
            ids[kind].append(target_id)
        if not targets:
            return {}
        below_root = Page.objects.filter(is_public(), url_path__startswith=self.root_url_path, pk__in=ids["page"])
        pages = below_root.order_by().values_list(Value("page", CharField()), "pk", "url_path")
        documents = Document.objects.filter(pk__in=ids["document"]).order_by()
        files = documents.annotate(kind=Value("document", CharField()), name=F("file"))
        found = pages.union(files.values_list("kind", "pk", "name"), all=True)
        return {(kind, target_id): self._address(kind, target_id, name) for kind, target_id, name in found}

    def _address(self, kind: str, target_id: int, name: str) -> str:
        if kind == "page":
            return f"{self.before_pages}/{name.removeprefix(self.root_url_path)}"
        return self.site_url + reverse("wagtaildocs_serve", args=[target_id, name.rpartition("/")[2]])

    def clean(self, source: str) -> str:
        """Return the text without anything but words, lists, stress and links."""
        soup = BeautifulSoup(source, "html.parser")
        for element in soup.find_all(DROPPED):
            element.decompose()
        for element in soup.find_all(True):
            self._clean_element(element)
        return soup.decode(formatter="minimal")

    def _clean_element(self, element: Tag) -> None:
        href = self._href(element.attrs) if element.name == "a" else ""
        element.attrs = {"href": href} if href else {}
        if element.name not in ALLOWED or (element.name == "a" and not href):
            element.unwrap()

    def _href(self, attributes: Any) -> str:
        kind, target_id = attributes.get("linktype"), attributes.get("id", "")
        if kind:
            return self.addresses.get((kind, int(target_id)), "") if target_id.isdecimal() else ""
        href: str = attributes.get("href", "").strip()
        if not href.lower().startswith(SCHEMES):
            return ""
        return self.before_pages + href if href.startswith("/") and not href.startswith("//") else href
