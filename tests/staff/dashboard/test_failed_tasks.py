"""The screen of what the worker could not do: tried again, or deleted, by owners."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from staff.dashboard.failed_tasks import WHAT_TASKS_DO
from staff.dashboard.models import SiteCheck
from staff.dashboard.site_check import check_hourly
from tests.builders import make_person, signed_in
from tests.staff.dashboard.test_needs import fail_task

SCREEN = "/admin/failed-tasks/"


@pytest.fixture
def client(home):
    return signed_in(make_person("Owners"))


@pytest.fixture
def worker(settings):
    settings.TASKS = settings.TASKS | {"worker": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_says_what_failed_and_why(client):
    fail_task()
    html = client.get(reverse("failed_tasks")).content.decode()
    assert "Look for what must be mended on all pages" in html
    assert "<summary>ValueError: no &lt;b&gt;luck&lt;/b&gt;</summary>" in html


def test_every_task_says_what_it_is_for():
    folders = [settings.PROJECT_DIR / name for name in ("enquiries", "media", "services", "home", "staff")]
    folders.append(settings.PROJECT_DIR / "site" / "clinic")
    roots = {folder: folder.parent for folder in folders}
    files = [(file, root) for folder, root in roots.items() for file in folder.rglob("*.py")]
    tasks = {
        f"{'.'.join(file.relative_to(root).with_suffix('').parts)}.{name}"
        for file, root in files
        for name in re.findall(r"^@task\(.*\)\ndef (\w+)", file.read_text(), re.MULTILINE)
    }
    assert tasks == WHAT_TASKS_DO.keys()


def test_trying_again_puts_it_in_the_queue_anew(client, worker):
    task = fail_task()
    html = client.post(SCREEN, {"task": task.pk, "retry": ""}, follow=True).content.decode()
    assert "The task is tried again." in html
    (waiting,) = DBTaskResult.objects.all()
    assert waiting.pk != task.pk
    assert (waiting.status, waiting.task_path, waiting.backend_name) == ("READY", task.task_path, "worker")


def test_trying_again_does_the_work(client):
    check_hourly()
    SiteCheck.objects.update(finished_at=None)
    client.post(SCREEN, {"task": fail_task().pk, "retry": ""})
    assert SiteCheck.objects.get().finished_at


def test_is_deleted(client):
    task = fail_task()
    client.post(SCREEN, {"task": task.pk, "delete": ""})
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("number", ["", "nonsense", "c0ffee00-0000-4000-8000-000000000000"])
def test_a_task_that_is_gone_is_said_in_words(client, number):
    html = client.post(SCREEN, {"task": number, "retry": ""}, follow=True).content.decode()
    assert "not among the failed ones any more" in html


def test_a_task_whose_code_is_gone_can_only_be_deleted(client):
    task = fail_task(task_path="staff.former.work")
    assert "does not know any more (staff.former.work)" in client.get(SCREEN).content.decode()
    html = client.post(SCREEN, {"task": task.pk, "retry": ""}, follow=True).content.decode()
    assert "Delete it." in html
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("role", ["Editors", "Marketers", "Clinical reviewers", "Publishers"])
def test_is_closed_to_others(home, role):
    task = fail_task()
    other = signed_in(make_person(role))
    assert other.get(SCREEN).status_code == 302
    other.post(SCREEN, {"task": task.pk, "delete": ""})
    assert DBTaskResult.objects.count() == 1
    assert SCREEN not in other.get("/admin/").content.decode()


def test_what_is_not_failed_cannot_be_touched(client):
    task = fail_task(status="READY")
    client.post(SCREEN, {"task": task.pk, "delete": ""})
    assert DBTaskResult.objects.count() == 1
