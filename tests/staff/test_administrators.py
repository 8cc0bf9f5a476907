"""An owner looks after people, but makes and changes no administrator."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.builders import make_person, signed_in

PASSWORD = "a-long-pass-phrase-7"


@pytest.fixture
def olive(db):
    return signed_in(make_person("Owners", "olive"))


@pytest.fixture
def admin(db):
    return User.objects.create_superuser("admin", "admin@example.com", PASSWORD)


def person(**fields) -> dict:
    names = {"username": "erin", "email": "erin@example.com", "first_name": "Erin", "last_name": "Example"}
    return names | {"password1": PASSWORD, "password2": PASSWORD} | fields


def test_an_owner_adds_a_person_with_a_role(olive):
    olive.post(reverse("wagtailusers_users:add"), person(groups=[Group.objects.get(name="Editors").pk]))
    assert [group.name for group in User.objects.get(username="erin").groups.all()] == ["Editors"]


def test_an_owner_makes_no_administrator(olive):
    page = olive.get(reverse("wagtailusers_users:add")).content.decode()
    assert "Only an administrator can make another one." in page
    olive.post(reverse("wagtailusers_users:add"), person(is_superuser="on"))
    erin = User.objects.get(username="erin")
    assert not erin.is_superuser
    address = reverse("wagtailusers_users:edit", args=[erin.pk])
    olive.post(address, person(is_superuser="on", is_active="on", first_name="Erin-Ann"))
    erin.refresh_from_db()
    assert (erin.first_name, erin.is_superuser) == ("Erin-Ann", False)


def test_an_owner_does_not_make_himself_an_administrator(olive):
    me = User.objects.get(username="olive")
    olive.post(reverse("wagtailusers_users:edit", args=[me.pk]), person(username="olive", is_superuser="on"))
    me.refresh_from_db()
    assert not me.is_superuser


@pytest.mark.parametrize("screen", ["edit", "delete"])
def test_an_owner_changes_no_administrator(olive, admin, screen):
    address = reverse(f"wagtailusers_users:{screen}", args=[admin.pk])
    assert olive.get(address).status_code == 302
    olive.post(address, person(username="admin", email="mine@example.com", is_active="on"))
    admin.refresh_from_db()
    assert (admin.email, admin.check_password(PASSWORD)) == ("admin@example.com", True)


@pytest.mark.parametrize("action", ["set_active_state", "assign_role", "delete"])
def test_an_owner_changes_no_administrator_among_many(olive, admin, action):
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    data = {"mark_as_active": "False", "role": Group.objects.get(name="Editors").pk}
    olive.post(f"{address}?id={admin.pk}", data)
    admin.refresh_from_db()
    assert admin.is_active
    assert not admin.groups.exists()


def test_a_person_is_told_at_the_old_address_when_an_owner_changes_it(olive, mailoutbox):
    erin = make_person("Editors", "erin")
    address = reverse("wagtailusers_users:edit", args=[erin.pk])
    fields = person(password1="", password2="", is_active="on")
    olive.post(address, fields)
    assert not mailoutbox
    olive.post(address, fields | {"email": "mine@example.com"})
    assert [mail.to for mail in mailoutbox] == [["erin@example.com"]]


def test_an_owner_is_told_why(olive, admin):
    response = olive.get(reverse("wagtailusers_users:edit", args=[admin.pk]), follow=True)
    assert "“admin”: only an administrator changes administrators." in response.content.decode()


def test_an_administrator_may_do_all_that(admin):
    client = signed_in(admin)
    assert (
        client.get(reverse("wagtailusers_users:edit", args=[User.objects.create_superuser("second").pk])).status_code
        == 200
    )
    client.post(reverse("wagtailusers_users:add"), person(is_superuser="on"))
    assert User.objects.get(username="erin").is_superuser
