"""What went out comes in equal, byte by byte, and a second time changes nothing."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from wagtail.models import ModelLogEntry, Page, PageLogEntry, PageViewRestriction, Revision, Site

from home.models import HomePage, PlainPage
from home.starter.loader import load_starter
from media.models import ClinicImage, Consent
from services.models import AliasRedirect, ServicePage
from tests.builders import make_gallery, make_plain_page, stored_files
from tests.home.content_archive.sites import (
    brought_in,
    client_photo,
    empty_the_site,
    exported,
    files_of,
    full_site,
    record,
)


@pytest.fixture
def roles(db):
    Group.objects.get_or_create(name="Editors")


@pytest.fixture
def full(home, roles) -> bytes:
    """Fill this site, and return its archive."""
    full_site(home)
    return exported()


made: dict[str, bytes] = {}  # making it takes seconds


@pytest.fixture
def archive(db, roles) -> bytes:
    """Return the archive of a full site that is not here."""
    if not made:
        with transaction.atomic():
            empty_the_site()
            home = HomePage(title="Home", slug="front-door", headline="Massage at a pressure you agree to")
            Page.get_first_root_node().add_child(instance=home)
            Site.objects.update(root_page=home)
            full_site(home)
            made["archive"] = exported()
            transaction.set_rollback(True)
        for document in (settings.MEDIA_ROOT / "documents").iterdir():
            document.unlink()
    return made["archive"]


def traces() -> list[int]:
    return [model.objects.count() for model in (Revision, PageLogEntry, ModelLogEntry, Page, ClinicImage)]


def test_equal_content_gives_equal_bytes(full):
    assert exported() == full


def test_comes_back_equal_byte_by_byte(archive):
    outcome = brought_in(archive)
    assert [sentence for sentence in outcome.left if "password" not in sentence] == []
    again = exported()
    before, after = files_of(archive), files_of(again)
    assert {name: content for name, content in after.items() if content != before.get(name)} == {}
    assert again == archive


def test_coming_in_again_changes_nothing(archive):
    brought_in(archive)
    before, files = traces(), stored_files()
    outcome = brought_in(archive)
    assert not outcome
    assert traces() == before
    assert stored_files() == files


def test_coming_in_where_it_came_from_changes_nothing(full):
    before, files = traces(), stored_files()
    outcome = brought_in(full)
    assert not outcome
    assert not outcome.left
    assert traces() == before
    assert stored_files() == files


def test_the_starter_site_comes_back_equal(db):
    load_starter()
    archive = exported()
    empty_the_site()
    assert not brought_in(archive).left
    assert exported() == archive


def test_visitors_find_the_site_as_it_was(archive, client: Client):
    addresses = ["/", "/services/neuromuscular-massage/", "/conditions/sciatica/", "/your-first-visit/", "/prices/"]
    brought_in(archive)
    Site.objects.update(hostname="testserver", port=80)
    for address in addresses:
        assert client.get(address).status_code == 200, address
    for address in ("/not-yet/", "/opens-soon/", "/taken-down/"):
        assert client.get(address).status_code == 404, address
    html = client.get("/services/neuromuscular-massage/").content.decode()
    assert 'href="/conditions/sciatica/">sciatica</a>' in html
    assert "/how-to-find-us.pdf" in html
    assert client.get("/old-visit/")["Location"] == "/your-first-visit/"
    assert client.get("/medical-massage/")["Location"] == "/services/neuromuscular-massage/"
    assert AliasRedirect.objects.count() == 1
    assert "Live words" in client.get("/prices/").content.decode()
    assert ServicePage.objects.get(title="Neuromuscular massage").photos.first().image.tags.count() == 2


def test_versions_keep_their_states(archive):
    brought_in(archive)
    prices = PlainPage.objects.get(slug="prices")
    assert prices.has_unpublished_changes
    assert prices.get_latest_revision_as_object().summary == "Words to come"
    soon = PlainPage.objects.get(slug="opens-soon")
    assert not soon.live
    assert soon.approved_schedule
    year = PlainPage.objects.get(slug="prices-next-year")
    assert year.summary == "Today"
    assert year.scheduled_revision.as_object().summary == "Next year"
    assert year.get_latest_revision_as_object().summary == "The year after"
    assert PlainPage.objects.get(slug="where-to-park").alias_of == PlainPage.objects.get(slug="parking").page_ptr


def test_private_pages_stay_private_and_passwords_stay_where_they_are(archive, client: Client):
    assert b"known-here-only" not in b"".join(files_of(archive).values())
    outcome = brought_in(archive)
    Site.objects.update(hostname="testserver", port=80)
    for kind in ("login", "password", "groups"):
        assert "Private by" not in client.get(f"/private-by-{kind}/", follow=True).content.decode()
    password = PageViewRestriction.objects.get(restriction_type="password").password
    assert len(password) == 40
    assert any("Nobody gets in until you set one here" in sentence for sentence in outcome.left)


def test_carries_no_personal_data_unless_asked(home, owner):
    photo = client_photo(consented=True)
    make_gallery(home, photos=[photo])
    make_plain_page(home, owner=owner)
    text = b"".join(content for name, content in files_of(exported()).items() if name.endswith(".json"))
    for personal in (b"2026-014", b"Back only", b"owner"):
        assert personal not in text
    assert not any(name.startswith("consents") for name in files_of(exported()))


def test_a_clients_photo_comes_in_hidden(home, client: Client):
    gallery = make_gallery(home, "Backs", photos=[client_photo(consented=True)])
    archive = exported()
    empty_the_site()
    outcome = brought_in(archive)
    photo = ClinicImage.objects.get()
    assert photo.hindrance()
    assert not Page.objects.get(translation_key=gallery.translation_key).live
    assert any("“Backs” came in as a draft" in sentence for sentence in outcome.left)
    before = traces()
    brought_in(archive)
    assert traces() == before


def test_consents_travel_when_both_sides_ask_for_them(home):
    gallery = make_gallery(home, "Backs", photos=[client_photo(consented=True)])
    archive = exported(personal_data=True)
    form = Consent.objects.get().form.read()
    empty_the_site()
    brought_in(archive)
    assert not Consent.objects.exists()
    empty_the_site()
    outcome = brought_in(archive, personal_data=True)
    assert not outcome.left
    consent = Consent.objects.get()
    assert (consent.reference, consent.note, consent.form.read()) == ("2026-014", "Back only", form)
    assert Page.objects.get(translation_key=gallery.translation_key).live
    assert exported(personal_data=True) == archive


def test_a_photo_is_known_again_by_its_file(db):
    load_starter()
    archive = exported()
    ids = {record(archive, name)["id"] for name in files_of(archive) if name.startswith("photos/") and "json" in name}
    empty_the_site()
    load_starter()
    assert not ids & {str(photo.uuid) for photo in ClinicImage.objects.all()}
    outcome = brought_in(archive)
    assert not outcome.added["photos"]
    assert not outcome.added["pages"]
    assert ids == {str(photo.uuid) for photo in ClinicImage.objects.all()}
