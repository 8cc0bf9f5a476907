"""Which services list which conditions, as one grid of ticks."""

import pytest
from django.http import QueryDict
from wagtail.test.utils.form_data import querydict_from_html

from services.models import ConditionListPage, ConditionPage, ServicePage
from staff.many.models import BulkChange
from tests.builders import allow, make_condition, make_service, make_staff, signed_in, submit
from tests.forms import edit_page

ADDRESS = "/admin/many/grid/"


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def live(service):
    return [row.condition.title for row in fresh(service).service_conditions.all()]


def drafted(service):
    return [row.condition.title for row in fresh(service).get_latest_revision_as_object().service_conditions.all()]


def shown(client, address=ADDRESS):
    return querydict_from_html(client.get(address).content.decode(), form_id="many-form")


def tick(data, *cells, wanted=True):
    ticks = [value for value in data.getlist("tick") if value not in {f"{c.pk}-{s.pk}" for c, s in cells}]
    data.setlist("tick", ticks + [f"{c.pk}-{s.pk}" for c, s in cells] * wanted)
    return data


def save(client, data):
    data = dict(data.lists()) if isinstance(data, QueryDict) else data
    return client.post(ADDRESS, data, follow=True).content.decode()


@pytest.fixture
def sciatica(home):
    return make_condition(home, "Sciatica", areas=("lower-back",))


@pytest.fixture
def neck(home):
    return make_condition(home, "Neck pain")


@pytest.fixture
def cupping(home, neck):
    return make_service(home, "Cupping", conditions=(neck,))


def test_ticks_are_drafted_on_both_pages(staff_client, sciatica, neck, cupping):
    data = tick(shown(staff_client), (sciatica, cupping))
    tick(data, (neck, cupping), wanted=False)
    page = save(staff_client, data)
    assert (live(cupping), drafted(cupping)) == (["Neck pain"], ["Sciatica"])
    assert fresh(sciatica).get_latest_revision_as_object().listing_changes == {str(cupping.pk): True}
    assert fresh(neck).get_latest_revision_as_object().listing_changes == {str(cupping.pk): False}
    assert "Changed 2 ticks between conditions and services." in page
    assert fresh(cupping).revisions.count() == 2


def test_publishing_a_condition_publishes_what_was_ticked_in_the_grid(staff_client, sciatica, cupping):
    save(staff_client, tick(shown(staff_client), (sciatica, cupping)))
    edit_page(staff_client, sciatica, publish=True)
    assert live(cupping) == ["Neck pain", "Sciatica"]
    assert not fresh(cupping).has_unpublished_changes


def test_cells_say_what_is_drafted_differently(staff_client, sciatica, neck, cupping):
    data = tick(shown(staff_client), (sciatica, cupping))
    page = save(staff_client, tick(data, (neck, cupping), wanted=False))
    assert 'aria-label="Sciatica: Cupping (in the draft only)"' in page
    assert 'aria-label="Neck pain: Cupping (taken away in the draft)"' in page


def test_two_open_grids_do_not_undo_each_other(staff_client, sciatica, neck, cupping):
    mine, yours = shown(staff_client), shown(staff_client)
    save(staff_client, tick(mine, (sciatica, cupping)))
    save(staff_client, tick(yours, (neck, cupping), wanted=False))
    assert drafted(cupping) == ["Sciatica"]


def test_a_tick_that_somebody_made_already_changes_nothing(staff_client, sciatica, cupping):
    data = tick(shown(staff_client), (sciatica, cupping))
    save(staff_client, data)
    revisions = fresh(cupping).revisions.count(), fresh(sciatica).revisions.count()
    assert "Nothing was changed." in save(staff_client, data)
    assert (fresh(cupping).revisions.count(), fresh(sciatica).revisions.count()) == revisions


def test_old_ticks_of_a_published_condition_do_not_come_back(home, staff_client, sciatica, cupping):
    edit_page(staff_client, sciatica, publish=True, services=[cupping.pk])
    service = fresh(cupping)
    service.service_conditions.set([])
    service.save_revision().publish()
    other = make_service(home, "Reflexology")
    save(staff_client, tick(shown(staff_client), (sciatica, other)))
    assert drafted(cupping) == []
    assert fresh(sciatica).get_latest_revision_as_object().listing_changes == {str(other.pk): True}


def test_one_undo_takes_all_ticks_back(staff_client, sciatica, neck, cupping):
    data = tick(shown(staff_client), (sciatica, cupping))
    save(staff_client, tick(data, (neck, cupping), wanted=False))
    staff_client.post(f"/admin/many/changes/{BulkChange.objects.get().pk}/")
    assert drafted(cupping) == ["Neck pain"]
    assert not any(fresh(page).has_unpublished_changes for page in (sciatica, neck, cupping))


