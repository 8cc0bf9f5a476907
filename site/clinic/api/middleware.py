"""What the head of every answer below /api/v1/ says: for how long it keeps, its ETag, whose scripts may read it."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _

from clinic.api.problems import problem

PREFIX = "/api/v1/"
METHODS = "GET, HEAD, OPTIONS"
# A photo whose consent ended must be out of every answer within a minute.
MAX_AGE = 30  # seconds


class ReadAPIMiddleware:
    """Lets caches keep public answers for a moment and compare them by ETag, and other sites' scripts read them.

    An operation whose answer is not for everybody, or not to be kept, sets its own `Cache-Control`; that one stands.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = HttpResponse(status=HTTPStatus.NO_CONTENT) if request.method == "OPTIONS" else self.answer(request)
        self.allow_origins(request, response)
        return response

    def answer(self, request: HttpRequest) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            request.method = "GET"  # the server leaves out the body
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = problem(response.status_code, _("This address answers GET and HEAD only."))
            response["Allow"] = METHODS
        if not response.has_header("Cache-Control"):
            keeps = {"public": True, "max_age": MAX_AGE} if response.status_code < 400 else {"no_store": True}
            patch_cache_control(response, **keeps)
        if response.status_code == HTTPStatus.OK and "no-store" not in response["Cache-Control"]:
            set_response_etag(response)
            response = get_conditional_response(request, etag=response["ETag"], response=response) or response
        request.method = method
        return response

    def allow_origins(self, request: HttpRequest, response: HttpResponse) -> None:
        """Tell browsers whether a script of the site that asks may read the answer. Nobody is signed in here."""
        origin, allowed = request.headers.get("Origin"), settings.API_ALLOWED_ORIGINS
        if "*" in allowed:
            response["Access-Control-Allow-Origin"] = "*"
        else:
            patch_vary_headers(response, ["Origin"])
            if origin is None or origin not in allowed:
                return
            response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = "ETag"
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
