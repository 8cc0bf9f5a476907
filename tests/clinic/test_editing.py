"""Saving and publishing in the page editor. `make drill-editors` has eight people do so at once."""

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page

from clinic.editing import PageEditView, PageRevertView
from clinic.publishing import locked
from tests.builders import make_plain_page
from tests.forms import edit_page, page_form


def test_the_editor_refuses_what_no_other_way_publishes_and_keeps_what_was_typed(home, staff_client):
    page = make_plain_page(home, "Spring", summary="Old words")
    with hooks.register_temporarily("publishing_problems", lambda page: ["“Portrait” has no consent."]):
        response = edit_page(staff_client, page, publish=True, summary="New words")
    assert "“Spring” was not published. “Portrait” has no consent." in response.content.decode()
    page.refresh_from_db()
    assert page.summary == "Old words"
    assert page.get_latest_revision_as_object().summary == "New words"


def test_the_editor_publishes_as_a_whole_or_not_at_all(home, staff_client, monkeypatch):
    page = make_plain_page(home, "Spring", summary="Old words")
    revisions = page.revisions.count()
    monkeypatch.setattr(PageEditView, "get_view_live_message_button", lambda self: 1 / 0)  # after publishing
    with pytest.raises(ZeroDivisionError):
        edit_page(staff_client, page, publish=True, summary="New words")
    page.refresh_from_db()
    assert page.summary == "Old words"
    assert page.revisions.count() == revisions


def test_a_former_version_is_published_as_a_whole_or_not_at_all(home, staff_client, monkeypatch):
    page = make_plain_page(home, "Spring", summary="Old words")
    data = page_form(staff_client, page) | {"summary": "New words", "action-publish": "action-publish"}
    revisions = page.revisions.count()
    former = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.latest_revision_id])
    monkeypatch.setattr(PageRevertView, "get_view_live_message_button", lambda self: 1 / 0)  # after publishing
    with pytest.raises(ZeroDivisionError):
        staff_client.post(former, data)
    page.refresh_from_db()
    assert page.summary == "Old words"
    assert page.revisions.count() == revisions


def test_a_page_that_is_gone_cannot_be_saved(home, staff_client):
    assert staff_client.post("/admin/pages/98765/edit/").status_code == 404
    assert locked(Page, 98765) is None
