"""What follows for staff from what happens to pages."""

from typing import Any

from staff.roles import keep_page_rights


def keep_rights_on_new_list(created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Give the roles their rights on a list of pages that somebody just made, and the list its approval."""
    if created and not raw:
        keep_page_rights()
