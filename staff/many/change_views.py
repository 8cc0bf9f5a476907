"""The screens that list changes to many pages, and undo them."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page

from staff.many.changes import undo
from staff.many.drafts import editable_pages
from staff.many.models import BulkChange, PageChange
from staff.many.views import ManyView, tell

PER_SCREEN = 20


def visible_changes(user: Any) -> QuerySet[BulkChange]:
    """Return changes to pages that `user` may edit, each with those of its pages only; also one's own.

    Pages that are gone are shown only to who changed them.
    """
    pages = PageChange.objects.all()
    if not user.is_superuser:
        editable = Q(page__in=editable_pages(Page, user).values("pk"))
        pages = pages.filter(editable | Q(page=None, bulk_change__user=user))
    changes = BulkChange.objects.all()
    if not user.is_superuser:
        changes = changes.filter(Q(user=user) | Q(pages__in=pages)).distinct()
    shown = pages.select_related("page", "page__content_type")
    return changes.select_related("user").prefetch_related(Prefetch("pages", shown, to_attr="shown"), "undone_by")


def may_be_undone(change: BulkChange) -> bool:
    """Return whether a page of the change is still as the change left it."""
    return any(
        entry.page and entry.revision_after_id and entry.page.latest_revision_id == entry.revision_after_id
        for entry in change.shown  # type: ignore[attr-defined]
    )


class ChangesView(ManyView):
    template_name = "many/changes.html"
    page_title = gettext_lazy("Changes to many pages")
    header_icon = "history"

    @staticmethod
    def may_use(user: Any) -> bool:
        return bool(user_has_any_page_permission(user))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        changes = Paginator(visible_changes(request.user), PER_SCREEN).get_page(request.GET.get("p"))
        return self.show(changes=changes, index_url=reverse("many_changes"))


class ChangeView(ChangesView):
    """One change with its pages, and the button that undoes it."""

    template_name = "many/change.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.change: Any = get_object_or_404(visible_changes(request.user), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.change)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, here = super().get_breadcrumbs_items()
        return [*before, {"url": reverse("many_changes"), "label": self.page_title}, here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            change=self.change,
            others=self.change.pages.count() - len(self.change.shown),
            may_be_undone=may_be_undone(self.change),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        tell(request, undo(self.change, request.user))
        return redirect("many_change", pk)
