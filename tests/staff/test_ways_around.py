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


def delete_home(client, home, way: str) -> None:
    if way == "bulk":
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={home.pk}"
    else:
        address = reverse("wagtailadmin_pages:delete", args=[home.pk])
    client.post(address, {"confirm_site_name": "Clinic"})


@pytest.mark.parametrize("way", ["alone", "bulk"])
def test_a_publisher_deletes_no_services_with_the_home_page(home, way):
    service = make_service(home)
    delete_home(signed_in(make_person("Publishers")), home, way)
    assert Page.objects.filter(pk=service.pk).exists()


def test_an_owner_may_delete_the_home_page(home):
    make_service(home)
    delete_home(signed_in(make_person("Owners")), home, "alone")
    assert not Page.objects.filter(pk=home.pk).exists()
