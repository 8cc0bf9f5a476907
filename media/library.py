"""The list of photos, with what is left to do for them."""

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import set_query_params
from wagtail.admin.widgets.button import Button
from wagtail.images.views.images import ImagesFilterSet, IndexView
from wagtail.models import ReferenceIndex

from media.models import ClinicImage
from media.models.photo import is_showable
from media.uses import points_to, waiting_versions


class Attention(TextChoices):
    """What may be left to do for a photo."""

    UNUSED = "unused", _("On no page")
    WORDLESS = "wordless", _("No alt text")
    UNSAID = "unsaid", _("Nobody said who is shown")
    UNCONSENTED = "unconsented", _("Client without a valid consent")
    DAMAGED = "damaged", _("File missing or damaged")


def needs(attention: str) -> Q:
    """Return a condition that holds for photos for which this is left to do.

    A photo in a draft is used, though no page shows it yet.
    """
    match attention:
        case Attention.UNUSED:
            saved = ReferenceIndex.objects.filter(
                to_content_type=ContentType.objects.get_for_model(ClinicImage),
                to_object_id=Cast(OuterRef("pk"), CharField()),
            )
            waiting = {photo for page in waiting_versions() for photo in points_to(page)}
            return ~Q(Exists(saved)) & ~Q(pk__in=waiting)
        case Attention.WORDLESS:
            return Q(description="", is_decorative=False)
        case Attention.UNSAID:
            return Q(shown="")
        case Attention.UNCONSENTED:
            return Q(shown=ClinicImage.Shown.CLIENT) & ~is_showable()
        case Attention.DAMAGED:
            return ~Q(problem="")
    raise ValueError(attention)


class PhotoFilterSet(ImagesFilterSet):
    attention = django_filters.ChoiceFilter(
        label=_("Needs attention"),
        choices=Attention,
        method="keep_those_in_need",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    shown = django_filters.ChoiceFilter(
        label=_("Who is shown"),
        choices=ClinicImage.Shown,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta(ImagesFilterSet.Meta):
        fields: list[str] = []

    def keep_those_in_need(self, photos: QuerySet, name: str, value: str) -> QuerySet:
        # By their numbers: a search accepts no other condition on what is no field of the index.
        return photos.filter(pk__in=list(ClinicImage.objects.filter(needs(value)).values_list("pk", flat=True)))


class LibraryView(IndexView):
    """Wagtail's list of images, which also finds photos that need attention."""

    filterset_class = PhotoFilterSet
    template_name = "media/library.html"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = [*super().header_more_buttons]
        if self.user_has_permission("change"):
            url = f"{reverse('export_photos')}?{self.request.GET.urlencode()}"
            buttons.append(Button(_("Export these photos as a zip"), url=url, icon_name="download", priority=60))
        if self.user_has_permission("add"):
            url = reverse("import_photos")
            buttons.append(Button(_("Import photos from a zip"), url=url, icon_name="upload", priority=70))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        todo = [] if self.results_only else self.get_todo()
        return super().get_context_data(**kwargs) | {"todo": todo}

    def get_todo(self) -> list[dict[str, Any]]:
        """Return what is left to do, with the number of photos that this user may change; in two queries."""
        changeable = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        numbers = changeable.aggregate(**{kind.value: Count("pk", filter=needs(kind)) for kind in Attention})
        return [
            {"label": kind.label, "number": numbers[kind], "url": set_query_params(self.index_url, {"attention": kind})}
            for kind in Attention
            if numbers[kind]
        ]
