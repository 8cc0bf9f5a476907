"""The home page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from clinic.blocks import ProseBlock
from clinic.guide import GuidePanel
from clinic.pages import BasePage, BasePagePermissionTester
from clinic.visibility import is_public
from media.models import GalleryPage, GalleryPhoto, PhotoRow
from media.models.rows import rows_without_sizes
from media.panels import PhotosPanel
from services.models import BodyArea, ConditionListPage, ServicePage

GALLERY_PHOTOS = 3  # on the home page


class HomePagePermissionTester(BasePagePermissionTester):
    """Leaves what takes the whole site from visitors to those who look after the site itself."""

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and self._looks_after_site()

    def can_set_view_restrictions(self) -> bool:
        return bool(super().can_set_view_restrictions()) and self._looks_after_site()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the page may be deleted or moved, which holds for the whole site with it."""
        return bool(super().can_delete(ignore_bulk)) and all(
            page.permissions_for_user(self.user).can_delete(ignore_bulk=True) for page in self.page.get_children()
        )

    def _looks_after_site(self) -> bool:
        return bool(self.user.has_perm("wagtailcore.change_site"))


class HomePage(BasePage):
    """The front door: one promise, where it hurts, the services, the first visit, a look inside, how to reach us."""

    shows_contact = True  # the foot of the page does not say it again

    headline = models.CharField(
        _("headline"), max_length=80, help_text=_("The promise in one line. The summary stands below it.")
    )
    first_visit = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page about the first visit"),
    )
    gallery = models.ForeignKey(
        GalleryPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gallery"),
        help_text=_("Its first photos are shown, and the way to all of them."),
    )
    body = StreamField(ProseBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        GuidePanel(
            _("The front door. Services, places and hours come by themselves, from their own pages and the settings."),
            {
                _("The home page"): "pages#the-home-page",
                _("Opening hours"): "settings#opening-hours-holidays-special-days",
                _("Publish on a date"): "approval#publish-later-or-for-a-while",
            },
        ),
        FieldPanel("title"),
        FieldPanel("headline"),
        FieldPanel("summary"),
        PhotosPanel("photos", heading=_("Picture"), max_num=1),
        PageChooserPanel("first_visit", ["home.PlainPage"]),
        FieldPanel("gallery"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("headline"), index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return HomePagePermissionTester(user, self)

    def clean(self) -> None:
        super().clean()
        if self.expire_at:
            raise ValidationError({"expire_at": _("The home page cannot expire, as the whole site begins here.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        covers = rows_without_sizes(self.photos.all(), everything=getattr(request, "is_preview", False))
        gallery_photos = self._gallery_photos()
        prefetch_related_objects([*covers, *gallery_photos], "image__renditions")
        services, condition_list, visit = self._linked_pages()
        return super().get_context(request, *args, **kwargs) | {
            "cover": next(iter(covers), None),
            "services": services,
            "condition_list": condition_list,
            "conditions_url": condition_list.get_url(request) if condition_list else "",
            "areas": BodyArea.objects.filter(is_public("conditions__")).distinct(),
            "visit": visit,
            "gallery_photos": gallery_photos,
        }

    def _gallery_photos(self) -> list[GalleryPhoto]:
        """Return the first photos of the chosen gallery, if everyone may read it, without their sizes."""
        rows = GalleryPhoto.objects.filter(is_public("page__"), page=self.gallery_id).select_related("page")
        return rows_without_sizes(rows)[:GALLERY_PHOTOS] if self.gallery_id else []

    def _linked_pages(self) -> tuple[list[Page], Page | None, Page | None]:
        """Return the services, the list of conditions, and the page about the first visit; one query for all.

        Services and the page about the first visit carry their summaries.
        """
        is_service = Q(servicepage__isnull=False, path__startswith=self.path)
        is_list = Q(conditionlistpage__isnull=False, depth=self.depth + 1, path__startswith=self.path)
        pages = Page.objects.filter(is_public()).filter(is_service | is_list | Q(pk=self.first_visit_id))
        found = list(pages.annotate(summary=Coalesce("plainpage__summary", "servicepage__summary")).order_by("path"))
        visit = next((page for page in found if page.pk == self.first_visit_id), None)
        condition_list = next((page for page in found if page.specific_class is ConditionListPage), None)
        return [page for page in found if page.specific_class is ServicePage], condition_list, visit


class HomePhoto(PhotoRow):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="photos")
