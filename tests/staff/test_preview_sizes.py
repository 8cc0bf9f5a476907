"""The page that is being edited, in three widths side by side."""

import pytest

from tests.builders import allow, make_plain_page, make_staff, signed_in


@pytest.fixture
def page(home):
    page = make_plain_page(home, "Aftercare")
    page.title = "Aftercare, reworded"
    page.save_revision()
    return page


def screen(page) -> str:
    return f"/admin/pages/{page.pk}/sizes/"


def test_shows_three_named_frames(page, staff_client):
    html = staff_client.get(screen(page)).content.decode()
    assert html.count("<iframe") == 3
    for name in ("Phone, 360 px", "Tablet, 768 px", "Desktop, 1280 px"):
        assert f'title="{name}"' in html


def test_a_frame_shows_the_draft_and_may_stand_in_the_admin(page, staff_client):
    response = staff_client.get(f"{screen(page)}frame/?in_preview_panel=true")
    assert "Aftercare, reworded</h1>" in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_a_frame_shows_what_is_typed_into_an_open_preview(page, staff_client):
    typed = {"title": "Typed only", "slug": page.slug, "body-count": 0, "comments-TOTAL_FORMS": 0}
    typed |= {"comments-INITIAL_FORMS": 0, "summary": "", "shows_contact": ""}
    answer = staff_client.post(f"/admin/pages/{page.pk}/edit/preview/", typed).json()
    assert answer == {"is_valid": True, "is_available": True}
    assert "Typed only</h1>" in staff_client.get(f"{screen(page)}frame/").content.decode()


def test_is_for_those_who_may_edit_the_page(home, page):
    stranger = signed_in(make_staff("stranger"))
    assert stranger.get(screen(page)).status_code == 302
    assert stranger.get(f"{screen(page)}frame/").status_code == 302
    editor = make_staff("editor")
    allow(editor, home, "change_page")
    assert signed_in(editor).get(screen(page)).status_code == 200


def test_the_preview_panel_leads_there_and_has_every_size(page, staff_client):
    html = staff_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert screen(page) in html
    for width in (375, 768, 1280):
        assert f'data-device-width="{width}"' in html


def test_a_page_not_yet_saved_has_no_such_way(home, staff_client):
    html = staff_client.get(f"/admin/pages/add/home/plainpage/{home.pk}/").content.decode()
    assert "w-preview__sizes" in html
    assert "side by side" not in html
