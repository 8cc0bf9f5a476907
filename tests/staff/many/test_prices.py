"""All lengths and prices in one table."""

from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from services.models import ServiceIndexPage, ServicePage
from staff.many.models import BulkChange
from tests.builders import allow, make_service, make_staff, signed_in, submit
from tests.forms import edit_page

ADDRESS = "/admin/many/prices/"


def shown(client):
    return querydict_from_html(client.get(ADDRESS).content.decode(), form_id="many-form")


def cell(data, name, number=0):
    """Return the name of a cell in the table's form, such as the price of its first row."""
    return f"{data['rows'].split(',')[number]}-{name}"


def save(client, data, publish=False, **cells):
    for name, value in cells.items():
        data[cell(data, name)] = value
    if publish:
        data["publish"] = "1"
    return client.post(ADDRESS, data, follow=True)


def fresh(service):
    return ServicePage.objects.get(pk=service.pk)


def drafted(service):
    return [(o.minutes, o.price, o.currency) for o in fresh(service).get_latest_revision_as_object().options.all()]


def live(service):
    return [(o.minutes, o.price, o.currency) for o in fresh(service).options.all()]


NONE = (60, None, "")
DOLLARS = (60, Decimal("85.00"), "USD")


def test_a_price_is_drafted(home, staff_client):
    service = make_service(home, "Deep tissue massage", minutes=(60,))
    page = save(staff_client, shown(staff_client), price="85", currency="USD").content.decode()
    assert (live(service), drafted(service)) == ([NONE], [DOLLARS])
    assert "Changed 2 lengths and prices. 1 page has it in its draft." in page


def test_a_price_is_published_where_nothing_else_waits(home, staff_client):
    make_service(home, "Cupping", minutes=(60,))
    waiting = make_service(home, "Swedish massage", minutes=(30,))
    fresh(waiting).get_latest_revision_as_object().save_revision()
    data = shown(staff_client)
    for number in (0, 1):
        data[cell(data, "price", number)], data[cell(data, "currency", number)] = "85", "USD"
    page = save(staff_client, data, publish=True).content.decode()
    assert live(ServicePage.objects.get(title="Cupping")) == [DOLLARS]
    assert live(waiting) == [(30, None, "")]
    assert drafted(waiting) == [(30, Decimal("85.00"), "USD")]
    assert "“Swedish massage” has the change in its draft. It is a draft, or has other changes" in page


def test_only_who_may_publish_publishes(home):
    service = make_service(home, minutes=(60,))
    writer = make_staff("writer")
    allow(writer, ServiceIndexPage.objects.get(), "change_page")
    client = signed_in(writer)
    assert "Save and publish" not in client.get(ADDRESS).content.decode()
    save(client, shown(client), publish=True, price="85", currency="USD")
    assert (live(service), drafted(service)) == ([NONE], [DOLLARS])


def test_services_that_one_may_not_edit_are_neither_shown_nor_changed(home):
    service = make_service(home, "Cupping", minutes=(60,))
    other = make_service(home, "Swedish massage", minutes=(60,))
    writer = make_staff("writer")
    allow(writer, other, "change_page")
    client = signed_in(writer)
    data = shown(client)
    assert "Cupping" not in client.get(ADDRESS).content.decode()
    key = f"{service.pk}-{service.options.get().pk}"
    data["rows"] += f",{key}"
    data[f"{key}-minutes"], data[f"initial-{key}-minutes"] = "1", "60"
    client.post(ADDRESS, data)
    assert drafted(service) == [NONE]


def test_who_may_edit_no_service_is_refused(home):
    make_service(home)
    client = signed_in(make_staff("nobody"))
    assert client.get(ADDRESS).status_code == client.post(ADDRESS, {}).status_code == 302
    assert "Many at once" not in client.get("/admin/").content.decode()


def test_an_unchanged_table_saves_nothing(home, staff_client):
    service = make_service(home, minutes=(60,))
    revision = fresh(service).latest_revision_id
    assert "Nothing was changed." in save(staff_client, shown(staff_client)).content.decode()
    assert fresh(service).latest_revision_id == revision
    assert not BulkChange.objects.exists()


def test_only_changed_cells_count(home, staff_client):
    service = make_service(home, minutes=(60, 90))
    data = shown(staff_client)
    edit_page(staff_client, service, **{"options-1-minutes": 75})
    save(staff_client, data, price="85", currency="USD")
    assert drafted(service) == [DOLLARS, (75, None, "")]


