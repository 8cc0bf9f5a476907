"""Views that belong to no app: page routing, robots.txt and error pages."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from clinic.full_disk import tells_of_full_disk
from clinic.navigation import Navigation, route


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`, found in two queries instead of Wagtail's two for each level of the tree."""
    trail = Navigation.for_request(request).trail
    if trail:
        request.__dict__["_wagtail_route_for_request"] = route(request, trail, path)  # where Wagtail looks first
    return wagtail_views.serve(request, path)


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
