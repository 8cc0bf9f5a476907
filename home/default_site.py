"""The site that a new database begins with."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site


def remove_welcome_page() -> None:
    """Delete the page that welcomes developers, which Wagtail's first migration makes, and its site."""
    Page.objects.filter(depth=2, slug="home", content_type__model="page", numchild=0).delete()


def make_default_site(root_page: Page) -> Site:
    """Return the default site, with this page at its root; a new one has the address from the settings."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        site = Site(is_default_site=True, hostname=address.hostname or "localhost", port=port)
    if site.root_page_id != root_page.pk:
        site.root_page = Page.objects.get(pk=root_page.pk)
        site.save()
    return site
