"""Photos and the sizes made of them."""

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    ImageQuerySet,
    SourceImageIOError,
    get_upload_to,
)
from wagtail.search import index

from media.fields import ClinicImageField
from media.models.consent import Consent, is_valid
from media.presets import ALL_SPECS
from media.tasks import make_renditions

FOCAL_FIELDS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


class ClinicImageQuerySet(ImageQuerySet):
    def lacking_sizes(self) -> "ClinicImageQuerySet":
        """Return photos that lack a size of a preset, although their file can be read as far as is known."""
        return self._with_sizes_made().filter(problem="", sizes_made__lt=len(ALL_SPECS)).order_by("pk")

    def with_all_sizes(self) -> "ClinicImageQuerySet":
        return self._with_sizes_made().filter(sizes_made=len(ALL_SPECS))

    def _with_sizes_made(self) -> "ClinicImageQuerySet":
        made = Count("renditions__filter_spec", filter=Q(renditions__filter_spec__in=ALL_SPECS), distinct=True)
        return self.annotate(sizes_made=made)

    def showable(self) -> "ClinicImageQuerySet":
        """Return photos against whose publication nothing stands."""
        return self.filter(is_showable())

    def shareable(self) -> "ClinicImageQuerySet":
        """Return photos that other sites may show too, as the picture of a shared link."""
        return self.filter(is_showable(scopes=[Consent.Scope.SHARING]))


