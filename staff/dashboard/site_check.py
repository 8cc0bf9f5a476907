"""Once an hour the worker checks all pages, as what is found on one depends on others; the first page shows a count."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from staff.checks.versions import findings_by_page
from staff.dashboard.models import BlockedPage, SiteCheck

EVERY = timedelta(hours=1)


def check_hourly() -> None:
    """Have all pages checked if nobody has in the last hour."""
    now = timezone.now()
    _check, is_new = SiteCheck.objects.get_or_create(pk=1, defaults={"started_at": now})
    # Where several clocks come here at once, one of them changes the row.
    if is_new or SiteCheck.objects.filter(pk=1, started_at__lte=now - EVERY).update(started_at=now):
        check_all_pages.enqueue()


@task(backend="worker", priority=-20)
def check_all_pages() -> int:
    """Remember which pages have something that must be mended before publishing, and return how many."""
    found = findings_by_page(Page.objects.filter(depth__gt=1, alias_of=None))
    blocked = {number for number, findings in found.items() if any(finding.blocking for finding in findings)}
    now = timezone.now()
    with transaction.atomic():
        BlockedPage.objects.exclude(page__in=blocked).delete()
        known = set(BlockedPage.objects.values_list("page", flat=True))
        still_there = Page.objects.filter(pk__in=blocked - known).values_list("pk", flat=True)
        new = [BlockedPage(page_id=number, since=now) for number in still_there]
        BlockedPage.objects.bulk_create(new, ignore_conflicts=True)
        SiteCheck.objects.filter(pk=1).update(finished_at=now)
    return len(blocked)
