import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.builders import allow, make_staff
from tests.staff.accounts.signing_in import PASSWORD


@pytest.fixture
def editor(home) -> User:
    """Return somebody who may edit and publish pages, with an address."""
    user = make_staff("editor")
    allow(user, home, "change_page", "publish_page")
    return with_password(user)


@pytest.fixture
def writer(home) -> User:
    """Return somebody who may edit pages and not publish them."""
    user = make_staff("writer")
    allow(user, home, "change_page")
    return with_password(user)


def with_password(user: User) -> User:
    user.email = f"{user.username}@clinic.example"
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def second_factor_required(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
