"""Passkeys, with a key that signs as the standard says, and with keys that do not."""

import json
import re

from django.test import Client

from staff.accounts.models import Passkey
from staff.accounts.recovery import make_codes
from tests.staff.accounts.signing_in import HOME, OWN, SECOND_STEP, SecurityKey, give_code, give_password, is_signed_in


def options(response) -> dict:
    text = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(text[1])


def add(client: Client, key: SecurityKey, name: str = "My telephone"):
    answer = key.make(options(client.get(f"{OWN}passkey/")))
    return client.post(f"{OWN}passkey/", {"name": name, "answer": answer})


def half_signed_in(name: str = "editor") -> Client:
    client = Client()
    give_password(client, name)
    return client


def use(client: Client, key: SecurityKey):
    return client.post(SECOND_STEP, {"answer": key.sign(options(client.get(SECOND_STEP)))})


def test_a_passkey_is_added_and_is_the_second_step_from_then_on(editor, browser, mailoutbox):
    key = SecurityKey()
    give_password(browser, "editor")
    assert "Your recovery codes" in add(browser, key).content.decode()
    assert is_signed_in(browser)
    assert "passkey was added" in mailoutbox[0].body
    assert "My telephone" in browser.get(OWN).content.decode()
    other = half_signed_in()
    assert not is_signed_in(other)
    assert use(other, key).url == HOME
    assert is_signed_in(other)


def test_an_answer_counts_once(editor, browser):
    key = SecurityKey()
    give_password(browser, "editor")
    add(browser, key)
    first, second = half_signed_in(), half_signed_in()
    answer = key.sign(options(first.get(SECOND_STEP)))
    second.get(SECOND_STEP)
    for client in (first, second):
        client.post(SECOND_STEP, {"answer": answer})
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_answers_for_another_site_do_not_count(editor, browser):
    key = SecurityKey()
    give_password(browser, "editor")
    add(browser, key)
    for origin, rp_id in (
        ("https://evil.example", "testserver"),
        ("http://sub.testserver", "testserver"),
        ("http://testserver:81", "testserver"),
        ("http://testserver", "evil.example"),
    ):
        false = SecurityKey(origin, rp_id)
        false.private, false.id, false.uses = key.private, key.id, 50
        client = half_signed_in()
        assert "was not accepted" in use(client, false).content.decode()
        assert not is_signed_in(client)


def test_keys_of_others_and_unknown_keys_do_not_count(editor, writer, browser):
    key, others = SecurityKey(), SecurityKey()
    give_password(browser, "editor")
    add(browser, key)
    give_password(browser, "writer")
    add(browser, others)
    assert Passkey.objects.count() == 2
    forged = SecurityKey()
    forged.id = key.id
    for false in (others, SecurityKey(), forged):
        client = half_signed_in()
        use(client, false)
        assert not is_signed_in(client)


def test_a_copy_of_a_key_that_counts_behind_does_not_count(editor, browser):
    key = SecurityKey()
    give_password(browser, "editor")
    add(browser, key)
    key.uses = 7
    use(half_signed_in(), key)
    key.uses = 3
    client = half_signed_in()
    use(client, key)
    assert not is_signed_in(client)


def test_nonsense_is_refused_in_words(editor, browser):
    give_password(browser, "editor")
    add(browser, SecurityKey())
    for nonsense in ("", "{", "[]", "null", '{"id": 1}', "\0", '{"id":"AA","rawId":"AA","response":{}}'):
        client = half_signed_in()
        client.get(SECOND_STEP)
        assert "was not accepted" in client.post(SECOND_STEP, {"answer": nonsense}).content.decode(), nonsense
        browser.get(f"{OWN}passkey/")
        answer = browser.post(f"{OWN}passkey/", {"name": "x", "answer": nonsense})
        assert "did not make a passkey" in answer.content.decode(), nonsense
    assert Passkey.objects.count() == 1


def test_a_passkey_is_not_added_twice_nor_without_a_name(editor, browser):
    key = SecurityKey()
    give_password(browser, "editor")
    add(browser, key)
    assert "did not make a passkey" in add(browser, key).content.decode()
    assert "Give the passkey a name." in add(browser, SecurityKey(), name="").content.decode()
    assert Passkey.objects.count() == 1


def test_names_of_passkeys_are_text(editor, browser):
    give_password(browser, "editor")
    add(browser, SecurityKey(), name="<b>bold</b>")
    assert "<b>bold</b>" not in browser.get(OWN).content.decode()


def test_a_recovery_code_stands_for_a_lost_passkey(editor, browser):
    give_password(browser, "editor")
    add(browser, SecurityKey())
    code = make_codes(editor)[0]
    client = half_signed_in()
    assert "Recovery code" in client.get(SECOND_STEP).content.decode()
    give_code(client, code)
    assert is_signed_in(client)


def test_passkeys_are_not_offered_where_the_address_is_a_number(editor, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = Client(headers={"host": "127.0.0.1:8000"})
    give_password(client, "editor")
    assert "Passkeys need the site’s name" in client.get(OWN).content.decode()
    assert client.get(f"{OWN}passkey/").status_code == 404
