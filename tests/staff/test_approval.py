"""Editors submit, the right role approves, and nothing goes out that nobody approved."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from clinic.publishing import CannotPublish
from services.models import ConditionPage, ServiceIndexPage, ServicePage, ServicePhoto
from tests.builders import (
    make_condition,
    make_image,
    make_person,
    make_plain_page,
    make_service,
    make_technique,
    signed_in,
    submit,
)
from tests.forms import edit_address, edit_page, page_form

WITH_SCRIPT = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture
def service(home) -> ServicePage:
    return make_service(home, "Swedish massage")


@pytest.fixture
def editor(service):
    return make_person("Editors", "erin")


@pytest.fixture
def reviewer(service):
    return make_person("Clinical reviewers", "robin")


@pytest.fixture
def publisher(service):
    return make_person("Publishers", "pat")


def now(page: Page) -> Page:
    return type(page).objects.get(pk=page.pk)


def send(client: Client, page: Page, action: str, **changes: str):
    """Press a button of the page's editor, with what was changed before."""
    return edit_page(client, page, **{action: "1"}, **changes)


def act(client: Client, page: Page, action: str = "approve", **more):
    """Approve a page, or ask for changes, where its versions are compared or on the first page of the admin."""
    state = now(page).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, follow=True, **more)


def publish_on_its_day(page: Page) -> None:
    """Do what the clock does once the day of an approved version has come."""
    revision = now(page).revisions.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")


def is_waiting(page: Page) -> bool:
    return now(page).workflow_in_progress


def test_an_editor_submits_and_a_clinical_reviewer_approves(service, editor, reviewer):
    send(signed_in(editor), service, "action-submit", summary="Long strokes")
    assert is_waiting(service)
    assert now(service).summary == ""
    act(signed_in(reviewer), service)
    assert now(service).summary == "Long strokes"
    assert not now(service).has_unpublished_changes


def test_an_edit_after_approval_asks_again(service, editor, reviewer):
    send(signed_in(editor), service, "action-submit", summary="Long strokes")
    act(signed_in(reviewer), service)
    edit_page(signed_in(editor), service, publish=True, summary="Cures everything")
    assert now(service).summary == "Long strokes"
    send(signed_in(editor), service, "action-submit")
    assert is_waiting(service)


@pytest.mark.parametrize("make", [make_service, make_condition, make_technique])
@pytest.mark.parametrize("role", ["Editors", "Publishers", "Marketers"])
def test_nobody_else_publishes_what_needs_clinical_approval(home, make, role):
    page = make(home, live=False)
    person = make_person(role)
    with pytest.raises(CannotPublish) as refusal:
        page.latest_revision.publish(user=person)
    assert "when a clinical reviewer approves them" in refusal.value.problems[0]
    assert not now(page).live


def test_a_publisher_cannot_approve_a_service(service, editor, publisher):
    submit(service, editor)
    act(signed_in(publisher), service)
    assert is_waiting(service)
    assert "Approve" not in signed_in(publisher).get(edit_address(service)).content.decode()


def test_a_publisher_is_offered_to_submit_a_service_and_not_to_publish_it(service, publisher):
    html = signed_in(publisher).get(edit_address(service)).content.decode()
    assert "action-submit" in html
    assert "action-publish" not in html


def test_a_new_service_of_a_publisher_stays_a_draft(service, publisher):
    client = signed_in(publisher)
    address = reverse("wagtailadmin_pages:add", args=["services", "servicepage", ServiceIndexPage.objects.get().pk])
    assert "action-publish" not in client.get(address).content.decode()
    data = page_form(client, service)
    data.update({"title": "Cupping", "slug": "cupping", "action-publish": "1"})
    client.post(address, data)
    assert not ServicePage.objects.get(title="Cupping").live


