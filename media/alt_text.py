"""Pages that still carry the former alt text of a photo, after its text in the library changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images.views.images import EditView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clinic.guide import GuideNote
from clinic.publishing import CannotPublish
from media.library import LibraryView
from media.models import ClinicImage, PhotoRow
from media.uses import PhotoUse, photo_uses, points_to, waiting_versions
from media.visibility import references_on_pages

SALT = "media.alt_text"
LINK_AGE = 24 * 60 * 60  # seconds


@dataclass
class FormerUse:
    """A page that carries a photo's former alt text, at each of `places`, in its newest draft or only as published."""

    page: Page
    places: list[str]
    only_live: bool = False

    def obstacle(self, user: Any) -> str:
        """Say why `user` cannot change this page here; empty where nothing stands against it."""
        permissions = self.page.permissions_for_user(user)
        if not permissions.can_edit():
            return _("This page is not yours to edit.")
        if permissions.page_locked():
            return _("This page is locked, or under review by others.")
        if self.only_live:
            return _("Only the published version carries it; the draft says something else. Publish the draft.")
        return ""

    def outcome(self, user: Any) -> str:
        """Say what a change by `user` leads to."""
        if goes_live(self.page, user):
            return _("Live: the change is published at once.")
        if self.page.workflow_in_progress:
            return _("In review: the change is added to the draft.")
        if self.page.live:
            return _("Live: the change is added to the draft, and shown once that is published.")
        return _("Draft: the change is added to it.")


def goes_live(page: Page, user: Any) -> bool:
    """Return whether `user` may publish a change at once: the page is live, and nothing else waits in its draft."""
    as_published = page.live and not page.has_unpublished_changes and not page.workflow_in_progress
    return bool(as_published and page.permissions_for_user(user).can_publish())


def former_uses(photo: ClinicImage, old_text: str) -> list[FormerUse]:
    """Return the pages where the photo stands with `old_text`, or without words where that is empty.

    Nobody is offered to empty a text: where the library has none now, there are no such pages. Takes a query for each
    kind of page and one or two for each page that shows the photo.
    """
    if old_text == photo.description or not photo.description:
        return []
    drafts = {page.pk: page for page in waiting_versions()}
    showing = {int(pk) for pk in references_on_pages(photo.pk).values_list("object_id", flat=True)}
    showing |= {page.pk for page in drafts.values() if photo.pk in points_to(page)}
    found = []
    for page in Page.objects.filter(pk__in=showing, alias_of=None).order_by("title", "pk").specific():
        draft = drafts.get(page.pk) if page.has_unpublished_changes else page
        places = [place_of(use) for use in _carrying(draft or page, photo, old_text)]
        if places:
            found.append(FormerUse(page, places))
        elif draft is not page and page.live and (live := list(_carrying(page, photo, old_text))):
            found.append(FormerUse(page, [place_of(use) for use in live], only_live=True))
    return found


def place_of(use: PhotoUse) -> str:
    """Name the place of a photo on its page."""
    if isinstance(use.holder, PhotoRow):
        return _("Photo %(place)d of the list") % {"place": (use.holder.sort_order or 0) + 1}
    return _("Photo in the text")


def _carrying(page: Page, photo: ClinicImage, text: str) -> Iterator[PhotoUse]:
    for use in photo_uses(page):
        if use.image_id == photo.pk and use.alt_text == text and not use.decorative:
            yield use


