"""What can be done at once with the photos ticked in the library."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.images.views.bulk_actions import AddTagsBulkAction, AddToCollectionBulkAction, DeleteBulkAction
from wagtail.images.views.bulk_actions.image_bulk_action import ImageBulkAction
from wagtail.log_actions import log
from wagtail.models import Page

from media.archive_views import export
from media.galleries import add_to_gallery, galleries_for
from media.library import LibraryView
from media.models import ClinicImage, GalleryPage

SHEET_SIZE = 200  # photos that one contact sheet shows; their numbers are part of its address


class Listed:
    """Takes “all in the listing” to be what the list shows, filtered and searched, and keeps its order.

    Wagtail's own actions know of collections and searches only: “delete all” would go past the other filters.
    """

    request: HttpRequest

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> list[int]:
        view = LibraryView()
        view.setup(self.request)
        return [photo.pk for photo in view.get_queryset()]

    @classmethod
    def get_queryset(cls, model: type[ClinicImage], object_ids: list[Any]) -> list[ClinicImage]:
        wanted = [int(number) for number in object_ids if str(number).isdecimal()]
        photos = model.objects.in_bulk(wanted)
        if not photos:
            raise Http404
        return [photos[number] for number in dict.fromkeys(wanted) if number in photos]


class ListedDelete(Listed, DeleteBulkAction):
    """Wagtail's own, for what the list shows."""


class ListedTag(Listed, AddTagsBulkAction):
    """Wagtail's own, for what the list shows."""


class ListedMove(Listed, AddToCollectionBulkAction):
    """Wagtail's own, for what the list shows."""


class PhotoBulkAction(Listed, ImageBulkAction):
    """An action on photos that the user may change."""

    template_name = "media/bulk_action.html"
    confirm_label = gettext_lazy("Save")

    def check_perm(self, photo: ClinicImage) -> bool:
        return bool(self.permission_policy.user_has_permission_for_instance(self.request.user, "change", photo))


class EditOnSheet(PhotoBulkAction):
    """Opens the photos on a contact sheet; asks nothing first."""

    display_name = gettext_lazy("Contact sheet")
    aria_label = gettext_lazy("Edit the selected photos on a contact sheet")
    action_type = "edit_on_sheet"
    action_priority = 10

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        photos, _others = self.get_actionable_objects()
        if len(photos) > SHEET_SIZE:
            messages.warning(
                request,
                _("A contact sheet shows %(limit)d photos; these are the first. Choose the others afterwards.")
                % {"limit": SHEET_SIZE},
            )
        numbers = urlencode([("photo", photo.pk) for photo in photos[:SHEET_SIZE]])
        return redirect(f"{reverse('wagtailimages:add_multiple')}?{numbers}")


class GalleryForm(forms.Form):
    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["gallery"] = forms.ModelChoiceField(
            galleries_for(user), label=_("Gallery"), empty_label=_("Choose a gallery")
        )

    def clean_gallery(self) -> GalleryPage:
        gallery = self.cleaned_data["gallery"]
        if gallery.permissions_for_user(self.user).page_locked():
            raise forms.ValidationError(_("This gallery is locked. Ask whoever locked it, or choose another one."))
        return gallery


class AddToGallery(PhotoBulkAction):
    display_name = gettext_lazy("Add to a gallery")
    aria_label = gettext_lazy("Add the selected photos to a gallery")
    action_type = "add_to_gallery"
    action_priority = 16
    form_class = GalleryForm
    confirm_label = gettext_lazy("Add to the gallery’s draft")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_execution_context(self) -> dict[str, Any]:
        return {"gallery": self.cleaned_form.cleaned_data["gallery"], "user": self.request.user}

    @classmethod
    def execute_action(cls, photos: list[ClinicImage], **context: Any) -> tuple[int, int]:
        return len(add_to_gallery(context["gallery"], photos, context["user"]).added), 0

    def get_success_message(self, number: int, _children: int) -> str:
        gallery: Page = self.cleaned_form.cleaned_data["gallery"]
        return ngettext(
            "%(number)d photo was added to the draft of “%(gallery)s”. Open the gallery to publish it.",
            "%(number)d photos were added to the draft of “%(gallery)s”. Open the gallery to publish them.",
            number,
        ) % {"number": number, "gallery": gallery.get_admin_display_title()}


class ShownForm(forms.Form):
    shown = forms.ChoiceField(
        label=gettext_lazy("Who is shown"),
        choices=ClinicImage.Shown,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("No visitor sees a photo of a client before a valid consent is tied to it."),
    )


class SetWhoIsShown(PhotoBulkAction):
    display_name = gettext_lazy("Set who is shown")
    aria_label = gettext_lazy("Set who is shown in the selected photos")
    action_type = "set_who_is_shown"
    action_priority = 18
    form_class = ShownForm

    def get_execution_context(self) -> dict[str, Any]:
        return {"shown": self.cleaned_form.cleaned_data["shown"], "user": self.request.user}

    @classmethod
    def execute_action(cls, photos: list[ClinicImage], **context: Any) -> tuple[int, int]:
        for photo in photos:
            photo.shown = context["shown"]
            photo.save(update_fields=["shown"])
            log(photo, "wagtail.edit", user=context["user"])
        return len(photos), 0

    def get_success_message(self, number: int, _children: int) -> str:
        return ngettext("%(number)d photo was changed.", "%(number)d photos were changed.", number) % {"number": number}


class ExportAsZip(PhotoBulkAction):
    """Sends the photos as a zip; asks nothing first."""

    display_name = gettext_lazy("Export as a zip")
    aria_label = gettext_lazy("Export the selected photos as a zip")
    action_type = "export"
    action_priority = 40

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return export(request, self.get_actionable_objects()[0])


BULK_ACTIONS = [EditOnSheet, AddToGallery, SetWhoIsShown, ExportAsZip, ListedTag, ListedMove, ListedDelete]
