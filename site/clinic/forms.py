"""The form behind the editor of every page."""

from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm


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
