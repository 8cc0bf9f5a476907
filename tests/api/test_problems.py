"""Errors have one form, and nothing that is sent breaks anything."""

import pytest
from django.test import Client

ADDRESSES = ["page/", "pages/", "services/", "conditions/", "search/", "search/suggestions/", "redirects/", "clinic/"]
ODD = [
    '"',
    " ",
    "\t\n\r ",
    "\0",
    "a\0b",
    "word " * 5000,
    "9" * 20,
    "-1",
    "0",
    "1e9",
    "NaN",
    "//[",
    "https://[::1",
    "/" * 3000,
    "/a" * 900,
    "..%2f",
    "\N{COLLISION SYMBOL}",
    "\ud800".encode("utf-8", "surrogatepass"),
    "' OR 1=1 --",
    "<script>",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00Z",
    "W10",
    "WyJ0aXRsZSIsInhcdTAwMDAiLDFd",
    "WyJwb3NpdGlvbiIsIngiLDk5OTk5OTk5OTk5OTk5OTk5OTk5XQ",
    "WyJwb3NpdGlvbiIsW10sMV0",
    "W" * 990,
]
NAMES = ["path", "q", "limit", "cursor", "order", "area", "condition", "technique", "service", "updated_since", "type"]


def check_problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["type"] == "about:blank"
    assert told["status"] == status
    assert told["detail"]
    return told


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_that_is_sent_breaks_anything(home, client, address):
    for name in NAMES:
        for value in ODD:
            response = client.get(f"/api/v1/{address}", {name: value})
            assert response.status_code in (200, 404, 422), (name, value)
            if response.status_code != 200:
                check_problem(response, response.status_code)


def test_a_wrong_parameter_is_named_with_the_reason(home, client):
    told = check_problem(client.get("/api/v1/pages/", {"limit": 1000, "order": "price"}), 422)
    assert {error["field"] for error in told["errors"]} == {"limit", "order"}
    assert "100" in next(error["reason"] for error in told["errors"] if error["field"] == "limit")


def test_a_parameter_that_does_not_exist_or_stands_there_twice_is_refused(home, client):
    told = check_problem(client.get("/api/v1/clinic/?page=2"), 422)
    assert told["errors"] == [{"field": "page", "reason": "There is no such parameter here"}]
    told = check_problem(client.get("/api/v1/pages/?limit=1&limit=2"), 422)
    assert told["errors"] == [{"field": "limit", "reason": "Given more than once"}]


def test_a_parameter_that_is_needed_is_asked_for(home, client):
    told = check_problem(client.get("/api/v1/page/"), 422)
    assert [error["field"] for error in told["errors"]] == ["path"]


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v2/pages/", "/api/v1/pages/7/"])
def test_addresses_that_do_not_exist_are_problems_too(home, address):
    client = Client(enforce_csrf_checks=True)
    check_problem(client.get(address), 404)
    check_problem(client.post(address), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(home, method):
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/pages/")
    check_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(home, client):
    response = client.get("/api/v1/pages?limit=3")
    assert response.status_code == 301
    assert response["Location"] == "/api/v1/pages/?limit=3"


def test_an_error_of_ours_is_a_problem_and_is_told_to_us(home, monkeypatch, caplog):
    monkeypatch.setattr("home.api.navigation.Navigation.for_path", lambda *given: 1 / 0)
    response = Client(raise_request_exception=False).get("/api/v1/navigation/")
    check_problem(response, 500)
    assert "ZeroDivisionError" in caplog.text
    with pytest.raises(ZeroDivisionError):
        Client().get("/api/v1/navigation/")


def test_a_site_without_pages_answers_that_there_is_nothing(db, client):
    from wagtail.models import Site

    Site.objects.all().delete()
    for address in ("page/?path=/", "pages/", "clinic/", "navigation/"):
        check_problem(client.get(f"/api/v1/{address}"), 404)
