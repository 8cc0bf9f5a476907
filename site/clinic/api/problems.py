"""Errors, all in one form: RFC 9457, application/problem+json."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from clinic.api.schemas import Answer

logger = logging.getLogger("django.request")

MEDIA_TYPE = "application/problem+json"


class FieldProblem(Answer):
    """What is wrong with one parameter."""

    field: str = Field(description="The parameter’s name.", examples=["limit"])
    reason: str = Field(examples=["Input should be less than or equal to 100"])


class Problem(Answer):
    """An error, as RFC 9457 has it."""

    type: str = Field(description="Always `about:blank`: `status` says which kind of problem it is.")
    title: str = Field(description="The status in words.", examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(description="What is wrong, in a sentence.")
    errors: list[FieldProblem] = Field(description="The parameters to mend; empty where none is at fault.")


def problem(status: int, detail: str, errors: Mapping[str, str] | None = None) -> HttpResponse:
    """Return the answer to a request that cannot be met."""
    told = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=[FieldProblem(field=name, reason=reason) for name, reason in (errors or {}).items()],
    )
    return JsonResponse(
        told.model_dump(), status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def refused(errors: Mapping[str, str]) -> HttpResponse:
    """Return the answer to parameters that are wrong, each with the reason."""
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, _("These parameters cannot be understood."), errors)


@csrf_exempt  # so that whatever is sent there gets this answer
def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, _("Nothing public has this address."))


def answer_with_problems(api: NinjaAPI) -> None:
    """Have an API answer every error in this form."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        return refused({str(told["loc"][-1]): told["msg"] for told in error.errors})

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(error.status_code, str(error))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Any) -> HttpResponse:
        return not_found(request)

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Any) -> HttpResponse:
        """Say that the fault is ours, and tell it to whoever listens for errors, as Django does for pages."""
        got_request_exception.send(sender=None, request=request)
        logger.error(
            "Internal Server Error: %s", request.path, exc_info=error, extra={"status_code": 500, "request": request}
        )
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _("The fault is ours. Please try again later."))