def test_bulk_publishing_leaves_services_of_a_publisher_out(home, service, publisher):
    draft, plain = make_service(home, live=False), make_plain_page(home, live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(publisher).post(f"{address}?id={draft.pk}&id={plain.pk}", {"include_descendants": "on"})
    assert (now(draft).live, now(plain).live) == (False, True)


def test_publishing_a_tree_in_bulk_leaves_services_in_it_out(home, publisher):
    draft = make_service(home, live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(publisher).post(f"{address}?id={home.pk}", {"include_descendants": "on"})
    assert not now(draft).live


def test_what_was_approved_with_a_day_to_go_live_goes_live_then(service, editor, reviewer):
    draft = now(service)
    draft.summary, draft.go_live_at = "From May on", timezone.now() + timedelta(days=1)
    draft.save_revision(user=editor)
    submit(service, editor)
    act(signed_in(reviewer), service)
    assert now(service).summary == ""
    publish_on_its_day(service)
    assert now(service).summary == "From May on"


def test_a_publisher_approves_a_plain_page_and_a_reviewer_cannot(home, editor, publisher, reviewer):
    page = make_plain_page(home)
    send(signed_in(editor), page, "action-submit", summary="By bus")
    act(signed_in(reviewer), page)
    assert is_waiting(page)
    act(signed_in(publisher), page)
    assert now(page).summary == "By bus"


def test_approval_stops_at_what_must_not_be_published_and_says_why(home, editor, reviewer):
    page = make_service(home)
    page.photos.add(ServicePhoto.showing(make_image("IMG_1234", description="")))
    page.save_revision(user=editor)
    submit(page, editor)
    response = act(signed_in(reviewer), page)
    assert "“IMG_1234” has neither alt text nor the tick" in response.content.decode()
    assert is_waiting(page)
    with_comment = act(signed_in(reviewer), page, headers=WITH_SCRIPT)
    assert with_comment.json() == {"step": "success", "redirect": edit_address(page)}


def test_a_change_by_somebody_else_while_it_waits_must_be_read_before_it_is_approved(service, editor, reviewer):
    submit(service, editor)
    draft = now(service).get_latest_revision_as_object()
    draft.summary = "Changed behind the reviewer’s back"
    draft.save_revision(user=editor)
    client = signed_in(reviewer)
    assert "It was changed after it was submitted." in act(client, service).content.decode()
    assert now(service).summary == ""
    act(client, service)
    assert now(service).summary == "Changed behind the reviewer’s back"


def test_what_the_reviewer_mends_while_approving_goes_out_at_once(service, editor, reviewer):
    send(signed_in(editor), service, "action-submit", summary="Long stroeks")
    changes = {"action-workflow-action": "true", "workflow-action-name": "approve", "summary": "Long strokes"}
    edit_page(signed_in(reviewer), service, **changes)
    assert now(service).summary == "Long strokes"
    assert not WorkflowState.objects.active().exists()


def test_who_asks_for_changes_gives_the_page_back_to_its_editor(service, editor, reviewer):
    send(signed_in(editor), service, "action-submit", summary="Cures everything")
    act(signed_in(reviewer), service, "reject", data={"comment": "Say what it may help with."})
    assert not is_waiting(service)
    html = signed_in(editor).get(edit_address(service)).content.decode()
    assert "Say what it may help with." in html
    send(signed_in(editor), service, "action-submit", summary="May help with stress")
    act(signed_in(reviewer), service)
    assert now(service).summary == "May help with stress"


def test_approving_a_condition_publishes_the_ticks_an_editor_made(home, service, editor, reviewer):
    sciatica = make_condition(home, "Sciatica")
    send(signed_in(editor), sciatica, "action-submit", services=[service.pk])
    assert not service.service_conditions.exists()
    act(signed_in(reviewer), sciatica)
    assert [row.condition.title for row in now(service).service_conditions.all()] == ["Sciatica"]


def test_a_tick_published_on_schedule_waits_for_its_day(home, service, editor, reviewer):
    sciatica = make_condition(home, "Sciatica", live=False)
    edit_page(signed_in(editor), sciatica, services=[service.pk])
    draft = ConditionPage.objects.get(pk=sciatica.pk).get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision(user=editor)
    submit(sciatica, editor)
    act(signed_in(reviewer), sciatica)
    assert not now(service).service_conditions.exists()
    publish_on_its_day(sciatica)
    assert now(service).service_conditions.exists()


def test_the_button_says_that_approving_publishes(service, editor, reviewer):
    submit(service, editor)
    html = signed_in(reviewer).get(edit_address(service)).content.decode()
    for label in ("Approve and publish", "Approve with a comment", "Ask for changes"):
        assert label in html
    assert "action-publish" not in html
