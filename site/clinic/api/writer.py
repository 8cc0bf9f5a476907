"""Writes down what many answers repeat: addresses, links to pages, rich text."""

from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from django.http import Http404, HttpRequest
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from clinic.api.richtext import LinkForm, RichText
from clinic.api.schemas import PageLink, PageSummary
from clinic.visibility import is_public


class Writer:
    """Writes answers for one site. `html` needs `page`, the page whose texts are written."""

    def __init__(self, site: Site, page: Page | None = None, links: LinkForm = "root-relative") -> None:
        self.site, self.page, self.links = site, page, links
        self.site_url: str = site.root_url
        self.root_url_path: str = site.root_page.url_path

    @classmethod
    def for_request(cls, request: HttpRequest) -> "Writer":
        """Return the writer for the site that is asked for; raises Http404 where there is none."""
        site = Site.find_for_request(request)
        if site is None:
            raise Http404
        return cls(site)

    def public(self, model: type[Page]) -> PageQuerySet:
        """Return the site's pages of a type that everyone may read."""
        pages: PageQuerySet = model.objects.filter(is_public(), path__startswith=self.site.root_page.path)
        return pages

    def path(self, page: Page) -> str:
        return f"/{page.url_path.removeprefix(self.root_url_path)}"

    def file(self, url: str) -> str:
        """Return the whole address of a file of this site."""
        return urljoin(f"{self.site_url}/", url)

    @cached_property
    def _rich_text(self) -> RichText:
        if self.page is None:
            raise ValueError("There is no page whose texts could be written.")
        return RichText(self.page, self.site_url, self.root_url_path, self.links)

    def html(self, source: str) -> str:
        return self._rich_text.clean(source)

    def link_fields(self, page: Page) -> dict[str, Any]:
        path = self.path(page)
        return {
            "id": page.pk,
            "uuid": page.translation_key,
            "type": page.specific_class.__name__,
            "title": page.title,
            "path": path,
            "html_url": f"{self.site_url}{path}",
        }

    def link(self, page: Page) -> PageLink:
        return PageLink(**self.link_fields(page))

    def summary_fields(self, page: Any) -> dict[str, Any]:
        return self.link_fields(page) | {"summary": page.summary or ""}

    def summary(self, page: Any) -> PageSummary:
        """Return what a list shows of a page, which carries its summary."""
        return PageSummary(**self.summary_fields(page))
