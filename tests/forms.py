"""Fills in Wagtail's page editor as a browser would."""

from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def page_form(client: Client, page: Page) -> QueryDict:
    """Return what the editor would send back unchanged. Bodies, which scripts draw, are sent empty."""
    data = querydict_from_html(client.get(edit_address(page)).content.decode(), form_id="page-edit-form")
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            data.update(nested_form_data({field.name: streamfield([])}))
    return data


def edit_page(client: Client, page: Page, publish: bool = False, **changes: Any) -> Any:
    """Open the page in the editor, change some fields, save, and return the response."""
    data = page_form(client, page)
    for name, value in changes.items():
        data.setlist(name, [str(item) for item in value] if isinstance(value, list) else [str(value)])
    if publish:
        data["action-publish"] = "action-publish"
    return client.post(edit_address(page), dict(data.lists()), follow=True)
