"""Two versions of a page, compared so that a person can read it."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page

from services.models import BodyArea, ServiceCondition
from tests.builders import make_condition, make_service
from tests.forms import edit_page


@pytest.fixture
def compare(staff_client):
    """Return a function that gives the changes since publishing, by label; [-…-] was taken away, [+…+] added."""

    def compare(page: Page) -> dict[str, str]:
        revision = type(page).objects.get(pk=page.pk).latest_revision
        address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision.pk])
        html = staff_client.get(address).content.decode()
        changes = {}
        for label, words in re.findall(r"<tr>\s*<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>\s*</tr>", html, re.S):
            for kind, sign in (("deletion", "-"), ("addition", "+")):
                marked = rf'<(\w+) class="[^"]*\b{kind}\b[^"]*">(.*?)</\1>'
                words = re.sub(marked, rf"[{sign}\2{sign}]", words, flags=re.S)
            changes[strip_tags(label).strip().rstrip(":")] = " ".join(unescape(strip_tags(words)).split())
        return changes

    return compare


def test_names_are_compared_one_by_one(home, compare):
    service = make_service(home, other_names=["Medical massage", "Trigger points"])
    service.other_names = ["Medical massage", "Firm massage"]
    service.save_revision()
    assert compare(service)["Other names"] == "Medical massage, [-Trigger points-], [+Firm massage+]"


def test_numbers_and_prices_read_as_they_are_written(home, compare):
    service = make_service(home, minutes=(60,))
    service.pressure = 7
    option = service.options.get()
    option.price, option.currency = Decimal("85.00"), "USD"
    service.options.set([option])
    service.save_revision()
    changes = compare(service)
    assert changes["Firmest pressure"] == "[-empty-] [+7+]"
    assert "[-empty-] [+85.00+]" in changes["Length and price"]
    assert "None" not in " ".join(changes.values())


def test_a_new_condition_of_a_service_stands_with_its_name(home, compare):
    service = make_service(home)
    service.service_conditions.set([ServiceCondition(condition=make_condition(home, "Sciatica"), note="Gently")])
    service.save_revision()
    assert "Sciatica" in compare(service)["What it helps with"]
    assert "Gently" in compare(service)["What it helps with"]


def test_ticks_of_a_condition_are_compared(home, compare, staff_client):
    swedish, deep = make_service(home, "Swedish massage"), make_service(home, "Deep tissue massage")
    sciatica = make_condition(home, "Sciatica")
    edit_page(staff_client, sciatica, publish=True, services=[swedish.pk])
    edit_page(staff_client, sciatica, services=[deep.pk])
    assert compare(sciatica)["Services that list it"] == "[-Swedish massage-], [+Deep tissue massage+]"


def test_body_areas_are_compared_by_name(home, compare):
    sciatica = make_condition(home, areas=("hips",))
    sciatica.body_areas.set(BodyArea.objects.filter(slug="legs"))
    sciatica.save_revision()
    assert compare(sciatica)["Body areas"] == "[-Hips-], [+Legs and knees+]"
