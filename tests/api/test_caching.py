"""For how long answers keep, and whose scripts may read them."""

import gzip

import pytest

from tests.builders import make_plain_page

PAGES = "/api/v1/pages/"


def test_caches_keep_public_answers_for_less_than_a_minute(home, client):
    response = client.get(PAGES)
    assert response["Cache-Control"] == "public, max-age=30"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_an_unchanged_answer_is_not_sent_again(home, client):
    etag = client.get(PAGES)["ETag"]
    unchanged = client.get(PAGES, headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    assert unchanged.content == b""
    assert unchanged["ETag"] == etag
    assert unchanged["Cache-Control"] == "public, max-age=30"
    make_plain_page(home)
    assert client.get(PAGES, headers={"If-None-Match": etag}).status_code == 200


def test_a_compressed_answer_is_recognised_too(home, client):
    make_plain_page(home)
    headers = {"Accept-Encoding": "gzip"}
    response = client.get(PAGES, headers=headers)
    assert b'"items"' in gzip.decompress(response.content)
    assert "Accept-Encoding" in response["Vary"]
    assert client.get(PAGES, headers=headers | {"If-None-Match": response["ETag"]}).status_code == 304


def test_head_answers_as_get_does_without_the_body(home, client):
    response = client.head(PAGES)
    assert response.status_code == 200
    assert response.content == b""
    assert response["ETag"] == client.get(PAGES)["ETag"]


def test_what_is_searched_for_stays_with_the_visitor(home, client):
    for address in ("search/", "search/suggestions/"):
        cache_control = client.get(f"/api/v1/{address}?q=neck")["Cache-Control"]
        assert "private" in cache_control
        assert "public" not in cache_control


def test_problems_are_not_kept(home, client):
    assert client.get("/api/v1/page/?path=/nothing/")["Cache-Control"] == "no-store"
    assert client.get("/api/v1/pages/?limit=0")["Cache-Control"] == "no-store"


def test_signed_in_staff_get_what_everybody_gets(home, client, staff_client):
    make_plain_page(home, live=False)
    assert staff_client.get(PAGES).content == client.get(PAGES).content


def test_scripts_of_any_site_may_read_it_unless_some_are_named(home, client, settings):
    assert client.get(PAGES, headers={"Origin": "https://app.example"})["Access-Control-Allow-Origin"] == "*"
    settings.API_ALLOWED_ORIGINS = ["https://app.example"]
    named = client.get(PAGES, headers={"Origin": "https://app.example"})
    assert named["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Origin" in named["Vary"]
    other = client.get(PAGES, headers={"Origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in other
    assert "Origin" in other["Vary"]
    assert "Access-Control-Allow-Credentials" not in named


def test_browsers_that_ask_first_are_told_what_is_allowed(home, client):
    response = client.options(PAGES, headers={"Origin": "https://app.example", "Access-Control-Request-Method": "GET"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_pages_stay_as_they_are(home, client, address):
    assert "Access-Control-Allow-Origin" not in client.get(address)
