"""The record of changes to many pages, and their undo."""

from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import querydict_from_html

from services.models import ServiceCondition, ServiceIndexPage, ServicePage
from staff.many.changes import change_to_many, draft_of, undo
from staff.many.models import BulkChange
from tests.builders import allow, make_condition, make_person, make_service, make_staff, signed_in
from tests.forms import edit_page


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def drafted(service):
    return [option.price for option in fresh(service).get_latest_revision_as_object().options.all()]


def live(service):
    return [option.price for option in fresh(service).options.all()]


def price_all(user, services, publish=False):
    """Ask 85 for each length of some services, as one change."""
    with change_to_many(BulkChange.Kind.PRICES, user, number=len(services)) as recorder:
        for service in map(fresh, services):
            draft = draft_of(service)
            for option in draft.options.all():
                option.price, option.currency = Decimal(85), "USD"
            recorder.save(service, draft, publish=publish, what="options", number=1)
    return BulkChange.objects.get(pk=recorder.change.pk)


@pytest.fixture
def services(home):
    return [make_service(home, name, minutes=(60,)) for name in ("Cupping", "Swedish massage")]


def address(change):
    return reverse("many_change", args=[change.pk])


def test_undo_takes_back_drafts(staff_client, owner, services):
    change = price_all(owner, services)
    assert drafted(services[0]) == [85]
    page = staff_client.post(address(change), follow=True).content.decode()
    assert [drafted(service) for service in services] == [[None], [None]]
    assert not any(fresh(service).has_unpublished_changes for service in services)
    assert "Undid: Changed 2 lengths and prices." in page
    assert "Nothing is left to undo" in page


def test_who_undoes_the_adding_of_pages_can_look_at_that(home):
    make_condition(home)
    editor = signed_in(make_person("Editors"))
    editor.post("/admin/many/paste/", {"text": "Whiplash", "make": "1"})
    page = editor.post(address(BulkChange.objects.get()), follow=True).content.decode()
    undone = address(BulkChange.objects.get(kind=BulkChange.Kind.UNDO))
    assert undone in page
    assert "Undid: Added “Whiplash” from a list" in editor.get(undone).content.decode()
    assert signed_in(make_person("Marketers")).get(undone).status_code == 404


def test_undo_takes_back_what_was_published(staff_client, owner, services):
    change = price_all(owner, services, publish=True)
    assert live(services[0]) == [85]
    staff_client.post(address(change))
    assert [live(service) for service in services] == [[None], [None]]
    assert not any(fresh(service).has_unpublished_changes for service in services)


def test_undo_keeps_what_waited_in_a_draft_before(staff_client, owner, services):
    edit_page(staff_client, services[0], summary="Not yet public")
    change = price_all(owner, services)
    staff_client.post(address(change))
    service = fresh(services[0])
    assert (service.summary, service.has_unpublished_changes) == ("", True)
    assert service.get_latest_revision_as_object().summary == "Not yet public"
    assert drafted(service) == [None]


def test_a_page_that_was_never_saved_as_a_version_can_be_put_back(home, owner, services):
    ServicePage.objects.update(latest_revision=None, live_revision=None)
    change = price_all(owner, services)
    assert drafted(services[0]) == [85]
    undo(change, owner)
    assert drafted(services[0]) == [None]


def test_pages_changed_since_are_named_and_left(staff_client, owner, services):
    change = price_all(owner, services)
    edit_page(staff_client, services[0], summary="Changed since")
    page = staff_client.post(address(change), follow=True).content.decode()
    assert "“Cupping” was changed since." in page
    assert [drafted(service) for service in services] == [[85], [None]]
    assert fresh(services[0]).get_latest_revision_as_object().summary == "Changed since"


def test_a_draft_that_was_published_since_is_named_and_left(staff_client, owner, services):
    change = price_all(owner, services)
    fresh(services[0]).latest_revision.publish()
    page = staff_client.post(address(change), follow=True).content.decode()
    assert "“Cupping” was published or taken from the site since." in page
    assert live(services[0]) == [85]


def test_locked_deleted_and_forbidden_pages_are_named_and_left(home, owner, services):
    third = make_service(home, "Reflexology", minutes=(60,))
    change = price_all(owner, [*services, third])
    ServicePage.objects.filter(pk=services[0].pk).update(locked=True)
    fresh(third).delete()
    writer = make_staff("writer")
    allow(writer, services[0], "change_page")
    left = undo(change, writer).left
    assert left == ["“Cupping” is locked.", "“Reflexology” is gone.", "“Swedish massage” is not yours to edit."]
    assert [drafted(service) for service in services] == [[85], [85]]


def test_undo_publishes_only_for_who_may_publish(owner, services):
    change = price_all(owner, services, publish=True)
    writer = make_staff("writer")
    allow(writer, ServiceIndexPage.objects.get(), "change_page")
    signed_in(writer).post(address(change))
    assert [live(service) for service in services] == [[85], [85]]
    assert not any(fresh(service).has_unpublished_changes for service in services)


