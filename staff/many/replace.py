"""Find and replace across all pages, with a look at each place first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page, Revision

from clinic.fields import NameListField, unique_names
from staff.many.changes import Recorder, change_to_many, draft_of, is_wholly_published, locked_for_change, obstacle
from staff.many.drafts import editable_pages, with_states
from staff.many.models import BulkChange
from staff.many.places import text_places
from staff.many.views import ManyView, tell
from staff.many.wording import Finding, Wording

MOST_SHOWN = 50  # pages at once
MOST_FINDINGS = 1000  # after which no further page is shown


class ReplaceForm(forms.Form):
    find = forms.CharField(label=gettext_lazy("Find"), max_length=200)
    replace = forms.CharField(label=gettext_lazy("Replace by"), max_length=200, required=False)
    whole_words = forms.BooleanField(label=gettext_lazy("Whole words only"), required=False)
    match_case = forms.BooleanField(label=gettext_lazy("Capital and small letters as typed"), required=False)

    @cached_property
    def wording(self) -> Wording:
        data = self.cleaned_data
        return Wording(data["find"], data["replace"], data["whole_words"], data["match_case"])


@dataclass(frozen=True)
class FoundPage:
    """A page with each place where the words stand: its number on the page, the field's name, the surroundings."""

    page: Page
    obstacle: str
    findings: list[tuple[int, str, Finding]]
    goes_live: bool

    @property
    def seen(self) -> str:
        return f"{self.page.pk}-{self.page.latest_revision_id or 0}"


def mentioning(wording: Wording, user: Any) -> list[int]:
    """Return the ids of pages in whose newest version the words may stand, by title; a query or two for all pages."""
    pages = editable_pages(Page, user).filter(depth__gt=1).order_by("title", "pk")
    by_revision: dict[int, int] = {}
    numbers, unsaved = [], []
    for pk, revision in pages.values_list("pk", "latest_revision_id"):
        numbers.append(pk)
        if revision:
            by_revision[revision] = pk
        else:
            unsaved.append(pk)
    versions = Revision.objects.filter(pk__in=by_revision).values_list("pk", "content").iterator()
    found = {by_revision[pk] for pk, content in versions if wording.mentioned_in(_readable(content))}
    found |= {
        page.pk
        for page in Page.objects.filter(pk__in=unsaved).specific()
        if wording.mentioned_in(_readable(page.serializable_data()))
    }
    return [pk for pk in numbers if pk in found]


def _readable(content: dict[str, Any]) -> list[Any]:
    """Return the values of a stored version; bodies are stored as JSON within it."""
    return [_parsed(value) if isinstance(value, str) and value[:1] == "[" else value for value in content.values()]


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def found_pages(wording: Wording, user: Any) -> tuple[list[FoundPage], int]:
    """Return the first pages with the words, and how many more there may be."""
    numbers = mentioning(wording, user)
    shown: list[FoundPage] = []
    total = looked_at = 0
    pages = {page.pk: page for page in with_states(Page.objects.filter(pk__in=numbers[:MOST_SHOWN]))}
    for pk in numbers[:MOST_SHOWN]:
        if total > MOST_FINDINGS:
            break
        looked_at += 1
        if findings := list(_findings(draft_of(pages[pk]), wording)):
            page = pages[pk]
            may_go_live = is_wholly_published(page) and bool(page.permissions_for_user(user).can_publish())
            shown.append(FoundPage(page, obstacle(page, user), findings, may_go_live))
            total += len(findings)
    return shown, len(numbers) - looked_at


def _findings(draft: Page, wording: Wording) -> Iterator[tuple[int, str, Finding]]:
    number = 0
    for place in text_places(draft):
        for finding in wording.findings(place.text, place.is_html):
            yield number, place.label, finding
            number += 1


def replace_in(draft: Page, wording: Wording, chosen: set[int]) -> tuple[int, list[str]]:
    """Replace the words in memory at the places whose numbers are chosen.

    Returns how many were replaced, and a sentence for each text that would not fit its field.
    """
    number, replaced, problems = 0, 0, []
    for place in text_places(draft):
        hits: list[int] = []

        def choose(hits: list[int] = hits) -> bool:
            nonlocal number
            number += 1
            if is_chosen := number - 1 in chosen:
                hits.append(number - 1)
            return is_chosen

        text = wording.replace(place.text, place.is_html, choose)
        if not hits:
            continue
        names = {"page": draft.get_admin_display_title(), "field": place.label}
        if place.most_letters and len(text) > place.most_letters:
            problems.append(_("“%(page)s”: “%(field)s” would be too long, and stays.") % names)
        elif not place.may_be_empty and not text.strip():
            problems.append(_("“%(page)s”: “%(field)s” would be empty, and stays.") % names)
        else:
            place.write(text)
            replaced += len(hits)
    for field in draft._meta.concrete_fields:
        if isinstance(field, NameListField):
            setattr(draft, field.name, unique_names(getattr(draft, field.name)))
    return replaced, problems


def replace_words(
    form: ReplaceForm, chosen: dict[int, set[int]], seen: dict[int, int], publish: bool, user: Any
) -> Recorder:
    """Replace the words at the chosen places of pages, unless a page was changed since it was looked at."""
    data = {"old": form.cleaned_data["find"], "new": form.cleaned_data["replace"]}
    total = 0
    with change_to_many(BulkChange.Kind.REPLACE, user, **data) as recorder:
        for page in locked_for_change(Page, list(chosen)[:MOST_SHOWN]):
            if reason := obstacle(page, user):
                recorder.left.append(reason)
            elif seen.get(page.pk) != (page.latest_revision_id or 0):
                sentence = _("“%(page)s” was changed since you looked. Look at it again.")
                recorder.left.append(sentence % {"page": page.get_admin_display_title()})
            else:
                draft = draft_of(page)
                number, problems = replace_in(draft, form.wording, chosen[page.pk])
                recorder.left += problems
                if number:
                    recorder.save(page, draft, publish=publish, what="words", number=number, **data)
                    total += number
        recorder.change.data["number"] = total
    return recorder


def pairs(values: list[str]) -> Iterator[tuple[int, int]]:
    """Yield both numbers of each value that is two of them, such as `12-3`."""
    for value in values:
        first, _dash, second = value.partition("-")
        if all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (first, second)):
            yield int(first), int(second)


class ReplaceView(ManyView):
    template_name = "many/replace.html"
    page_title = gettext_lazy("Find and replace")
    header_icon = "search"

    @staticmethod
    def may_use(user: Any) -> bool:
        return bool(user_has_any_page_permission(user))

    def get(self, request: HttpRequest) -> HttpResponse:
        if "find" not in request.GET:
            return self.show(form=ReplaceForm())
        form = ReplaceForm(request.GET)
        if not form.is_valid():
            return self.show(form=form)
        found, more = found_pages(form.wording, request.user)
        may_publish = any(page.goes_live for page in found)
        return self.show(form=form, looked=True, found=found, more=more, limit=MOST_SHOWN, may_publish=may_publish)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReplaceForm(request.GET)
        if not form.is_valid():
            return self.show(form=form)
        chosen: dict[int, set[int]] = {}
        for page, number in pairs(request.POST.getlist("place")):
            chosen.setdefault(page, set()).add(number)
        seen = dict(pairs(request.POST.getlist("seen")))
        tell(request, replace_words(form, chosen, seen, "publish" in request.POST, request.user))
        return redirect("many_replace")
