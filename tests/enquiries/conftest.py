import pytest

from enquiries.models import ContactPage
from tests.builders import make_contact_page


@pytest.fixture
def contact(home) -> ContactPage:
    return make_contact_page(home)
