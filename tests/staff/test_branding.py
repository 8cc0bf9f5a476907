"""The admin bears the clinic's name and mark, not Wagtail's."""

import re

import pytest
from django.utils.html import escape

from home.models import ClinicSettings


def words_in(html: str, tag: str) -> str:
    """Return what the first such element says."""
    return " ".join(re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", html, re.DOTALL)[1].split())


@pytest.mark.parametrize(
    ("name", "on_sign_in", "on_first_page"),
    [("", "Sign in", "Clinic"), ("Calm & <b>Sons</b>", "Sign in to Calm & <b>Sons</b>", "Calm & <b>Sons</b>")],
)
def test_signing_in_and_the_first_page_say_whose_it_is(home, client, staff_client, name, on_sign_in, on_first_page):
    ClinicSettings.objects.update_or_create(site=home.get_site(), defaults={"name": name})
    assert words_in(client.get("/admin/login/").content.decode(), "h1") == escape(on_sign_in)
    assert words_in(staff_client.get("/admin/").content.decode(), "h1") == escape(on_first_page)


def test_no_screen_shows_the_name_or_mark_of_the_software(home, client, staff_client):
    for html in (client.get("/admin/login/").content.decode(), staff_client.get("/admin/pages/").content.decode()):
        assert words_in(html, "title").endswith("- Clinic")
        assert "icon-wagtail" not in html
        assert "clinic/favicon.svg" in html
