"""The relation between services and conditions, edited from the condition's page."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import GroupPagePermission

from services.listing import listing_service_ids
from services.models import ConditionListPage, ServicePage
from tests.builders import make_condition, make_service
from tests.forms import edit_page


def listed(service: ServicePage) -> list[str]:
    return [row.condition.title for row in ServicePage.objects.get(pk=service.pk).service_conditions.all()]


def drafted(service: ServicePage) -> list[str]:
    draft = ServicePage.objects.get(pk=service.pk).get_latest_revision_as_object()
    return [row.condition.title for row in draft.service_conditions.all()]


@pytest.fixture
def sciatica(home):
    return make_condition(home, "Sciatica")


def test_a_tick_drafts_the_change_on_the_service(home, staff_client, sciatica):
    service = make_service(home, conditions=(make_condition(home, "Neck pain"),))
    edit_page(staff_client, sciatica, services=[service.pk])
    assert listed(service) == ["Neck pain"]
    assert drafted(service) == ["Neck pain", "Sciatica"]


def test_publishing_the_condition_publishes_its_tick(home, client, staff_client, sciatica):
    service = make_service(home)
    edit_page(staff_client, sciatica, publish=True, services=[service.pk])
    assert listed(service) == ["Sciatica"]
    assert not ServicePage.objects.get(pk=service.pk).has_unpublished_changes
    assert service.title in client.get(sciatica.url).content.decode()
    assert "Sciatica" in client.get(service.url).content.decode()


def test_removing_a_tick_removes_the_condition(home, staff_client, sciatica):
    other = make_condition(home, "Neck pain")
    service = make_service(home, conditions=(sciatica, other))
    edit_page(staff_client, sciatica, publish=True, services=[])
    assert listed(service) == ["Neck pain"]


def test_publishing_leaves_other_unpublished_changes_of_the_service_alone(home, staff_client, sciatica):
    service = make_service(home, "Swedish massage")
    service.summary = "Not yet public"
    service.save_revision()
    response = edit_page(staff_client, sciatica, publish=True, services=[service.pk])
    assert "“Swedish massage” has other unpublished changes" in response.content.decode()
    assert listed(service) == []
    assert drafted(service) == ["Sciatica"]
    assert ServicePage.objects.get(pk=service.pk).summary == ""


def test_saving_without_a_changed_tick_makes_no_draft(home, staff_client, sciatica):
    service = make_service(home, conditions=(sciatica,))
    revisions = service.revisions.count()
    edit_page(staff_client, sciatica, publish=True, summary="Pain along the leg")
    assert service.revisions.count() == revisions
    assert listed(service) == ["Sciatica"]


def test_ticks_show_what_is_drafted(home, staff_client, sciatica):
    service = make_service(home)
    edit_page(staff_client, sciatica, services=[service.pk])
    assert listing_service_ids(sciatica) == {service.pk}
    edit_page(staff_client, sciatica, publish=True)
    assert listed(service) == ["Sciatica"]


def test_finding_the_services_takes_the_same_queries_however_many(home, django_assert_max_num_queries, sciatica):
    for _ in range(6):
        service = make_service(home, conditions=(sciatica,))
        service.save_revision()
    with django_assert_max_num_queries(2):
        assert len(listing_service_ids(sciatica)) == 6


def test_a_service_that_one_may_not_edit_keeps_its_conditions(home, sciatica):
    service = make_service(home, "Swedish massage")
    group = Group.objects.create(name="Condition writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=ConditionListPage.objects.get(),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    writer = User.objects.create_user("writer", password="x")
    writer.groups.add(group)
    client = Client()
    client.force_login(writer)
    response = edit_page(client, sciatica, services=[service.pk])
    assert "You may not change “Swedish massage” now" in response.content.decode()
    assert drafted(service) == []


def test_a_new_condition_can_be_ticked_at_once(home, staff_client, sciatica):
    from django.urls import reverse
    from wagtail.test.utils.form_data import querydict_from_html

    service = make_service(home)
    address = reverse("wagtailadmin_pages:add", args=["services", "conditionpage", ConditionListPage.objects.get().pk])
    data = querydict_from_html(staff_client.get(address).content.decode(), form_id="page-edit-form")
    data.update({"title": "Whiplash", "slug": "whiplash", "action-publish": "1"})
    data.setlist("services", [str(service.pk)])
    staff_client.post(address, data)
    assert listed(service) == ["Whiplash"]
