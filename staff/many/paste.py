"""Conditions added from a pasted list: what each line becomes is shown first, and chosen by a person."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from clinic.page_rights import kinds_open_to
from clinic.publishing import locked
from services.drafting import NameIndex, page_title
from services.listing import set_listed
from services.models import ConditionListPage, ConditionPage, ServicePage
from services.reader.blocks import without_marker
from services.reader.conditions import parts_of_line
from services.reader.source import UnreadablePage, clean_text
from staff.many.changes import MOST_PAGES, Recorder, change_to_many, draft_of, locked_for_change, obstacle
from staff.many.drafts import editable
from staff.many.models import BulkChange
from staff.many.views import ManyView, tell

MOST_LETTERS = 255
# Word's other bullets, as a browser pastes them.
WORD_BULLET = re.compile(r"^(?:[o§]\s+|[\uf0a7\uf0b7\uf0d8]\s*)")
NEW, LEAVE_OUT, PART = "new", "leave", "part"


@dataclass(frozen=True)
class Line:
    """One name of the list, with what can become of it: `choices` are values and labels, the first is proposed."""

    name: str
    note: str
    choices: list[tuple[str, str]]
    chosen: str


def names_in(text: str) -> list[str]:
    """Return the names of a pasted list, one a line, without bullets; raises UnreadablePage."""
    lines = (without_marker(WORD_BULLET.sub("", line.strip())) for line in clean_text(text).split("\n"))
    return [line for line in (" ".join(line.split()).strip(" .,;") for line in lines) if line]


def read_lines(names: list[str], chosen: dict[int, str] | None = None) -> list[Line]:
    """Say what can become of each name; a choice that is not offered falls back to what is proposed."""
    index = NameIndex(ConditionPage)
    before: set[str] = set()
    lines = []
    for place, name in enumerate(names):
        note, choices = _offers(name, index, is_repeated=name.casefold() in before)
        before.add(name.casefold())
        wish = (chosen or {}).get(place)
        lines.append(Line(name, note, choices, wish if wish in dict(choices) else choices[0][0]))
    return lines


def _offers(name: str, index: NameIndex, is_repeated: bool) -> tuple[str, list[tuple[str, str]]]:
    leave = (LEAVE_OUT, _("Leave it out"))
    if len(name) > MOST_LETTERS:
        return _("This is too long for a name."), [leave]
    if is_repeated:
        return _("It stands in your list already."), [leave]
    match = index.find(name)
    others = [page for page in index.nearest(name) if page != match.found]
    same = [
        (str(page.pk), _("Same as “%(page)s”") % {"page": page.get_admin_display_title()})
        for page in ([match.found] if match.found else []) + others
    ]
    new = (NEW, _("New condition “%(title)s”") % {"title": page_title(name)})
    parts = parts_of_line(name)
    part = [(PART, _("Part it: %(parts)s") % {"parts": "; ".join(parts)})] if parts else []
    if match.found and match.guessed:
        return _("The site has a page whose name is spelt nearly the same."), [same[0], new, *same[1:], *part, leave]
    if match.found:
        return _("It is there already."), [same[0], leave]
    return (_("It may name several conditions.") if parts else ""), [new, *same, *part, leave]


def parted(lines: list[Line]) -> list[str]:
    """Return the names with those lines parted of which a person chose that."""
    return [name for line in lines for name in (parts_of_line(line.name) if line.chosen == PART else [line.name])]


def add_conditions(
    names: list[str], chosen: dict[int, str], service: ServicePage | None, submit: bool, user: Any
) -> Recorder:
    """Add a draft for each new name, and draft ticks of `service` for these and for those that are there already.

    The names are looked up under a lock on the list, so that what is sent twice is added once.
    """
    with change_to_many(BulkChange.Kind.PASTE, user) as recorder:
        parent = ConditionListPage.objects.get()
        locked(Page, parent.pk)
        lines = read_lines(names, chosen)
        there = [int(line.chosen) for line in lines if line.chosen.isdecimal()]
        pages = {page.pk: page for page in locked_for_change(Page, [*there, *([service.pk] if service else [])])}
        target = pages.get(service.pk) if service else None
        if target and (reason := obstacle(target, user)):
            recorder.left.append(reason)
            target = None
        ticks = {str(target.pk): True} if target else {}
        listed: list[Any] = []
        for line in lines:
            if line.chosen == NEW:
                page = ConditionPage(title=page_title(line.name), live=False, owner=user, listing_changes=ticks)
                parent.add_child(instance=page)
                page.save_alone(user=user, clean=False)
                recorder.add(page, what="added")
                listed.append(page)
        recorder.change.data["number"] = len(listed)
        if target:
            known = [pages[pk] for pk in dict.fromkeys(there) if pk in pages]
            _tick(recorder, target, listed, known)
        for page in listed if submit else ():
            if page.has_workflow:
                page.get_workflow().start(page, user)
    return recorder


def _tick(recorder: Recorder, service: Any, new: list[Any], known: list[Any]) -> None:
    draft = draft_of(service)
    changed = [page for page in new if set_listed(draft, page, True)]
    for page in known:
        if reason := obstacle(page, recorder.user):
            recorder.left.append(reason)
        elif set_listed(draft, page, True):
            changed.append(page)
            condition = draft_of(page)
            condition.listing_changes |= {str(service.pk): True}
            recorder.save(page, condition, what="services", number=1)
    if changed:
        recorder.save(service, draft, what="conditions", number=len(changed))


class ListForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Paste the list"),
        help_text=gettext_lazy("One condition on each line. Bullets and numbers before it are taken away."),
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
    )
    service: Any = forms.ModelChoiceField(
        queryset=ServicePage.objects.none(),
        required=False,
        label=gettext_lazy("List them on a service"),
        empty_label=gettext_lazy("On none"),
        help_text=gettext_lazy("Their ticks are added to the draft of the service."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = editable(ServicePage, user).order_by("title")  # type: ignore[attr-defined]

    def clean_text(self) -> list[str]:
        """Return the names in the list."""
        try:
            names = names_in(self.cleaned_data["text"])
        except UnreadablePage as problem:
            raise ValidationError(str(problem)) from problem
        if len(names) > MOST_PAGES:
            raise ValidationError(
                _("This list has %(number)d lines, and %(most)d at once are the most. Paste it in parts.")
                % {"number": len(names), "most": MOST_PAGES}
            )
        return names


class PasteView(ManyView):
    template_name = "many/paste.html"
    page_title = gettext_lazy("Add conditions from a list")
    header_icon = "list-ul"

    @staticmethod
    def may_use(user: Any) -> bool:
        return ConditionListPage in kinds_open_to(user, "add")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=ListForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ListForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form=form)
        names = form.cleaned_data["text"]
        chosen = {place: request.POST.get(f"choice-{place}", "") for place in range(len(names))}
        lines = read_lines(names, chosen)
        if any(line.chosen == PART for line in lines):
            data = {"text": "\n".join(parted(lines)), "service": request.POST.get("service", "")}
            form = ListForm(data, user=request.user)
            if not form.is_valid():  # too many lines by now
                return self.show(form=form)
            return self.review(form, read_lines(form.cleaned_data["text"]))
        if "make" not in request.POST:
            return self.review(form, lines)
        recorder = add_conditions(names, chosen, form.cleaned_data["service"], "submit" in request.POST, request.user)
        tell(request, recorder)
        return redirect("wagtailadmin_explore", ConditionListPage.objects.get().pk)

    def review(self, form: ListForm, lines: list[Line]) -> HttpResponse:
        parent = ConditionListPage.objects.get()
        return self.show(
            form=form,
            lines=lines,
            text="\n".join(line.name for line in lines),
            service=form.cleaned_data["service"],
            may_submit=parent.has_workflow,
        )
