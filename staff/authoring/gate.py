"""The door to Wagtail's API: who comes in, what may be asked, and one writer at a time for each page or photo.

Behind it Wagtail checks the token and the rights again. What it lacks is here: tokens that end, refusals in sentences
instead of failures, locks, and that nobody overwrites what was not read.
"""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.errors import problem_response
from wagtail.log_actions import LogContext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clinic.publishing import CannotPublish, locked
from media.models import ClinicImage
from staff.accounts.tokens import TokenRefused, token_of

LARGEST_OFFSET = 100_000
LONGEST_SEARCH = 200
LARGEST_NUMBER = 2**63 - 1
# What addresses are about, by its name in them, and with which of these rights somebody may read it here.
THINGS: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("page_id", Page, ("change", "publish")),
    ("image_id", ClinicImage, ("change", "choose")),
)

View = Callable[..., HttpResponse]


class Refused(Exception):
    """A request that is answered with this status and sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


def gated(view: View | None, methods: tuple[str, ...] = ()) -> View:
    """Return a view that lets through to `view` what may come; without one, nothing is there."""

    @csrf_exempt  # no cookie makes anybody somebody here
    def gate(request: HttpRequest, **values: str) -> HttpResponse:
        try:
            response = _answer(request, view, methods, values)
        except TokenRefused as refusal:
            response = problem_response(status=401, detail=str(refusal))
            response["WWW-Authenticate"] = "Bearer"
        except Refused as refusal:
            response = problem_response(status=refusal.status, detail=str(refusal))
        except CannotPublish as refusal:
            detail = _("It was not published, and nothing was saved.")
            problems = [{"msg": problem} for problem in refusal.problems]
            response = problem_response(status=409, detail=detail, errors=problems)
        except IntegrityError:
            response = problem_response(status=409, detail=_("Somebody saved at the same time. Please try again."))
        except RequestDataTooBig:
            response = problem_response(status=413, detail=_("That is too much at once. Send less."))
        except (DataError, OverflowError, RecursionError):
            response = problem_response(status=422, detail=_("A number or text is too large, or nested too deep."))
        if response.status_code == 405:
            response["Allow"] = ", ".join(methods)
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Authorization"])
        return response

    return gate


def _answer(request: HttpRequest, view: View | None, methods: tuple[str, ...], values: dict[str, str]) -> HttpResponse:
    token = token_of(request)
    request.user = token.user
    if view is None:
        raise Refused(404, _("There is nothing at this address."))
    _refuse_unreadable(request, values)
    if request.method not in methods:
        raise Refused(405, _("This cannot be done by programs. Do it in the admin."))
    with LogContext(user=token.user):
        if request.method == "GET":
            _thing(request, values, lock=False)
            return _with_version(request, view(request, **values), values)
        return _write(request, view, values)


def _refuse_unreadable(request: HttpRequest, values: dict[str, str]) -> None:
    """Refuse what Wagtail, or the database, would fail on."""
    for name, value in values.items():
        if name.endswith("_id") and not (value.isascii() and value.isdecimal() and len(value) < 19):
            raise Refused(404, _("There is nothing at this address."))
    given = [*values.values(), *request.GET, *(one for _name, some in request.GET.lists() for one in some)]
    if any("\0" in text for text in given):
        raise Refused(422, _("There is a null character in the address. Take it out."))
    offset = request.GET.get("offset", "0")
    if len(offset) > len(str(LARGEST_OFFSET)):
        raise Refused(422, _("The offset is too large. Ask for fewer with a filter."))
    search = request.GET.get("search")
    if search is not None and (len(search) > LONGEST_SEARCH or '"' in search or not any(map(str.isalnum, search))):
        raise Refused(422, _("Search for one or a few words, without quotation marks."))
    if request.method in ("POST", "PATCH") and request.content_type == "application/json":
        try:
            body = json.loads(request.body)
        except ValueError:
            raise Refused(400, _("The body is no JSON.")) from None
        if not isinstance(body, dict):
            raise Refused(422, _("The body must be a JSON object."))
        _refuse_values(body)


def _refuse_values(value: Any) -> None:
    """Refuse what no field can hold: null characters, half characters, huge numbers, nothing within lists."""
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value)):
        raise Refused(422, _("There is a character in it that no text can hold. Take it out."))
    if isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        raise Refused(422, _("A number is too large."))
    if isinstance(value, list) and None in value:
        raise Refused(422, _("A list must not hold null."))
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_values(part)


def _thing(request: HttpRequest, values: dict[str, str], lock: bool) -> Any:
    """Return the page or photo that is asked about, if any; what somebody may not use is as if it were not there."""
    for name, model, rights in THINGS:
        if name in values:
            allowed = policy_registry.get_by_type(model).instances_user_has_any_permission_for(request.user, rights)
            thing = locked(model, values[name]) if lock else None
            if not allowed.filter(pk=values[name]).exists():
                raise Refused(404, _("There is nothing here that you may edit."))
            return thing
    return None


@transaction.atomic
def _write(request: HttpRequest, view: View, values: dict[str, str]) -> HttpResponse:
    """Let one writer through at a time, and keep nothing of what was then refused."""
    thing = _thing(request, values, lock=True)
    if isinstance(thing, Page):
        _refuse_unread(request, thing)
    response = _with_version(request, view(request, **values), values)
    if response.status_code >= 400:
        transaction.set_rollback(True)
    return response


def _refuse_unread(request: HttpRequest, page: Page) -> None:
    """Refuse to write over a version that the program has not read."""
    read = {tag.strip().removeprefix("W/") for tag in request.headers.get("If-Match", "").split(",")}
    if read == {""}:
        raise Refused(428, _("Read the page with ?version=draft, and send its ETag back in the header “If-Match”."))
    if "*" not in read and version(page) not in read:
        raise Refused(412, _("Somebody changed the page meanwhile. Read it again, and make your change there."))


def _with_version(request: HttpRequest, response: HttpResponse, values: dict[str, str]) -> HttpResponse:
    """Say of an answer that shows the newest draft of a page which version that is."""
    shows_draft = request.method != "GET" or request.GET.get("version") == "draft"
    if response.status_code < 300 and shows_draft and "image_id" not in values and "revision_id" not in values:
        pk = values.get("page_id") or json.loads(response.content).get("id")
        if "/pages/" in request.path and pk:
            response["ETag"] = version(Page.objects.get(pk=pk))
    return response


def version(page: Page) -> str:
    """Return what changes with each save; autosaves in the editor write the same revision again."""
    saved_at = page.latest_revision_created_at
    return f'"{page.latest_revision_id or 0}-{saved_at.timestamp() if saved_at else 0:.6f}"'
