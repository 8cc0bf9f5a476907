"""Conditions added from a pasted list."""

import re

import pytest
from wagtail.models import PageLogEntry, WorkflowState

from services.models import ConditionListPage, ConditionPage, ServicePage
from services.reader.conditions import parts_of_line
from staff.many import paste
from staff.many.changes import change_to_many
from staff.many.models import BulkChange
from staff.many.paste import names_in
from tests.builders import allow, make_condition, make_service, make_staff, signed_in

ADDRESS = "/admin/many/paste/"


def send(client, text, make=True, **data):
    return client.post(ADDRESS, {"text": text} | ({"make": "1"} if make else {}) | data, follow=True).content.decode()


def chosen(page):
    """Return what is proposed for each line."""
    return re.findall(r'<option value="([^"]*)"\s+selected', page.partition('class="many-table"')[2])


def titles():
    return sorted(ConditionPage.objects.values_list("title", flat=True))


@pytest.fixture
def sciatica(home):
    return make_condition(home, "Sciatica", synonyms=["Sciatic pain"])


@pytest.mark.parametrize(
    "text",
    [
        "Whiplash\nTinnitus\n\n",
        "• Whiplash\n• Tinnitus",
        "·       Whiplash\r\n·       Tinnitus",
        "o\tWhiplash\no\tTinnitus",
        "\uf0b7 Whiplash\n\uf0a7\tTinnitus",
        "1. Whiplash\n2) Tinnitus;",
        "<ul><li>Whiplash</li><li><b>Tinnitus</b></li></ul>",
        "- Whiplash,\n* Tinnitus.",
    ],
)
def test_bullets_of_every_kind_are_taken_away(text):
    assert names_in(text) == ["Whiplash", "Tinnitus"]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Headaches, migraines", ["Headaches", "migraines"]),
        ("Stress and anxiety", ["Stress", "anxiety"]),
        ("Sciatica", []),
        ("Band pain", []),
        ("and", []),
    ],
)
def test_a_line_may_name_several_conditions(line, parts):
    assert parts_of_line(line) == parts


def test_the_list_is_shown_before_anything_is_saved(staff_client, sciatica):
    page = send(staff_client, "whiplash\nsciatic pain\nSiatica\nWhiplash", make=False)
    assert chosen(page) == ["new", str(sciatica.pk), str(sciatica.pk), "leave"]
    for sentence in (
        "New condition “Whiplash”",
        "It is there already.",
        "spelt nearly the same",
        "in your list already",
    ):
        assert sentence in page
    assert titles() == ["Sciatica"]


def test_new_lines_become_drafts(staff_client, owner, sciatica):
    page = send(staff_client, "whiplash\nsciatica\ntinnitus")
    assert titles() == ["Sciatica", "Tinnitus", "Whiplash"]
    new = ConditionPage.objects.get(title="Whiplash")
    assert (new.live, new.owner, new.slug) == (False, owner, "whiplash")
    assert "Added 2 conditions from a list." in page
    messages = [entry.message for entry in PageLogEntry.objects.filter(page=new.pk)]
    assert messages == ["Added “Whiplash” from a list", "Created"]


def test_nothing_is_parted_silently(staff_client, sciatica):
    send(staff_client, "Stress and anxiety")
    assert titles() == ["Sciatica", "Stress and anxiety"]


def test_a_parted_line_is_shown_again(staff_client, sciatica):
    page = send(staff_client, "Stress and sciatica", **{"choice-0": "part"})
    assert titles() == ["Sciatica"]
    assert chosen(page) == ["new", str(sciatica.pk)]


def test_a_near_name_can_be_new_and_a_line_left_out(staff_client, sciatica):
    send(staff_client, "Siatica\nWhiplash", **{"choice-0": "new", "choice-1": "leave"})
    assert titles() == ["Sciatica", "Siatica"]


def test_the_conditions_are_ticked_on_a_service(home, staff_client, sciatica):
    service = make_service(home, "Cupping")
    send(staff_client, "Whiplash\nSciatica", service=service.pk)
    service = ServicePage.objects.get(pk=service.pk)
    draft = service.get_latest_revision_as_object()
    new = ConditionPage.objects.get(title="Whiplash")
    assert {row.condition.title for row in draft.service_conditions.all()} == {"Whiplash", "Sciatica"}
    assert not service.service_conditions.exists()
    assert service.revisions.count() == 2
    for condition in (new, ConditionPage.objects.get(pk=sciatica.pk)):
        assert condition.get_latest_revision_as_object().listing_changes == {str(service.pk): True}


