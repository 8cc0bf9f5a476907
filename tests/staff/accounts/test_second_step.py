"""The second step: who needs it, what a half sign-in may do, which codes count."""

import json
import re
import time

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home.models import PlainPage
from staff.accounts import authenticator
from staff.accounts.models import AuthenticatorApp, Passkey, RecoveryCode, SignIn
from staff.accounts.recovery import make_codes
from tests.builders import add_page, make_staff
from tests.staff.accounts.signing_in import (
    HOME,
    OWN,
    PASSWORD,
    SECOND_STEP,
    app_code,
    give_code,
    give_password,
    is_signed_in,
    with_app,
)


def shown_secret(client: Client) -> str:
    page = client.get(f"{OWN}app/").content.decode()
    return re.search(r'<code class="accounts-secret">(.*?)</code>', page)[1]


def shown_codes(response) -> list[str]:
    return re.findall(r"<code>([a-z2-9-]{14})</code>", response.content.decode())


def test_an_account_without_second_step_signs_in_with_the_password_alone(editor, browser):
    assert give_password(browser, "editor").url == HOME
    assert is_signed_in(browser)


def test_the_password_alone_opens_nothing_where_there_is_a_second_step(editor, browser, home):
    secret = with_app(editor)
    assert give_password(browser, "editor").url == SECOND_STEP
    for address in (
        HOME,
        "/admin/account/",
        "/admin/api/main/pages/",
        f"/admin/pages/{home.pk}/edit/",
        f"/admin/pages/{home.pk}/edit/preview/",
        f"/admin/pages/{home.pk}/view_draft/",
        "/admin/images/",
        "/admin/users/",
    ):
        assert browser.get(address).url.startswith("/admin/login/?next="), address
    for address in (OWN, f"{OWN}app/", f"{OWN}passkey/", f"{OWN}codes/", "/admin/account/confirm/"):
        assert browser.get(address).url == SECOND_STEP, address
        assert browser.post(address).url == SECOND_STEP, address
    assert browser.post("/admin/account/sign-out-others/").url == SECOND_STEP
    assert give_code(browser, app_code(secret)).url == HOME
    assert is_signed_in(browser)


def test_the_password_alone_shows_no_private_page(editor, browser, home):
    page = add_page(home, PlainPage(title="For staff"))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    secret = with_app(editor)
    assert browser.get("/for-staff/").url == "/admin/login/?next=/for-staff/"
    assert give_password(browser, "editor", next="/for-staff/").url == SECOND_STEP
    assert browser.get("/for-staff/").status_code == 302
    assert give_code(browser, app_code(secret)).url == "/for-staff/"
    assert browser.get("/for-staff/").status_code == 200


def test_wagtails_other_form_to_sign_in_leads_to_the_only_one(editor, browser):
    address = "/_util/login/?next=/for-staff/"
    assert browser.get(address).url == "/admin/login/?next=/for-staff/"
    browser.post(address, {"username": "editor", "password": PASSWORD})
    assert not SignIn.objects.exists()


def test_whoever_asks_for_the_form_again_is_led_on(editor, browser):
    with_app(editor)
    give_password(browser, "editor")
    assert browser.get("/admin/login/?next=/admin/images/").url == SECOND_STEP


def test_the_second_step_is_closed_to_strangers_and_to_those_who_did_it(editor, browser):
    assert browser.get(SECOND_STEP).url == "/admin/login/"
    assert give_code(browser, "123456").url == "/admin/login/"
    give_password(browser, "editor")
    assert browser.get(SECOND_STEP).url == "/admin/login/"


def test_wrong_codes_are_refused_in_words(editor, browser):
    secret = with_app(editor)
    give_password(browser, "editor")
    right = app_code(secret)
    assert "This code is wrong" in give_code(browser, "000000" if right != "000000" else "111111").content.decode()
    assert "Type the code." in give_code(browser, "").content.decode()
    assert give_code(browser, "²²²²²²").status_code == 200
    assert not is_signed_in(browser)


def test_a_code_counts_once(editor):
    secret = with_app(editor)
    code = app_code(secret)
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client, "editor")
    give_code(first, code)
    give_code(second, code)
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_no_older_code_counts_after_a_newer_one(editor, monkeypatch):
    secret = with_app(editor)
    now = 2_000_000_010
    monkeypatch.setattr(authenticator.time, "time", lambda: now)
    assert authenticator.accept_app_code(editor, app_code(secret, now))
    assert not authenticator.accept_app_code(editor, app_code(secret, now - 30))


