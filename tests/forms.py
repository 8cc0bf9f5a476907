"""Fills in Wagtail's page editor as a browser would."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html


def edit_page(client: Client, page: Page, publish: bool = False, **changes: Any) -> Any:
    """Open the page in the editor, change some fields, save, and return the response."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    for name, value in changes.items():
        data.setlist(name, [str(item) for item in value] if isinstance(value, list) else [str(value)])
    if publish:
        data["action-publish"] = "action-publish"
    return client.post(address, data, follow=True)