def test_a_locked_service_is_named_and_left(home, staff_client, sciatica):
    service = make_service(home, "Cupping")
    ServicePage.objects.filter(pk=service.pk).update(locked=True)
    assert "“Cupping” is locked." in send(staff_client, "Whiplash", service=service.pk)
    assert ConditionPage.objects.get(title="Whiplash").listing_changes == {}


def test_new_conditions_can_be_submitted(staff_client, sciatica):
    send(staff_client, "Whiplash\nTinnitus", submit="1")
    assert WorkflowState.objects.count() == 2


def test_one_undo_takes_all_of_it_back(home, staff_client, sciatica):
    service = make_service(home, "Cupping")
    send(staff_client, "Whiplash\nSciatica", service=service.pk)
    staff_client.post(f"/admin/many/changes/{BulkChange.objects.get().pk}/")
    assert titles() == ["Sciatica"]
    draft = ServicePage.objects.get(pk=service.pk).get_latest_revision_as_object()
    assert not draft.service_conditions.exists()


def test_undo_leaves_a_condition_that_somebody_works_on(staff_client, sciatica):
    send(staff_client, "Whiplash\nTinnitus")
    ConditionPage.objects.get(title="Whiplash").save_revision()
    page = staff_client.post(f"/admin/many/changes/{BulkChange.objects.get().pk}/", follow=True).content.decode()
    assert titles() == ["Sciatica", "Whiplash"]
    assert "“Whiplash” was changed since." in page


def test_so_many_lines_are_refused_in_a_sentence(staff_client, sciatica):
    page = send(staff_client, "\n".join(f"Condition number {number}" for number in range(101)))
    assert "This list has 101 lines" in page
    assert titles() == ["Sciatica"]


def test_lines_that_become_too_many_when_parted_are_refused_in_a_sentence(staff_client, sciatica):
    names = ["Stress and anxiety", *(f"Condition number {number}" for number in range(99))]
    page = send(staff_client, "\n".join(names), **{"choice-0": "part"})
    assert "This list has 101 lines" in page
    assert "Condition number 98" in page  # what was pasted stays
    assert titles() == ["Sciatica"]


def test_what_a_colleague_adds_at_the_same_moment_is_not_added_again(home, staff_client, sciatica, monkeypatch):
    def begin_late(*args, **kwargs):
        make_condition(home, "Whiplash")
        return change_to_many(*args, **kwargs)

    monkeypatch.setattr(paste, "change_to_many", begin_late)
    send(staff_client, "Whiplash", **{"choice-0": "new"})
    assert titles() == ["Sciatica", "Whiplash"]


@pytest.mark.parametrize("text", ["", "\n \n", "•", "\0", "<script>x</script>", "�"])
def test_what_cannot_be_read_is_refused_in_a_sentence(staff_client, sciatica, text):
    send(staff_client, text)
    assert titles() == ["Sciatica"]


def test_names_are_escaped_and_too_long_ones_left_out(staff_client, sciatica):
    page = send(staff_client, "Pain & <3\n" + "x" * 300, make=False)
    assert "Pain &amp; &lt;3" in page
    assert chosen(page)[1] == "leave"
    send(staff_client, "x" * 300, **{"choice-0": "new"})
    assert titles() == ["Sciatica"]


def test_only_offered_choices_count(home, staff_client, sciatica):
    service = make_service(home, "Cupping")
    send(staff_client, "Whiplash", service=service.pk, **{"choice-0": str(service.pk)})
    assert titles() == ["Sciatica", "Whiplash"]


def test_who_may_not_add_conditions_is_refused(home, sciatica):
    service = make_service(home, "Cupping")
    writer = make_staff("writer")
    allow(writer, service, "change_page")
    assert signed_in(writer).post(ADDRESS, {"text": "Whiplash", "make": "1"}).status_code == 302
    assert titles() == ["Sciatica"]


def test_a_service_that_one_may_not_edit_cannot_be_chosen(home, sciatica):
    service = make_service(home, "Cupping")
    writer = make_staff("writer")
    allow(writer, ConditionListPage.objects.get(), "add_page")
    page = send(signed_in(writer), "Whiplash", service=service.pk)
    assert "Select a valid choice" in page
    assert titles() == ["Sciatica"]


def test_the_list_of_conditions_leads_here(staff_client, sciatica):
    address = f"/admin/pages/{ConditionListPage.objects.get().pk}/"
    assert ADDRESS in staff_client.get(address).content.decode().partition("Add several")[0][-2000:]
