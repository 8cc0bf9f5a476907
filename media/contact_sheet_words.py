"""What the scripts of the contact sheet say; `{words}` in braces are theirs to fill in."""

from django.utils.translation import gettext as _


def sentences() -> dict[str, str]:
    return {
        # Adding files
        "sheetTitle": _("Photos on this sheet"),
        "waiting": _("Waiting"),
        "sending": _("Sending: {percent} %"),
        "preparing": _("Being prepared …"),
        "progress": _("{done} of {all} added"),
        "failed": _("not added: {failed}"),
        "tooMany": _("A sheet holds up to {most} photos. Left out: {number}. Add them on the next sheet."),
        "tooLarge": _("This file is {size} MB; photos can be up to {limit} MB. Save a smaller copy and add that."),
        "noConnection": _("The connection was lost. Try again once you are online."),
        "refusedSize": _("The server takes no file of this size. Save a smaller copy and add that."),
        "sessionEnded": _("You are not signed in any more. Sign in again in another tab, then try again here."),
        "serverError": _(
            "The server could not take this. Try again; if it happens again, tell whoever looks after the site."
        ),
        # Saving
        "saving": _("Saving …"),
        "saved": _("Saved"),
        "notSaved": _("Not saved: {why}"),
        "savingAgain": _("It is tried again by itself."),
        # Describing
        "focalPoint": _("Focal point of “{photo}”: {x} % from the left, {y} % from the top."),
        "noFocalPoint": _("“{photo}” has no focal point. Click to set one; arrow keys move it, Delete clears it."),
        "takeOffConsent": _("Take consent {consent} off “{photo}”"),
        # Ordering and selecting
        "place": _("“{photo}” is now number {place} of {all}."),
        "selected": _("{number} of {all} selected"),
        "complete": _("{number} of {all} complete"),
        "setForAll": _("Set for {number}"),
        "setDone": _("Set for {number} photos."),
        "altTextKept": _("Left alone, because they have an alt text: {number}."),
        "confirmDelete": _("Delete “{photo}” from the library? This cannot be undone."),
        "deleted": _("“{photo}” was deleted."),
        "openGallery": _("Open the gallery to publish it"),
    }
