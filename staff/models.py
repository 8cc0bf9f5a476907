"""The step at which a role approves a page; and the models of the parts below."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from clinic.publishing import CannotPublish
from staff.deleted_pages.models import DeletedPage
from staff.preview_links.models import PreviewLink

__all__ = ["ApprovalTask", "DeletedPage", "PreviewLink"]


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
        return [
            ("approve", _("Approve and publish") if is_last else _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
            ("reject", _("Ask for changes"), True),
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Do it; an approval of something that others changed in the meantime asks the person to read that first.

        Raises CannotPublish then. What the person changed while approving needs no second look.
        """
        if action_name == "approve":
            page = task_state.workflow_state.content_object
            newer = page.revisions.filter(pk__gt=task_state.revision_id)
            if newest := newer.order_by("-pk").first():
                TaskState.objects.filter(pk=task_state.pk).update(revision=newest)
                if newer.exclude(user=user).exists():
                    raise CannotPublish(
                        page, [gettext("It was changed after it was submitted. Read the changes, then approve again.")]
                    )
                task_state.revision = newest
        return super().on_action(task_state, user, action_name, **kwargs)
