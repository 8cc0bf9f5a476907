"""The pages that could not go live or expire at their time: a line on the admin's first page, and the list."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Count, Min
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clinic.models import ScheduleProblem
from clinic.needs import Need
from clinic.page_rights import pages_open_to

MOST_PROBLEMS = 100  # in the list


def late_pages_need(user: Any) -> Iterator[Need]:
    theirs = pages_open_to(user, "publish")
    late = ScheduleProblem.objects.filter(
        content_type=ContentType.objects.get_for_model(Page),
        object_id__in=theirs.order_by().annotate(number=Cast("pk", CharField())).values("number"),
    ).aggregate(number=Count("pk"), since=Min("due_at"))
    sentence = ngettext(
        "%(number)d page could not go live or expire at its time",
        "%(number)d pages could not go live or expire at their time",
        late["number"],
    )
    yield Need(late["number"], sentence % late, reverse("late_pages"), late["since"])


class LatePagesView(WagtailAdminTemplateMixin, TemplateView):
    """What could not go live or expire at its time, and why."""

    template_name = "clinic/late_pages.html"
    page_title = _("Late pages")
    header_icon = "time"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy_registry.get_by_type(Page).user_has_permission(request.user, "publish"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        finder = AdminURLFinder(user)
        late = [
            (problem, found, finder.get_edit_url(found))
            for problem in ScheduleProblem.objects.order_by("due_at", "pk")[:MOST_PROBLEMS]
            if (found := problem.find_object())
            and policy_registry.get(found).user_has_permission_for_instance(user, "publish", found)
        ]
        return super().get_context_data(**kwargs) | {"late": late}
