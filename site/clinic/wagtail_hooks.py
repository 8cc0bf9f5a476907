"""What saving, publishing and the schedule add to the clock and to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.ui.components import Component
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.permissions import policy_registry

from clinic.editing import EditedPageViewSet, refuse_to_publish
from clinic.models import ScheduleProblem
from clinic.redirects import replace_wagtails_receiver
from clinic.schedule import publish_due

MOST_PROBLEMS = 20  # in the list on the admin's first page

replace_wagtails_receiver()  # here, as all apps are ready by now

hooks.register("register_admin_viewset", EditedPageViewSet)
hooks.register("before_publish_page", refuse_to_publish)
hooks.register("periodic_work", publish_due)


class ReadOnlyPagesAPIViewSet(PagesAdminAPIViewSet):
    """What the admin's menus read of pages. No screen uses the changes that Wagtail offers there beside `publish`."""

    actions: dict[str, Any] = {}


@hooks.register("construct_admin_api")
def change_no_page_by_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", ReadOnlyPagesAPIViewSet)


class LatePagesPanel(Component):
    """On the admin's first page: what could not go live or expire at its time, and why."""

    name = "late_pages"
    order = 60
    template_name = "clinic/late_pages.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        finder = AdminURLFinder(user)
        late = [
            (problem, found, finder.get_edit_url(found))
            for problem in ScheduleProblem.objects.order_by("due_at", "pk")[:MOST_PROBLEMS]
            if (found := problem.find_object())
            and policy_registry.get(found).user_has_permission_for_instance(user, "publish", found)
        ]
        return {"late": late}


@hooks.register("construct_homepage_panels")
def add_late_pages(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(LatePagesPanel())
