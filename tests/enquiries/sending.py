"""Fills in the form on the contact page as a browser would."""

import time
from typing import Any
from unittest.mock import patch

from bs4 import BeautifulSoup
from django.test import Client

from enquiries.models import ContactPage
from enquiries.tokens import is_proof


def fill_in(client: Client, page: ContactPage, seconds: float = 20, **changes: Any) -> dict[str, str]:
    """Open the page `seconds` ago and return what a person would send, with `changes`; None leaves a field out."""
    with patch("django.core.signing.time.time", return_value=time.time() - seconds):
        opened = client.get(page.url)
    form = BeautifulSoup(opened.content, "html.parser").find("form")
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    written = {"name": "Jo Example", "email": "jo@example.com", "preferred_time": "Mornings", "message": "May I come?"}
    data |= {"telephone": "", "consent": "on"} | written | changes
    return {name: value for name, value in data.items() if value is not None}


def post(client: Client, page: ContactPage, data: Any, sender: str = "192.0.2.1", **headers: Any) -> Any:
    return client.post(f"{page.url}send/", data, REMOTE_ADDR=sender, **headers)


def send(client: Client, page: ContactPage, seconds: float = 20, sender: str = "192.0.2.1", **changes: Any) -> Any:
    """Open the page, send the form after `seconds`, and return the response."""
    return post(client, page, fill_in(client, page, seconds, **changes), sender)


def solve(token: str) -> str:
    """Do the work that the page's script does."""
    return next(str(number) for number in range(10_000_000) if is_proof(token, str(number)))


def summary(response: Any) -> list[str]:
    """Return the sentences above the form that say what is wrong."""
    alert = BeautifulSoup(response.content, "html.parser").find(role="alert")
    return [sentence.get_text(" ", strip=True) for sentence in alert.find_all(["p", "li"])] if alert else []