class ClinicImage(AbstractImage):
    """A photo in the library. Its `description` is the alt text offered where it is used; its title never is."""

    class Shown(models.TextChoices):
        NOBODY = "nobody", gettext_lazy("Nobody")
        STAFF = "staff", gettext_lazy("Staff")
        MODEL = "model", gettext_lazy("A model")
        CLIENT = "client", gettext_lazy("A client")

    # Whoever these show knows of it by other ways than a consent on record.
    NEEDS_NO_CONSENT = (Shown.NOBODY, Shown.STAFF, Shown.MODEL)

    file = ClinicImageField(
        verbose_name=gettext_lazy("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    description = models.CharField(
        gettext_lazy("alt text"),
        max_length=255,
        blank=True,
        help_text=gettext_lazy("What somebody who cannot see it needs to know. Offered wherever the photo is used."),
    )
    is_decorative = models.BooleanField(
        gettext_lazy("decorative"), default=False, help_text=gettext_lazy("It only pleases the eye and tells nothing.")
    )
    caption = models.CharField(gettext_lazy("caption"), max_length=255, blank=True)
    credit = models.CharField(
        gettext_lazy("credit"),
        max_length=255,
        blank=True,
        help_text=gettext_lazy("Who made it, as it should be printed."),
    )
    licence = models.CharField(
        gettext_lazy("licence"),
        max_length=255,
        blank=True,
        help_text=gettext_lazy("What allows us to show it, such as “our own photo”."),
    )
    location = models.CharField(
        gettext_lazy("place"),
        max_length=255,
        blank=True,
        help_text=gettext_lazy("Where it was taken, in words. The position that a camera wrote into it is removed."),
    )
    shown = models.CharField(
        gettext_lazy("who is shown"),
        max_length=10,
        choices=Shown,
        blank=True,
        help_text=gettext_lazy("No visitor sees the photo before this is said."),
    )
    consents = models.ManyToManyField(
        Consent,
        blank=True,
        related_name="photos",
        verbose_name=gettext_lazy("consents"),
        help_text=gettext_lazy("Of every client who is shown. While one of them is not valid, no visitor sees it."),
    )

    uuid = models.UUIDField(
        default=uuid4, unique=True, editable=False, help_text="What other libraries know it by, whatever its file."
    )
    look = models.CharField(
        max_length=32, blank=True, editable=False, help_text="A perceptual hash; empty for a picture of one colour."
    )
    dominant_colour = models.CharField(max_length=7, blank=True, editable=False, help_text="Such as #c0ffee.")
    problem = models.CharField(gettext_lazy("problem"), max_length=255, blank=True, editable=False)

    objects = ClinicImageQuerySet.as_manager()

    _made_for: tuple[Any, ...] | None = None  # the file and focal point whose sizes were ordered last

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "shown",
        "consents",
        "caption",
        "credit",
        "licence",
        "location",
        "collection",
        "tags",
        *FOCAL_FIELDS,
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("caption"),
        index.SearchField("credit"),
        index.SearchField("location"),
        index.FilterField("shown"),
        index.FilterField("description"),
        index.FilterField("is_decorative"),
        index.FilterField("problem"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = gettext_lazy("photo")
        verbose_name_plural = gettext_lazy("photos")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        return self.description

    @property
    def default_decorative(self) -> bool:
        """Whether it is decorative where it is used, unless said otherwise there; a photo with an alt text is not."""
        return self.is_decorative and not self.description

    def hindrance(self) -> str:
        """Say why no visitor may see this photo; empty where nothing stands against it.

        Costs two queries where a client is shown, and none otherwise. `showable()` says the same of many.
        """
        if self.shown in self.NEEDS_NO_CONSENT:
            return ""
        if not self.shown:
            return _("Say in the photo library who is shown in “%(photo)s”: nobody, staff, a model or a client.") % {
                "photo": self
            }
        if type(self).objects.showable().filter(pk=self.pk).exists():
            return ""
        ended = Consent.objects.ended().filter(photos=self).first()
        if ended:
            return _("The consent %(consent)s for “%(photo)s” has ended. Choose another photo.") % {
                "consent": ended,
                "photo": self,
            }
        return _("“%(photo)s” shows a client. It needs a consent that is valid for this site.") % {"photo": self}

    @classmethod
    def from_db(cls, db: Any, field_names: Collection[str], values: Collection[Any]) -> "ClinicImage":
        image: ClinicImage = super().from_db(db, field_names, values)
        if {"file", *FOCAL_FIELDS} <= set(field_names):
            image._made_for = image.sizes_depend_on
        return image

    @property
    def sizes_depend_on(self) -> tuple[Any, ...]:
        """Return the file and the focal point, on which the look of every size depends."""
        return (self.file.name, *(getattr(self, name) for name in FOCAL_FIELDS))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the photo, and have its sizes made where the file or the focal point changed."""
        if self.file and not self.file._committed:
            # Now, and not among the other fields: taking the file in may change width and height.
            self.file.save(self.file.name, self.file.file, save=False)
            self._set_image_file_metadata()
        self._forget_focal_point_outside()
        try:
            super().save(*args, **kwargs)
        except DatabaseError:
            if self._made_for is None or self._made_for[0] != self.file.name:
                self.drop_file_without_row()
            raise
        if self._made_for != self.sizes_depend_on:
            self._made_for = self.sizes_depend_on
            transaction.on_commit(lambda: make_renditions.enqueue(self.pk))

    def drop_file_without_row(self) -> None:
        """Delete the file that was stored for this photo, after a row that names it could not be saved."""
        # Within a transaction the row goes again, and nothing can be asked any more.
        if connection.in_atomic_block or not type(self).objects.filter(file=self.file.name).exists():
            self.file.storage.delete(self.file.name)

    def _forget_focal_point_outside(self) -> None:
        """Forget a focal point that does not lie in the picture, as after its file was replaced by a smaller one."""
        if (self.focal_point_x or 0) > self.width or (self.focal_point_y or 0) > self.height:
            self.set_focal_point(None)

    def generate_rendition_file(self, filter: Filter, **options: Any) -> File:
        """Make one size; raises SourceImageIOError for a damaged file too, for which Wagtail's admin then stands."""
        try:
            return super().generate_rendition_file(filter, **options)
        except InvalidFilterSpecError:
            raise
        except (OSError, ValueError, SyntaxError) as error:
            if getattr(error, "errno", None):
                raise  # such as a full disk: the photo is sound
            raise SourceImageIOError(str(error)) from error

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the photo with its sizes, also while the worker makes them: none can come in between."""
        with transaction.atomic():
            type(self).objects.select_for_update().filter(pk=self.pk).first()
            return super().delete(*args, **kwargs)


class ClinicRenditionQuerySet(models.QuerySet):
    def of_former_presets(self) -> "ClinicRenditionQuerySet":
        """Return sizes for visitors that no preset names any more, of photos that have all of today's."""
        former = self.filter(filter_spec__contains="|format-").exclude(filter_spec__in=ALL_SPECS)
        return former.filter(image__in=ClinicImage.objects.with_all_sizes()).exclude(filter_spec__startswith="original")


class ClinicRendition(AbstractRendition):
    """One size of a photo."""

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="renditions")

    objects = ClinicRenditionQuerySet.as_manager()

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        indexes = [models.Index(fields=["file"], name="size_by_file")]  # each request for a size looks for it


def is_showable(prefix: str = "", scopes: Collection[str] = (Consent.Scope.SITE, Consent.Scope.SHARING)) -> Q:
    """Return a condition that holds for photos that visitors may see.

    It is said who is shown, and where that is a client, there are consents, and all of them are valid and for one of
    `scopes`. `prefix` is the lookup path to the photo, such as `image__`.
    """
    ties = ClinicImage.consents.through.objects.filter(clinicimage_id=OuterRef(f"{prefix}pk"))
    holds = is_valid("consent__") & Q(consent__scope__in=scopes)
    consented = Q(Exists(ties.filter(holds))) & ~Q(Exists(ties.exclude(holds)))
    return Q(**{f"{prefix}shown__in": ClinicImage.NEEDS_NO_CONSENT}) | (
        Q(**{f"{prefix}shown": ClinicImage.Shown.CLIENT}) & consented
    )
