"""Middleware of our own: the policy of each part of the site, compression, and pages that cannot go out."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from clinic.publishing import CannotPublish


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Send the strict policy with public pages and Wagtail's looser one with the admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")) and not report_only:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


class CompressionMiddleware(GZipMiddleware):
    """Compress what is drawn for an answer; what is streamed is a file, and photos and archives are compressed already.

    No page repeats a secret beside what a visitor sent: form tokens belong to nobody, and Django masks those of the
    admin anew each time, so the length of an answer tells nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)


class CannotPublishMiddleware:
    """Lead whoever tried to publish a page that must not go out yet to its editor, and say why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, CannotPublish):
            return None
        title = exception.page.get_admin_display_title()
        problems = " ".join(exception.problems)
        messages.error(request, _("“%(page)s” was not published. %(problems)s") % {"page": title, "problems": problems})
        editor = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # a dialog, such as for a comment on approval
            return JsonResponse({"step": "success", "redirect": editor})
        return redirect(editor)
