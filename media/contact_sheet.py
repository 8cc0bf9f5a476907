"""The contact sheet: one admin screen on which many photos are added, described and put into galleries."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.images.forms import BaseImageForm, get_image_form
from wagtail.images.views.multiple import AddView
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from media.contact_sheet_words import sentences
from media.duplicates import find_twins
from media.galleries import CannotAdd, add_to_gallery, galleries_for, make_gallery, new_gallery_parent
from media.models import ClinicImage, ClinicRendition, Consent, GalleryPage
from media.models.photo import FOCAL_FIELDS
from media.presets import PRESETS
from media.tasks import make_sizes

logger = logging.getLogger(__name__)

MOST_PHOTOS = 200
THUMBNAIL = PRESETS["grid"].specs("webp")[0]
TEXT_FIELDS = ("description", "caption", "credit", "licence", "location")
FIELDS = (*TEXT_FIELDS, "is_decorative", "tags", "collection", "shown", "consents", *FOCAL_FIELDS)


def changeable_photos(user: Any) -> QuerySet[ClinicImage]:
    policy = policy_registry.get_by_type(ClinicImage)
    photos: QuerySet[ClinicImage] = policy.instances_user_has_permission_for(user, "change")
    return photos


def asked_for(values: list[str]) -> list[int]:
    """Return the primary keys among what an address or a form names, each once, in order."""
    numbers = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
    return list(dict.fromkeys(numbers))[:MOST_PHOTOS]


def named_photos(request: HttpRequest, photos: QuerySet[ClinicImage]) -> list[ClinicImage]:
    """Return the photos that a form names, in its order; raises ValidationError unless `photos` has all of them."""
    pks = asked_for(request.POST.getlist("photo"))
    found = photos.in_bulk(pks)
    if not pks:
        raise ValidationError(_("Choose at least one photo."))
    if missing := len(pks) - len(found):
        raise ValidationError(
            _("Nothing was saved: %(number)d of these photos are gone, or you may not change them. Reload the page.")
            % {"number": missing}
        )
    return [found[pk] for pk in pks]


def tag_text(photo: ClinicImage) -> str:
    """Return the names of a photo's tags as the sheet shows them and takes them: with commas between."""
    names = sorted(tag.name for tag in photo.tags.all())
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


class ContactSheetView(AddView):
    """Shows the photos its address names, or else those the user left unfinished, and takes in one file a request."""

    template_name = "media/contact_sheet.html"
    page_title = gettext_lazy("Contact sheet")

    def save_object(self, form: Any) -> ClinicImage:
        photo: ClinicImage = super().save_object(form)
        try:
            make_sizes(photo, [THUMBNAIL])
        except OSError:
            logger.exception("A photo's thumbnail could not be stored")  # the photo is; the worker tries again
        return photo

    def get_edit_object_response_data(self) -> dict[str, Any]:
        photo = self.sheet_photos(Q(pk=self.object.pk))[0]
        card = render_to_string("media/contact_sheet/card.html", {"photo": photo, **self.choices()}, self.request)
        return {"success": True, self.context_object_id_name: photo.pk, "card": card}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        asked = asked_for(self.request.GET.getlist("photo"))
        unfinished = Q(description="", is_decorative=False) | Q(shown="")
        if asked:
            photos = sorted(self.sheet_photos(Q(pk__in=asked)), key=lambda photo: asked.index(photo.pk))
        else:
            photos = self.sheet_photos(unfinished & Q(uploaded_by_user=user))
        return (
            context
            | self.choices()
            | {
                "photos": photos,
                "is_named": bool(asked),
                "missing": len(asked) - len(photos) if asked else 0,
                "galleries": galleries_for(user),
                "may_add_gallery": new_gallery_parent(user) is not None,
                "settings_for_script": {
                    "mostPhotos": MOST_PHOTOS,
                    "mostBytes": context["max_filesize"],
                    "addUrl": reverse("wagtailimages:add_multiple"),
                    "saveUrl": reverse("save_photos"),
                    "galleryUrl": reverse("add_photos_to_gallery"),
                    "sentences": sentences(),
                },
            }
        )

    def sheet_photos(self, condition: Q) -> list[ClinicImage]:
        """Return photos the user may change, newest first, with all that a card shows."""
        photos = list(
            changeable_photos(self.request.user)
            .filter(condition)
            .order_by("-pk")
            .select_related("collection")
            .prefetch_related(
                "tags",
                "consents",
                Prefetch("renditions", ClinicRendition.objects.filter(filter_spec=THUMBNAIL), "thumbnails"),
            )[:MOST_PHOTOS]
        )
        twins = find_twins(photos, self.request.user)
        for photo in photos:
            photo.twins = twins.get(photo.pk, [])
            photo.tag_text = tag_text(photo)
        return photos

    def choices(self) -> dict[str, Any]:
        """Return what the selects of a card offer."""
        policy = policy_registry.get_by_type(ClinicImage)
        addable = {c.pk for c in policy.collections_user_has_permission_for(self.request.user, "add")}
        everywhere = Collection.objects.order_by("path").get_indented_choices() if len(addable) > 1 else []
        return {
            "collection_choices": [(pk, label) for pk, label in everywhere if pk in addable],
            "addable": addable,
            "shown_choices": ClinicImage.Shown.choices,
            "open_consents": Consent.objects.exclude(pk__in=Consent.objects.ended()),
        }


