"""The forms behind the screens of every page."""

from typing import Any

from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm


class BasePageForm(WagtailAdminPageForm):
    """The editor of a page; what must not be published, apps refuse by the hook `refuse_in_form`.

    A draft may hold anything, so nothing is refused when it is saved.
    """

    is_examined = False

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if self.is_deferred_validation or self.is_examined:
            return bool(valid)
        self.is_examined = True
        for refuse in hooks.get_hooks("refuse_in_form"):
            refuse(self)
        return bool(super().is_valid())


class DraftCopyForm(CopyForm):
    """Copies pages as drafts: Wagtail would publish copies, under another title and address, with no check."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
