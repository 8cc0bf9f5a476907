"""Ways around approval, checks and rights that Wagtail leaves open, each closed."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page

from home.models import PlainPage
from services.models import ServicePage
from tests.builders import make_person, make_plain_page, make_service, signed_in, submit
from tests.forms import edit_address, page_form
from tests.staff.checks.looking import set_up_clinic

CHANGES = (
    "publish", "unpublish", "copy", "create_alias", "convert_alias", "move", "delete", "revert_to_page_revision",
)  # fmt: skip


@pytest.fixture
def forbidden(home):
    set_up_clinic(forbidden_terms=["therapist"])


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_pages_by_the_api_of_the_menus(forbidden, home, staff_client, change):
    draft = make_service(home, summary="By a therapist", live=False)
    page = make_plain_page(home)
    for one in (draft, page):
        address = reverse("wagtailadmin_api:pages:action", args=[one.pk, change])
        data = {"title": "Our therapist", "slug": "therapist", "destination_page_id": home.pk}
        assert staff_client.post(address, json.dumps(data), content_type="application/json").status_code == 404
    assert not ServicePage.objects.get().live
    assert PlainPage.objects.get().live


def test_the_menus_still_read_pages_by_their_api(home, staff_client):
    page = make_plain_page(home, "About us")
    answer = staff_client.get(reverse("wagtailadmin_api:pages:detail", args=[page.pk]))
    assert answer.json()["title"] == "About us"