def test_undo_is_a_change_that_can_be_undone(staff_client, owner, services):
    change = price_all(owner, services)
    staff_client.post(address(change))
    undone = BulkChange.objects.get(undoes=change)
    page = staff_client.post(address(undone), follow=True).content.decode()
    assert "Undid: Undid: Changed 2 lengths and prices." in page
    assert [drafted(service) for service in services] == [[85], [85]]


def test_undoing_twice_changes_nothing_more(staff_client, owner, services):
    change = price_all(owner, services)
    staff_client.post(address(change))
    revisions = [fresh(service).latest_revision_id for service in services]
    staff_client.post(address(change))
    assert [fresh(service).latest_revision_id for service in services] == revisions
    assert BulkChange.objects.filter(undoes=change).count() == 1


def test_only_changes_to_pages_that_one_may_edit_are_shown(home, owner, services):
    change = price_all(owner, services)
    writer = make_staff("writer")
    allow(writer, services[0], "change_page")
    client = signed_in(writer)
    assert "Changed 2 lengths and prices" in client.get("/admin/many/changes/").content.decode()
    page = client.get(address(change)).content.decode()
    assert "Cupping" in page
    assert "Swedish massage" not in page
    assert "1 other page is gone, or not yours to edit" in page
    stranger = make_staff("stranger")
    allow(stranger, make_condition(home), "change_page")
    client = signed_in(stranger)
    assert "Changed 2" not in client.get("/admin/many/changes/").content.decode()
    assert client.get(address(change)).status_code == 404
    assert client.post(address(change)).status_code == 404
    nobody = signed_in(make_staff("nobody"))
    assert nobody.get("/admin/many/changes/").status_code == 302


def test_opening_the_address_undoes_nothing(staff_client, owner, services):
    change = price_all(owner, services)
    staff_client.get(address(change))
    assert drafted(services[0]) == [85]


def test_a_change_shows_the_differences_of_each_page(staff_client, owner, services):
    change = price_all(owner, services)
    entry = change.pages.get(title="Cupping")
    compare = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[entry.page_id, entry.revision_before_id, entry.revision_after_id],
    )
    assert compare in staff_client.get(address(change)).content.decode()
    assert "85" in staff_client.get(compare).content.decode()


def test_names_in_sentences_are_escaped(home, staff_client, owner):
    service = make_service(home, "<b>Cupping</b>", minutes=(60,))
    change = price_all(owner, [service])
    ServicePage.objects.filter(pk=service.pk).update(locked=True)
    history = reverse("wagtailadmin_pages:history", args=[service.pk])
    for page in (staff_client.get(address(change)), staff_client.post(address(change), follow=True)):
        assert "<b>Cupping" not in page.content.decode()
        assert "&lt;b&gt;Cupping" in page.content.decode()
    assert "<b>Cupping" not in staff_client.get(history).content.decode()


def test_a_failure_halfway_leaves_nothing(owner, services):
    revisions = [fresh(service).latest_revision_id for service in services]
    ServicePage.objects.filter(pk=services[1].pk).update(alias_of=services[0].pk)  # cannot be saved
    with pytest.raises(RuntimeError):
        price_all(owner, services)
    assert [fresh(service).latest_revision_id for service in services] == revisions
    assert not BulkChange.objects.exists()
    assert not PageLogEntry.objects.filter(action="many.change").exists()


def test_one_page_is_put_back_from_its_history_with_its_rows(home, staff_client):
    sciatica, neck = make_condition(home, "Sciatica"), make_condition(home, "Neck pain")
    service = make_service(home, conditions=(sciatica,), minutes=(60,))
    first = fresh(service).latest_revision_id
    draft = fresh(service).get_latest_revision_as_object()
    draft.service_conditions.set([ServiceCondition(condition=neck)])
    draft.save_revision().publish()
    edit_page(staff_client, service, **{"options-0-minutes": 45})
    history = staff_client.get(reverse("wagtailadmin_pages:history", args=[service.pk])).content.decode()
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[service.pk, first])
    assert fresh(service).latest_revision_id != first
    assert "Compare with previous version" in history
    data = querydict_from_html(staff_client.get(revert).content.decode(), form_id="page-edit-form")
    for name in ("body", "session_steps", "cautions", "questions"):
        data[f"{name}-count"] = "0"
    staff_client.post(revert, data)
    draft = fresh(service).get_latest_revision_as_object()
    assert [row.condition.title for row in draft.service_conditions.all()] == ["Sciatica"]
    assert [option.minutes for option in draft.options.all()] == [60]


def test_a_condition_put_back_from_its_history_leaves_the_ticks_as_they_are_now(home, staff_client):
    sciatica = make_condition(home, "Sciatica")
    service = make_service(home)
    first = fresh(sciatica).latest_revision_id
    edit_page(staff_client, sciatica, publish=True, services=[service.pk], summary="Pain along the leg")
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[sciatica.pk, first])
    data = querydict_from_html(staff_client.get(revert).content.decode(), form_id="page-edit-form")
    staff_client.post(revert, data)
    assert fresh(sciatica).get_latest_revision_as_object().summary == ""
    assert [row.condition.title for row in fresh(service).service_conditions.all()] == ["Sciatica"]
