"""What every answer tells the browser to forbid."""

import re

from django.test import Client

from tests.builders import make_service


def test_public_pages_forbid_everything_from_elsewhere_and_inline(home, client):
    policy = client.get(make_service(home).url)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


def test_error_pages_carry_the_policy_too(home, client):
    assert "default-src 'self'" in client.get("/nothing-here/")["Content-Security-Policy"]


def test_the_admin_loads_nothing_from_elsewhere(home, staff_client):
    response = staff_client.get("/admin/")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "http" not in response["Content-Security-Policy"]
    loaded = re.findall(r'<(?:img|script|link|iframe)[^>]+(?:src|href)="([^"]+)"', response.content.decode())
    assert loaded
    assert all(address.startswith(("/", "data:")) for address in loaded)


def test_static_files_carry_the_policy_too(client, settings):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    response = Client().get("/static/clinic/clinic.css")
    assert response.status_code == 200
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_other_sites_are_not_told_what_a_visitor_reads(home, client):
    assert client.get(home.url)["Referrer-Policy"] == "same-origin"


def test_visitors_get_no_cookie(home, client):
    client.get(make_service(home).url)
    assert not client.cookies
