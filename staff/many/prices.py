"""All lengths and prices in one table."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import fields_for_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.models import model_from_serializable_data

from clinic.page_rights import kinds_open_to
from services.models import ServiceOption, ServicePage
from staff.many.changes import Recorder, change_to_many, draft_of, is_wholly_published, locked_for_change, obstacle
from staff.many.drafts import editable, newest_contents
from staff.many.models import BulkChange
from staff.many.views import ManyView, tell

FIELDS = ("minutes", "price", "currency")
WIDGETS: dict[str, type[forms.Widget] | forms.Widget] = {
    "minutes": forms.NumberInput(attrs={"size": 4}),
    "price": forms.NumberInput(attrs={"step": "0.01", "min": 0}),
    "currency": forms.TextInput(attrs={"size": 3, "autocapitalize": "characters"}),
}


class OptionForm(forms.Form):
    """One length with its price. What was shown comes back with it, so that only changed cells count."""

    data: Any  # may be changed, to show what is newest

    def __init__(self, data: Any, prefix: str, service: Any = "", option: Any = None) -> None:
        shown = {name: getattr(option, name) for name in FIELDS} if option else {}
        super().__init__(data, prefix=prefix, initial=shown)
        self.option = option
        self.changes: dict[str, Any] = {}  # what `apply` changed: nothing where the same was saved before
        self.fields.update(fields_for_model(ServiceOption, FIELDS, widgets=WIDGETS))
        for field in self.fields.values():
            field.show_hidden_initial = True
            field.help_text = ""
            field.widget.attrs["aria-label"] = f"{service}: {field.label}"

    def refuse_stale(self) -> None:
        """Refuse to change what somebody else changed after it was shown, and show theirs from now on."""
        stale = [name for name in FIELDS if self.seen(name) != getattr(self.option, name)]
        for name in set(stale) & set(self.changed_data):
            now = getattr(self.option, name)
            if now != self.cleaned_data[name]:
                self.add_error(
                    name,
                    _("Somebody changed this to “%(now)s” in the meantime. Save again to put yours in its place.")
                    % {"now": _("empty") if now in (None, "") else now},
                )
        if stale and not self.option.pk:
            # A draft's new length is known by its place only: this may be another one now.
            self.add_error(None, _("Somebody changed this length in the meantime. Look at it, then save again."))
        if self.errors:
            self.show_newest()

    def seen(self, name: str) -> Any:
        try:
            return self.fields[name].to_python(self.data.get(self.add_initial_prefix(name), ""))
        except ValidationError:
            return None

    def show_newest(self) -> None:
        for name in FIELDS:
            now = getattr(self.option, name)
            self.data[self.add_initial_prefix(name)] = now = "" if now is None else str(now)
            if name not in self.changed_data:
                self.data[self.add_prefix(name)] = now

    def apply(self) -> None:
        """Put the changed cells into the option, and errors of the whole beside its fields."""
        wanted = {name: self.cleaned_data[name] for name in self.changed_data}
        self.changes = {name: value for name, value in wanted.items() if value != getattr(self.option, name)}
        for name, value in self.changes.items():
            setattr(self.option, name, value)
        try:
            self.option.full_clean(exclude=["service"])
        except ValidationError as error:
            self.add_error(None, error)


@dataclass
class ServiceRows:
    """A service with a form for each of its lengths; `obstacle` says why they cannot be changed."""

    service: ServicePage
    forms: list[OptionForm]
    obstacle: str

    @property
    def changed(self) -> list[OptionForm]:
        return [form for form in self.forms if form.is_bound and form.has_changed()]


def row_key(service: ServicePage, option: ServiceOption, place: int) -> str:
    """Name a length within its service: a draft's new one, which has no number yet, by its place."""
    return f"{service.pk}-{option.pk}" if option.pk else f"{service.pk}-new{place}"


def posted_keys(data: Any) -> list[str]:
    return str(data.get("rows", "")).split(",")


def price_table(user: Any, data: Any = None, lock: bool = False) -> list[ServiceRows]:
    """Return the newest lengths of all services that `user` may edit, in as many queries for one as for many."""
    found = editable(ServicePage, user)
    if lock:
        found = locked_for_change(ServicePage, found.values_list("pk", flat=True))
    services = sorted(found, key=lambda service: service.title.casefold())
    contents = newest_contents(services)
    posted = posted_keys(data) if data is not None else []
    rows = []
    for service in services:
        content = contents.get(service.pk) or service.serializable_data()
        options = [model_from_serializable_data(ServiceOption, row, check_fks=False) for row in content["options"]]
        keys = [row_key(service, option, place) for place, option in enumerate(options)]
        made = [
            OptionForm(data if key in posted else None, prefix=key, service=service, option=option)
            for key, option in zip(keys, options, strict=True)
        ]
        rows.append(ServiceRows(service, made, obstacle(service, user)))
    return rows


class PricesView(ManyView):
    template_name = "many/prices.html"
    page_title = gettext_lazy("Lengths and prices")
    header_icon = "table"

    @staticmethod
    def may_use(user: Any) -> bool:
        return ServicePage in kinds_open_to(user, "change")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show_table(price_table(request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        data = request.POST.copy()
        with transaction.atomic():
            table = price_table(request.user, data, lock=True)
            gone = self.gone(table, data)
            wrong = [rows for rows in table if not self.is_valid(rows)]
            if not wrong and not gone:
                recorder = save_prices(table, request.user, publish="publish" in data)
                left = [rows.obstacle for rows in table if rows.changed and rows.obstacle]
                tell(request, recorder, left)
                return redirect("many_prices")
        return self.show_table(table, gone=gone)

    def gone(self, table: list[ServiceRows], data: Any) -> int:
        """Return how many of the changed lengths are not there any more."""
        there = {form.prefix for rows in table for form in rows.forms}
        gone = [key for key in posted_keys(data) if key not in there and f"{key}-{FIELDS[0]}" in data]
        return sum(OptionForm(data, prefix=key).has_changed() for key in gone)

    def is_valid(self, rows: ServiceRows) -> bool:
        if rows.obstacle:
            return True
        for form in rows.changed:
            if form.is_valid():
                form.refuse_stale()
            if form.is_valid():
                form.apply()
        return all(form.is_valid() for form in rows.changed)

    def show_table(self, table: list[ServiceRows], gone: int = 0) -> HttpResponse:
        return self.show(
            table=table,
            keys=",".join(str(form.prefix) for rows in table for form in rows.forms if not rows.obstacle),
            gone=gone,
            wrong=sum(not form.is_valid() for rows in table for form in rows.changed if not rows.obstacle),
            may_publish=any(
                is_wholly_published(rows.service)
                and rows.service.permissions_for_user(self.request.user).can_publish()
                and not rows.obstacle
                for rows in table
            ),
        )


def save_prices(table: list[ServiceRows], user: Any, publish: bool) -> Recorder:
    """Save a new draft of each service of which a cell was changed; its forms are valid and applied."""
    counts = {rows.service.pk: sum(len(form.changes) for form in rows.changed) for rows in table}
    changed = [rows for rows in table if counts[rows.service.pk] and not rows.obstacle]
    number = sum(counts[rows.service.pk] for rows in changed)
    with change_to_many(BulkChange.Kind.PRICES, user, number=number) as recorder:
        for rows in changed:
            draft = draft_of(rows.service)
            draft.options.set([form.option for form in rows.forms])
            recorder.save(rows.service, draft, publish=publish, what="options", number=counts[rows.service.pk])
    return recorder
