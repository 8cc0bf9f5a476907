"""Views that belong to no app: page routing, uploaded files, robots.txt and error pages."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file
from wagtail import views as wagtail_views
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.url_routing import RouteResult

from clinic.navigation import Navigation


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`, found in two queries instead of Wagtail's two for each level of the tree."""
    found = Navigation.for_request(request).found
    # A page type that routes its own sub-addresses, or is not live, is left to Wagtail.
    if found and found.live and found.specific_class and found.specific_class.route is Page.route:
        page = found.get_specific(copy_attrs=["is_public"])
        request.__dict__["_wagtail_route_for_request"] = RouteResult(page)  # where Wagtail looks for it first
    return wagtail_views.serve(request, path)


@require_safe
def serve_size(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve one of the sizes made of a photo, to everyone."""
    response = _serve_from("images", request, name)
    patch_cache_control(response, public=True, max_age=24 * 60 * 60)
    return response


@require_safe
def serve_original(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a photo as it is kept, to staff who work with photos."""
    policy = policy_registry.get_by_type(get_image_model())
    if not policy.user_has_any_permission(request.user, ["add", "change", "choose", "delete"]):
        raise Http404
    response = _serve_from("original_images", request, name)
    add_never_cache_headers(response)
    return response


def _serve_from(folder: str, request: HttpRequest, name: str) -> HttpResponseBase:
    try:
        return serve_file(request, name, document_root=str(Path(settings.MEDIA_ROOT) / folder))
    except (OSError, SuspiciousFileOperation) as error:  # a name too long, or one that leads out of the folder
        raise Http404 from error


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "clinic/robots.txt", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for an icon without having read a page to the drawn one."""
    return redirect(static("clinic/favicon.svg"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)
