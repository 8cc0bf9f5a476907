"""A site where the authoring API is on, and programs of people."""

import pytest

from media.models import GalleryIndexPage
from tests.builders import index_page
from tests.staff.authoring import urls_on


@pytest.fixture(autouse=True)
def authoring_is_on(settings, home):
    settings.AUTHORING_API = True
    settings.ROOT_URLCONF = urls_on.__name__
    index_page(home, GalleryIndexPage, "Gallery")  # at which marketers have their rights
