"""Fixtures for every test: a site with a home page, and one client for each kind of reader."""

import shutil

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, Site

from home.models import HomePage
from home.search import remembered_names
from tests.builders import signed_in


@pytest.fixture(autouse=True)
def nothing_left_over():
    """Leave neither cached values nor names nor uploaded files to the next test."""
    yield
    cache.clear()
    remembered_names.forget()
    for folder in (settings.MEDIA_ROOT, settings.VAR_DIR / "private"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(db) -> HomePage:
    """Return the home page of the default site, whose address is http://testserver/."""
    root = Page.get_first_root_node()
    home = HomePage(title="Home", slug="front-door", headline="Massage at a pressure you agree to")
    root.add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    return home


@pytest.fixture
def owner(db):
    return get_user_model().objects.create_superuser("owner", password="a-good-password")


@pytest.fixture
def staff_client(owner) -> Client:
    return signed_in(owner)
