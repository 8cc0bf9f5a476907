"""The abstract classes that every page type builds on."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from clinic.publishing import CannotPublish, publishing_problems
from clinic.visibility import is_unrestricted


class BasePageQuerySet(PageQuerySet):
    def public(self) -> "BasePageQuerySet":
        """Leave out pages under a view restriction, without Wagtail's extra query."""
        return self.filter(is_unrestricted())


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Page):
    """A page with a summary, which stands for it on cards, in search results and in shared links."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two plain sentences. They open the page and stand for it in lists and search results."),
    )

    objects = BasePageManager()

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Address and search engines"),
        ),
        FieldPanel("show_in_menus"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.AutocompleteField("summary")]

    class Meta:
        abstract = True

    @property
    def meta_description(self) -> str:
        return self.search_description or self.summary

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish the revision; raises CannotPublish where something in it must not go out."""
        if problems := publishing_problems(revision.as_object()):
            raise CannotPublish(self, problems)
        super().publish(revision, *args, **kwargs)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return the restrictions on this page; costs no query where routing has found it public already."""
        if getattr(self, "is_public", False) and not self.alias_of_id:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


@dataclass(frozen=True)
class PagePart:
    """Something on a page that has an address of its own below the page's, such as one photo of a gallery.

    A page that puts it into its context as `part` is canonical, titled and shared as this part.
    """

    slug: str
    title: str
    description: str


class ReviewedPage(models.Model):
    """What a page says of its last check by a person, and when the next is due."""

    last_reviewed = models.DateField(_("last reviewed"), null=True, blank=True)
    reviewed_by_role = models.CharField(
        _("reviewed by"),
        max_length=100,
        blank=True,
        help_text=_("The role of the person, not the name: “a licensed massage therapist”."),
    )
    next_review = models.DateField(_("next review due"), null=True, blank=True)

    review_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("next_review")]),
                FieldPanel("reviewed_by_role"),
            ],
            heading=_("Review"),
        )
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.last_reviewed and self.next_review and self.next_review <= self.last_reviewed:
            raise ValidationError({"next_review": _("The next review must come after the last one.")})
