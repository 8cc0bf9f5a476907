"""What the pages of services, conditions and techniques show, and what editors are told."""

import pytest
from django.core.exceptions import ValidationError

from services.models import ConditionListPage, ServiceOption
from tests.builders import make_condition, make_image, make_service, make_technique
from tests.forms import edit_page


def html_of(client, page) -> str:
    return client.get(page.url).content.decode()


def test_a_service_shows_all_it_has(home, client):
    service = make_service(
        home,
        "Swedish massage",
        conditions=(make_condition(home, "Neck pain"),),
        techniques=(make_technique(home, "Kneading"),),
        related=(make_service(home, "Deep tissue"),),
        photos=(make_image(description="Hands on a back"), make_image(description="A quiet room")),
        minutes=(45,),
        summary="Calm and slow.",
        other_names=["Classic massage"],
        body=[("heading", "What it is"), ("text", "<p>Long strokes.</p>")],
        pressure=4,
        pressure_note="You say when.",
        session_steps=[("step", {"title": "You arrive", "text": "We talk."})],
        cautions=[("caution", {"rank": "stop", "text": "You have a fever."})],
        questions=[("question", {"question": "Does it hurt?", "answer": "<p>It need not.</p>"})],
        reviewed_by_role="a licensed massage therapist",
        last_reviewed="2026-02-03",
    )
    html = html_of(client, service)
    for words in (
        "Swedish massage",
        "Neck pain",
        "Kneading",
        "Deep tissue",
        "Hands on a back",
        "A quiet room",
        "45",
        "Calm and slow.",
        "Classic massage",
        "What it is",
        "Long strokes.",
        "at most 4 of 10",
        "You say when.",
        "You arrive",
        "We talk.",
        "You have a fever.",
        "Does it hurt?",
        "It need not.",
        "a licensed massage therapist",
    ):
        assert words in html, words


def test_cautions_stand_below_their_advice_in_words(home, client):
    cautions = [("stop", "You have a fever."), ("stop", "You have a rash."), ("ask", "You are pregnant.")]
    service = make_service(home, cautions=[("caution", {"rank": rank, "text": text}) for rank, text in cautions])
    html = html_of(client, service)
    order = ["Do not have it", "You have a fever.", "You have a rash.", "Ask a doctor first", "You are pregnant."]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)
    assert html.count("Do not have it") == 1


def test_a_service_with_a_title_alone_is_a_whole_page(home, client):
    html = html_of(client, make_service(home, "Swedish massage"))
    assert "Swedish massage" in html
    assert "None" not in html
    assert "of 10" not in html


def test_prices_show_with_their_currency(home, client):
    service = make_service(home)
    service.options.set([ServiceOption(minutes=60, price="85.00", currency="USD"), ServiceOption(minutes=30)])
    service.save_revision().publish()
    html = html_of(client, service)
    assert "USD 85" in " ".join(html.split())
    assert "85.00" not in html.partition("<main")[2]


def test_a_price_needs_its_currency():
    with pytest.raises(ValidationError, match="A price needs its currency"):
        ServiceOption(minutes=60, price="85").full_clean(exclude=["service"])
    with pytest.raises(ValidationError, match="three capital letters"):
        ServiceOption(minutes=60, price="85", currency="usd").full_clean(exclude=["service"])


@pytest.mark.parametrize("pressure", [-1, 11])
def test_pressure_stays_on_the_scale(home, pressure):
    service = make_service(home)
    service.pressure = pressure
    with pytest.raises(ValidationError):
        service.full_clean()


def test_the_next_review_comes_after_the_last(home):
    service = make_service(home)
    service.last_reviewed, service.next_review = "2026-05-01", "2026-04-01"
    with pytest.raises(ValidationError, match="must come after"):
        service.full_clean()