@pytest.mark.parametrize(("seconds", "counts"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_be_half_a_minute_off(editor, monkeypatch, seconds, counts):
    secret = with_app(editor)
    now = 2_000_000_010
    monkeypatch.setattr(authenticator.time, "time", lambda: now)
    assert authenticator.accept_app_code(editor, app_code(secret, now + seconds)) == counts


def test_codes_of_somebody_else_do_not_count(editor, writer, browser):
    with_app(editor)
    others = app_code(with_app(writer))
    recovery = make_codes(writer)[0]
    give_password(browser, "editor")
    give_code(browser, others)
    give_code(browser, recovery)
    assert not is_signed_in(browser)


def test_a_recovery_code_counts_once_however_it_is_typed(editor, mailoutbox):
    with_app(editor)
    code = make_codes(editor)[0]
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client, "editor")
    give_code(first, code.upper().replace("-", " "))
    give_code(second, code)
    assert is_signed_in(first)
    assert not is_signed_in(second)
    assert editor.recovery_codes.count() == 9
    assert ["recovery codes" in mail.body for mail in mailoutbox] == [True]


def test_neither_secrets_nor_codes_can_be_read_in_the_database(editor):
    secret = with_app(editor)
    code = make_codes(editor)[0]
    kept = json.dumps(list(AuthenticatorApp.objects.values("secret")) + list(RecoveryCode.objects.values("digest")))
    assert secret not in kept
    assert code.replace("-", "") not in kept


def test_an_app_of_a_former_key_of_the_site_works_on_while_that_key_is_named(editor, settings):
    secret = with_app(editor)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" + "1" * 50
    assert not authenticator.accept_app_code(editor, app_code(secret))
    settings.SECRET_KEY_FALLBACKS = [former]
    assert authenticator.accept_app_code(editor, app_code(secret))


def test_the_session_gets_a_new_key_with_each_step(editor, browser):
    secret = with_app(editor)
    browser.get("/admin/login/")
    give_password(browser, "editor")
    half = browser.cookies["sessionid"].value
    give_code(browser, app_code(secret))
    whole = browser.cookies["sessionid"].value
    assert half != whole
    thief = Client()
    thief.cookies["sessionid"] = half
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    "hostile", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_signing_in_leads_to_no_other_site(editor, hostile):
    client = Client()
    assert give_password(client, "editor", next=hostile).url == HOME
    secret = with_app(editor)
    client = Client()
    give_password(client, "editor", next=hostile)
    assert give_code(client, app_code(secret)).url == HOME
    SignIn.objects.update(password_at="2026-01-01T00:00Z")
    answer = client.post("/admin/account/confirm/", {"password": PASSWORD, "next": hostile})
    assert answer.url == OWN


def test_one_can_start_again_as_somebody_else(editor, browser):
    with_app(editor)
    give_password(browser, "editor")
    assert browser.get("/admin/login/start-again/").status_code == 405
    browser.post("/admin/login/start-again/")
    assert not SignIn.objects.exists()
    assert browser.get("/admin/login/").status_code == 200


# Where it is required -----------------------------------------------------------------------------------------


def may(codename):
    user = make_staff("somebody")
    user.user_permissions.add(Permission.objects.get(codename=codename))
    return user


@pytest.mark.usefixtures("second_factor_required")
class TestWhereRequired:
    def test_whoever_may_publish_must_set_it_up_before_anything_else(self, editor, browser, home):
        assert give_password(browser, "editor", next="/admin/images/").url == OWN
        for address in (HOME, "/admin/account/", "/admin/api/main/pages/", f"/admin/pages/{home.pk}/edit/preview/"):
            assert browser.get(address).url.startswith("/admin/login/"), address
        assert browser.get("/admin/login/").url == OWN
        secret = shown_secret(browser)
        answer = browser.post(f"{OWN}app/", {"code": app_code(secret)})
        assert len(shown_codes(answer)) == 10
        assert 'href="/admin/images/"' in answer.content.decode()
        assert is_signed_in(browser)

    def test_writers_need_none(self, writer, browser):
        assert give_password(browser, "writer").url == HOME
        assert is_signed_in(browser)

    def test_administrators_need_it(self, owner, browser):
        assert give_password(browser, "owner").url == OWN
        assert not is_signed_in(browser)

    @pytest.mark.parametrize("codename", ["add_user", "change_user", "delete_user", "change_group"])
    def test_whoever_manages_accounts_needs_it(self, db, browser, codename):
        browser.force_login(may(codename))
        assert not is_signed_in(browser)

    def test_it_holds_at_once_for_those_who_come_to_publish_while_signed_in(self, writer, browser, home):
        give_password(browser, "writer")
        assert is_signed_in(browser)
        group = Group.objects.get(name="Rights of writer")
        permission = Permission.objects.get(codename="publish_page")
        group.page_permissions.create(page=home.page_ptr, permission=permission)
        assert not is_signed_in(browser)
        assert browser.get("/admin/login/").url == OWN

    def test_a_link_for_a_new_password_does_not_go_around_it(self, editor, browser, mailoutbox):
        secret = with_app(editor)
        browser.post("/admin/password_reset/", {"email": editor.email})
        link = re.search(r"/admin/password_reset/confirm/\S+", mailoutbox[0].body)[0]
        form = browser.get(link).url
        browser.post(form, {"new_password1": "another-good-one-7", "new_password2": "another-good-one-7"})
        assert not is_signed_in(browser)
        assert give_password(browser, "editor", "another-good-one-7").url == SECOND_STEP
        assert give_code(browser, app_code(secret)).url == HOME

    def test_the_last_factor_cannot_be_removed(self, editor, browser):
        secret = with_app(editor)
        give_password(browser, "editor")
        give_code(browser, app_code(secret))
        answer = browser.post(f"{OWN}app/remove/", follow=True)
        assert "Add another before you remove this one" in answer.content.decode()
        Passkey.objects.create(user=editor, name="Key", credential_id="x", credential=b"", use_count=0)
        browser.post(f"{OWN}app/remove/")
        assert not AuthenticatorApp.objects.exists()


# One's own factors --------------------------------------------------------------------------------------------


def test_setting_up_an_app_by_choice_makes_other_browsers_show_it(editor, browser, mailoutbox):
    other = Client()
    for client in (browser, other):
        give_password(client, "editor")
    browser.post(f"{OWN}app/", {"code": app_code(shown_secret(browser))})
    assert is_signed_in(browser)
    assert not is_signed_in(other)
    assert other.get("/admin/login/").url == SECOND_STEP
    assert "authenticator app was set up" in mailoutbox[0].body
    assert mailoutbox[0].to == [editor.email]


def test_an_app_that_shows_other_codes_is_not_set_up(editor, browser):
    give_password(browser, "editor")
    secret = shown_secret(browser)
    wrong = "000000" if app_code(secret) != "000000" else "111111"
    assert "This is not the code" in browser.post(f"{OWN}app/", {"code": wrong}).content.decode()
    assert not AuthenticatorApp.objects.exists()
    assert shown_secret(browser) == secret


def test_codes_for_a_new_app_are_throttled_in_words(editor, browser):
    give_password(browser, "editor")
    secret = shown_secret(browser)
    for _ in range(5):
        browser.post(f"{OWN}app/", {"code": "wrong"})
    assert "There were too many tries" in browser.post(f"{OWN}app/", {"code": app_code(secret)}).content.decode()
    assert not AuthenticatorApp.objects.exists()


def test_the_code_that_set_up_an_app_does_not_sign_in(editor, browser):
    give_password(browser, "editor")
    code = app_code(shown_secret(browser))
    browser.post(f"{OWN}app/", {"code": code})
    other = Client()
    give_password(other, "editor")
    give_code(other, code)
    assert not is_signed_in(other)


def test_nothing_is_changed_without_the_password_of_the_last_minutes(editor, browser):
    secret = with_app(editor)
    give_password(browser, "editor")
    give_code(browser, app_code(secret))
    SignIn.objects.update(password_at="2026-01-01T00:00Z")
    for address in (f"{OWN}app/", f"{OWN}passkey/", f"{OWN}codes/", f"{OWN}app/remove/"):
        assert browser.get(address).url == f"/admin/account/confirm/?next={address}"
        assert browser.post(address).url == f"/admin/account/confirm/?next={address}"
    wrong = browser.post("/admin/account/confirm/", {"password": "wrong", "next": f"{OWN}codes/"})
    assert "This is not your password" in wrong.content.decode()
    right = browser.post("/admin/account/confirm/", {"password": PASSWORD, "next": f"{OWN}codes/"})
    assert right.url == f"{OWN}codes/"
    assert browser.get(right.url).status_code == 200


def test_new_recovery_codes_take_the_place_of_the_old(editor, browser, mailoutbox):
    secret = with_app(editor)
    old = make_codes(editor)
    give_password(browser, "editor")
    give_code(browser, app_code(secret))
    assert "10 recovery codes left" in browser.get(OWN).content.decode()
    new = shown_codes(browser.post(f"{OWN}codes/"))
    assert len(set(new) - set(old)) == 10
    assert "New recovery codes" in mailoutbox[0].body
    assert not any(code in browser.get(OWN).content.decode() for code in new)
    other = Client()
    give_password(other, "editor")
    give_code(other, old[0])
    assert not is_signed_in(other)
    give_code(other, new[0])
    assert is_signed_in(other)


def test_there_are_no_recovery_codes_without_a_factor(editor, browser):
    give_password(browser, "editor")
    browser.post(f"{OWN}codes/")
    assert not RecoveryCode.objects.exists()


def test_a_removed_factor_ends_other_sign_ins_and_takes_the_codes_along(editor, browser, mailoutbox):
    secret = with_app(editor)
    make_codes(editor)
    give_password(browser, "editor")
    give_code(browser, app_code(secret))
    SignIn.objects.create(user=editor, browser="Other")
    browser.post(f"{OWN}app/remove/")
    assert "It is removed already." in browser.post(f"{OWN}app/remove/", follow=True).content.decode()
    assert SignIn.objects.count() == 1
    assert not RecoveryCode.objects.exists()
    assert is_signed_in(browser)
    assert "app was removed" in mailoutbox[0].body


def test_nobody_removes_the_passkey_of_somebody_else(editor, writer, browser):
    passkey = Passkey.objects.create(user=writer, name="Key", credential_id="x", credential=b"", use_count=0)
    give_password(browser, "editor")
    assert browser.post(f"{OWN}passkey/{passkey.pk}/remove/").url == OWN
    assert Passkey.objects.exists()


# Losing everything --------------------------------------------------------------------------------------------


def test_an_administrator_resets_the_second_step_of_a_colleague(owner, editor, browser, mailoutbox):
    with_app(editor)
    give_password(browser, "editor")
    administrator = Client()
    give_password(administrator, "owner")
    address = reverse("reset_second_step", args=[editor.pk])
    assert address in administrator.get("/admin/users/").content.decode()
    assert administrator.get(address).status_code == 200
    assert AuthenticatorApp.objects.exists()
    administrator.post(address)
    assert not AuthenticatorApp.objects.exists()
    assert not SignIn.objects.filter(user=editor).exists()
    assert "second step was reset" in mailoutbox[0].body


def test_only_whoever_manages_accounts_resets_and_no_administrator_but_by_another(owner, editor, browser):
    with_app(owner)
    with_app(editor)
    give_password(browser, "editor")
    manager = Client()
    manager.force_login(may("change_user"))
    stranger = Client()
    stranger.force_login(make_staff("stranger"))
    for client, target in ((manager, owner), (stranger, editor), (browser, owner)):
        client.post(reverse("reset_second_step", args=[target.pk]))
    assert AuthenticatorApp.objects.count() == 2
    manager.post(reverse("reset_second_step", args=[editor.pk]))
    assert AuthenticatorApp.objects.count() == 1


def test_a_command_resets_the_second_step_of_the_last_administrator(owner, browser, capsys):
    with_app(owner)
    call_command("reset_second_step", "owner")
    assert "is gone" in capsys.readouterr().out
    give_password(browser, "owner")
    assert is_signed_in(browser)
    call_command("reset_second_step", "owner")
    assert "had no second step" in capsys.readouterr().out


def test_the_command_says_so_if_there_is_no_such_account(db):
    with pytest.raises(CommandError, match="no account with the user name “nobody”"):
        call_command("reset_second_step", "nobody")


def test_the_account_page_leads_to_the_second_step(editor, browser):
    give_password(browser, "editor")
    assert f'href="{OWN}"' in browser.get("/admin/account/").content.decode()


def test_another_app_in_the_place_of_the_first_ends_the_sign_ins_that_it_opened(editor, browser):
    secret = with_app(editor)
    thief = Client()
    for client, seconds in ((thief, -30), (browser, 0)):
        give_password(client, "editor")
        give_code(client, app_code(secret, time.time() + seconds))
        assert is_signed_in(client)
    assert "all your other browsers are signed out" in browser.get(f"{OWN}app/").content.decode()
    browser.post(f"{OWN}app/", {"code": app_code(shown_secret(browser))})
    assert is_signed_in(browser)
    assert not is_signed_in(thief)
