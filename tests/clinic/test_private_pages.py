"""Pages behind a password: what those without it see, and how one gets in."""

import pytest
from wagtail.models import PageViewRestriction

from tests.builders import make_plain_page
from tests.clinic.test_public_pages import MOST_QUERIES


@pytest.fixture
def private(home):
    page = make_plain_page(home, "Prices for staff", summary="What staff pay", seo_title="Staff prices")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
    return page


def test_the_form_looks_like_the_site_and_tells_nothing_of_the_page(private, client, django_assert_max_num_queries):
    client.get(private.url)
    with django_assert_max_num_queries(MOST_QUERIES):
        html = client.get(private.url).content.decode()
    assert '<link rel="stylesheet"' in html
    assert '<label for="id_password">' in html
    assert '<meta name="robots" content="noindex">' in html
    for secret in ("Prices for staff", "What staff pay", "Staff prices", "og:"):
        assert secret not in html


def send(client, page, password: str):
    action = client.get(page.url).context["action_url"]
    return client.post(action, {"password": password, "return_url": page.url}, follow=True)


def test_a_wrong_password_is_said_at_the_field(private, client):
    html = send(client, private, "open").content.decode()
    assert "not correct" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_password_error"' in html
    assert "What staff pay" not in html


def test_the_right_password_opens_the_page(private, client):
    assert "What staff pay" in send(client, private, "sesame").content.decode()
