"""The one API object, with the addresses of every app."""

from collections.abc import Callable
from inspect import unwrap
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from clinic.api.problems import answer_with_problems, refused
from home.api import clinic, lists, navigation, pages, search
from media.api.routes import router as galleries
from services.api.routes import router as services

VERSION = "1.0.0"  # its first number rises with a change that breaks clients, the second with any other

DESCRIPTION = """\
Everything that visitors of the clinic’s site can read, for another site or an app. All addresses take GET and HEAD,
need no key and answer JSON in UTF-8. Only what is live and open to everyone is in here.

Every field that is described is always there; what has no value is `null`, an empty text or an empty list. New fields,
and new values of `type`, may come at any time: pass over what you do not know.

Errors come as `application/problem+json`. A parameter that is not described here, or is given twice, is one.
"""


class Utf8Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


def only_what_is_described(run: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse query parameters that an operation does not know, instead of passing over what may be misspelt."""
    operation = unwrap(run).__self__
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    known = {name for model in models for name in model.__ninja_flatten_map__}

    def checked(request: HttpRequest, **values: Any) -> Any:
        wrong = {name: _("There is no such parameter here") for name in request.GET if name not in known}
        wrong |= {name: _("Given more than once") for name in known if len(request.GET.getlist(name)) > 1}
        return refused(wrong) if wrong else run(request, **values)

    return checked


api = NinjaAPI(
    title="The clinic’s content",
    version=VERSION,
    description=DESCRIPTION,
    servers=[{"url": "/api/v1"}],
    urls_namespace="api",
    openapi_url=None,  # the contract is built once, see contract.py
    docs_url=None,
    renderer=Utf8Renderer(),
)
answer_with_problems(api)
api.add_decorator(only_what_is_described, mode="view")
for router in (pages.router, lists.router, services, galleries, clinic.router, navigation.router, search.router):
    api.add_router("", router)
