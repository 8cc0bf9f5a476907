"""The page editor's saves: one at a time for each page, each as a whole."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from clinic.publishing import CannotPublish, locked, publishing_problems


class PageEditView(EditView):
    """Save or publish the page under a lock on its row, within one transaction.

    Wagtail reads a page, and whether somebody else has saved it meanwhile, before it writes. Of two who save at the
    same time, one could otherwise overwrite what the other had just published.
    """

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        # What else the editor sends are steps of a workflow, which may write mails. No lock waits for those.
        if request.method != "POST" or any("workflow" in name or name == "action-submit" for name in request.POST):
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            locked(Page, page_id)
            try:
                return super().dispatch(request, page_id, **kwargs)
            except CannotPublish as error:
                refused = error  # what was typed stays saved as a draft
        raise refused


class PagePrivacyView(SetPrivacyView):
    """Make a page private or public, together with what follows from it."""

    @method_decorator(transaction.atomic)
    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, page_id, *args, **kwargs)


class EditedPageViewSet(PageViewSet):
    """The admin's screens for all page types."""

    edit_view_class = PageEditView
    set_privacy_view_class = PagePrivacyView


def refuse_to_publish(request: HttpRequest, page: Any) -> None:
    """Hold the page editor, which goes around `BasePage.publish`, to the same rules."""
    if problems := publishing_problems(page):
        raise CannotPublish(page, problems)