class SavePhotosView(PermissionCheckedMixin, View):
    """Saves the fields that a form names, and no others, for all the photos that it names, or for none of them."""

    http_method_names = ["post"]
    model = ClinicImage
    permission_required = "change"

    def post(self, request: HttpRequest) -> JsonResponse:
        names = [name for name in request.POST.getlist("field") if name in FIELDS]
        try:
            with transaction.atomic():
                # Locked until all is saved: somebody else's change to another field is neither missed nor undone.
                photos = named_photos(request, changeable_photos(request.user).select_for_update())
                form_class = get_image_form(ClinicImage, fields=names)
                for photo in photos:
                    self.save_fields(form_class, photo, names)
        except ValidationError as error:
            return JsonResponse({"success": False, "error_message": " ".join(error.messages)}, status=400)
        return JsonResponse({"success": True, "photos": {photo.pk: self.values(photo, names) for photo in photos}})

    def save_fields(self, form_class: type[BaseImageForm], photo: ClinicImage, names: list[str]) -> None:
        data = self.request.POST.copy()
        if "collection" not in names:  # which every form of Wagtail's asks for
            data["collection"] = str(photo.collection_id)
        if "tags" in names:
            old = f"{tag_text(photo)}, " if "add_tags" in data else ""
            data["tags"] = f"{old}{data.get('tags', '')},"  # without a comma, each word would be a tag
        form = form_class(data, instance=photo, user=self.request.user)
        if not form.is_valid():
            raise ValidationError([f"{form[name].label}: {' '.join(errors)}" for name, errors in form.errors.items()])
        form.save()

    def values(self, photo: ClinicImage, names: list[str]) -> dict[str, Any]:
        """Return what was stored, as the sheet's controls take it."""
        special = {
            "tags": lambda: tag_text(photo),
            "consents": lambda: [{"id": consent.pk, "name": str(consent)} for consent in photo.consents.all()],
            "collection": lambda: photo.collection_id,
        }
        return {name: special[name]() if name in special else getattr(photo, name) for name in names}


class AddToGalleryView(PermissionCheckedMixin, View):
    """Puts photos at the end of a gallery's draft, in the order of the form; "new" stands for a gallery to be made."""

    http_method_names = ["post"]
    model = ClinicImage
    any_permission_required = ["change", "choose"]

    def post(self, request: HttpRequest) -> JsonResponse:
        policy = policy_registry.get_by_type(ClinicImage)
        usable = policy.instances_user_has_any_permission_for(request.user, ["change", "choose"])
        try:
            with transaction.atomic():
                photos = named_photos(request, usable)
                addition = add_to_gallery(self.find_gallery(), photos, request.user)
        except ValidationError as error:
            return JsonResponse({"success": False, "error_message": " ".join(error.messages)}, status=400)
        gallery = addition.gallery
        words = _("Added to “%(gallery)s”: %(added)d.") % {"gallery": gallery, "added": len(addition.added)}
        if addition.there_already:
            words += " " + _("In it already: %(number)d.") % {"number": len(addition.there_already)}
        return JsonResponse(
            {
                "success": True,
                "message": words,
                "gallery": {
                    "id": gallery.pk,
                    "title": str(gallery),
                    "url": reverse("wagtailadmin_pages:edit", args=[gallery.pk]),
                },
            }
        )

    def find_gallery(self) -> GalleryPage:
        choice = self.request.POST.get("gallery", "")
        if choice == "new":
            return make_gallery(self.request.POST.get("title", ""), self.request.user)
        gallery = GalleryPage.objects.filter(pk__in=asked_for([choice])).first()
        if gallery is None:
            raise CannotAdd(_("Choose a gallery; this one is gone."))
        return gallery
