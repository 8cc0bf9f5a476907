"""Services that do not say what it costs or how to book, and pages far from the home page."""

from wagtail.models import PageViewRestriction

from home.models import PlainPage
from services.models import ServiceOption
from staff.checks.findings import Kind
from tests.builders import (
    add_page,
    make_condition,
    make_contact_page,
    make_gallery,
    make_plain_page,
    make_service,
    make_technique,
)
from tests.staff.checks.looking import found, set_up_clinic


def told(page, kind) -> list[str]:
    return [finding.sentence for finding in found(page, kind)]


def test_a_service_without_length_and_price_is_found(home):
    set_up_clinic(telephone="+1 555 0100")
    assert told(make_service(home), Kind.BOOKING) == ["The page says neither how long this takes nor what it costs."]
    assert told(make_service(home, minutes=(60,)), Kind.BOOKING) == [
        "The page does not say what this costs; visitors read “ask us”."
    ]


def test_one_price_is_enough(home):
    set_up_clinic(booking_url="https://booking.example/")
    service = make_service(home, minutes=(30,))
    service.options.add(ServiceOption(minutes=60, price=80, currency="USD"))
    assert told(service, Kind.BOOKING) == []


def test_a_service_that_cannot_be_booked_is_found(home):
    service = make_service(home)
    assert "There is no way to book this." in told(service, Kind.BOOKING)[1]
    contact = make_contact_page(home, show_in_menus=True)
    assert len(told(service, Kind.BOOKING)) == 1
    contact.unpublish()
    assert len(told(service, Kind.BOOKING)) == 2


def test_pages_in_menus_and_lists_are_near(home):
    near = [
        home,
        make_service(home),
        make_condition(home),
        make_technique(home),
        make_gallery(home),
        make_plain_page(home, show_in_menus=True),
        make_plain_page(home, "Privacy", slug="privacy"),
        make_service(home, "A draft", live=False),
    ]
    assert [told(page, Kind.REACH) for page in near] == [[]] * len(near)


def test_a_page_to_which_no_way_leads_is_found(home):
    lost = make_plain_page(home)
    assert "No menu, list or link leads here" in told(lost, Kind.REACH)[0]
    lost.show_in_menus = True
    lost.save()
    assert told(lost, Kind.REACH) == []


def test_taps_are_counted(home):
    near = make_plain_page(home, show_in_menus=True)
    below = add_page(near, PlainPage(title="Below"))
    far = add_page(below, PlainPage(title="Far"))
    assert told(below, Kind.REACH) == []
    assert "It takes 3 taps to come here" in told(far, Kind.REACH)[0]
    linked = f'<p><a linktype="page" id="{far.pk}">far</a></p>'
    make_service(home, body=[("text", linked)])  # the home page shows all services
    assert told(far, Kind.REACH) == []


def test_links_of_drafts_and_private_pages_lead_nobody(home):
    lost = make_plain_page(home)
    linked = [("text", f'<p><a linktype="page" id="{lost.pk}">far</a></p>')]
    make_service(home, body=linked, live=False)
    private = make_service(home, body=linked)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert len(told(lost, Kind.REACH)) == 1


def test_a_condition_leads_to_the_services_that_list_it(home):
    conditions = make_condition(home, "Sciatica")
    technique = make_technique(home, "Kneading")
    wider = make_condition(home, "Wider")
    narrower = make_condition(home, "Narrower", part_of=wider)
    make_service(home, conditions=(conditions,), techniques=(technique,))
    assert [told(page, Kind.REACH) for page in (conditions, technique, wider, narrower)] == [[]] * 4


def test_a_page_that_was_never_saved_is_as_near_as_its_place(home):
    near = make_plain_page(home, show_in_menus=True)
    path = f"{near.path}0001"
    assert told(PlainPage(title="New", slug="new", path=path, depth=near.depth + 1), Kind.REACH) == []
    top = PlainPage(title="New", slug="new", path=f"{home.path}0099", depth=home.depth + 1)
    assert len(told(top, Kind.REACH)) == 1
    top.show_in_menus = True
    assert told(top, Kind.REACH) == []
