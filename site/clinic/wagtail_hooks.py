"""What saving, publishing and the schedule add to the clock and to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter

from clinic.editing import EditedPageViewSet, refuse_to_publish
from clinic.late import LatePagesView, late_pages_need
from clinic.redirects import replace_wagtails_receiver
from clinic.schedule import publish_due

replace_wagtails_receiver()  # here, as all apps are ready by now

hooks.register("register_admin_viewset", EditedPageViewSet)
hooks.register("before_publish_page", refuse_to_publish)
hooks.register("periodic_work", publish_due)
hooks.register("needs_somebody", late_pages_need, order=30)


class ReadOnlyPagesAPIViewSet(PagesAdminAPIViewSet):
    """What the admin's menus read of pages. No screen uses the changes that Wagtail offers there beside `publish`."""

    actions: dict[str, Any] = {}


@hooks.register("construct_admin_api")
def change_no_page_by_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", ReadOnlyPagesAPIViewSet)


@hooks.register("register_admin_urls")
def register_late_pages_url() -> list[URLPattern]:
    return [path("late-pages/", LatePagesView.as_view(), name="late_pages")]
