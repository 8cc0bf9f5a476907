"""What is at /api/v3/, and where people make their tokens; nothing of it unless AUTHORING_API is on.

Of what Wagtail offers there, only the operations of this table are open. Publishing goes by `meta.action` of a page's
PATCH, which passes `BasePage.publish`; Wagtail's other operation for it does not. Pages are deleted, moved, copied and
taken down in the admin, where that can be undone and its consequences are shown.
"""

from django.urls import URLPattern, include, path
from wagtail.api.v3.urls import api

from staff.accounts.urls import path as account_path
from staff.accounts.views.tokens import EndTokenView, TokensView
from staff.authoring.gate import gated
from staff.authoring.submitting import submit

OPERATIONS = {
    "whoami/": ("GET",),
    "schema/": ("GET",),
    "schema/<type_name>/": ("GET",),
    "pages/": ("GET", "POST"),
    "pages/<page_id>/": ("GET", "PATCH"),
    "pages/<page_id>/revisions/": ("GET",),
    "pages/<page_id>/revisions/<revision_id>/": ("GET",),
    "images/": ("POST",),
    "images/<image_id>/": ("GET", "PATCH"),
}

patterns, namespace, _name = api.urls
wagtails: dict[str, URLPattern] = {}
for pattern in patterns:  # one for each operation; the first has the name that answers link to
    wagtails.setdefault(str(pattern.pattern), pattern)


def opened(route: str) -> URLPattern:
    return path(route, gated(wagtails[route].callback, OPERATIONS[route]), name=wagtails[route].name)


api_urls = [
    *map(opened, OPERATIONS),
    path("pages/<page_id>/actions/submit/", gated(submit, ("POST",)), name="submit"),
    path("<path:rest>", gated(None)),
    path("", gated(None)),
]

urlpatterns = [
    path("api/v3/", include((api_urls, namespace))),
    account_path("admin/account/tokens/", TokensView, name="tokens"),
    account_path("admin/account/tokens/<int:pk>/end/", EndTokenView, name="end_token"),
]
