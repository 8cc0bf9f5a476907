"""The report of all pages with findings."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from home.starter.loader import load_starter
from staff.checks.versions import findings_by_page
from tests.builders import (
    allow,
    make_condition,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_staff,
    signed_in,
)
from tests.staff.checks.looking import set_up_clinic


@pytest.fixture
def report(staff_client):
    return lambda **chosen: staff_client.get(reverse("findings_report"), chosen).content.decode()


def test_lists_live_pages_and_drafts(home, report):
    make_plain_page(home, "Fine", show_in_menus=True)
    make_plain_page(home, "Live", summary="It cures.", show_in_menus=True)
    make_plain_page(home, "Draft", summary="It heals.", show_in_menus=True, live=False)
    html = report()
    assert "“cures” claims more" in html
    assert "“heals” claims more" in html
    assert "Fine" not in html


def test_lists_what_is_live_although_the_draft_is_mended(home, report):
    page = make_plain_page(home, "Live", summary="It cures.", show_in_menus=True)
    page.summary = "It heals."
    page.save_revision()
    html = report()
    assert "“cures” claims more" in html
    assert "“heals” claims more" in html


def test_narrows_by_kind_and_by_rank(home, report):
    make_plain_page(home, "Cure", summary="By a therapist", show_in_menus=True)
    set_up_clinic(forbidden_terms=["therapist"])
    assert "claims more" not in report(kind="forbidden")
    assert "“therapist”" in report(rank="blocking")
    assert "claims more" in report(rank="advising", kind="claim")
    assert "Nothing was found on any page." in report(rank="blocking", kind="claim")
    assert report(kind="nonsense")


def test_can_be_downloaded(home, staff_client):
    make_plain_page(home, "Cure", show_in_menus=True)
    response = staff_client.get(reverse("findings_report"), {"export": "csv"})
    assert "“Cure” claims more" in b"".join(response.streaming_content).decode()


def test_no_spreadsheet_takes_a_title_for_a_formula(home, staff_client):
    make_plain_page(home, '=HYPERLINK("//evil.example")', summary="Cure", show_in_menus=True)
    response = staff_client.get(reverse("findings_report"), {"export": "csv"})
    assert "'=HYPERLINK" in b"".join(response.streaming_content).decode()


def test_shows_only_pages_that_somebody_may_edit(home):
    page = make_plain_page(home, "Cure one")
    make_plain_page(home, "Cure two")
    editor = make_staff("editor")
    address = reverse("findings_report")
    assert signed_in(editor).get(address).status_code == 302
    allow(editor, page, "change_page")
    html = signed_in(editor).get(address).content.decode()
    assert "Cure one" in html
    assert "Cure two" not in html


def test_survives_a_draft_with_a_photo_that_was_deleted(home, report):
    image = make_image()
    service = make_service(home, "Cure", photos=(image,))
    service.body = [("text", "<p>Text</p>")]
    service.save_revision()
    image.delete()
    assert "“Cure” claims more" in report()


def test_queries_do_not_grow_with_the_site(home):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            findings_by_page(Page.objects.filter(depth__gt=1))
        return len(queries)

    def add(times: int) -> None:
        for _ in range(times):
            service = make_service(home, photos=(make_image(),))
            make_condition(home, areas=("neck",), body=f'<a linktype="page" id="{service.pk}">x</a>')
            make_gallery(home, photos=(make_image(),))
            make_plain_page(home, summary="cures", body=[("photo", make_image())])

    add(1)
    count()  # Django remembers content types
    first = count()
    add(4)
    assert count() == first <= 15


def test_the_starter_content_is_clean(db):
    load_starter()
    found = findings_by_page(Page.objects.filter(depth__gt=1))
    sentences = [finding.sentence for findings in found.values() for finding in findings]
    # Prices are for the clinic to set; the starter content invents none.
    assert sentences == ["The page says neither how long this takes nor what it costs."] * 2