def test_a_cell_that_somebody_else_changed_is_named(home, staff_client):
    service = make_service(home, minutes=(60,))
    data = shown(staff_client)
    edit_page(staff_client, service, **{"options-0-minutes": 75})
    page = save(staff_client, data, minutes="50")
    assert "Somebody changed this to “75” in the meantime." in page.content.decode()
    assert drafted(service) == [(75, None, "")]
    again = querydict_from_html(page.content.decode(), form_id="many-form")
    assert again[cell(again, "minutes")] == "50"
    staff_client.post(ADDRESS, again)
    assert drafted(service) == [(50, None, "")]


def test_what_is_sent_twice_is_saved_once(home, staff_client):
    service = make_service(home, minutes=(60,))
    data = shown(staff_client)
    save(staff_client, data, minutes="50")
    revisions = service.revisions.count()
    assert "Nothing was changed." in save(staff_client, data, minutes="50").content.decode()
    assert service.revisions.count() == revisions
    assert BulkChange.objects.count() == 1


def test_made_up_rows_cost_nothing(home, staff_client):
    make_service(home, minutes=(60,))
    data = shown(staff_client)
    data["rows"] += "," + ",".join(f"9-{number}" for number in range(100_000))
    assert "Nothing was changed." in save(staff_client, data).content.decode()


def test_a_length_taken_away_in_the_meantime_saves_nothing(home, staff_client):
    service = make_service(home, minutes=(60,))
    other = make_service(home, minutes=(30,))
    data = shown(staff_client)
    service = fresh(service)
    service.options.set([])
    service.save_revision()
    data[cell(data, "minutes", 1)] = "20"
    page = save(staff_client, data, minutes="50").content.decode()
    assert "is not there any more" in page
    assert (drafted(service), drafted(other)) == ([], [(30, None, "")])


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"price": "85"}, "A price needs its currency."),
        ({"price": "85", "currency": "usd"}, "three capital letters"),
        ({"price": "-1", "currency": "USD"}, "greater than or equal to 0"),
        ({"price": "many"}, "Enter a number."),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": ""}, "This field is required."),
        ({"currency": "<script>"}, "at most 3 characters"),
    ],
)
def test_a_mistake_is_named_beside_the_cell_and_saves_nothing(home, staff_client, cells, sentence):
    service = make_service(home, minutes=(60,))
    page = save(staff_client, shown(staff_client), **cells).content.decode()
    assert sentence in page
    assert '<script>"' not in page
    assert 'value="<script>' not in page
    assert drafted(service) == [NONE]


@pytest.mark.parametrize("state", ["locked", "in review"])
def test_a_locked_or_reviewed_service_is_named_and_left(home, staff_client, owner, state):
    service = make_service(home, "Cupping", minutes=(60,))
    data = shown(staff_client)
    if state == "locked":
        ServicePage.objects.filter(pk=service.pk).update(locked=True)
        sentence = "“Cupping” is locked."
    else:
        fresh(service).save_revision()
        submit(fresh(service), owner)
        sentence = "“Cupping” is under review."
    before = drafted(service)
    page = save(staff_client, data, price="85", currency="USD").content.decode()
    assert sentence in page
    assert drafted(service) == before
    assert sentence in staff_client.get(ADDRESS).content.decode()


def test_the_table_takes_the_same_queries_for_one_service_and_for_many(
    home, staff_client, django_assert_max_num_queries
):
    make_service(home, minutes=(60,))
    staff_client.get(ADDRESS)
    with django_assert_max_num_queries(40) as one:
        staff_client.get(ADDRESS)
    for number in range(6):
        service = make_service(home, minutes=(30, 60), live=number % 2)
        service.save_revision()
    with django_assert_max_num_queries(len(one)):
        staff_client.get(ADDRESS)


def test_the_history_of_each_page_says_what_was_done(home, staff_client):
    for name in ("Cupping", "Swedish massage"):
        make_service(home, name, minutes=(60,))
    data = shown(staff_client)
    data[cell(data, "minutes", 0)] = data[cell(data, "minutes", 1)] = "45"
    save(staff_client, data, publish=True)
    for name in ("Cupping", "Swedish massage"):
        page = ServicePage.objects.get(title=name)
        history = staff_client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        assert f"Changed 1 length or price of “{name}”" in history
        assert "Published" in history
    report = staff_client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Changed 1 length or price of “Swedish massage”" in report
