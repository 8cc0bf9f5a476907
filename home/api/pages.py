"""Whatever is found at an address: a page of any type, or where an old address leads."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from clinic.api.blocks import prose_blocks, write_blocks
from clinic.api.page import Context, page_fields
from clinic.api.richtext import LinkForm
from clinic.api.schemas import BasePage
from clinic.api.writer import Writer
from clinic.navigation import Navigation, addresses_on_the_way, route
from clinic.visibility import is_public
from enquiries.api import contact_page
from enquiries.models import ContactPage
from home.api import schemas
from home.models import ClinicSettings, HomePage, PlainPage
from media.api.writing import ILLUSTRATED, cover, excerpt, gallery_index_page, gallery_page
from media.models import GalleryIndexPage, GalleryPage
from media.templatetags.photos import share_picture
from services.api.writing import (
    area,
    condition_list_page,
    condition_page,
    service_index_page,
    service_page,
    technique_index_page,
    technique_page,
)
from services.models import (
    ConditionListPage,
    ConditionPage,
    ServiceIndexPage,
    ServicePage,
    TechniqueIndexPage,
    TechniquePage,
)

router = Router(tags=["Pages"])


def home_page(page: Any, context: Context, writer: Writer) -> schemas.HomePage:
    gallery, condition_list, visit = context["gallery_photos"], context["condition_list"], context["visit"]
    return schemas.HomePage(
        **page_fields(page, context, writer),
        headline=page.headline,
        cover=cover(context["cover"], writer),
        areas=[area(found) for found in context["areas"]],
        condition_list=writer.link(condition_list) if condition_list else None,
        services=[writer.summary(service) for service in context["services"]],
        first_visit=writer.summary(visit) if visit else None,
        gallery=excerpt(gallery[0].page, gallery, writer) if gallery else None,
        body=prose_blocks(page.body, writer),
    )


def plain_page(page: Any, context: Context, writer: Writer) -> schemas.PlainPage:
    return schemas.PlainPage(
        **page_fields(page, context, writer),
        body=write_blocks(context["body"], writer, ILLUSTRATED),
        shows_contact=page.shows_contact,
        children=[writer.summary(child) for child in context["children"]],
    )


PAGE_WRITERS: dict[type[Page], Callable[[Any, Context, Writer], BasePage]] = {
    HomePage: home_page,
    PlainPage: plain_page,
    ServiceIndexPage: service_index_page,
    ServicePage: service_page,
    ConditionListPage: condition_list_page,
    ConditionPage: condition_page,
    TechniqueIndexPage: technique_index_page,
    TechniquePage: technique_page,
    GalleryIndexPage: gallery_index_page,
    GalleryPage: gallery_page,
    ContactPage: contact_page,
}


class PageParameters(Schema):
    path: str = Field(
        max_length=2000,
        description="The address that a visitor asked for, below the home page. Slashes at its ends make no "
        "difference; what stands after `?` counts for old addresses only.",
        examples=["/services/swedish-massage/"],
    )
    links: LinkForm = Field(
        "root-relative",
        description="How rich text links to pages of this site: `root-relative` (`/contact/`) suits a site with the "
        "same paths, `absolute` leads to this site.",
    )


@router.get("page/", response=schemas.FoundAtPath, operation_id="getPage", summary="The page at an address")
def get_page(request: HttpRequest, parameters: Query[PageParameters]) -> Any:
    """The page at `path` with everything that it shows, or where an old address leads, or 404. `type` tells which.

    Drafts and pages that not everyone may read are answered like pages that do not exist.
    """
    clinic = ClinicSettings.found_with_site(request)
    if clinic is None:
        raise Http404
    path = parameters.path.partition("?")[0]
    trail = trail_to(clinic.site, path)
    found = route(request, trail, path) if trail else None
    if found and found.page.is_public and not found.page.get_view_restrictions():
        return page_answer(request, found, trail, parameters.links)
    return old_address(clinic.site, parameters.path)


def trail_to(site: Site, path: str) -> list[Page]:
    """Return the pages on the way to `path`, whatever their state, each in its own type; one query."""
    on_the_way = Page.objects.filter(url_path__in=addresses_on_the_way(site.root_page, path))
    types = [model._meta.model_name for model in PAGE_WRITERS]
    pages = on_the_way.annotate(is_public=is_public()).select_related(*types).order_by("path")
    return [_in_its_type(page) for page in pages]


def _in_its_type(page: Page) -> Page:
    if page.specific_class not in PAGE_WRITERS:
        return page
    specific: Page = getattr(page, page.specific_class._meta.model_name)
    specific.is_public = page.is_public
    return specific


def page_answer(request: HttpRequest, found: RouteResult, trail: list[Page], links: LinkForm) -> BasePage:
    """Return what is found at an address, from the context that its template gets.

    Raises Http404 for what is no content, such as the thanks after a form.
    """
    page, clinic = found.page, ClinicSettings.for_request(request)
    context = context_of(request, found) | {
        "settings": {"home": {"ClinicSettings": clinic}},
        "navigation": Navigation(trail, menu=[], foot=[]),
    }
    context["share_picture"] = share_picture(context)
    return PAGE_WRITERS[type(page)](page, context, Writer(clinic.site, page, links))


def context_of(request: HttpRequest, found: RouteResult) -> dict[str, Any]:
    page = found.page
    if isinstance(page, GalleryPage) and found.args:
        _view, _args, names = found.args
        if "name" in names:
            photo_context: dict[str, Any] = page.get_photo_context(request, names["name"])
            return photo_context
    if found.kwargs or type(page) not in PAGE_WRITERS:
        raise Http404
    context: dict[str, Any] = page.get_context(request)
    return context


def old_address(site: Site, address: str) -> schemas.Redirect:
    """Return where an address that no public page has leads; raises Http404 where it leads nowhere public."""
    try:
        paths = [Redirect.normalise_path(f"/{given.lstrip('/')}") for given in (address, address.partition("?")[0])]
    except ValueError as error:
        raise Http404 from error
    if "\0" in address:
        raise Http404
    redirects = public_redirects(site).filter(old_path__in=paths)
    # As for visitors: the one that names what stands after `?`, and the one of this site, come first.
    found = min(redirects, key=lambda one: (paths.index(one.old_path), one.site_id is None), default=None)
    if found is None:
        raise Http404
    return redirect(found, Writer(site))


def public_redirects(site: Site) -> Any:
    """Return the site's redirects that lead to a public page of it or to an address."""
    leads_to_page = is_public("redirect_page__") & Q(redirect_page__path__startswith=site.root_page.path)
    leads_on = leads_to_page | Q(redirect_page=None) & ~Q(redirect_link="")
    return Redirect.get_for_site(site).filter(leads_on).select_related("redirect_page")


def redirect(found: Redirect, writer: Writer) -> schemas.Redirect:
    page = found.redirect_page
    to = f"{writer.path(page).rstrip('/')}{found.redirect_page_route_path or '/'}" if page else found.redirect_link
    return schemas.Redirect(type="Redirect", from_path=found.old_path, to=to, permanent=found.is_permanent)
