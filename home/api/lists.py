"""Lists over the whole site in the read API: all pages, old addresses, what search engines are offered."""

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field
from wagtail.models import Page

from clinic.api.paging import Part, PartParameters, part_of
from clinic.api.writer import Writer
from home.api import schemas
from home.api.pages import PAGE_WRITERS, public_redirects, redirect
from services.api.filters import AboutParameters
from services.models import ConditionPage

router = Router(tags=["Pages"])

SUMMARIES = [f"{model._meta.model_name}__summary" for model in PAGE_WRITERS]
TYPES = {model.__name__: model for model in PAGE_WRITERS}


class PagesParameters(AboutParameters):
    """Narrows the list of all pages."""

    type: schemas.PageType | None = Field(None, description="Only pages of this type.")


@router.get("pages/", response=schemas.PageList, operation_id="listPages", summary="All pages")
def list_pages(request: HttpRequest, parameters: Query[PagesParameters]) -> schemas.PageList:
    """Pages of all types or of one. `getPage` answers one with everything that it shows.

    With `area`, `condition` or `technique`, only conditions and services are in the list. Ask with
    `order=-updated&updated_since=…` for what changed since you asked last.
    """
    writer = Writer.for_request(request)
    pages = writer.public(Page).type(*([TYPES[parameters.type]] if parameters.type else PAGE_WRITERS))
    summary = Coalesce(*SUMMARIES, Value("", TextField()))
    part = part_of(pages.filter(parameters.about()).annotate(summary=summary), parameters)
    found = list(part.rows)
    items = [
        schemas.PageListItem(**writer.summary_fields(page), last_published_at=page.last_published_at)
        for page in part.items(found)
    ]
    return schemas.PageList(meta=part.meta(found), items=items)


@router.get("redirects/", response=schemas.RedirectList, operation_id="listRedirects", summary="Old addresses")
def list_redirects(request: HttpRequest, parameters: Query[PartParameters]) -> schemas.RedirectList:
    """All addresses that lead elsewhere: former ones of pages, and those that other names of services make."""
    writer = Writer.for_request(request)
    part = Part(public_redirects(writer.site), parameters, "old_path")
    found = list(part.rows)
    return schemas.RedirectList(meta=part.meta(found), items=[redirect(one, writer) for one in part.items(found)])


@router.get("sitemap/", response=schemas.Sitemap, operation_id="getSitemap", summary="What search engines are offered")
def get_sitemap(request: HttpRequest, parameters: Query[PartParameters]) -> schemas.Sitemap:
    """The pages of `sitemap.xml`: all but conditions that are not complete and reviewed yet."""
    writer = Writer.for_request(request)
    pages = writer.public(Page).type(*PAGE_WRITERS).exclude(ConditionPage.unfinished("conditionpage__"))
    part = Part(pages, parameters, "position")
    found = list(part.rows)
    items = [
        schemas.SitemapEntry(
            path=writer.path(page),
            html_url=f"{writer.site_url}{writer.path(page)}",
            last_published_at=page.last_published_at,
        )
        for page in part.items(found)
    ]
    return schemas.Sitemap(meta=part.meta(found), items=items)
