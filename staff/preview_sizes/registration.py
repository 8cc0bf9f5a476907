"""The addresses of the screen; the way to it is in the template of Wagtail's preview panel."""

from django.urls import URLPattern, path
from wagtail import hooks

from staff.preview_sizes.views import PreviewFrame, PreviewSizesView


@hooks.register("register_admin_urls")
def register_preview_sizes_urls() -> list[URLPattern]:
    return [
        path("pages/<int:page_id>/sizes/", PreviewSizesView.as_view(), name="preview_sizes"),
        path("pages/<int:page_id>/sizes/frame/", PreviewFrame.as_view(), name="preview_sizes_frame"),
    ]
