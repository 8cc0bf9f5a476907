"""What the clock does: deletes, forgets, and tries again to write to the clinic."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from enquiries.models import Enquiry, EnquirySettings
from home.models import ClinicSettings
from tests.builders import make_enquiry
from tests.enquiries.sending import send


def tick() -> None:
    call_command("clock", once=True)


def keep_for(days: int) -> None:
    settings = EnquirySettings.load()
    settings.days = days
    settings.save()


@pytest.fixture
def clinic(home) -> ClinicSettings:
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.email = "hello@clinic.example"
    clinic.save()
    return clinic


def test_deletes_after_thirty_days(db):
    make_enquiry(name="Young", days_ago=29)
    make_enquiry(name="Old", days_ago=31)
    tick()
    assert [enquiry.name for enquiry in Enquiry.objects.all()] == ["Young"]


def test_fewer_days_hold_at_once_and_more_days_only_for_new_ones(db):
    make_enquiry(name="Told thirty days", days_ago=10)
    keep_for(300)
    tick()
    assert Enquiry.objects.exists()
    Enquiry.objects.update(delete_on=timezone.localdate())
    tick()
    assert not Enquiry.objects.exists()
    make_enquiry(days_ago=10)
    keep_for(7)
    tick()
    assert not Enquiry.objects.exists()


def test_staff_set_the_days_and_the_wording(staff_client):
    address = reverse("wagtailsettings:edit", args=["enquiries", "enquirysettings", EnquirySettings.load().pk])
    staff_client.post(address, {"days": "14", "wording": "For {days} days {and} {0}."}, follow=True)
    assert EnquirySettings.load().consent_wording == "For 14 days {and} {0}."
    html = staff_client.post(address, {"days": "0", "wording": "x"}, follow=True).content.decode()
    assert "greater than or equal to 1" in html
    assert EnquirySettings.load().days == 14


def test_forgets_the_sender_after_a_day(contact, client):
    send(client, contact)
    tick()
    assert Enquiry.objects.exclude(sender="").exists()
    Enquiry.objects.update(received_at=timezone.now() - timedelta(days=1, minutes=1))
    tick()
    assert not Enquiry.objects.exclude(sender="").exists()


def test_writes_to_the_clinic_as_soon_as_mail_goes_out_again(contact, clinic, client, monkeypatch):
    def refuse(*arguments):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert send(client, contact).status_code == 302
        tick()
    assert not mail.outbox
    tick()
    assert not mail.outbox  # a quarter of an hour has not passed
    Enquiry.objects.update(announce_at=timezone.now())
    tick()
    assert len(mail.outbox) == 1
    tick()
    assert len(mail.outbox) == 1


def test_an_enquiry_waits_in_the_inbox_where_the_clinic_has_no_address(contact, client):
    send(client, contact)
    tick()
    assert not mail.outbox
    assert Enquiry.objects.get().announce_at is None
