"""The search page, and suggestions while somebody types. Neither keeps nor logs what was asked."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from clinic.visibility import is_public
from home.search import LONGEST_QUERY, Results, fitting_areas, search, suggest
from media.models import GalleryPage
from services.models import BodyArea, ConditionListPage, ConditionPage, ServicePage, TechniquePage

MOST_SERVICES = 3  # under a condition


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what fits the query, and under the best condition the services that people choose for it."""
    query = _query(request)
    results = search(query) if query else Results()
    for page in results.pages:
        page.kind = _kind(page)
    condition = next((page for page in results.pages if page.specific_class is ConditionPage), None)
    if condition:
        services = ServicePage.objects.filter(service_conditions__condition_id=condition.pk).live().public().distinct()
        condition.services = services.order_by("path")[:MOST_SERVICES]
    condition_list = ConditionListPage.objects.live().public().first()
    areas = list(BodyArea.objects.filter(is_public("conditions__")).distinct())
    return render(
        request,
        "home/search.html",
        {
            "query": query,
            "results": results,
            "fits": bool(results.pages) and not results.nearest,
            "areas": areas,
            "fitting_areas": fitting_areas(results.corrected or query, areas),
            "conditions_url": condition_list.get_url(request) if condition_list else "",
        },
    )


@require_safe
@cache_control(private=True, max_age=60)  # in the visitor's own browser; no shared cache learns what was asked
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return pages that fit what was typed so far, and what to say about them to those who cannot see them."""
    pages = suggest(_query(request))
    told = ngettext("%(count)d suggestion", "%(count)d suggestions", len(pages)) % {"count": len(pages)}
    found = [{"title": page.title, "kind": _kind(page), "url": page.get_url(request)} for page in pages]
    return JsonResponse({"suggestions": found, "told": told if pages else _("No suggestions")})


def _query(request: HttpRequest) -> str:
    """Return what was asked, without characters that nobody sees."""
    return "".join(filter(str.isprintable, request.GET.get("q", "")[:LONGEST_QUERY])).strip()


def _kind(page: Page) -> str:
    kinds = {
        ServicePage: _("Service"),
        ConditionPage: _("Condition"),
        TechniquePage: _("Technique"),
        GalleryPage: _("Gallery"),
    }
    return kinds.get(page.specific_class, _("Page"))
