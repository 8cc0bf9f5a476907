"""The relation between services and conditions, edited from the condition's page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Site
from wagtail.test.utils.form_data import querydict_from_html

from home.models import ClinicSettings
from services.listing import listing_service_ids
from services.models import ConditionListPage, ConditionPage, ServiceCondition, ServicePage
from tests.builders import allow, make_condition, make_service, make_staff, signed_in, submit
from tests.forms import edit_address, edit_page, page_form


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


def test_publishing_leaves_other_unpublished_changes_of_the_service_drafts(home, staff_client, sciatica):
    service = make_service(home, "Swedish massage")
    service.summary = "Not yet public"
    service.save_revision()
    edit_page(staff_client, sciatica, publish=True, services=[service.pk])
    service = ServicePage.objects.get(pk=service.pk)
    assert (listed(service), drafted(service)) == (["Sciatica"], ["Sciatica"])
    assert service.summary == ""
    assert service.has_unpublished_changes
    assert service.get_latest_revision_as_object().summary == "Not yet public"
    service.get_latest_revision_as_object().save_revision().publish()
    assert listed(service) == ["Sciatica"]


def test_two_conditions_ticked_before_either_is_published(home, staff_client, sciatica):
    other = make_condition(home, "Neck pain")
    service = make_service(home)
    edit_page(staff_client, sciatica, services=[service.pk])
    edit_page(staff_client, other, publish=True, services=[service.pk])
    assert listed(service) == ["Neck pain"]
    edit_page(staff_client, sciatica, publish=True)
    assert listed(service) == ["Sciatica", "Neck pain"]
    assert not ServicePage.objects.get(pk=service.pk).has_unpublished_changes


def test_a_form_opened_earlier_undoes_nothing(home, staff_client, sciatica):
    service = make_service(home)
    data = page_form(staff_client, sciatica)
    service.service_conditions.add(ServiceCondition(condition=sciatica))
    service.save_revision().publish()
    data["title"], data["action-publish"] = "Sciatic pain", "1"
    staff_client.post(edit_address(sciatica), data)
    assert listed(service) == ["Sciatic pain"]


def test_publishing_leaves_a_removal_drafted_on_the_service_alone(home, staff_client, sciatica):
    service = make_service(home, conditions=(sciatica,))
    service.service_conditions.set([])
    service.save_revision()
    edit_page(staff_client, sciatica, publish=True, summary="Pain along the leg")
    assert (listed(service), drafted(service)) == (["Sciatica"], [])


def test_a_locked_service_keeps_the_tick_as_a_draft(home, staff_client, owner, sciatica):
    service = make_service(home, "Swedish massage")
    edit_page(staff_client, sciatica, services=[service.pk])
    ServicePage.objects.filter(pk=service.pk).update(locked=True)
    response = edit_page(staff_client, sciatica, publish=True)
    assert "“Swedish massage” is locked, under review, not yours to publish" in response.content.decode()
    assert (listed(service), drafted(service)) == ([], ["Sciatica"])


def test_a_service_under_review_keeps_the_tick_as_a_draft(home, staff_client, owner, sciatica):
    service = make_service(home)
    edit_page(staff_client, sciatica, services=[service.pk])
    submit(service, owner)
    edit_page(staff_client, sciatica, publish=True)
    assert listed(service) == []


def test_a_service_that_must_not_go_out_keeps_the_tick_as_a_draft(home, staff_client, sciatica):
    service = make_service(home, "Cure-all massage")
    ClinicSettings.objects.update_or_create(site=Site.objects.get(), defaults={"forbidden_terms": ["cure-all"]})
    response = edit_page(staff_client, sciatica, publish=True, services=[service.pk])
    assert "“Cure-all massage” is locked, under review" in response.content.decode()
    assert (listed(service), drafted(service)) == ([], ["Sciatica"])


def test_ticks_go_out_however_the_condition_is_published(home, staff_client, owner, sciatica):
    service = make_service(home)
    edit_page(staff_client, sciatica, services=[service.pk])
    call_command("publish_scheduled")
    assert listed(service) == []
    revision = ConditionPage.objects.get(pk=sciatica.pk).latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert listed(service) == ["Sciatica"]


def test_the_service_remembers_who_ticked(home, staff_client, owner, sciatica):
    service = make_service(home)
    edit_page(staff_client, sciatica, services=[service.pk])
    assert PageLogEntry.objects.filter(page=service.pk, action="wagtail.edit", user=owner).exists()


def test_every_history_has_the_tick(home, staff_client, sciatica):
    services = [make_service(home), make_service(home)]
    edit_page(staff_client, sciatica, services=[service.pk for service in services])
    for page in (*services, sciatica):
        shown = PageLogEntry.objects.filter(page=page.pk).latest_by_uuid_and_action()  # by Wagtail's page history
        assert "wagtail.edit" in {entry.action for entry in shown}


def test_a_service_edited_in_the_admin_takes_ticks_without_leftovers(home, staff_client, sciatica):
    service = make_service(home, minutes=(30,))
    edit_page(staff_client, service, publish=True, **{"options-0-minutes": 45})
    edit_page(staff_client, sciatica, publish=True, services=[service.pk])
    service = ServicePage.objects.get(pk=service.pk)
    assert listed(service) == ["Sciatica"]
    assert not service.has_unpublished_changes
    assert service.options.get().minutes == 45


def test_a_tick_taken_away_and_put_back_keeps_its_note(home, staff_client, sciatica):
    service = make_service(home, conditions=(sciatica,))
    service.service_conditions.update(note="Gently")
    service.save_revision().publish()
    edit_page(staff_client, sciatica, services=[])
    edit_page(staff_client, sciatica, publish=True, services=[service.pk])
    assert service.service_conditions.get().note == "Gently"


def test_a_copy_of_a_condition_is_listed_nowhere(home, staff_client, sciatica):
    service = make_service(home)
    edit_page(staff_client, sciatica, publish=True, services=[service.pk])
    ConditionPage.objects.get(pk=sciatica.pk).copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert drafted(service) == ["Sciatica"]


def test_an_alias_of_a_service_is_not_offered(home, staff_client, sciatica):
    service = make_service(home, "Swedish massage")
    service.create_alias(update_slug="mirror")
    assert staff_client.get(edit_address(sciatica)).content.decode().count('name="services"') == 1


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
    writer = make_staff("writer")
    allow(writer, ConditionListPage.objects.get(), "change_page", "publish_page")
    response = edit_page(signed_in(writer), sciatica, services=[service.pk])
    assert "You may not change “Swedish massage” now" in response.content.decode()
    assert drafted(service) == []


def test_a_new_condition_can_be_ticked_at_once(home, staff_client, sciatica):
    service = make_service(home)
    address = reverse("wagtailadmin_pages:add", args=["services", "conditionpage", ConditionListPage.objects.get().pk])
    data = querydict_from_html(staff_client.get(address).content.decode(), form_id="page-edit-form")
    data.update({"title": "Whiplash", "slug": "whiplash", "action-publish": "1"})
    data.setlist("services", [str(service.pk)])
    staff_client.post(address, data)
    assert listed(service) == ["Whiplash"]


def test_a_made_up_number_of_a_service_changes_nothing(home, staff_client):
    condition = make_condition(home)
    answer = edit_page(staff_client, condition, services_shown="9" * 30)
    assert answer.status_code == 200
    assert ConditionPage.objects.get().get_latest_revision_as_object().listing_changes == {}
