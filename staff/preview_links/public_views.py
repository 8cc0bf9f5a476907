"""What whoever has a preview link gets to see."""

from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.core.signing import BadSignature
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from media.presets import is_for_visitors
from media.uses import points_to
from media.visibility import find_size, is_public
from staff.preview_links.models import PreviewLink

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",  # the address is the secret
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
@csp_replace({"form-action": [NONE]})
def show_draft(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the latest draft as visitors would see it; every link that does not work gets the same sentence."""
    try:
        link = open_link(secret)
    except BadSignature:
        return refuse(request, 404)
    if link is None:
        return refuse(request, 410)
    if request.method == "GET":
        PreviewLink.objects.filter(pk=link.pk).update(last_opened_at=timezone.now())
    html = draw(link.page.get_latest_revision_as_object(), link)
    # Photos that only the draft shows have no public address yet.
    photos = reverse("preview_link_photo", args=[secret, "_"]).removesuffix("_")
    html = html.replace(f"{settings.MEDIA_URL}images/".encode(), photos.encode())
    return HttpResponse(html, headers=HEADERS)


@require_safe
def serve_photo(request: HttpRequest, secret: str, name: str) -> HttpResponseBase:
    """Serve a size of a photo that visitors may see once the draft is published, and no other."""
    try:
        link = open_link(secret)
    except BadSignature as error:
        raise Http404 from error
    size = find_size(f"images/{name}") if link and "\0" not in name else None
    if link is None or size is None or not (is_public(size) or is_in_draft(size, link.page)):
        raise Http404
    try:
        return FileResponse(size.file.open(), headers=HEADERS)
    except OSError as error:
        raise Http404 from error


def open_link(secret: str) -> PreviewLink | None:
    """Return the link if it may be shown now; raises BadSignature for an address that never was one."""
    link = PreviewLink.objects.signed(secret)
    return link if link and link.is_open() else None


def is_in_draft(size: Any, page: Page) -> bool:
    showable = is_for_visitors(size.filter_spec) and size.showable
    return bool(showable and size.image_id in points_to(page.get_latest_revision_as_object()))


def draw(page: Page, link: PreviewLink) -> bytes:
    """Return the page's HTML as a visitor's own request for it would get it.

    Drawn for a request of nobody, so that neither a previewing editor's rights nor anybody's cookie changes what it
    shows. Wagtail's own previews would count as one of staff, and show photos that no visitor may see.
    """
    request: Any = WSGIRequest(page._get_dummy_headers())
    request.user = AnonymousUser()
    request.shared_draft = link
    response = page.serve(request)
    return bytes(response.render().content)


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    html = render_to_string("staff/preview_links/refused.html", request=request)
    return HttpResponse(html, status=status, headers=HEADERS)
