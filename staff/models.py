"""The step at which a role approves a page; and the models of the parts below."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Revision, TaskState

from clinic.publishing import CannotPublish
from staff.dashboard.models import BlockedPage, DayCount, SiteCheck
from staff.deleted_pages.models import DeletedPage
from staff.preview_links.models import PreviewLink
from staff.reviews.models import ReviewReminder
from staff.reviews.recording import may_record, record

__all__ = ["ApprovalTask", "BlockedPage", "DayCount", "DeletedPage", "PreviewLink", "ReviewReminder", "SiteCheck"]

APPROVE_REVIEWED = "approve-reviewed"


class ApprovalTask(AbstractGroupApprovalTask):
    """Approval by somebody of certain groups, of the very version that they have read."""

    class Meta:
        verbose_name = _("approval by roles")
        verbose_name_plural = _("approvals by roles")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what `user` may do, in words that say what follows: the last approval publishes."""
        if not super().get_actions(obj, user):
            return []
        state = obj.current_workflow_state
        is_last = bool(state and state.is_at_final_task)
        reviewed = [(APPROVE_REVIEWED, _("Approve and publish as reviewed today"), False)]
        return [
            ("approve", _("Approve and publish") if is_last else _("Approve"), False),
            *(reviewed if is_last and may_record(user, obj) else []),
            ("approve", _("Approve with a comment"), True),
            ("reject", _("Ask for changes"), True),
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Do it; an approval of something that others changed in the meantime asks the person to read that first.

        Raises CannotPublish then. What the person changed while approving needs no second look.
        """
        if action_name in ("approve", APPROVE_REVIEWED):
            page = task_state.workflow_state.content_object
            newer = page.revisions.filter(pk__gt=task_state.revision_id)
            if newest := newer.order_by("-pk").first():
                take(task_state, newest)
                if newer.exclude(user=user).exists():
                    raise CannotPublish(
                        page, [gettext("It was changed after it was submitted. Read the changes, then approve again.")]
                    )
        if action_name != APPROVE_REVIEWED:
            return super().on_action(task_state, user, action_name, **kwargs)
        with transaction.atomic():  # no review is recorded of what then cannot be published
            take(task_state, record(page.get_latest_revision_as_object(), user))
            return super().on_action(task_state, user, "approve", **kwargs)


def take(task_state: TaskState, revision: Revision) -> None:
    """Have this version be the one that is decided on."""
    TaskState.objects.filter(pk=task_state.pk).update(revision=revision)
    task_state.revision = revision
    task_state.workflow_state.content_object.latest_revision = revision  # which is what the last approval publishes
