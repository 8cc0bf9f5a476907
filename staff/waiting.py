"""The list of what waits for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Task, TaskState, WorkflowState


@dataclass(frozen=True)
class Waiting:
    """A page that was submitted, and who must act next."""

    page: Page
    since: datetime
    submitted_by: str
    waits_for: str
    is_mine: bool
    changes_url: str

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


def waiting_pages(user: Any) -> list[Waiting]:
    """Return the pages under approval that `user` may open: first those that wait for this person, oldest first."""
    page_type = ContentType.objects.get_for_model(Page)
    states = (
        WorkflowState.objects.active()
        .filter(base_content_type=page_type, current_task_state__isnull=False)
        .select_related("current_task_state__task", "requested_by")
        .order_by("current_task_state__started_at")
    )
    pages = Page.objects.specific(defer=True).in_bulk([int(state.object_id) for state in states])
    approvers = {task: _approvers(task) for task in {state.current_task_state.task for state in states}}
    mine = set(TaskState.objects.reviewable_by(user).values_list("pk", flat=True))
    waiting = [
        _waiting(state, page, user, mine, approvers[state.current_task_state.task])
        for state in states
        if (page := pages.get(int(state.object_id))) and page.permissions_for_user(user).can_edit()
    ]
    return sorted(waiting, key=lambda entry: not entry.is_mine)


def _waiting(state: WorkflowState, page: Page, user: Any, mine: set[int], approvers: str) -> Waiting:
    step = state.current_task_state
    changed = page.live and page.live_revision_id != step.revision_id
    asks_back = state.status == WorkflowState.STATUS_NEEDS_CHANGES
    return Waiting(
        page=page,
        since=(asks_back and step.finished_at) or step.started_at,
        submitted_by=get_user_display_name(state.requested_by) if state.requested_by else "",
        waits_for=_asked_back(state) if asks_back else approvers,
        is_mine=state.requested_by == user if asks_back else step.pk in mine,
        changes_url=reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", step.revision_id])
        if changed
        else "",
    )


def _asked_back(state: WorkflowState) -> str:
    if state.requested_by:
        return _("Changes by %(person)s") % {"person": get_user_display_name(state.requested_by)}
    return _("Changes by an editor")


def _approvers(task: Task) -> str:
    """Name the roles that can approve, and say so where nobody has any of them."""
    groups: QuerySet[Group] = task.specific.groups.all()
    names = _(" or ").join(groups.order_by("name").values_list("name", flat=True))
    if groups.filter(user__is_active=True).exists():
        return names
    return _("%(roles)s – nobody has this role yet") % {"roles": names}


class WaitingView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "staff/waiting.html"
    page_title = gettext_lazy("Waiting for approval")
    header_icon = "clipboard-list"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": gettext_lazy("Waiting for approval")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"waiting": waiting_pages(self.request.user)}


class WaitingMenuItem(MenuItem):
    """Leads to the list and says how many pages wait for this person."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        if number := TaskState.objects.reviewable_by(request.user).count():
            component.label = f"{component.label} ({number})"
        return component
