"""What happens when an enquiry comes in: counted, kept, announced."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from clinic.visitors import client_address, network
from enquiries.forms import EnquiryForm
from enquiries.models.enquiry import Enquiry, EnquirySettings
from enquiries.tasks import announce_later

WINDOW = timedelta(hours=1)
# Whether the browser did the work: most enquiries from one network address, and most from all, within WINDOW.
# Each kind is counted for itself, so that a flood without work keeps nobody out whose browser did it.
LIMITS = {True: (6, 60), False: (3, 20)}


class Refused(Exception):
    """The enquiry is not taken; says why to whoever sent it, with the HTTP status that programs read."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


def take_in(form: EnquiryForm, request: HttpRequest) -> None:
    """Keep the enquiry of a valid form and have it announced; raises Refused. The same one sent twice is kept once."""
    enquiry: Enquiry = form.instance
    enquiry.sender = hash_address(client_address(request))
    with transaction.atomic():
        list(EnquirySettings.objects.select_for_update())  # so that processes count one after the other
        former = Enquiry.objects.filter(token=enquiry.token).first()
        if former and all(getattr(former, name) == getattr(enquiry, name) for name in form.Meta.fields):
            return
        if former:
            form.renew_token()
            raise Refused(_("Your first message has arrived. To send this one too, press Send once more."), status=409)
        if is_too_much(enquiry):
            told = _("There were too many messages in the last hour to take yours. Please call us, or send it later.")
            raise Refused(told, status=429)
        enquiry.save()
        announce_later(enquiry)


def is_too_much(enquiry: Enquiry) -> bool:
    most_from_one, most_from_all = LIMITS[enquiry.proved]
    recent = Enquiry.objects.filter(received_at__gt=timezone.now() - WINDOW, proved=enquiry.proved)
    return recent.filter(sender=enquiry.sender).count() >= most_from_one or recent.count() >= most_from_all


def hash_address(address: str) -> str:
    """Return what tells senders apart and leads back to none without the site's key; for IPv6, by their network."""
    return salted_hmac("enquiries.sender", network(address), algorithm="sha256").hexdigest()
