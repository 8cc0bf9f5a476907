"""Who waits after wrong passwords and codes, and who does not."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from staff.accounts.models import TryCount
from staff.accounts.throttling import CODE, KNOWN_FOR, PASSWORD, TooManyTries, forget_old_tries, take_try
from tests.processes import ROOT, environment_on
from tests.staff.accounts.signing_in import (
    HOME,
    app_code,
    give_code,
    give_password,
    is_signed_in,
    with_app,
)

OFFICE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def mistype(address: str, name: str, times: int = 5) -> None:
    for _ in range(times):
        assert give_password(at(address), name, "wrong").status_code == 200


def says_wait(response) -> bool:
    return "There were too many tries. Please try again in" in response.content.decode()


def pass_time(**duration) -> None:
    """Let time pass for all counts."""
    for count in TryCount.objects.all():
        for field in ("last_try_at", "free_at", "known_until"):
            if value := getattr(count, field):
                setattr(count, field, value - timedelta(**duration))
        count.save()


def test_after_five_wrong_passwords_one_waits_a_minute(editor):
    mistype(OFFICE, "editor")
    answer = give_password(at(OFFICE), "editor")
    assert "There were too many tries. Please try again in one minute." in answer.content.decode()
    pass_time(seconds=61)
    assert give_password(at(OFFICE), "editor").url == HOME


def test_colleagues_in_the_same_office_do_not_wait(editor, writer):
    mistype(OFFICE, "editor")
    assert give_password(at(OFFICE), "writer").url == HOME


def test_the_account_can_be_used_elsewhere_meanwhile(editor):
    mistype(OFFICE, "editor")
    assert give_password(at(ELSEWHERE), "editor").url == HOME


def test_each_further_mistake_makes_the_wait_longer_up_to_an_hour(editor):
    mistype(OFFICE, "editor")
    waits = []
    for _ in range(9):
        waits.append(TryCount.objects.latest("free_at").free_at - timezone.now())
        pass_time(hours=1)
        mistype(OFFICE, "editor", times=1)
    assert [round(wait.total_seconds() / 60) for wait in waits] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_tries_while_waiting_do_not_make_the_wait_longer(editor):
    mistype(OFFICE, "editor")
    free_at = TryCount.objects.latest("free_at").free_at
    for _ in range(20):
        give_password(at(OFFICE), "editor", "wrong")
    assert TryCount.objects.latest("free_at").free_at == free_at


def test_signing_in_forgets_the_mistakes_before(editor):
    for _ in range(3):
        mistype(OFFICE, "editor", times=4)
        assert give_password(at(OFFICE), "editor").url == HOME


def test_mistakes_are_forgotten_after_a_day(editor):
    mistype(OFFICE, "editor", times=4)
    pass_time(days=1, seconds=1)
    mistype(OFFICE, "editor", times=4)
    assert give_password(at(OFFICE), "editor").url == HOME


def test_names_that_do_not_exist_get_the_same_answers(editor):
    def answers(name: str) -> list[str]:
        texts = [give_password(at(OFFICE), name, "wrong").content.decode() for _ in range(7)]
        return [re.search(r'<li class="error">(.*?)</li>', text)[1] for text in texts]

    assert answers("editor") == answers("nobody")


def test_other_spellings_of_a_name_count_as_the_same(editor):
    for name in ("editor", "Editor", " EDITOR ", "editor", "eDitor"):
        give_password(at(OFFICE), name, "wrong")
    assert says_wait(give_password(at(OFFICE), "editor"))


def test_guessing_one_account_from_many_places_is_stopped_but_not_its_owner_in_the_office(editor):
    give_password(at(OFFICE), "editor")
    for i in range(50):
        mistype(f"203.0.113.{i}", "editor", times=1)
    assert says_wait(give_password(at("203.0.113.200"), "editor"))
    assert give_password(at(OFFICE), "editor").url == HOME


def test_guessing_many_accounts_from_one_place_is_stopped_but_not_those_who_sign_in_there(editor, writer):
    give_password(at(OFFICE), "editor")
    for i in range(100):
        mistype(OFFICE, f"name-{i}", times=1)
    assert says_wait(give_password(at(OFFICE), "name-200", "wrong"))
    assert says_wait(give_password(at(OFFICE), "writer"))
    assert give_password(at(OFFICE), "editor").url == HOME


def test_a_place_is_trusted_for_thirty_days(editor):
    give_password(at(OFFICE), "editor")
    pass_time(days=KNOWN_FOR.days + 1)
    for i in range(50):
        mistype(f"203.0.113.{i}", "editor", times=1)
    assert says_wait(give_password(at(OFFICE), "editor"))


def test_one_network_of_ipv6_counts_as_one(editor):
    for i in range(5):
        mistype(f"2001:db8::{i}", "editor", times=1)
    assert says_wait(give_password(at("2001:db8::99"), "editor"))
    assert give_password(at("2001:db8:0:1::1"), "editor").url == HOME


def test_addresses_that_visitors_make_up_do_not_count(editor):
    for i in range(5):
        give_password(at(OFFICE), "editor", "wrong", headers={"x-forwarded-for": f"203.0.113.{i}"})
    assert says_wait(give_password(at(OFFICE), "editor", headers={"x-forwarded-for": "203.0.113.99"}))


def test_behind_a_proxy_the_address_that_it_added_counts(editor, settings):
    settings.BEHIND_PROXY = True
    for i in range(5):
        give_password(at("127.0.0.1"), "editor", "wrong", headers={"x-forwarded-for": f"203.0.113.{i}, {OFFICE}"})
    assert says_wait(give_password(at("127.0.0.1"), "editor", headers={"x-forwarded-for": f"203.0.113.99, {OFFICE}"}))
    assert give_password(at("127.0.0.1"), "editor", headers={"x-forwarded-for": ELSEWHERE}).url == HOME


def test_wrong_codes_are_throttled_over_all_sign_ins_of_the_place(editor):
    secret = with_app(editor)
    for _ in range(5):
        client = at(OFFICE)
        give_password(client, "editor")
        give_code(client, "wrong")
    client = at(OFFICE)
    give_password(client, "editor")
    assert says_wait(give_code(client, app_code(secret)))
    assert not is_signed_in(client)
    pass_time(seconds=61)
    assert give_code(client, app_code(secret)).url == HOME


def test_codes_cannot_be_guessed_from_many_places(editor):
    with_app(editor)
    for i in range(15):
        client = at(f"203.0.113.{i}")
        give_password(client, "editor")
        give_code(client, "wrong")
    client = at("203.0.113.200")
    give_password(client, "editor")
    assert says_wait(give_code(client, "wrong"))


def test_confirming_the_password_is_throttled_too(editor):
    client = at(OFFICE)
    give_password(client, "editor")
    for _ in range(5):
        client.post("/admin/account/confirm/", {"password": "wrong"})
    assert says_wait(client.post("/admin/account/confirm/", {"password": "a-good-password"}))


def test_links_for_a_new_password_are_throttled_and_tell_nothing(editor, mailoutbox):
    def answers(email: str) -> list[tuple[int, bool]]:
        found = [at(OFFICE).post("/admin/password_reset/", {"email": email}) for _ in range(4)]
        return [(answer.status_code, says_wait(answer)) for answer in found]

    assert answers(editor.email) == answers("nobody@clinic.example") == [(302, False)] * 3 + [(200, True)]
    assert len(mailoutbox) == 3


def test_many_requests_for_links_from_one_place_are_stopped(db, mailoutbox):
    for i in range(30):
        at(OFFICE).post("/admin/password_reset/", {"email": f"nobody-{i}@clinic.example"})
    assert says_wait(at(OFFICE).post("/admin/password_reset/", {"email": "other@clinic.example"}))


def test_no_name_and_no_address_is_kept(editor):
    mistype(OFFICE, "editor")
    kept = str(list(TryCount.objects.values()))
    assert OFFICE not in kept
    assert "editor" not in kept


def test_the_clock_forgets_what_is_over(editor):
    mistype(OFFICE, "editor")
    give_password(at(ELSEWHERE), "editor")
    pass_time(days=1, seconds=1)
    forget_old_tries()
    assert [bool(count.known_until) for count in TryCount.objects.all()] == [True]
    pass_time(days=30)
    forget_old_tries()
    assert not TryCount.objects.exists()


def test_guesses_at_the_same_time_get_no_further(tmp_path):
    """Real processes on a database of their own: of 12 tries at once, five get through."""
    environment = environment_on(tmp_path)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    script = """
from concurrent.futures import ThreadPoolExecutor
from staff.accounts.throttling import PASSWORD, TooManyTries, take_try
def once(_):
    try:
        return bool(take_try(PASSWORD, None, "somebody"))
    except TooManyTries:
        return False
with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(once, range(4))))
"""
    running = [
        subprocess.Popen([*manage, "shell", "--no-imports", "-c", script], env=environment, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 5


@pytest.mark.django_db
def test_tries_without_a_request_are_counted_too():
    for _ in range(5):
        take_try(PASSWORD, None, "somebody")
    with pytest.raises(TooManyTries):
        take_try(PASSWORD, None, "somebody")
    take_try(CODE, None, "somebody")  # counted for itself
