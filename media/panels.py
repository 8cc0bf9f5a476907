"""How photos are chosen in the page editor."""

from typing import Any

from django.forms import Media
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import MultipleChooserPanel


class PhotoRowForm(WagtailAdminModelForm):
    """A photo on a page. What the public must not miss or see is asked for when the page is published, not before."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        image = cleaned.get("image")
        if image and not self.is_deferred_validation:
            if not cleaned.get("alt_text") and not cleaned.get("decorative"):
                self.add_error(
                    "alt_text",
                    _("Write what “%(photo)s” shows, or tick that it is decorative. Until then the page stays a draft.")
                    % {"photo": image},
                )
            if hindrance := image.hindrance():
                self.add_error("image", hindrance)
        return cleaned


class PhotosPanel(MultipleChooserPanel):
    """A page's list of photos, a `PhotoRow` each; several can be chosen at once."""

    def __init__(self, relation_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("chooser_field_name", "image")
        kwargs.setdefault("label", gettext_lazy("Photo"))
        kwargs.setdefault("heading", gettext_lazy("Photos"))
        super().__init__(relation_name, **kwargs)

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = PhotoRowForm
        return options

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        @property
        def media(self) -> Media:
            return super().media + Media(js=["media/photo_rows.js"])
