"""What photos add to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from media.alt_text import AltTextUpdateView, PhotoEditView
from media.archive_views import ImportResultView, ImportView, export_listed_photos
from media.bulk_actions import BULK_ACTIONS
from media.consents import note_ends, warn_of_ends
from media.contact_sheet import AddToGalleryView, ContactSheetView, SavePhotosView
from media.library import LibraryView, PhotoAPIViewSet
from media.needs import consents_need, photos_need
from media.uses import images_by_page, photo_problems
from media.viewsets import ConsentViewSet

hooks.register("publishing_problems", photo_problems)
hooks.register("sitemap_images", images_by_page)
hooks.register("periodic_work", note_ends)
hooks.register("periodic_work", warn_of_ends)
hooks.register("register_admin_viewset", ConsentViewSet)
hooks.register("needs_somebody", consents_need, order=60)
hooks.register("needs_somebody", photos_need, order=70)


@hooks.register("register_admin_urls", order=-1)
def register_photo_urls() -> list[URLPattern]:
    """Put our list of photos, our form for one and the contact sheet before Wagtail's, at the same addresses."""
    return [
        path("images/", LibraryView.as_view()),
        path("images/results/", LibraryView.as_view(results_only=True)),
        path("images/<int:image_id>/", PhotoEditView.as_view()),
        path("images/multiple/add/", ContactSheetView.as_view()),
        path("images/multiple/save/", SavePhotosView.as_view(), name="save_photos"),
        path("images/multiple/add-to-gallery/", AddToGalleryView.as_view(), name="add_photos_to_gallery"),
        path("images/update-alt-text/", AltTextUpdateView.as_view(), name="update_alt_text"),
        path("images/export/", export_listed_photos, name="export_photos"),
        path("images/import/", ImportView.as_view(), name="import_photos"),
        path("images/import/<uuid:result_id>/", ImportResultView.as_view(), name="import_photos_result"),
    ]


for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own, three of which ours replace


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


@hooks.register("construct_admin_api", order=1)
def register_photo_api(router: Any) -> None:
    """Put our list of photos for scripts in the place of Wagtail's."""
    router.register_endpoint("images", PhotoAPIViewSet)
