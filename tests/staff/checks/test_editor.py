"""What the editor tells while somebody writes, and when they publish."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import PlainPage
from services.models import ServicePage
from staff.checks.checking import find
from tests.builders import allow, make_image, make_plain_page, make_service, make_staff, signed_in
from tests.forms import edit_address, edit_page, page_form
from tests.staff.checks.looking import set_up_clinic

SENTENCE = "“therapist” is one of the forbidden terms in the clinic’s settings. Write it in other words."


@pytest.fixture
def forbidden(home):
    set_up_clinic(forbidden_terms=["therapist"], telephone="+1 555 0100")


def ask(client, page, **changes):
    """Return what the editor gets when the form has these changes."""
    data = page_form(client, page)
    data.update(changes)
    return client.post(f"{edit_address(page)}checks/", data)


def body(*blocks) -> dict[str, str]:
    return nested_form_data({"body": streamfield(list(blocks))})


def test_the_list_shows_what_was_saved_without_scripts(forbidden, home, staff_client):
    page = make_plain_page(home, summary="A therapist cures.", live=False)
    html = staff_client.get(edit_address(page)).content.decode()
    assert "Must be mended before publishing (1)" in html
    assert "Worth a look (2)" in html
    assert 'href="#id_summary"' in html
    assert 'data-check-path="summary">Summary</a>' in html
    assert SENTENCE in html


def test_nothing_found_is_said(home, staff_client):
    page = make_plain_page(home, show_in_menus=True)
    assert "The checks before publishing found nothing." in staff_client.get(edit_address(page)).content.decode()


def test_wagtails_own_checks_stay(home, staff_client):
    html = staff_client.get(edit_address(make_plain_page(home))).content.decode()
    assert 'data-side-panel="checks"' in html
    assert "checker-axe-configuration" in html


def test_the_form_is_checked_as_it_is_now(forbidden, home, staff_client):
    page = make_plain_page(home, summary="A therapist", show_in_menus=True, live=False)
    answer = ask(staff_client, page, summary="It cures.").json()
    assert [(note["path"], note["sentence"]) for note in answer["notes"]] == [
        ("summary", "“cures” claims more than can be shown. Plainer: “may ease”.")
    ]
    assert "Must be mended" not in answer["list"]
    assert "Worth a look (1)" in answer["list"]
    assert answer["summary"] == "1 thing is worth a look."
    page.refresh_from_db()
    assert page.summary == "A therapist"


def test_blocks_go_by_their_ids(home, staff_client):
    page = make_plain_page(home)
    blocks = nested_form_data({"body": streamfield([("heading", "A cure"), ("text", rich_text("<p>cures</p>"))])})
    blocks |= {"body-0-id": "first", "body-1-id": "second"}
    paths = [note["path"] for note in ask(staff_client, page, **blocks).json()["notes"]]
    assert paths == ["body.first", "body.second"]


def test_a_form_with_mistakes_is_checked_all_the_same(home, staff_client):
    page = make_plain_page(home, show_in_menus=True)
    answer = ask(
        staff_client, page, title="", slug="", summary="It cures.", **body(("heading", ""), ("heading", "cure"))
    )
    paths = [note["path"] for note in answer.json()["notes"]]
    assert "summary" in paths
    assert len([path for path in paths if path.startswith("body.")]) >= 2


def test_new_rows_and_deleted_rows_count(home, staff_client):
    service = make_service(home, minutes=(30,))
    image = make_image()
    row = {"image": image.pk, "alt_text": "", "caption": "A cure", "id": "", "ORDER": 1, "DELETE": ""}
    gone = row | {"caption": "Another cure", "DELETE": "1"}
    photos = nested_form_data({"photos": inline_formset([gone, row])})
    notes = {note["path"]: note["sentence"] for note in ask(staff_client, service, **photos).json()["notes"]}
    assert "claims more" in notes["photos.1.caption"]
    assert "has neither alt text" in notes["photos.1.alt_text"]
    assert not any(path.startswith("photos.0") for path in notes)


def test_a_page_that_was_never_saved_is_checked(home, staff_client):
    address = reverse("wagtailadmin_pages:add", args=["home", "plainpage", home.pk])
    assert 'id="page-checks"' in staff_client.get(address).content.decode()
    data = {"title": "A cure", "slug": "", "summary": "", **body()}
    answer = staff_client.post(f"{address}checks/", data)
    assert [note["path"] for note in answer.json()["notes"]] == ["title"]
    assert "No menu, list or link leads here" in answer.json()["list"]
    assert not PlainPage.objects.exists()


def test_what_is_typed_is_escaped(home, staff_client):
    page = make_plain_page(home)
    answer = ask(staff_client, page, **body(("text", rich_text('<p><a href="/x/">&lt;img src=x&gt;</a></p>')))).json()
    for html in (answer["list"], answer["notes"][0]["html"]):
        assert "&lt;img src=x&gt;" in html
        assert "<img" not in html


def test_only_who_may_edit_a_page_has_it_checked(home, staff_client):
    page, other = make_plain_page(home, "Page"), make_plain_page(home, "Other")
    editor = make_staff("editor")
    allow(editor, page, "change_page")
    data = page_form(staff_client, page)
    assert signed_in(editor).post(f"{edit_address(page)}checks/", data).status_code == 200
    assert signed_in(editor).post(f"{edit_address(other)}checks/", data).status_code == 302
    add = reverse("wagtailadmin_pages:add", args=["home", "plainpage", home.pk])
    assert signed_in(editor).post(f"{add}checks/", data).status_code == 302
    assert staff_client.get(f"{edit_address(page)}checks/").status_code == 405
    assert Page.objects.get(pk=page.pk).title == "Page"


def test_checking_takes_no_more_queries_however_much_there_is(home, django_assert_max_num_queries):
    page = make_service(
        home,
        photos=tuple(make_image() for _ in range(5)),
        minutes=(30, 60),
        body=[("text", f'<p><a linktype="page" id="{make_plain_page(home).pk}">x</a></p>') for _ in range(12)],
    )
    with django_assert_max_num_queries(16):
        find(ServicePage.objects.get(pk=page.pk))


def test_a_forbidden_term_is_refused_beside_its_field_and_at_the_top(forbidden, home, staff_client):
    page = make_plain_page(home, live=False)
    response = edit_page(staff_client, page, publish=True, summary="A therapist")
    assert response.context["form"].errors["summary"] == [SENTENCE]
    assert f"<li>Summary: {SENTENCE}</li>" in response.content.decode()
    assert "This page cannot be published yet." in response.content.decode()
    page.refresh_from_db()
    assert not page.live
    assert "Must be mended before publishing (1)" in response.content.decode()


def test_a_draft_may_hold_anything(forbidden, home, staff_client):
    page = make_plain_page(home, live=False)
    response = edit_page(staff_client, page, summary="A therapist")
    assert "has been updated" in response.content.decode()


def test_a_draft_that_cannot_be_saved_is_not_refused_for_its_words(forbidden, home, staff_client):
    page = make_plain_page(home, live=False)
    response = edit_page(staff_client, page, summary="A therapist", slug="no spaces here")
    assert set(response.context["form"].errors) == {"slug"}


def test_errors_stand_within_blocks(forbidden, home, staff_client):
    page = make_plain_page(home, live=False)
    data = page_form(staff_client, page)
    notice = {"rank": "good", "text": rich_text("<p>Ask a therapist</p>")}
    data.update(body(("heading", "Fine"), ("notice", notice), ("heading", "A therapist")))
    response = staff_client.post(edit_address(page), {**data.dict(), "action-publish": "x"})
    (error,) = response.context["form"].errors["body"].as_data()
    assert error.as_json_data() == {
        "blockErrors": {1: {"blockErrors": {"text": {"messages": [SENTENCE]}}}, 2: {"messages": [SENTENCE]}}
    }
    assert f"<li>Text: {SENTENCE} {SENTENCE}</li>" in response.content.decode()


def test_errors_stand_beside_rows(forbidden, home, staff_client):
    service = make_service(home, photos=(make_image(),), live=False)
    response = edit_page(staff_client, service, publish=True, **{"photos-0-caption": "A therapist"})
    assert response.context["form"].formsets["photos"].forms[0].errors["caption"] == [SENTENCE]
    assert f"Service photo 1 › Caption: {SENTENCE}" in response.content.decode()
    assert not ServicePage.objects.get().live


def test_publishing_says_how_much_is_worth_a_look(home, staff_client):
    page = make_plain_page(home, "Rest", show_in_menus=True, live=False)
    response = edit_page(staff_client, page, publish=True, summary="It cures and heals.", show_in_menus="on")
    assert "2 things on “Rest” are worth a look." in response.content.decode()
    assert PlainPage.objects.get().live


def test_publishing_a_page_without_findings_says_nothing_more(home, staff_client):
    page = make_plain_page(home, "Rest", show_in_menus=True, live=False)
    assert "worth a look" not in edit_page(staff_client, page, publish=True, show_in_menus="on").content.decode()


def test_rows_are_saved_as_ever_after_a_check(home, staff_client):
    service = make_service(home, photos=(make_image(), make_image()), minutes=(30,))
    data = page_form(staff_client, service)
    data["options-0-minutes"] = "45"
    data["photos-0-DELETE"] = "1"
    staff_client.post(edit_address(service), {**data.dict(), "action-publish": "x"})
    service.refresh_from_db()
    assert [option.minutes for option in service.options.all()] == [45]
    assert service.photos.count() == 1
