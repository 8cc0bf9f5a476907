"""Consents: recorded with their form, watched by the clock, told of in the log and by mail."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, ModelLogEntry, PageLogEntry

from media.models import Consent
from tests.builders import allow, make_consent, make_gallery, make_image, make_staff, signed_in

PDF = b"%PDF-1.7 signed with a pen"


def record(client, upload=None, **fields):
    today = timezone.localdate()
    data = {
        "reference": "2026-014",
        "scope": "site",
        "given_on": today,
        "expires_on": today + timedelta(days=300),
        "form": upload or SimpleUploadedFile("Jane Example signed.pdf", PDF),
    }
    return client.post(reverse("consents:add"), data | fields, follow=True)


def tick() -> None:
    call_command("clock", once=True)


def revoke(consent: Consent) -> None:
    consent.revoked_on = timezone.localdate()
    consent.save()


def test_is_recorded_with_its_form_under_a_name_that_tells_nothing(staff_client):
    assert record(staff_client).status_code == 200
    consent = Consent.objects.get()
    path = Path(consent.form.path)
    assert path.read_bytes() == PDF
    assert path.is_relative_to(settings.VAR_DIR / "private")
    assert "Jane" not in path.name
    assert path.stat().st_mode & 0o077 == 0


def test_the_form_answers_only_staff_who_look_after_consents(staff_client, client):
    record(staff_client)
    address = reverse("consents:form", args=[Consent.objects.get().pk])
    response = staff_client.get(address)
    assert response.getvalue() == PDF
    assert response["Content-Disposition"] == 'attachment; filename="2026-014.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert client.get(address).status_code == 302
    assert signed_in(make_staff("editor")).get(address).status_code == 404
    assert staff_client.get("/media/private/" + Consent.objects.get().form.name).status_code == 404


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("form.pdf", b"<script>alert(1)</script>"), "neither a PDF nor a JPEG or PNG"),
        (SimpleUploadedFile("form.html", PDF), "is not allowed"),
        (SimpleUploadedFile("form.pdf", PDF + bytes(21 * 1024 * 1024)), "can be up to 20.0"),
    ],
)
def test_says_what_is_wrong_with_a_form(staff_client, upload, sentence):
    html = record(staff_client, upload).content.decode().replace("\xa0", " ")
    assert sentence in html
    assert not Consent.objects.exists()


def test_cannot_end_before_it_begins(staff_client):
    html = record(staff_client, expires_on=timezone.localdate() - timedelta(days=1)).content.decode()
    assert "cannot expire before it is given" in html


def test_is_changed_without_sending_the_form_again(staff_client):
    record(staff_client)
    consent = Consent.objects.get()
    address = reverse("consents:edit", args=[consent.pk])
    dates = {"given_on": consent.given_on, "expires_on": consent.expires_on, "revoked_on": consent.given_on}
    staff_client.post(address, {"reference": "2026-015", "scope": "sharing", **dates})
    changed = Consent.objects.get()
    assert (changed.reference, changed.state, changed.form) == ("2026-015", "Revoked", consent.form)


def test_a_replaced_or_deleted_form_is_gone(db, django_capture_on_commit_callbacks):
    consent = make_consent()
    first = Path(consent.form.path)
    with django_capture_on_commit_callbacks(execute=True):
        consent.form = SimpleUploadedFile("new.pdf", PDF)
        consent.save()
    second = Path(consent.form.path)
    assert not first.exists()
    assert second.exists()
    with django_capture_on_commit_callbacks(execute=True):
        consent.delete()
        assert second.exists()  # until nothing can bring the record back
    assert not second.exists()


def test_the_list_says_how_consents_stand_and_can_be_narrowed(staff_client):
    today = timezone.localdate()
    make_consent(reference="Soon", expires_on=today + timedelta(days=10))
    make_consent(reference="Gone", expires_on=today - timedelta(days=1))
    make_consent(reference="Later", given_on=today + timedelta(days=1))
    html = staff_client.get(reverse("consents:index")).content.decode()
    for words in ("Soon", "Gone", "Later", "Valid", "Expired", "Not yet valid"):
        assert words in html
    for state, shown in (("ending", "Soon"), ("ended", "Gone"), ("valid", "Soon")):
        html = staff_client.get(reverse("consents:index_results"), {"state": state}).content.decode()
        assert [name for name in ("Soon", "Gone", "Later") if name in html] == [shown]


def test_shows_the_photos_that_hang_on_it(staff_client):
    consent = make_consent()
    make_image("Back in linen", shown="client", consents=[consent])
    html = staff_client.get(reverse("consents:edit", args=[consent.pk])).content.decode()
    assert "Back in linen" in html
    assert reverse("consents:form", args=[consent.pk]) in html


def test_the_log_says_once_which_photo_left_which_page(home):
    consent = make_consent(reference="2026-014")
    photo = make_image("Back", shown="client", consents=[consent])
    gallery = make_gallery(home, photos=(photo,))
    tick()
    assert not ModelLogEntry.objects.filter(action="media.consent_end").exists()
    revoke(consent)
    tick()
    tick()
    assert ModelLogEntry.objects.filter(action="media.consent_end").count() == 2  # on the consent and on the photo
    (entry,) = PageLogEntry.objects.filter(action="media.photo_left")
    assert entry.page_id == gallery.pk
    assert entry.message == "“Back” is not shown any more: the consent 2026-014 ended"


def test_a_consent_that_was_extended_and_ends_again_is_logged_again(db):
    consent = make_consent(expires_on=timezone.localdate() - timedelta(days=1))
    tick()
    Consent.objects.update(expires_on=timezone.localdate() + timedelta(days=1))
    tick()
    revoke(consent)
    tick()
    assert ModelLogEntry.objects.filter(action="media.consent_end").count() == 2


@pytest.fixture
def colleague(owner):
    owner.email = "owner@clinic.example"
    owner.save()
    User.objects.create_user("reader", "reader@clinic.example")
    return owner


def test_staff_are_written_to_once_thirty_days_before(colleague):
    today = timezone.localdate()
    for days in (29, 40):
        consent = make_consent(reference=f"In {days}", expires_on=today + timedelta(days=days))
        make_image(shown="client", consents=[consent])
    make_consent(reference="Without photos", expires_on=today + timedelta(days=5))
    tick()
    tick()
    (note,) = mail.outbox
    assert note.to == ["owner@clinic.example"]
    assert "In 29: ends after" in note.body
    assert "one photo" in note.body
    assert "In 40" not in note.body
    assert "Without photos" not in note.body
    assert reverse("consents:index") in note.body


def test_a_new_expiry_is_warned_of_anew(colleague):
    consent = make_consent(expires_on=timezone.localdate() + timedelta(days=5))
    make_image(shown="client", consents=[consent])
    tick()
    Consent.objects.update(expires_on=timezone.localdate() + timedelta(days=20))
    tick()
    assert len(mail.outbox) == 2


def test_a_note_that_could_not_be_sent_is_tried_again(colleague, monkeypatch):
    make_image(shown="client", consents=[make_consent(expires_on=timezone.localdate() + timedelta(days=5))])

    def fail(*arguments, **options):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.message.EmailMultiAlternatives.send", fail)
        tick()
    assert mail.outbox == []
    tick()
    assert len(mail.outbox) == 1


def test_the_admins_first_page_counts_what_ends_once_photos_hang_on_it(staff_client):
    consents = [make_consent(expires_on=timezone.localdate() + timedelta(days=days)) for days in (5, -1)]
    told = ["1 consent for photos ends within 30 days", "1 consent has ended while photos are tied to it"]

    def shown() -> list[bool]:
        html = staff_client.get(reverse("wagtailadmin_home")).content.decode()
        return [sentence in html for sentence in told]

    assert shown() == [False, False]
    make_image(shown="client", consents=consents)
    make_image(shown="client", consents=consents)
    assert shown() == [True, True]


def test_the_photo_form_offers_consents_that_hold_and_those_it_has(staff_client):
    today = timezone.localdate()
    kept = make_consent(reference="Kept", expires_on=today - timedelta(days=1))
    make_consent(reference="Old", expires_on=today - timedelta(days=1))
    make_consent(reference="New")
    photo = make_image(shown="client", consents=[kept])
    html = staff_client.get(reverse("wagtailimages:edit", args=[photo.pk])).content.decode()
    assert [name for name in ("Kept", "Old", "New") if f"{name}, until" in html] == ["Kept", "New"]


def test_who_does_not_look_after_consents_cannot_untie_them(db):
    photo = make_image("Before", shown="client", consents=[make_consent(reference="2026-014")])
    editor = make_staff("editor")
    allow(editor, Collection.get_first_root_node(), "change_image")
    client = signed_in(editor)
    address = reverse("wagtailimages:edit", args=[photo.pk])
    assert "2026-014" not in client.get(address).content.decode()
    client.post(address, {"title": "After", "collection": "1", "shown": "client"})
    photo.refresh_from_db()
    assert photo.title == "After"
    assert photo.consents.count() == 1


@pytest.mark.parametrize(("words", "found"), [("026-01", True), ("shoulders", True), ("knee", False), ("\"'%", False)])
def test_is_found_by_parts_of_its_reference_and_note(staff_client, words, found):
    make_consent(reference="2026-014", note="Back and shoulders only")
    response = staff_client.get(reverse("consents:index"), {"q": words})
    assert ("2026-014" in response.content.decode()) == found


def test_is_not_deleted_while_photos_are_tied_to_it(home, client, staff_client, django_capture_on_commit_callbacks):
    ended = make_consent(expires_on=timezone.localdate() - timedelta(days=1))
    photo = make_image(shown="client", consents=[ended, make_consent()])
    make_gallery(home, photos=(photo,), checked=False)
    response = staff_client.post(reverse("consents:delete", args=[ended.pk]), follow=True)
    assert "tied to 1 photo" in response.content.decode()
    assert Consent.objects.filter(pk=ended.pk).exists()
    assert Path(ended.form.path).exists()
    assert client.get(photo.renditions.first().url).status_code == 404
    photo.delete()
    with django_capture_on_commit_callbacks(execute=True):
        staff_client.post(reverse("consents:delete", args=[ended.pk]))
    assert not Consent.objects.filter(pk=ended.pk).exists()
    assert not Path(ended.form.path).exists()


def test_an_export_for_spreadsheets_holds_no_formulas(staff_client):
    for reference in ('=HYPERLINK("//evil.example")', "+1", "-1", "@x"):
        make_consent(reference=reference)
    response = staff_client.get(reverse("consents:index"), {"export": "csv"})
    rows = csv.reader(response.getvalue().decode().splitlines())
    assert {row[0] for row in list(rows)[1:]} == {'\'=HYPERLINK("//evil.example")', "'+1", "'-1", "'@x"}


def test_a_form_that_finds_no_room_is_told_beside_it(staff_client, monkeypatch):
    def no_room(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(storages["private"]), "_save", no_room)
    html = record(staff_client, note="Back and shoulders only").content.decode()
    assert "There is no room to store this form" in html
    assert "Back and shoulders only" in html
    assert not Consent.objects.exists()


@pytest.mark.parametrize("elsewhere", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_ends_by_the_clinics_day_wherever_staff_say_to_be(db, elsewhere):
    today = timezone.localdate()
    last_day = make_consent(expires_on=today)
    tomorrow = make_consent(given_on=today + timedelta(days=1))
    with timezone.override(elsewhere):
        assert list(Consent.objects.valid()) == [last_day]
        assert (last_day.state, tomorrow.state) == ("Valid", "Not yet valid")
