"""The abstract classes that every page type builds on."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.locks import BaseLock, ScheduledForPublishLock
from wagtail.models import Page, PageManager, PagePermissionTester, PageViewRestriction, Revision, TaskState
from wagtail.query import PageQuerySet
from wagtail.search import index

from clinic.forms import BasePageForm, DraftCopyForm
from clinic.locks import late_lock
from clinic.publishing import CannotPublish, locked, publishing_problems
from clinic.redirects import old_address_kept
from clinic.structured_data import Node, first_sentence, node, reference, site_address
from clinic.visibility import is_unrestricted


class BasePageQuerySet(PageQuerySet):
    def public(self) -> "BasePageQuerySet":
        """Leave out pages under a view restriction, without Wagtail's extra query."""
        return self.filter(is_unrestricted())


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePagePermissionTester(PagePermissionTester):
    def can_view_revisions(self) -> bool:
        """Return whether the history is offered: where Wagtail shows it, to who may edit the page."""
        return bool(super().can_view_revisions() and self.can_edit())


class BasePage(Page):
    """A page with a summary, which stands for it on cards, in search results and in shared links."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two plain sentences. They open the page and stand for it in lists and search results."),
    )

    takes_enquiries = False  # whether visitors write to the clinic there
    publish_refusal = _("It is not yours to publish. Submit it for approval.")

    objects = BasePageManager()
    base_form_class = BasePageForm
    copy_form_class = DraftCopyForm

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Address and search engines"),
        ),
        FieldPanel("show_in_menus"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.AutocompleteField("summary")]

    api_fields = [APIField("summary", writable=True)]

    class Meta:
        abstract = True

    @property
    def schema_type(self) -> str:
        """The type of the page in schema.org's vocabulary."""
        return "WebPage"

    @property
    def meta_description(self) -> str:
        return self.search_description or self.summary or first_sentence(getattr(self, "body", ""))

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return [url | {"page_id": self.pk} for url in super().get_sitemap_urls(request)]

    def canonical_address(self, request: HttpRequest, part: "PagePart | None" = None) -> str:
        """Return the one address that this page, or a part of it, should be known by."""
        original = self.alias_of or self
        return f"{original.get_full_url(request)}{f'{part.slug}/' if part else ''}"

    def describe(self, address: str, context: dict[str, Any]) -> list[Node]:
        """Return what search engines read about the page at `address`, from its ready context."""
        home, cover, part = site_address(context["request"]), context.get("cover"), context.get("part")
        return [
            node(
                self.schema_type if part is None else "WebPage",
                id=f"{address}#page",
                url=address,
                name=part.title if part else self.seo_title or self.title,
                description=part.description if part else self.meta_description,
                inLanguage=get_language(),
                isPartOf=reference(f"{home}#website"),
                breadcrumb=reference(f"{address}#breadcrumbs") if address != home else None,
                primaryImageOfPage=cover.describe() if cover else None,
                datePublished=self.first_published_at and self.first_published_at.isoformat(),
                dateModified=self.last_published_at and self.last_published_at.isoformat(),
            )
        ]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return BasePagePermissionTester(user, self)

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save a new version, or the same draft again unless somebody may have read or published it already."""
        if overwrite_revision and (
            overwrite_revision.pk == self.live_revision_id
            or TaskState.objects.filter(revision=overwrite_revision).exists()
        ):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page together with what follows from it, such as that others are to be told."""
        return super().save(*args, **kwargs)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish the revision as a whole or not at all.

        Raises CannotPublish where something in it, or who asks, must not let it out.
        """
        row = locked(Page, self.pk)
        if problems := publishing_problems(revision.as_object()):
            raise CannotPublish(self, problems)
        try:
            with old_address_kept(row, revision):
                super().publish(revision, *args, **kwargs)
        except PublishPermissionError as error:
            raise CannotPublish(self, [str(self.publish_refusal)]) from error

    def get_lock(self) -> BaseLock | None:
        lock = super().get_lock()
        return late_lock(self) or lock if isinstance(lock, ScheduledForPublishLock) else lock

    def with_content_json(self, content: dict[str, Any]) -> "BasePage":
        """Return a version of the page in memory, in which rows that were deleted since count as new.

        Wagtail's form of a former version refuses them otherwise.
        """
        page: BasePage = super().with_content_json(content)
        for relation in get_all_child_relations(page):
            rows = [row for row in getattr(page, relation.get_accessor_name()).all() if row.pk]
            if not rows:
                continue
            there = set(relation.related_model.objects.filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True))
            for row in rows:
                if row.pk not in there:
                    row.pk = None
        return page

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

    @property
    def schema_type(self) -> str:
        return "MedicalWebPage" if self.last_reviewed else "WebPage"

    def describe(self, address: str, context: dict[str, Any]) -> list[Node]:
        """Return what the page type says, with its last review, by whoever has this role at the clinic."""
        page, *others = super().describe(address, context)  # type: ignore[misc]
        if self.last_reviewed:
            page["lastReviewed"] = self.last_reviewed.isoformat()
            if self.reviewed_by_role:
                page["reviewedBy"] = node("Person", jobTitle=self.reviewed_by_role)
        return [page, *others]

    def clean(self) -> None:
        super().clean()
        if self.last_reviewed and self.next_review and self.next_review <= self.last_reviewed:
            raise ValidationError({"next_review": _("The next review must come after the last one.")})
