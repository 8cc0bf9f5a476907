"""What happens around the day a consent ends: the log, and a note to staff ahead of time.

That nobody sees the photos any more needs none of this: whether a consent holds is asked whenever a photo is shown.
"""

from django.db import transaction
from wagtail.log_actions import log

from clinic.changes import Changed, tell
from media.models import ClinicImage, Consent
from media.tasks import send_consent_note
from media.visibility import pages_showing

NOTICE_DAYS = 30


def note_ends() -> None:
    """Log for each consent that has ended, once, which photos left which pages because of it."""
    Consent.objects.valid().filter(end_noted=True).update(end_noted=False)  # it was extended
    for consent in Consent.objects.ended().filter(end_noted=False):
        with transaction.atomic():
            # Where several processes come here at once, one of them changes the row.
            if Consent.objects.filter(pk=consent.pk, end_noted=False).update(end_noted=True):
                _log_end(consent)


def _log_end(consent: Consent) -> None:
    tell(Changed.PHOTOS, consent)
    log(consent, "media.consent_end", data={"consent": consent.reference})
    for photo in ClinicImage.objects.filter(consents=consent):
        log(photo, "media.consent_end", data={"consent": consent.reference})
        for page in pages_showing(photo):
            log(page.specific, "media.photo_left", data={"consent": consent.reference, "photo": str(photo)})


def warn_of_ends() -> None:
    """Have staff written to, once for each expiry, about consents with photos that end within NOTICE_DAYS."""
    due = []
    for consent in Consent.objects.ending(NOTICE_DAYS).filter(photos__isnull=False).distinct():
        waiting = Consent.objects.filter(pk=consent.pk).exclude(warned_of=consent.expires_on)
        if waiting.update(warned_of=consent.expires_on):
            due.append(consent.pk)
    if due:
        send_consent_note.enqueue(due)
