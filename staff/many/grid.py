"""Which services list which conditions, as one grid of ticks."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from clinic.page_rights import kinds_open_to
from services.listing import set_listed
from services.models import BodyArea, ConditionPage, ServiceCondition, ServicePage
from staff.many.changes import MOST_PAGES, Recorder, change_to_many, draft_of, locked_for_change, obstacle
from staff.many.drafts import editable, newest_contents
from staff.many.models import BulkChange
from staff.many.views import ManyView, tell

PER_SCREEN = 50

Cell = tuple[int, int]  # a condition's id and a service's


@dataclass(frozen=True)
class GridCell:
    """A tick of the newest drafts; `is_live` says whether visitors see the condition on the service."""

    condition: ConditionPage
    service: ServicePage
    ticked: bool
    is_live: bool
    fixed: bool

    @property
    def key(self) -> str:
        return f"{self.condition.pk}-{self.service.pk}"

    @property
    def label(self) -> str:
        label = f"{self.condition.get_admin_display_title()}: {self.service.get_admin_display_title()}"
        return f"{label} ({self.difference})" if self.difference else label

    @property
    def difference(self) -> str:
        """Say how the draft differs from what visitors see; empty where it does not."""
        if self.ticked == self.is_live:
            return ""
        return _("in the draft only") if self.ticked else _("taken away in the draft")


@dataclass(frozen=True)
class GridRow:
    condition: ConditionPage
    obstacle: str
    cells: list[GridCell]


def listed_conditions(services: list[ServicePage]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return the ids of the conditions that each service lists in its newest version, and live; in two queries."""
    rows: dict[int, set[int]] = defaultdict(set)
    for service, condition in ServiceCondition.objects.values_list("service_id", "condition_id"):
        rows[service].add(condition)
    newest = {
        pk: {row["condition"] for row in content["service_conditions"]}
        for pk, content in newest_contents(services).items()
    }
    live = {service.pk: rows[service.pk] if service.live else set() for service in services}
    return {service.pk: newest.get(service.pk, rows[service.pk]) for service in services}, live


def grid(conditions: list[ConditionPage], services: list[ServicePage], user: Any) -> list[GridRow]:
    newest, live = listed_conditions(services)
    blocked = {service.pk for service in services if obstacle(service, user)}
    rows = []
    for condition in conditions:
        reason = obstacle(condition, user)
        cells = [
            GridCell(
                condition,
                service,
                ticked=condition.pk in newest[service.pk],
                is_live=condition.pk in live[service.pk],
                fixed=bool(reason) or service.pk in blocked,
            )
            for service in services
        ]
        rows.append(GridRow(condition, reason, cells))
    return rows


def changed_ticks(data: Any) -> dict[Cell, bool]:
    """Return the cells whose tick is not as it was shown, with the tick they have now."""
    shown = set(data.get("shown", "").split(","))
    ticked = set(data.getlist("tick"))
    changed = {}
    for key in shown ^ ticked:
        condition, _dash, service = key.partition("-")
        if all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (condition, service)):
            changed[int(condition), int(service)] = key in ticked
    return changed


def save_ticks(ticks: dict[Cell, bool], user: Any) -> Recorder:
    """Draft ticks on both pages. Ticks that are as wanted already, and pages that may not be changed, stay as they are.

    The rows are the services'; each condition remembers what its publishing is to publish.
    """
    with change_to_many(BulkChange.Kind.GRID, user) as recorder:
        pages = {page.pk: page for page in locked_for_change(Page, {pk for cell in ticks for pk in cell})}
        for page in pages.values():
            if reason := obstacle(page, user):
                recorder.left.append(reason)
        open_pages = {pk: page for pk, page in pages.items() if not obstacle(page, user)}
        changed: dict[Cell, bool] = {}
        by_service: dict[int, dict[int, bool]] = defaultdict(dict)
        for (condition, service), wanted in ticks.items():
            is_pair = isinstance(open_pages.get(condition), ConditionPage)
            if is_pair and isinstance(open_pages.get(service), ServicePage):
                by_service[service][condition] = wanted
        for service, wishes in by_service.items():
            draft = draft_of(open_pages[service])
            done = {
                (condition, service): wanted
                for condition, wanted in wishes.items()
                if set_listed(draft, open_pages[condition], wanted)
            }
            if done:
                recorder.save(open_pages[service], draft, what="conditions", number=len(done))
            changed |= done
        by_condition: dict[int, dict[str, bool]] = defaultdict(dict)
        for (condition, service), wanted in changed.items():
            by_condition[condition][str(service)] = wanted
        for condition, remembered in by_condition.items():
            draft = draft_of(open_pages[condition])
            draft.listing_changes |= remembered
            recorder.save(open_pages[condition], draft, what="services", number=len(remembered))
        recorder.change.data["number"] = len(changed)
    return recorder


class GridView(ManyView):
    template_name = "many/grid.html"
    page_title = gettext_lazy("Conditions and services")
    header_icon = "grid"

    @staticmethod
    def may_use(user: Any) -> bool:
        return {ServicePage, ConditionPage} <= kinds_open_to(user, "change")

    def get(self, request: HttpRequest) -> HttpResponse:
        area, words = (request.GET.get(name, "").replace("\0", "").strip()[:100] for name in ("area", "q"))
        found = editable(ConditionPage, request.user).order_by("title", "pk")
        found = found.filter(body_areas__slug=area) if area else found
        found = found.filter(title__icontains=words) if words else found
        screen = Paginator(found, PER_SCREEN).get_page(request.GET.get("p"))
        services = list(editable(ServicePage, request.user).order_by("title", "pk"))
        rows = grid(list(screen), services, request.user)
        return self.show(
            rows=rows,
            columns=[(service, obstacle(service, request.user)) for service in services],
            shown=",".join(cell.key for row in rows for cell in row.cells if cell.ticked and not cell.fixed),
            screen=screen,
            areas=BodyArea.objects.all(),
            area=area,
            words=words,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        ticks = changed_ticks(request.POST)
        if len({pk for cell in ticks for pk in cell}) > MOST_PAGES:
            sentence = _("Nothing was saved: this would change more than %(number)d pages. Save in smaller steps.")
            messages.error(request, sentence % {"number": MOST_PAGES})
        else:
            tell(request, save_ticks(ticks, request.user))
        return redirect(request.get_full_path())