@pytest.mark.parametrize("locked", ["service", "condition"])
def test_a_locked_page_is_named_and_left(staff_client, sciatica, cupping, locked):
    data = tick(shown(staff_client), (sciatica, cupping))
    page = cupping if locked == "service" else sciatica
    type(page).objects.filter(pk=page.pk).update(locked=True)
    assert f"“{page.title}” is locked." in save(staff_client, data)
    assert drafted(cupping) == ["Neck pain"]
    assert fresh(sciatica).get_latest_revision_as_object().listing_changes == {}


def test_a_service_in_review_is_named_and_cannot_be_ticked(staff_client, owner, sciatica, cupping):
    data = tick(shown(staff_client), (sciatica, cupping))
    submit(fresh(cupping), owner)
    assert "“Cupping” is under review." in save(staff_client, data)
    assert drafted(cupping) == ["Neck pain"]
    assert shown(staff_client)["shown"] == ""


def test_pages_that_one_may_not_edit_stay_as_they_are(home, sciatica, cupping):
    own = make_service(home, "Own")
    writer = make_staff("writer")
    allow(writer, ConditionListPage.objects.get(), "change_page")
    allow(writer, own, "change_page")
    client = signed_in(writer)
    data = tick(shown(client), (sciatica, cupping))
    assert "Cupping" not in client.get(ADDRESS).content.decode()
    assert "“Cupping” is not yours to edit." in save(client, data)
    assert drafted(cupping) == ["Neck pain"]


def test_who_may_edit_only_one_side_is_refused(sciatica, cupping):
    writer = make_staff("writer")
    allow(writer, ConditionListPage.objects.get(), "change_page")
    assert signed_in(writer).post(ADDRESS, {"tick": f"{sciatica.pk}-{cupping.pk}"}).status_code == 302
    assert drafted(cupping) == ["Neck pain"]


@pytest.mark.parametrize("value", ["1", "-", "a-b", "1-99999999999999999999", "９-1", "1-1-1", "0-0", "<b>-1"])
def test_what_is_no_cell_changes_nothing(staff_client, sciatica, cupping, value):
    assert "Nothing was changed." in save(staff_client, {"tick": value})


def test_a_service_is_no_condition(home, staff_client, cupping):
    other = make_service(home, "Reflexology")
    assert "Nothing was changed." in save(staff_client, {"tick": f"{other.pk}-{cupping.pk}"})
    assert drafted(cupping) == ["Neck pain"]


def test_too_many_pages_at_once_are_refused_in_a_sentence(staff_client, cupping):
    data = {"tick": [f"{number}-{cupping.pk}" for number in range(1000, 1200)]}
    assert "more than 100 pages" in save(staff_client, data)


def test_the_rows_are_narrowed_by_body_area_and_name(staff_client, sciatica, neck, cupping):
    assert "Neck pain" not in staff_client.get(f"{ADDRESS}?area=lower-back").content.decode()
    page = staff_client.get(f"{ADDRESS}?q=neck").content.decode()
    assert "Neck pain" in page
    assert "Sciatica" not in page
    for words in ("%00", '"', "x" * 5000):
        assert staff_client.get(f"{ADDRESS}?q={words}&p=zz&area=%00").status_code == 200


def test_a_hidden_row_keeps_its_ticks(staff_client, sciatica, neck, cupping):
    data = tick(shown(staff_client, f"{ADDRESS}?area=lower-back"), (sciatica, cupping))
    save(staff_client, data)
    assert drafted(cupping) == ["Neck pain", "Sciatica"]


def test_the_grid_takes_the_same_queries_however_large_it_is(home, staff_client, django_assert_max_num_queries):
    def fill():
        conditions = tuple(make_condition(home) for _ in range(3))
        for number in range(3):
            make_service(home, conditions=conditions, live=bool(number)).save_revision()

    fill()
    staff_client.get(ADDRESS)
    with django_assert_max_num_queries(40) as few:
        staff_client.get(ADDRESS)
    fill()
    with django_assert_max_num_queries(len(few)):
        staff_client.get(ADDRESS)


def test_pages_of_each_history_say_what_was_ticked(staff_client, sciatica, neck, cupping):
    data = tick(shown(staff_client), (sciatica, cupping))
    save(staff_client, tick(data, (neck, cupping), wanted=False))
    sentences = {
        cupping: "Changed 2 conditions of “Cupping”",
        sciatica: "Changed 1 service that lists “Sciatica”",
        neck: "Changed 1 service that lists “Neck pain”",
    }
    for page, sentence in sentences.items():
        assert sentence in staff_client.get(f"/admin/pages/{page.pk}/history/").content.decode()


def test_an_alias_is_no_column(staff_client, sciatica, cupping):
    fresh(cupping).create_alias(update_slug="mirror")
    assert staff_client.get(ADDRESS).content.decode().count('name="tick"') == ConditionPage.objects.count()
    assert ServicePage.objects.count() == 2
