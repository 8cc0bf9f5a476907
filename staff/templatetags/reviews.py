"""What the page editor says of a page's review."""

from typing import Any

from django import template

from clinic.pages import ReviewedPage
from media.models.consent import clinic_day

register = template.Library()


@register.inclusion_tag("staff/reviews/notice.html")
def review_notice(page: Any) -> dict[str, Any]:
    """Say that a review is due, and that search engines are not offered the page before its first."""
    if not isinstance(page, ReviewedPage):
        return {}
    return {
        "due": page.next_review if page.next_review and page.next_review <= clinic_day() else None,
        "is_kept_from_search": not page.last_reviewed and hasattr(page, "is_indexable"),
    }
