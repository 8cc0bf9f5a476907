"""The addresses that search engines are offered, with their dates and pictures."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps import views as wagtail_views


@dataclass(frozen=True)
class SitemapImage:
    """A picture on a page. `licence` is the address of one, as nothing else may stand there."""

    address: str
    caption: str = ""
    licence: str = ""


class IllustratedSitemap(Sitemap):
    """Wagtail's sitemap with pictures, which apps add by the hook `sitemap_images`.

    Such a function returns lists of SitemapImage by the ids of pages, and does not ask page by page.
    """

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        found = [find() for find in hooks.get_hooks("sitemap_images")]
        urls: list[dict[str, Any]] = super()._urls(page, protocol, domain)
        for url in urls:
            url["images"] = [image for images in found for image in images.get(url.get("page_id"), [])]
        return urls


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return wagtail_views.sitemap(request, {"pages": IllustratedSitemap}, template_name="clinic/sitemap.xml")
