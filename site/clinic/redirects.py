"""A page's old address, kept when a new version has another, even if the process is stopped in the middle."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from wagtail.models import Page, Revision
from wagtail.signals import page_slug_changed


@contextmanager
def old_address_kept(page: Page, revision: Revision) -> Iterator[None]:
    """Redirect a page's address to the new one, should publishing the revision change it.

    Wagtail does so only when the transaction has ended, and so after a moment in which the old address leads nowhere.
    """
    # Not above: it needs the models, and those of pages need this module.
    from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change

    if revision.content.get("slug") == page.slug:
        yield
        return
    before = page.specific
    yield
    after = type(before).objects.get(pk=before.pk)
    if after.slug != before.slug:
        autocreate_redirects_on_slug_change(instance_before=before, instance=after)


def replace_wagtails_receiver() -> None:
    """Have Wagtail make the redirects of a changed address within a transaction: it deletes them first."""
    from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change

    if page_slug_changed.disconnect(autocreate_redirects_on_slug_change):
        page_slug_changed.connect(transaction.atomic(autocreate_redirects_on_slug_change), weak=False)
