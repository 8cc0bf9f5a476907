"""Where the guide and the first steps hang on Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from staff.guide.tour import FirstStepsPanel, FirstStepsView, is_hidden_for
from staff.guide.views import GuideView, WholeGuideView, serve_picture


@hooks.register("register_admin_urls")
def register_guide_urls() -> list[URLPattern]:
    return [
        path("guide/", GuideView.as_view(), name="guide"),
        path("guide/whole/", WholeGuideView.as_view(), name="whole_guide"),
        path("guide/for-you/", FirstStepsView.as_view(), name="own_first_steps"),
        path("guide/pictures/<slug:name>.png", serve_picture, name="guide_picture"),
        path("guide/<slug:name>/", GuideView.as_view(), name="guide_page"),
    ]


@hooks.register("register_help_menu_item")
def register_guide() -> MenuItem:
    return MenuItem(_("Guide"), reverse("guide"), name="guide", icon_name="help", order=100)


@hooks.register("register_help_menu_item")
def register_first_steps() -> MenuItem:
    return MenuItem(
        _("First steps for you"), reverse("own_first_steps"), name="first-steps", icon_name="list-ol", order=110
    )


@hooks.register("construct_help_menu")
def keep_to_our_guide(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take out Wagtail's own guide and news, which say nothing of this site and stand on another."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]


@hooks.register("construct_homepage_panels")
def show_first_steps(request: HttpRequest, panels: list[Component]) -> None:
    if not is_hidden_for(request.user):
        panels.append(FirstStepsPanel(is_hidden=False))
