"""What “Many at once” adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from services.models import ConditionListPage
from staff.many.change_views import ChangesView, ChangeView
from staff.many.grid import GridView
from staff.many.paste import PasteView
from staff.many.prices import PricesView
from staff.many.replace import ReplaceView
from staff.many.sentences import page_sentence

SCREENS = [
    ("paste", PasteView),
    ("grid", GridView),
    ("prices", PricesView),
    ("replace", ReplaceView),
    ("changes", ChangesView),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    screens = [path(f"many/{name}/", view.as_view(), name=f"many_{name}") for name, view in SCREENS]
    return [*screens, path("many/changes/<int:pk>/", ChangeView.as_view(), name="many_change")]


class ScreenMenuItem(MenuItem):
    """Leads to a screen, for those who may use it."""

    def __init__(self, name: str, view: Any, order: int) -> None:
        self.may_use = view.may_use
        super().__init__(
            view.page_title, reverse(f"many_{name}"), name=f"many-{name}", icon_name=view.header_icon, order=order
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(self.may_use(request.user))


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    items = [ScreenMenuItem(name, view, order) for order, (name, view) in enumerate(SCREENS)]
    return SubmenuMenuItem(_("Many at once"), Menu(items=items), name="many", icon_name="copy", order=260)


@hooks.register("register_log_actions")
def register_log_action(actions: LogActionRegistry) -> None:
    @actions.register_action("many.change")
    class ManyChangeFormatter(LogFormatter):
        label = _("Change to many pages")

        def format_message(self, entry: Any) -> str:
            return page_sentence(entry.data)


@hooks.register("register_page_header_buttons")
def add_several(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offer on the list of conditions to add several."""
    if page.specific_class is ConditionListPage and PasteView.may_use(user):
        yield Button(_("Add several"), reverse("many_paste"), icon_name="list-ul", priority=15)
