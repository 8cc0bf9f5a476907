"""How long a sign-in lasts, and what ends it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from staff.accounts.models import SignIn
from staff.accounts.sign_ins import describe_browser
from tests.staff.accounts.signing_in import OWN, PASSWORD, app_code, give_code, give_password, is_signed_in, with_app

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def grow_older(**duration) -> None:
    SignIn.objects.update(started_at=timezone.now() - timedelta(**duration))


def test_a_sign_in_ends_twelve_hours_after_it_began_however_busy_it_was(editor, browser):
    browser.post("/admin/login/", {"username": "editor", "password": PASSWORD, "remember": "on"})
    grow_older(hours=11, minutes=59)
    session = browser.session
    session["busy"] = "yes"
    session.save()
    assert is_signed_in(browser)
    grow_older(hours=12)
    assert not is_signed_in(browser)
    grow_older(hours=1)
    assert not is_signed_in(browser)


def test_a_half_sign_in_ends_too(editor, browser):
    with_app(editor)
    give_password(browser, "editor")
    grow_older(hours=12)
    assert browser.get("/admin/login/second-step/").url == "/admin/login/"


def test_a_session_without_a_sign_in_is_nobodys(editor, browser):
    give_password(browser, "editor")
    SignIn.objects.all().delete()
    assert not is_signed_in(browser)


def test_the_sign_in_of_somebody_else_is_worth_nothing(editor, writer):
    mine, others = Client(), Client()
    give_password(mine, "editor")
    give_password(others, "writer")
    session = mine.session
    session["sign_in"] = others.session["sign_in"]
    session.save()
    assert not is_signed_in(mine)


def test_signing_out_ends_it_for_those_who_kept_the_cookie(editor, browser):
    give_password(browser, "editor")
    cookie = browser.cookies["sessionid"].value
    browser.post("/admin/logout/")
    assert not SignIn.objects.exists()
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not is_signed_in(thief)


def change_password(client: Client, new: str):
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    data = {f"password-{name}": value for name, value in fields.items()}
    data |= {"name_email-first_name": "Eda", "name_email-last_name": "Example"}
    data |= {"name_email-email": "editor@clinic.example"}
    data |= {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    return client.post("/admin/account/", data)


def test_a_changed_password_ends_all_other_sign_ins(editor, mailoutbox):
    secret = with_app(editor)
    here, there = Client(), Client()
    give_password(here, "editor")
    give_code(here, app_code(secret))
    give_password(there, "editor")
    assert change_password(here, "another-good-one-7").status_code == 302
    assert is_signed_in(here)
    assert there.get("/admin/login/second-step/").url == "/admin/login/"
    assert here.get(OWN).content.decode().count("Since ") == 1
    assert [mail.subject for mail in mailoutbox] == ["The password of your account was changed"]


def test_a_new_account_gets_no_mail_about_its_first_password(editor, mailoutbox):
    assert not mailoutbox


def test_a_password_set_on_the_command_line_is_told_too(editor, browser, mailoutbox):
    give_password(browser, "editor")
    editor.refresh_from_db()
    editor.set_password("another-good-one-7")
    editor.save()
    assert len(mailoutbox) == 1
    assert not is_signed_in(browser)


def test_a_deactivated_account_is_signed_out_and_stays_so(editor, browser):
    give_password(browser, "editor")
    editor.is_active = False
    editor.save()
    assert not is_signed_in(browser)
    call_command("clock", once=True)
    editor.is_active = True
    editor.save()
    assert not is_signed_in(browser)


def test_all_other_browsers_can_be_signed_out_at_once(editor, browser):
    other = Client(headers={"user-agent": FIREFOX})
    give_password(browser, "editor")
    give_password(other, "editor")
    page = browser.get(OWN).content.decode()
    assert "Firefox, Windows" in page
    assert "Sign out in all other browsers" in page
    assert browser.get("/admin/account/sign-out-others/").status_code == 405
    browser.post("/admin/account/sign-out-others/")
    assert is_signed_in(browser)
    assert not is_signed_in(other)


def test_the_clock_deletes_what_has_ended(editor, browser):
    give_password(browser, "editor")
    grow_older(hours=13)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    call_command("clock", once=True)
    assert not SignIn.objects.exists()
    assert not Session.objects.exists()


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(editor, browser):
    give_password(browser, "editor")
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_visitors_get_no_cookie_and_make_no_query_for_it(home, browser, django_assert_num_queries):
    assert not browser.get("/").cookies
    with django_assert_num_queries(0):
        browser.get("/robots.txt")


def test_being_signed_in_takes_one_query_more_than_a_session(editor, browser, django_assert_num_queries):
    give_password(browser, "editor")
    with django_assert_num_queries(3):  # session, person, sign-in
        browser.get("/admin/login/second-step/")


def test_account_pages_are_never_kept_by_caches(editor, browser):
    give_password(browser, "editor")
    for address in (OWN, f"{OWN}app/", "/admin/login/"):
        assert "no-store" in browser.get(address)["Cache-Control"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604",
            "Safari, iPhone",
        ),
        ("<script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_browsers_are_told_apart_in_words(sent, words):
    assert describe_browser(sent) == words