def test_a_condition_shows_emergencies_before_anything_else(home, client):
    condition = make_condition(
        home,
        "Lower back pain",
        summary="An ache above the hips.",
        body="<p>Very common.</p>",
        emergency="<p>Call if you cannot feel your legs.</p>",
        urgent="<p>See a doctor after a fall.</p>",
        self_care="<p>Keep moving.</p>",
        synonyms=["Lumbago"],
        misspellings=["lombago"],
        areas=("lower-back",),
    )
    html = html_of(client, condition).partition("<main")[2]
    order = ["cannot feel your legs", "See a doctor after a fall", "An ache", "Very common", "Keep moving", "Lumbago"]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)
    assert "Lower back" in html
    assert "lombago" not in html


def test_a_condition_leads_to_its_kinds_and_services(home, client):
    wide = make_condition(home, "Strain injury")
    narrow = make_condition(home, "Tennis elbow", part_of=wide)
    service = make_service(home, "Forearm massage", conditions=(narrow,))
    assert narrow.url in html_of(client, wide)
    assert wide.url in html_of(client, narrow)
    assert service.url in html_of(client, narrow)


def test_a_condition_is_no_kind_of_itself(home, staff_client):
    wide = make_condition(home, "Strain injury")
    narrow = make_condition(home, "Tennis elbow", part_of=wide)
    for other in (wide, narrow):
        html = edit_page(staff_client, wide, part_of=other.pk).content.decode()
        assert "cannot be a kind of itself" in html


def test_the_same_page_twice_in_a_list_is_refused(home, staff_client):
    condition, other = make_condition(home), make_service(home)
    service = make_service(home, conditions=(condition, make_condition(home)), related=(other,))
    rows = {"service_conditions-1-condition": condition.pk, "related_services-0-related": service.pk}
    html = edit_page(staff_client, service, publish=True, **rows).content.decode()
    assert "This condition is in the list already." in html
    assert "A service cannot be related to itself." in html


def test_two_conditions_can_change_places(home, staff_client):
    first, second = make_condition(home, "First"), make_condition(home, "Second")
    service = make_service(home, conditions=(first, second))
    rows = {"service_conditions-0-condition": second.pk, "service_conditions-1-condition": first.pk}
    edit_page(staff_client, service, publish=True, **rows)
    assert [row.condition for row in service.service_conditions.all()] == [second, first]


def test_the_list_of_conditions_runs_from_a_to_z(home, client):
    for title in ("sciatica", "Neck pain", "arthritis", "Ankle sprain"):
        make_condition(home, title)
    html = html_of(client, ConditionListPage.objects.get())
    positions = [html.index(f">{title}<") for title in ("Ankle sprain", "arthritis", "Neck pain", "sciatica")]
    assert positions == sorted(positions)
    assert "4 conditions" in html


def test_the_list_of_conditions_narrows_to_a_body_area(home, client):
    make_condition(home, "Sciatica", areas=("legs", "hips"))
    make_condition(home, "Neck pain", areas=("neck",))
    address = ConditionListPage.objects.get().url
    html = client.get(address, {"area": "legs"}).content.decode()
    assert "Sciatica" in html
    assert "Neck pain" not in html
    assert "1 condition" in html
    assert "Neck pain" in client.get(address, {"area": "no-such-area"}).content.decode()


def test_a_technique_names_the_services_that_use_it(home, client):
    technique = make_technique(home, "Kneading", body=[("text", "<p>Like dough.</p>")])
    service = make_service(home, techniques=(technique,))
    html = html_of(client, technique)
    assert service.url in html
    assert "Like dough." in html


def test_search_finds_services_by_their_other_names(home):
    from services.models import ConditionPage, ServicePage

    service = make_service(home, "Neuromuscular massage", other_names=["Medical massage"])
    condition = make_condition(home, "Sciatica", misspellings=["siatica"])
    assert list(ServicePage.objects.search("medical")) == [service]
    assert list(ConditionPage.objects.search("siatica")) == [condition]
