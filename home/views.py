"""The search page, and suggestions while somebody types. Neither keeps nor logs what was asked."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.search import look_up, readable, suggest
from media.models import GalleryPage
from services.models import ConditionPage, ServicePage, TechniquePage


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what fits the query, and under the best condition the services that people choose for it."""
    found = look_up(request.GET.get("q", ""))
    for page in found.results.pages:
        page.kind = _kind(page)
    conditions_url = found.condition_list.get_url(request) if found.condition_list else ""
    return render(request, "home/search.html", {**vars(found), "fits": found.fits, "conditions_url": conditions_url})


@require_safe
@cache_control(private=True, max_age=60)  # in the visitor's own browser; no shared cache learns what was asked
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return pages that fit what was typed so far, and what to say about them to those who cannot see them."""
    pages = suggest(readable(request.GET.get("q", "")))
    told = ngettext("%(count)d suggestion", "%(count)d suggestions", len(pages)) % {"count": len(pages)}
    found = [{"title": page.title, "kind": _kind(page), "url": page.get_url(request)} for page in pages]
    return JsonResponse({"suggestions": found, "told": told if pages else _("No suggestions")})


def _kind(page: Page) -> str:
    kinds = {
        ServicePage: _("Service"),
        ConditionPage: _("Condition"),
        TechniquePage: _("Technique"),
        GalleryPage: _("Gallery"),
    }
    return kinds.get(page.specific_class, _("Page"))
