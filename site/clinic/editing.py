"""The page editor's saves: one at a time for each page, each as a whole."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from wagtail import hooks
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from clinic.publishing import CannotPublish, locked, publishing_problems


class WholeSaveMixin:
    """Save or publish the page under a lock on its row, within one transaction.

    Wagtail reads a page, and whether somebody else has saved it meanwhile, before it writes. Of two who save at the
    same time, one could otherwise overwrite what the other had just published.
    """

    request: HttpRequest
    page: Page

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        # What else the editor sends are steps of a workflow, which may write mails. No lock waits for those.
        if request.method != "POST" or any("workflow" in name or name == "action-submit" for name in request.POST):
            return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            locked(Page, page_id)
            try:
                return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]
            except CannotPublish as error:
                refused = error  # what was typed stays saved as a draft
        raise refused

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Leave it to apps, by the hook `comments_changed`: Wagtail would wait here for the mail server."""
        for tell in hooks.get_hooks("comments_changed"):
            tell(self.request.user, self.page, changes)


class PageCreateView(CreateView):
    def publish_action(self) -> HttpResponseBase:
        """Publish the new page, which stays a draft if it must not go out: Wagtail would have shown it by then."""
        self.page.live = False
        response: HttpResponseBase = super().publish_action()
        return response


class PageEditView(WholeSaveMixin, EditView):
    pass


class PageRevertView(WholeSaveMixin, RevisionsRevertView):
    """The editor with a former version in it."""


class PagePrivacyView(SetPrivacyView):
    """Make a page private or public, together with what follows from it."""

    @method_decorator(transaction.atomic)
    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, page_id, *args, **kwargs)


class EditedPageViewSet(PageViewSet):
    """The admin's screens for all page types."""

    add_view_class = PageCreateView
    edit_view_class = PageEditView
    revisions_revert_view_class = PageRevertView
    set_privacy_view_class = PagePrivacyView


def refuse_to_publish(request: HttpRequest, page: Any) -> None:
    """Hold the page editor, which goes around `BasePage.publish`, to the same rules."""
    if problems := publishing_problems(page):
        raise CannotPublish(page, problems)
