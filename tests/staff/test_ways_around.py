"""Ways around approval, checks and rights that Wagtail leaves open, each closed."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page

from home.models import HomePage, PlainPage
from services.models import ServicePage
from tests.builders import make_person, make_plain_page, make_service, signed_in, submit
from tests.forms import edit_address, edit_page, page_form
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


def test_a_copy_is_a_draft_whoever_makes_it(forbidden, home, staff_client):
    page = make_plain_page(home, "About")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert "publish_copies" not in staff_client.get(address).content.decode()
    data = {"new_title": "Our therapist", "new_slug": "t", "new_parent_page": home.pk, "publish_copies": "on"}
    staff_client.post(address, data)
    assert not PlainPage.objects.get(slug="t").live


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


def take_site_from_visitors(client, home, way: str) -> int:
    data = {"restriction_type": "login"} if way == "private" else {"include_descendants": "on"}
    address = {
        "private": reverse("wagtailadmin_pages:set_privacy", args=[home.pk]),
        "unpublished": reverse("wagtailadmin_pages:unpublish", args=[home.pk]),
        "unpublished in bulk": reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        + f"?id={home.pk}",
    }[way]
    client.post(address, data)
    return Client().get("/").status_code


WAYS_TO_TAKE_SITE = ["private", "unpublished", "unpublished in bulk"]


@pytest.mark.parametrize("way", WAYS_TO_TAKE_SITE)
def test_a_publisher_takes_no_home_page_from_visitors(home, way):
    assert take_site_from_visitors(signed_in(make_person("Publishers")), home, way) == 200


@pytest.mark.parametrize("way", WAYS_TO_TAKE_SITE)
def test_an_owner_may_take_the_home_page_from_visitors(home, way):
    assert take_site_from_visitors(signed_in(make_person("Owners")), home, way) != 200


def test_a_publisher_does_not_let_the_home_page_expire(home):
    page = edit_page(signed_in(make_person("Publishers")), home, publish=True, expire_at="2099-01-01 12:00")
    assert "The home page cannot expire, as the whole site begins here." in page.content.decode()
    assert HomePage.objects.get().expire_at is None


def test_a_publisher_still_makes_other_pages_private(home):
    page = make_plain_page(home)
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    signed_in(make_person("Publishers")).post(address, {"restriction_type": "login"})
    assert page.get_view_restrictions().exists()


def publish_new(client, home, kind: str, **fields: str):
    address = reverse("wagtailadmin_pages:add", args=[*kind.split("."), home.pk])
    data = {"title": "New", "slug": "new", "summary": "", "action-publish": "action-publish"}
    return client.post(address, data | fields, follow=True).content.decode()


def test_a_new_page_that_one_may_not_publish_stays_a_draft(home):
    answer = publish_new(signed_in(make_person("Publishers")), home, "services.conditionlistpage")
    assert "“New” was not published. Services, conditions and techniques are published when" in answer
    assert not Page.objects.get(slug="new").live
    assert Client().get("/new/").status_code == 404


def test_a_new_page_that_must_not_go_out_stays_a_draft(home, staff_client):
    with hooks.register_temporarily("publishing_problems", lambda page: ["“Portrait” has no consent."]):
        answer = publish_new(staff_client, home, "services.conditionlistpage")
    assert "“New” was not published. “Portrait” has no consent." in answer
    assert not Page.objects.get(slug="new").live


def test_a_new_page_is_published_by_who_may(home):
    publish_new(signed_in(make_person("Owners")), home, "services.conditionlistpage")
    page = Page.objects.get(slug="new")
    assert page.live
    assert page.live_revision == page.latest_revision
    assert not page.has_unpublished_changes
    assert page.first_published_at


def save_again(client, page, **changes: str):
    """Save as the editor does by itself: over the version that it saved last."""
    version = page.get_latest_revision()
    data = page_form(client, page)
    data.update({"overwrite_revision_id": str(version.pk), **changes})
    data.pop("loaded_revision_id", None)
    answer = client.post(
        edit_address(page), data, headers={"x-requested-with": "XMLHttpRequest", "accept": "application/json"}
    )
    assert answer.json()["success"]
    return version


def test_what_waits_for_approval_is_not_replaced_by_saving_again(home):
    """One reviewer has read what another wrote; the other goes on writing before it is approved."""
    service = make_service(home)
    writer, reader = make_person("Clinical reviewers"), make_person("Clinical reviewers")
    draft = ServicePage.objects.get(pk=service.pk)
    draft.summary = "Read"
    draft.save_revision(user=writer)
    submit(service, writer)
    read = save_again(signed_in(writer), draft, summary="Never read")
    read.refresh_from_db()
    assert read.content["summary"] == "Read"
    state = ServicePage.objects.get(pk=service.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[service.pk, "approve", state.pk])
    signed_in(reader).post(address)
    assert ServicePage.objects.get(pk=service.pk).summary == ""


def test_a_published_version_is_not_replaced_by_saving_again(home, owner, staff_client):
    page = make_plain_page(home)
    page.summary = "Published"
    page.save_revision(user=owner).publish(user=owner)
    version = save_again(staff_client, PlainPage.objects.get(), summary="Draft")
    version.refresh_from_db()
    assert version.content["summary"] == "Published"


def test_a_draft_is_saved_over_itself(home, owner, staff_client):
    page = make_plain_page(home)
    page.save_revision(user=owner)
    version = save_again(staff_client, PlainPage.objects.get(), summary="Still written")
    assert PlainPage.objects.get().get_latest_revision() == version
