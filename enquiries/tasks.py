"""Work that the worker does for enquiries: writing to the clinic that one has come."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail import hooks
from wagtail.admin.mail import send_mail

from enquiries.models.enquiry import Enquiry

TRY_AGAIN = timedelta(minutes=15)


def announce_later(enquiry: Enquiry) -> None:
    """Have the clinic written to, and do so again as long as that fails."""
    Enquiry.objects.filter(pk=enquiry.pk).update(announce_at=timezone.now() + TRY_AGAIN)
    announce.enqueue(enquiry.pk)


@task(backend="worker")
def announce(enquiry_id: int) -> int:
    """Write to the clinic that an enquiry has come, and return to how many addresses.

    The mail says nothing of it but where to read it: mailboxes do not delete after a number of days. The functions of
    the hook “enquiry_recipients” give the addresses.
    """
    if not Enquiry.objects.filter(pk=enquiry_id, announce_at__isnull=False).exists():
        return 0
    recipients = [address for find in hooks.get_hooks("enquiry_recipients") for address in find()]
    if recipients:
        address = settings.WAGTAILADMIN_BASE_URL + reverse("enquiries:edit", args=[enquiry_id])
        text = render_to_string("enquiries/announcement.txt", {"address": address})
        send_mail(_("New enquiry"), text, recipients)
    Enquiry.objects.filter(pk=enquiry_id).update(announce_at=None)
    return len(recipients)
