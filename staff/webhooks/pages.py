"""Which pages are public and where, compared with what others were told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.encoding import iri_to_uri
from wagtail.models import Page, Site

from clinic.visibility import is_public
from staff.webhooks.events import EventType, Happening
from staff.webhooks.models import KnownPage

NEEDED = ("path", "url_path", "content_type_id", "last_published_at")


@dataclass(frozen=True)
class PublicPage:
    number: int
    site_number: int
    path: str
    type: str
    published_at: datetime | None

    @property
    def place(self) -> tuple[int, str]:
        return self.site_number, self.path


@dataclass
class PageChanges:
    """The public pages as they are now, and what is different from what others were told."""

    now: dict[int, PublicPage]
    gone: list[KnownPage] = field(default_factory=list)
    moved: list[tuple[PublicPage, str]] = field(default_factory=list)  # with the former path
    published: list[PublicPage] = field(default_factory=list)


def public_pages() -> dict[int, PublicPage]:
    """Return every page that everybody may read, by number; three queries, whatever their number."""
    # The inner of two sites first. Wagtail's own list of them is remembered by each process for an hour.
    sites = sorted(Site.objects.select_related("root_page"), key=lambda site: -site.root_page.depth)
    found = {}
    for page in Page.objects.filter(is_public()).order_by("path").only(*NEEDED):
        site = next((site for site in sites if page.path.startswith(site.root_page.path)), None)
        model: Any = ContentType.objects.get_for_id(page.content_type_id).model_class()
        if site is None or model is None:
            continue
        path = iri_to_uri("/" + page.url_path.removeprefix(site.root_page.url_path))
        found[page.pk] = PublicPage(page.pk, site.pk, path, model._meta.label, page.last_published_at)
    return found


def compare_pages() -> PageChanges:
    """Find what changed of public pages since the last time, and remember them as they are now."""
    changes = PageChanges(public_pages())
    known = {page.page_number: page for page in KnownPage.objects.all()}
    changes.gone = [page for number, page in known.items() if number not in changes.now]
    new, changed = [], []
    for page in changes.now.values():
        row = known.get(page.number)
        if row is None:
            changes.published.append(page)
            new.append(_as_row(page))
            continue
        if (row.site_number, row.path) != page.place:
            changes.moved.append((page, row.path))
        if row.published_at != page.published_at:
            changes.published.append(page)
        if (row.site_number, row.path, row.published_at) != (*page.place, page.published_at):
            changed.append(_as_row(page, row.pk))
    KnownPage.objects.filter(pk__in=[page.pk for page in changes.gone]).delete()
    KnownPage.objects.bulk_create(new)
    KnownPage.objects.bulk_update(changed, ["site_number", "path", "published_at"], batch_size=100)
    return changes


def _as_row(page: PublicPage, pk: int | None = None) -> KnownPage:
    return KnownPage(
        pk=pk,
        page_number=page.number,
        site_number=page.site_number,
        path=page.path,
        type=page.type,
        published_at=page.published_at,
    )


def page_events(changes: PageChanges) -> Iterator[Happening]:
    """Yield what happened: first what is gone, as another page may have its address now."""
    roots = {site.pk: site.root_url for site in Site.objects.all()}

    def happened(type_: EventType, page: PublicPage, **more: str) -> Happening:
        facts = {"id": page.number, "type": page.type, "path": page.path, "url": roots[page.site_number] + page.path}
        return Happening(type_, f"page:{page.number}", facts | more)

    gone = [page.page_number for page in changes.gone]
    still_there = set(Page.objects.filter(pk__in=gone).values_list("pk", flat=True))
    for row in changes.gone:
        type_ = EventType.PAGE_UNPUBLISHED if row.page_number in still_there else EventType.PAGE_DELETED
        yield Happening(type_, f"page:{row.page_number}", {"id": row.page_number, "type": row.type, "path": row.path})
    for page, previous in changes.moved:
        yield happened(EventType.PAGE_MOVED, page, previous_path=previous)
    for page in changes.published:
        yield happened(EventType.PAGE_PUBLISHED, page)
