"""What photos add to Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks

from media.alt_text import AltTextUpdateView, PhotoEditView
from media.archive_views import ImportResultView, ImportView, export_listed_photos
from media.bulk_actions import BULK_ACTIONS
from media.library import LibraryView
from media.uses import photo_problems

hooks.register("publishing_problems", photo_problems)


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
