"""What each role does most, with the way straight to the places."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from home.models import HomePage
from media.models import GalleryIndexPage
from services.models import ConditionListPage, ServiceIndexPage
from staff.roles import CLINICAL_REVIEWERS, EDITORS, MARKETERS, OWNERS, PUBLISHERS, ROLES


@dataclass(frozen=True)
class Step:
    """Something that a role does often; `place` finds its address, or none where the site lacks the page."""

    words: Any
    how: Any
    place: Callable[[], str]


@dataclass(frozen=True)
class ShownStep:
    words: str
    how: str
    url: str


@dataclass(frozen=True)
class RoleSteps:
    """What somebody does in one role, and where it goes from there."""

    role: str
    steps: list[ShownStep]
    afterwards: str


def screen(name: str, *args: Any) -> Callable[[], str]:
    return lambda: reverse(name, args=args)


def below(kind: type[Page]) -> Callable[[], str]:
    """Return what finds the list of the pages below the first page of a kind."""

    def find() -> str:
        number = kind.objects.order_by("path").values_list("pk", flat=True).first()
        return reverse("wagtailadmin_explore", args=[number]) if number else ""

    return find


APPROVE = Step(
    gettext_lazy("Approve what was submitted"),
    gettext_lazy("Open a page that waits for you, read the changes, and decide behind the arrow at its foot."),
    screen("waiting"),
)
ANSWER = Step(
    gettext_lazy("Answer an enquiry"),
    gettext_lazy("Open it, answer by mail or telephone, and mark it as answered."),
    screen("enquiries:index"),
)
OPENING_HOURS = Step(
    gettext_lazy("Change opening hours and holidays"),
    gettext_lazy("Also the telephone number and the booking address, for all pages at once."),
    screen("wagtailsettings:edit", "home", "clinicsettings"),
)
STEPS: dict[str, tuple[Step, ...]] = {
    EDITORS.name: (
        Step(
            gettext_lazy("Correct a price"),
            gettext_lazy("Open a service, and find “Length and price”. “What it helps with” is there too."),
            below(ServiceIndexPage),
        ),
        Step(
            gettext_lazy("Tick who is helped by what"),
            gettext_lazy("All conditions and services in one table; a tick says that a service helps."),
            screen("many_grid"),
        ),
        Step(
            gettext_lazy("Write about a condition"),
            gettext_lazy("Open one to change it, or add a new one."),
            below(ConditionListPage),
        ),
        Step(
            gettext_lazy("Change another page"),
            gettext_lazy("The home page, the first visit, privacy and the like."),
            below(HomePage),
        ),
    ),
    MARKETERS.name: (
        Step(
            gettext_lazy("Bring in photos"),
            gettext_lazy("Drop forty at once, write their alt texts one after the other, and put them into a gallery."),
            screen("wagtailimages:add_multiple"),
        ),
        Step(
            gettext_lazy("Order and publish a gallery"),
            gettext_lazy("Open one, drag its photos into order, and publish it."),
            below(GalleryIndexPage),
        ),
        Step(
            gettext_lazy("Note a client’s consent"),
            gettext_lazy("Without one, nobody sees a photo of a client."),
            screen("consents:index"),
        ),
        Step(
            gettext_lazy("See which photos need attention"),
            gettext_lazy("Those without alt text, without consent, or on no page."),
            screen("wagtailimages:index"),
        ),
    ),
    CLINICAL_REVIEWERS.name: (
        APPROVE,
        Step(
            gettext_lazy("Review what is due"),
            gettext_lazy("Read a page, correct it, and publish it as reviewed today."),
            screen("reviews_report"),
        ),
        Step(
            gettext_lazy("Correct a service"),
            gettext_lazy("Open one and change it; you may publish it yourself."),
            below(ServiceIndexPage),
        ),
        Step(
            gettext_lazy("Correct a condition"),
            gettext_lazy("Its care advice above all: when to call for help, when to see a doctor."),
            below(ConditionListPage),
        ),
    ),
    PUBLISHERS.name: (
        APPROVE,
        ANSWER,
        Step(
            gettext_lazy("Write and publish a page"),
            gettext_lazy("The home page, the first visit, privacy and the like; also on a date."),
            below(HomePage),
        ),
        OPENING_HOURS,
    ),
    OWNERS.name: (
        APPROVE,
        ANSWER,
        OPENING_HOURS,
        Step(
            gettext_lazy("Give somebody an account and a role"),
            gettext_lazy("Name and mail address first, then the roles on the second tab."),
            screen("wagtailusers_users:add"),
        ),
        Step(
            gettext_lazy("See what the checks found"),
            gettext_lazy("All pages with something to mend or worth a look."),
            screen("findings_report"),
        ),
    ),
}
AFTERWARDS = {
    EDITORS.name: gettext_lazy(
        "What you save is a draft that only staff see. Choose “Submit” behind the arrow beside “Save draft”: whoever "
        "may approve the page is told, and you get a mail when it is decided. “Approvals”, in the menu, has it."
    ),
    MARKETERS.name: gettext_lazy("Photos are saved as you type. A gallery shows them to visitors once you publish it."),
    CLINICAL_REVIEWERS.name: gettext_lazy(
        "Services, conditions and techniques go out when you approve them; the person who submitted them is told."
    ),
    PUBLISHERS.name: gettext_lazy(
        "What you publish is live at once. Services, conditions and techniques go to a clinical reviewer first: "
        "choose “Submit” for those."
    ),
    OWNERS.name: gettext_lazy(
        "What you publish or approve is live at once. Whatever needs somebody stands on the first page."
    ),
}


def steps_for(user: Any) -> list[RoleSteps]:
    """Return what this person does most, role by role; administrators do what owners do."""
    names = set(user.groups.values_list("name", flat=True))
    if user.is_superuser:
        names.add(OWNERS.name)
    return [
        RoleSteps(role.name, list(_shown(STEPS[role.name])), str(AFTERWARDS[role.name]))
        for role in ROLES
        if role.name in names
    ]


def _shown(steps: Iterable[Step]) -> Iterable[ShownStep]:
    for step in steps:
        if url := step.place():
            yield ShownStep(str(step.words), str(step.how), url)
