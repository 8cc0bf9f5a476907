"""Submitting a page for approval, which Wagtail's API does not offer."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from wagtail.api.v3.errors import problem_response
from wagtail.models import Page, WorkflowState

from clinic.publishing import CannotPublish, publishing_problems


def submit(request: HttpRequest, page_id: str) -> HttpResponse:
    """Submit the newest draft for approval, as the editor's button does.

    Raises CannotPublish where something must be mended first.
    """
    page: Any = Page.objects.get(pk=page_id).specific
    rights = page.permissions_for_user(request.user)
    if not (rights.can_edit() and rights.can_submit_for_moderation()):
        return problem_response(
            status=409, detail=_("It cannot be submitted now: it waits for approval, is locked, or needs none.")
        )
    draft = page.get_latest_revision_as_object()
    try:
        draft.full_clean()
    except ValidationError as error:
        problems = [{"loc": [name], "msg": msg} for name, found in error.message_dict.items() for msg in found]
        return problem_response(status=422, detail=_("It was not submitted. Mend this first."), errors=problems)
    if problems_of_draft := publishing_problems(draft):
        raise CannotPublish(page, problems_of_draft)
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(request.user)
    else:
        state = page.get_workflow().start(page, request.user)
    return JsonResponse({"id": page.pk, "waits_for": str(state.current_task_state.task)})
