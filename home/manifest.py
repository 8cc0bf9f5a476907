"""The web app manifest: under which name and picture phones put the site among their apps."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.models import ClinicSettings

GROUND = "#f6f0e6"  # the paper of the stylesheet


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [("favicon.svg", "any", "any"), ("favicon-512.png", "512x512", "any")]
    icons += [(f"icon-maskable-{width}.png", f"{width}x{width}", "maskable") for width in (192, 512)]
    name = ClinicSettings.for_request(request).name or _("Massage clinic")
    answer = {
        "name": name,
        "short_name": name,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [{"src": static(f"clinic/{file}"), "sizes": sizes, "purpose": use} for file, sizes, use in icons],
    }
    return JsonResponse(answer, content_type="application/manifest+json")
