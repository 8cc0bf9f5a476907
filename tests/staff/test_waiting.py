"""The list of what waits for whom."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tests.builders import make_person, make_plain_page, make_service, make_staff, signed_in, submit


@pytest.fixture
def service(home):
    return make_service(home, "Swedish massage")


@pytest.fixture
def editor(service):
    return make_person("Editors", "erin", first_name="Erin", last_name="Example")


def rows(user) -> list[str]:
    html = signed_in(user).get(reverse("waiting")).content.decode()
    found = re.findall(r"<tr>(.*?)</tr>", html.partition("<tbody>")[2], re.S)
    return [re.sub(r"\s+", " ", unescape(strip_tags(row))).strip() for row in found]


def test_says_what_waits_for_whom_since_when_and_by_whom(service, editor):
    make_person("Clinical reviewers")
    service.summary = "Long strokes"
    service.save_revision()
    submit(service, editor)
    (row,) = rows(editor)
    assert row.startswith("Swedish massage Service · See the changes")
    assert "Clinical reviewers Just now Erin Example" in row


def test_what_waits_for_the_reader_comes_first(home, service, editor):
    publisher = make_person("Publishers")
    make_person("Clinical reviewers")
    submit(service, editor)
    submit(make_plain_page(home, "Prices"), editor)
    assert [row.split(" ")[0] for row in rows(editor)] == ["Swedish", "Prices"]
    mine, other = rows(publisher)
    assert mine.startswith("Prices Plain page")
    assert "You Owners or Publishers" in mine
    assert other.startswith("Swedish massage Service")
    assert "You" not in other


def test_a_page_sent_back_waits_for_who_submitted_it(service, editor):
    submit(service, editor)
    service.current_workflow_task_state.reject(user=make_person("Clinical reviewers"))
    (row,) = rows(editor)
    assert "You Changes by Erin Example" in row


def test_says_where_nobody_can_approve(service, editor):
    submit(service, editor)
    assert "Clinical reviewers – nobody has this role yet" in rows(editor)[0]


def test_shows_only_pages_the_reader_may_open(home, service, editor):
    submit(service, editor)
    submit(make_plain_page(home, "Prices"), editor)
    (row,) = rows(make_person("Clinical reviewers"))
    assert row.startswith("Swedish massage")


def test_a_new_page_has_nothing_to_compare(home, editor):
    submit(make_service(home, "Cupping", live=False), editor)
    assert "The page is new" in rows(editor)[0]


def test_an_empty_list_says_so(service, editor):
    assert "Nothing waits for approval." in signed_in(editor).get(reverse("waiting")).content.decode()


def test_the_menu_counts_what_waits_for_the_reader(service, editor):
    reviewer = make_person("Clinical reviewers")
    submit(service, editor)
    home = reverse("wagtailadmin_home")
    assert "Approvals (1)" in signed_in(reviewer).get(home).content.decode()
    assert '"Approvals"' in signed_in(editor).get(home).content.decode()


def test_is_closed_to_who_edits_no_pages(service):
    assert signed_in(make_staff("clerk")).get(reverse("waiting")).status_code == 302


def test_takes_the_same_queries_however_much_waits(home, editor):
    client = signed_in(editor)
    counts = []
    for number in (1, 6):
        for _ in range(number):
            submit(make_service(home), editor)
        client.get(reverse("waiting"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("waiting"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
