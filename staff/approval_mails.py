"""Mails about approval: to those who must act, and to who asked. The worker sends them.

They say nothing of a page but its title, and what people wrote to each other about it.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_user_display_name
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from home.models import ClinicSettings


def on_submitted(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    tell_of_submission.enqueue(instance.pk, user.pk if user else 0)


def on_approved(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    tell_of_outcome.enqueue(instance.pk, "approved", user.pk if user else 0)


def on_rejected(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    tell_of_outcome.enqueue(instance.pk, "rejected", user.pk if user else 0)


def nothing(**kwargs: Any) -> None:
    """Stand where Wagtail would write to all administrators."""


def connect() -> None:
    """Take the places of Wagtail's own mails, which go out in the request: it finds its identifiers taken."""
    task_submitted.connect(
        on_submitted, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_submitted.connect(
        nothing, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification"
    )
    workflow_rejected.connect(
        on_rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
    workflow_approved.connect(
        on_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )


@task(backend="worker")
def tell_of_submission(state_id: int, user_id: int) -> int:
    """Write to those who can approve that a page waits for them, and return to how many."""
    state = TaskState.objects.filter(pk=state_id, status=TaskState.STATUS_IN_PROGRESS).first()
    page = state and state.workflow_state.content_object
    if not page:
        return 0
    people = get_user_model().objects.filter(groups__in=state.task.specific.groups.all()).exclude(pk=user_id)
    changes = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", state.revision_id])
    return send_about_page(
        "submitted",
        people.distinct(),
        _("“%(page)s” waits for your approval"),
        page,
        asked=_name(state.workflow_state.requested_by),
        changes=changes if page.live else "",
    )


@task(backend="worker")
def tell_of_outcome(state_id: int, outcome: str, user_id: int) -> int:
    """Write to who asked for approval what came of it, unless that person did it; return to how many."""
    state = WorkflowState.objects.filter(pk=state_id).first()
    page = state and state.content_object
    if not page:
        return 0
    step = state.current_task_state
    subjects = {"approved": _("“%(page)s” was approved"), "rejected": _("“%(page)s” needs changes")}
    return send_about_page(
        outcome,
        get_user_model().objects.filter(pk=state.requested_by_id).exclude(pk=user_id),
        subjects[outcome],
        page,
        decided=_name(step and step.finished_by),
        comment=step.comment if step else "",
        public=page.full_url if page.live and outcome == "approved" else "",
    )


def send_about_page(kind: str, people: Iterable[Any], subject: str, page: Any, changes: str = "", **words: Any) -> int:
    """Write to those of the people who want mails of this kind, and return to how many."""
    title = page.get_admin_display_title()
    words |= {"title": title, "edit": _address(reverse("wagtailadmin_pages:edit", args=[page.pk]))}
    text = render_to_string(f"staff/mails/{kind}.txt", words | {"changes": changes and _address(changes)}).strip()
    text = f"{text}\n\n{_clinic_name()}"
    subject = " ".join((subject % {"page": title}).split())  # a line break in a title ends no header
    recipients = [person for person in people if _wants(person, kind)]
    for person in recipients:
        send_mail(subject, text, [person.email])
    return len(recipients)


def _wants(person: Any, kind: str) -> bool:
    """Return whether a person can get mails, and has not switched off those of this kind under Account."""
    return bool(
        person.is_active and person.email and getattr(UserProfile.get_for_user(person), f"{kind}_notifications")
    )


def _clinic_name() -> str:
    return ClinicSettings.of_default_site().name or str(settings.WAGTAIL_SITE_NAME)


def _name(person: Any) -> str:
    return get_user_display_name(person) if person else ""


def _address(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
