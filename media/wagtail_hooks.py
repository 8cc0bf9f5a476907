"""What photos add to Wagtail's admin."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import policy_registry

from media.alt_text import AltTextUpdateView, PhotoEditView
from media.archive_views import ImportResultView, ImportView, export_listed_photos
from media.bulk_actions import BULK_ACTIONS
from media.consents import NOTICE_DAYS, note_ends, warn_of_ends
from media.contact_sheet import AddToGalleryView, ContactSheetView, SavePhotosView
from media.library import LibraryView
from media.models import Consent
from media.uses import photo_problems
from media.viewsets import ConsentViewSet

hooks.register("publishing_problems", photo_problems)
hooks.register("periodic_work", note_ends)
hooks.register("periodic_work", warn_of_ends)
hooks.register("register_admin_viewset", lambda: ConsentViewSet())


# Before Wagtail's own addresses, so that its links for adding photos lead to the contact sheet.
@hooks.register("register_admin_urls", order=-1)
def register_contact_sheet_urls() -> list[URLPattern]:
    return [
        path("images/multiple/add/", ContactSheetView.as_view(), name="contact_sheet"),
        path("images/multiple/save/", SavePhotosView.as_view(), name="save_photos"),
        path("images/multiple/add-to-gallery/", AddToGalleryView.as_view(), name="add_photos_to_gallery"),
    ]


@hooks.register("register_log_actions")
def register_consent_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("media.consent_end")
    class ConsentEndFormatter(LogFormatter):
        label = _("Consent ended")

        def format_message(self, entry: Any) -> str:
            return gettext("The consent %(consent)s ended") % entry.data

    @actions.register_action("media.photo_left")
    class PhotoLeftFormatter(LogFormatter):
        label = _("Photo taken away")

        def format_message(self, entry: Any) -> str:
            return gettext("“%(photo)s” is not shown any more: the consent %(consent)s ended") % entry.data


@hooks.register("register_admin_urls", order=-1)
def register_library_urls() -> list[URLPattern]:
    """Put our list of photos and our form for one before Wagtail's, at the same addresses."""
    return [
        path("images/", LibraryView.as_view()),
        path("images/results/", LibraryView.as_view(results_only=True)),
        path("images/<int:image_id>/", PhotoEditView.as_view()),
        path("images/update-alt-text/", AltTextUpdateView.as_view(), name="update_alt_text"),
        path("images/export/", export_listed_photos, name="export_photos"),
        path("images/import/", ImportView.as_view(), name="import_photos"),
        path("images/import/<uuid:result_id>/", ImportResultView.as_view(), name="import_photos_result"),
    ]


for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own, three of which ours replace


class EndingConsentsPanel(Component):
    """On the admin's first page: consents for photos that end soon, or have ended while photos hang on them."""

    name = "ending_consents"
    order = 120
    template_name = "media/ending_consents.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        due = Consent.objects.ending(NOTICE_DAYS) | Consent.objects.ended()
        return {"consents": due.filter(photos__isnull=False).annotate(photo_count=Count("photos"))[:10]}


@hooks.register("construct_homepage_panels")
def add_ending_consents(request: HttpRequest, panels: list[Component]) -> None:
    if policy_registry.get_by_type(Consent).user_has_permission(request.user, "change"):
        panels.append(EndingConsentsPanel())
