"""Views that hand out photos."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from media.models import ClinicImage
from media.visibility import find_size, is_for_reader, is_public, works_with

YEAR = 365 * 24 * 60 * 60


@require_safe
def serve_size(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve one of the sizes made of a photo, from whatever storage, to whoever may see it.

    A size never changes under its name. Visitors' browsers keep it, and caches shared by many ask again after a minute,
    so that a photo taken from every page is gone; of a client's photo nobody keeps a copy for longer than that.
    """
    size = find_size(f"images/{name}") if "\0" not in name else None
    public = size is not None and is_public(size)
    if size is None or not (public or is_for_reader(size, request)):
        raise Http404
    etag = quote_etag(size.file.name.removeprefix("images/"))
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            response = FileResponse(size.file.open())
        except OSError as error:
            raise Http404 from error
    response["ETag"] = etag
    if public and size.image.shown != ClinicImage.Shown.CLIENT:
        patch_cache_control(response, public=True, max_age=YEAR, s_maxage=60, immutable=True)
    else:
        patch_cache_control(response, private=True, max_age=30, must_revalidate=True)
    return response


@require_safe
def serve_original(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a photo as it is kept, to staff who work with it."""
    photo = ClinicImage.objects.filter(file=f"original_images/{name}").first() if "\0" not in name else None
    if photo is None or not works_with(request.user, photo):
        raise Http404
    try:
        response = FileResponse(photo.file.open())
    except OSError as error:
        raise Http404 from error
    add_never_cache_headers(response)
    return response
