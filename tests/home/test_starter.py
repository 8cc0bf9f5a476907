"""The content a new site starts with."""

import io
import socket
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Site

from home.models import HomePage
from home.starter.loader import load_starter
from services.models import ConditionPage, ServicePage, TechniquePage


@pytest.fixture
def starter(db) -> HomePage:
    load_starter()
    Site.objects.update(hostname="testserver", port=80)
    return HomePage.objects.get()


ADDRESSES = [
    "/",
    "/services/",
    "/services/neuromuscular-massage/",
    "/services/deep-tissue-massage/",
    "/conditions/",
    "/conditions/?area=lower-back",
    "/conditions/sciatica/",
    "/techniques/",
    "/techniques/myofascial-release/",
    "/gallery/",
    "/gallery/the-treatment-room/",
    "/your-first-visit/",
    "/contact/",
    "/privacy/",
    "/accessibility/",
    "/robots.txt",
    "/sitemap.xml",
]


def test_visitors_can_read_every_expected_address(starter, client: Client):
    for address in ADDRESSES:
        assert client.get(address).status_code == 200, address
    assert client.get("/medical-massage/")["Location"] == "/services/neuromuscular-massage/"


def test_holds_everything_the_source_page_names(starter):
    service = ServicePage.objects.get(slug="neuromuscular-massage")
    assert service.pressure == 6
    assert service.service_conditions.count() == ConditionPage.objects.live().count() == 25
    assert service.service_techniques.count() == TechniquePage.objects.live().count() == 6
    assert not service.options.exists()


def test_loading_again_adds_nothing(starter):
    assert load_starter() == 0


def test_never_touches_what_staff_changed(starter):
    page = ConditionPage.objects.get(slug="sciatica")
    page.title, page.slug, page.summary = "Pain along the leg", "leg-pain", "Our own words"
    page.save_revision().publish()
    assert load_starter() == 0
    page.refresh_from_db()
    assert (page.title, page.summary) == ("Pain along the leg", "Our own words")


def test_gives_a_page_another_address_where_staff_took_its_own(home):
    home.add_child(instance=Page(title="Ours", slug="contact"))
    load_starter()
    assert Page.objects.get(slug="contact").title == "Ours"
    assert Page.objects.get(title="Contact").slug == "contact-2"


def test_the_command_says_what_it_added(db):
    first, second = io.StringIO(), io.StringIO()
    call_command("load_starter", stdout=first)
    call_command("load_starter", stdout=second)
    assert "/services/neuromuscular-massage/" in first.getvalue()
    assert "Nothing to add" in second.getvalue()


def test_copies_no_sentence_of_the_source_page():
    root = Path(__file__).parents[2]
    source = root.parent / "shared" / "neuromuscular-massage.txt"
    assert source.exists(), f"This test needs the clinic's page at {source}."

    def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
        words = "".join(char.lower() if char.isalnum() else " " for char in text).split()
        return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}

    starter = " ".join(path.read_text() for path in (root / "home" / "starter").glob("*.toml"))
    assert not runs(source.read_text()) & runs(starter)


def test_prepare_makes_a_site_and_one_administrator_and_says_the_password_once(db, settings):
    first, second = io.StringIO(), io.StringIO()
    call_command("prepare", stdout=first)
    password = next(line.split()[1] for line in first.getvalue().splitlines() if line.startswith("  password"))
    owner = get_user_model().objects.get()
    assert owner.is_superuser
    assert owner.check_password(password)
    assert (settings.STATIC_ROOT / "clinic" / "clinic.css").exists()
    call_command("prepare", stdout=second)
    assert second.getvalue() == ""
    assert get_user_model().objects.count() == 1


def test_prepare_refuses_a_port_that_is_in_use(db):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=f"Something listens on port {port} already"):
            call_command("prepare", port=port)
    assert not HomePage.objects.exists()


def test_prepare_leaves_a_site_alone_whose_pages_staff_deleted(starter):
    ConditionPage.objects.get(slug="sciatica").delete()
    call_command("prepare", stdout=io.StringIO())
    assert not ConditionPage.objects.filter(slug="sciatica").exists()