def update_uses(photo: ClinicImage, old_text: str, pages: Iterable[Page], user: Any) -> tuple[list[Page], list[str]]:
    """Put the photo's text in place of `old_text` in the drafts of pages, and publish those that are as published.

    Returns the pages that show it now, and a sentence for each of the others.
    """
    published, waiting = [], []
    for page in pages:
        with transaction.atomic():
            # In memory through and through, so that rows changed here are the rows that are saved.
            draft = page.with_content_json(
                page.latest_revision.content if page.latest_revision else page.serializable_data()
            )
            uses = list(_carrying(draft, photo, old_text))
            for use in uses:
                use.alt_text = photo.description
            revision = draft.save_revision(user=user, clean=False, log_action=True) if uses else None
        if not revision:
            continue
        sentence = _("“%(page)s” has the new text in its draft.") % {"page": page.get_admin_display_title()}
        if not goes_live(page, user):
            waiting.append(sentence)
            continue
        try:
            revision.publish(user=user)
            published.append(page)
        except CannotPublish as error:
            waiting.append(" ".join([sentence, *error.problems]))
    return published, waiting


def update_url(photo: ClinicImage, old_text: str, user: Any) -> str:
    """Return the address of the screen that offers `user` to change these pages; it holds for a day."""
    signed = signing.dumps([photo.pk, old_text, user.pk], salt=SALT, compress=True)
    return f"{reverse('update_alt_text')}?use={signed}"


def offer_update(request: HttpRequest, photo: ClinicImage, old_text: str) -> None:
    """Tell who changed a photo's text how many pages carry the former one, and lead them there."""
    number = len(former_uses(photo, old_text))
    if not number:
        return
    message = ngettext(
        "%(number)d page still carries the former alt text of “%(photo)s”.",
        "%(number)d pages still carry the former alt text of “%(photo)s”.",
        number,
    )
    url = update_url(photo, old_text, request.user)
    buttons = [messages.button(url, _("Choose the pages to update"))]
    messages.warning(request, message % {"number": number, "photo": photo}, buttons=buttons)


class PhotoEditView(EditView):
    """Wagtail's form for a photo, which offers to take a changed alt text over to the pages that show the photo."""

    template_name = "media/photo_edit.html"
    guide_note = GuideNote(
        gettext_lazy("A photo of the library. Say what it shows and who is in it, and which point must stay."),
        {
            gettext_lazy("The point that must stay"): "photos#the-point-that-must-stay",
            gettext_lazy("Photos of clients"): "photos#photos-of-clients",
            gettext_lazy("Replace the file, change the alt text"): "photos#what-is-left-to-do",
        },
    )

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        offer_update(self.request, self.object, form.initial["description"])
        return response


class AltTextUpdateView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the pages with the former alt text of a photo, and changes those that are ticked."""

    template_name = "media/update_alt_text.html"
    header_icon = "image"
    page_title = gettext_lazy("Update the alt text on pages")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            number, self.old_text, user = signing.loads(request.GET.get("use", ""), salt=SALT, max_age=LINK_AGE)
        except signing.BadSignature as error:
            raise Http404 from error
        photo = ClinicImage.objects.filter(pk=number).first()
        policy = policy_registry.get_by_type(ClinicImage)
        if user != request.user.pk or not photo:
            raise Http404
        if not policy.user_has_permission_for_instance(request.user, "change", photo):
            raise Http404
        self.photo = photo

    @cached_property
    def uses(self) -> list[FormerUse]:
        return former_uses(self.photo, self.old_text)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailimages:index"), "label": LibraryView.page_title},
            {"url": reverse("wagtailimages:edit", args=[self.photo.pk]), "label": self.photo.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = [
            {"page": use.page, "places": use.places, "obstacle": use.obstacle(user), "outcome": use.outcome(user)}
            for use in self.uses
        ]
        words = {"photo": self.photo, "old_text": self.old_text}
        return super().get_context_data(**kwargs) | {"rows": rows} | words

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = set(request.POST.getlist("page"))
        pages = [use.page for use in self.uses if str(use.page.pk) in ticked and not use.obstacle(request.user)]
        published, waiting = update_uses(self.photo, self.old_text, pages, request.user)
        if published:
            message = ngettext(
                "%(number)d page shows the new text.", "%(number)d pages show the new text.", len(published)
            )
            messages.success(request, message % {"number": len(published)})
        if waiting:
            messages.warning(request, " ".join(waiting))
        return redirect("wagtailimages:edit", self.photo.pk)
