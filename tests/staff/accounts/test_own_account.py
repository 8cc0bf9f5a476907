"""What the page “Account” asks for before the account changes hands."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.users.models import UserProfile

from tests.builders import picture_bytes
from tests.staff.accounts.signing_in import PASSWORD, give_password

ADDRESS = "/admin/account/"


def save(client, email: str = "writer@clinic.example", password: str = "", **others: Any):
    data = {
        "name_email-first_name": "Wendy",
        "name_email-last_name": "Example",
        "name_email-email": email,
        "name_email-password": password,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    return client.post(ADDRESS, data | others)


@pytest.fixture
def here(writer, browser):
    give_password(browser, "writer")
    return browser


def test_no_picture_is_taken_in_that_nobody_would_see(here, writer):
    assert "Profile picture" not in here.get(ADDRESS).content.decode()
    save(here, **{"avatar-avatar": SimpleUploadedFile("me.jpg", picture_bytes(), "image/jpeg")})
    assert not UserProfile.get_for_user(writer).avatar


def address() -> str:
    return User.objects.get(username="writer").email


def test_a_name_changes_without_the_password(here, mailoutbox):
    assert save(here).status_code == 302
    assert User.objects.get(username="writer").first_name == "Wendy"
    assert not mailoutbox


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("", "Type your password to change the e-mail address."), ("wrong", "This is not your password.")],
)
def test_the_address_does_not_change_without_the_password(here, password, sentence):
    answer = save(here, "thief@elsewhere.example", password).content.decode()
    assert sentence in answer
    assert "thief@elsewhere.example" in answer  # what was typed stays
    assert address() == "writer@clinic.example"


def test_the_address_changes_with_the_password_and_the_old_one_is_told(here, mailoutbox):
    assert save(here, "wendy@clinic.example", PASSWORD).status_code == 302
    assert address() == "wendy@clinic.example"
    (mail,) = mailoutbox
    assert mail.to == ["writer@clinic.example"]
    assert "Your account has another e-mail address now." in mail.body


def test_the_old_password_is_not_guessed_without_end(here):
    new = {"password-new_password1": "another-good-one-7", "password-new_password2": "another-good-one-7"}
    for _ in range(5):
        assert "This is not your password." in save(here, **new, **{"password-old_password": "x"}).content.decode()
    answer = save(here, **new, **{"password-old_password": PASSWORD}).content.decode()
    assert "There were too many tries." in answer
    assert User.objects.get(username="writer").check_password(PASSWORD)
