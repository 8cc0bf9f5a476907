"""The screen of what the worker tried and could not do."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

MOST = 100  # in the list
WHAT_TASKS_DO = {
    "clinic.tasks.tell_of_problem": gettext_lazy(
        "Write to whoever scheduled a page that it could not go live or expire"
    ),
    "enquiries.tasks.announce": gettext_lazy("Write to staff that an enquiry came in"),
    "media.archive.bring_in_stored": gettext_lazy("Bring in photos from an archive"),
    "media.tasks.make_other_renditions": gettext_lazy("Make the further sizes of a photo"),
    "media.tasks.make_renditions": gettext_lazy("Make the first sizes of a photo"),
    "media.tasks.send_consent_note": gettext_lazy("Write to staff about consents that end"),
    "staff.accounts.notices.send_notice": gettext_lazy("Write to somebody what changed about the account"),
    "staff.accounts.notices.send_reset_mail": gettext_lazy("Send a link for a new password"),
    "staff.approval_mails.tell_of_outcome": gettext_lazy("Write to whoever submitted a page what came of it"),
    "staff.approval_mails.tell_of_submission": gettext_lazy("Write to reviewers that a page waits for them"),
    "staff.comment_mails.tell_of_comments": gettext_lazy("Write to people about new comments on a page"),
    "staff.dashboard.site_check.check_all_pages": gettext_lazy("Look for what must be mended on all pages"),
    "staff.webhooks.tasks.tell_others": gettext_lazy("Tell other systems what changed on the site"),
    "staff.reviews.reminders.send_reminder": gettext_lazy("Write to reviewers which pages are due"),
}


def may_look_after_site(user: Any) -> bool:
    """Return whether the person sees to the site itself, not only to what is on it: owners and administrators."""
    return bool(user.has_perm("wagtailcore.change_site"))


def failed_tasks() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.failed().filter(backend_name="worker").order_by("-finished_at", "pk")


def task_of(result: DBTaskResult) -> Task | None:
    """Return the task that failed, or None if this version of the site has no such task."""
    try:
        found = import_string(result.task_path)
    except ImportError:
        return None
    return found if isinstance(found, Task) else None


def what_it_does(result: DBTaskResult) -> str:
    """Say what the task is for."""
    if sentence := WHAT_TASKS_DO.get(result.task_path):
        return str(sentence)
    return _("A task that this version of the site does not know any more (%(name)s)") % {"name": result.task_path}


class FailedTasksView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "staff/dashboard/failed_tasks.html"
    page_title = gettext_lazy("Failed tasks")
    header_icon = "warning"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look_after_site(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = [
            (result, what_it_does(result), result.traceback.strip().rpartition("\n")[2])
            for result in failed_tasks()[:MOST]
        ]
        return super().get_context_data(**kwargs) | {"tasks": tasks}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try a task again, or delete it; somebody else may have done so already."""
        with transaction.atomic():
            result = self.find(request.POST.get("task", ""))
            if result is None:
                messages.error(request, _("This task is not among the failed ones any more."))
            elif "delete" in request.POST:
                result.delete()
                messages.success(request, _("The task was deleted."))
            else:
                self.try_again(result)
        return redirect("failed_tasks")

    def find(self, number: str) -> DBTaskResult | None:
        try:
            return failed_tasks().select_for_update().filter(pk=number).first()
        except ValidationError:
            return None

    def try_again(self, result: DBTaskResult) -> None:
        task = task_of(result)
        if task is None:
            messages.error(self.request, _("This version of the site does not know this task any more. Delete it."))
            return
        task.enqueue(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        result.delete()
        messages.success(self.request, _("The task is tried again. If it fails once more, it shows here again."))
