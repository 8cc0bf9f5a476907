"""The page on which people make tokens for programs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken, ModelLogEntry

from media.models import GalleryIndexPage
from staff.accounts.models import SignIn
from tests.builders import index_page, make_person, signed_in
from tests.staff.accounts.conftest import with_password
from tests.staff.accounts.signing_in import give_password
from tests.staff.authoring import urls_on

TOKENS = "/admin/account/tokens/"


@pytest.fixture(autouse=True)
def authoring_is_on(settings, home):
    settings.AUTHORING_API = True
    settings.ROOT_URLCONF = urls_on.__name__
    index_page(home, GalleryIndexPage, "Gallery")  # at which marketers have their rights


@pytest.fixture
def author() -> User:
    return with_password(make_person("Editors", "author"))


def made_token(client: Client) -> str:
    text = client.post(TOKENS, {"name": "Old site"}).content.decode()
    return text.partition('<code class="accounts-secret">')[2].partition("<")[0]


def test_a_token_is_shown_once_and_works(author):
    client = signed_in(author)
    plain = made_token(client)
    page = client.get(TOKENS).content.decode()
    assert plain not in page
    assert "Old site" in page
    assert plain[:12] in page
    who = Client().get("/api/v3/whoami/", headers={"Authorization": f"Bearer {plain}"})
    assert who.json()["user"]["username"] == "author"


def test_the_person_is_told_and_it_is_logged(author):
    made_token(signed_in(author))
    assert mail.outbox[-1].to == [author.email]
    assert "token was made" in mail.outbox[-1].body
    assert ModelLogEntry.objects.get(action="accounts.token_made").user == author


def test_the_password_must_have_been_typed_lately(author):
    client = signed_in(author)
    SignIn.objects.update(password_at=timezone.now() - timedelta(minutes=11))
    for answer in (client.get(TOKENS), client.post(TOKENS, {"name": "Old site"})):
        assert answer.status_code == 302
        assert "/account/confirm/" in answer["Location"]
    assert not APIToken.objects.exists()


def test_a_half_sign_in_makes_none(author, settings):
    publisher = with_password(make_person("Publishers", "publisher"))
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    give_password(client, publisher.username)
    assert client.post(TOKENS, {"name": "x"}).status_code == 302
    assert not APIToken.objects.exists()


@pytest.mark.parametrize(("role", "may"), [("Editors", True), ("Marketers", True), ("Clinical reviewers", False)])
def test_only_those_who_write_pages_have_tokens(role, may):
    client = signed_in(make_person(role))
    assert (client.get(TOKENS).status_code == 200) == may
    assert (TOKENS in client.get("/admin/account/").content.decode()) == may
    client.post(TOKENS, {"name": "x"})
    assert APIToken.objects.exists() == may


def test_one_ends_ones_own_tokens_only(author):
    client = signed_in(author)
    mine, _plain = APIToken.create_token(user=author, name="Mine")
    others, _plain = APIToken.create_token(user=make_person("Editors"), name="Other")
    assert "Other" not in client.get(TOKENS).content.decode()
    for token in (mine, others):
        client.post(f"{TOKENS}{token.pk}/end/")
        token.refresh_from_db()
    assert mine.revoked_at
    assert not others.revoked_at


def test_nothing_of_it_is_there_where_it_is_off(author, settings):
    settings.AUTHORING_API, settings.ROOT_URLCONF = False, "clinic.urls"
    client = signed_in(author)
    assert client.get(TOKENS).status_code == 404
    assert client.get("/api/v3/pages/").status_code == 404
    assert client.get("/admin/account/").status_code == 200
    assert client.get("/admin/api-tokens/").status_code == 404
