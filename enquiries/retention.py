"""What the clock takes away from enquiries, and what it makes up for."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from enquiries.models.enquiry import Enquiry, EnquirySettings
from enquiries.tasks import announce_later


def delete_old() -> None:
    """Delete enquiries whose day has come, or that are older than the clinic keeps them now."""
    kept_since = timezone.now() - timedelta(days=EnquirySettings.load().days)
    Enquiry.objects.filter(Q(delete_on__lte=timezone.localdate()) | Q(received_at__lt=kept_since)).delete()


def forget_senders() -> None:
    """Forget after a day from which network address an enquiry came."""
    Enquiry.objects.filter(received_at__lt=timezone.now() - timedelta(days=1)).exclude(sender="").update(sender="")


def announce_left_over() -> None:
    """Try again to write to the clinic of enquiries for which that failed."""
    for enquiry in Enquiry.objects.filter(announce_at__lte=timezone.now()):
        # Where several processes come here at once, one of them changes the row.
        if Enquiry.objects.filter(pk=enquiry.pk, announce_at=enquiry.announce_at).update(announce_at=timezone.now()):
            announce_later(enquiry)
