"""Views that belong to no app: page routing, robots.txt and error pages."""

import sys

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.models import Page

from clinic.full_disk import tells_of_full_disk
from clinic.navigation import Navigation


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`, found in two queries instead of Wagtail's two for each level of the tree."""
    trail = Navigation.for_request(request).trail
    if trail:
        # A page type with a `route` of its own answers for every address below it; all others only lead on.
        depth = next((depth for depth, page in enumerate(trail) if routes_itself(page)), len(trail) - 1)
        rest = [slug for slug in path.split("/") if slug][depth:]
        try:
            found = trail[depth].get_specific(copy_attrs=["is_public"]).route(request, rest)
        except Http404:
            found = None
        request.__dict__["_wagtail_route_for_request"] = found  # where Wagtail looks for it first
    return wagtail_views.serve(request, path)


def routes_itself(page: Page) -> bool:
    return page.specific_class is not None and page.specific_class.route is not Page.route


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "clinic/robots.txt", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for an icon without having read a page to the drawn one."""
    return redirect(static("clinic/favicon.svg"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that there is no room, where that is what went wrong; scripts get it in the form Wagtail gives them."""
    if not tells_of_full_disk(sys.exc_info()[1]):
        return defaults.server_error(request)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        told = _("There is no room left on the server; nothing was saved. Tell whoever looks after the site.")
        return JsonResponse({"success": False, "error_message": told}, status=507)
    return HttpResponse(render_to_string("507.html"), status=507)
