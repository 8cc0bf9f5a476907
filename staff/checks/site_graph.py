"""Which pages of the site lead to which: by menus, by lists, and by links in text."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from clinic.navigation import FOOT_SLUGS
from services.models import ServicePage

# Pages related by these fields show each other, whichever of them holds the relation.
SHOWN_BOTH_WAYS = ("service_conditions.", "service_techniques.", "part_of")


def taps_from_home(home: Page, pages: dict[int, Page]) -> dict[int, int]:
    """Return by its id how many taps each page is from `home`, as far as any way leads there; two queries at most.

    Only public pages lead on, but the distance of others is known too: what it will be once they are published.
    """
    links = _links(home, pages)
    taps, edge = {home.pk: 0}, {home.pk}
    while edge:
        reached = {target for source in edge for target in links[source]} - taps.keys()
        taps |= dict.fromkeys(reached, taps[next(iter(edge))] + 1)
        edge = {number for number in reached if pages[number].is_public}
    return taps


def _links(home: Page, pages: dict[int, Page]) -> dict[int, set[int]]:
    links: dict[int, set[int]] = defaultdict(set)
    by_path = {page.path: page for page in pages.values()}
    service_type = ContentType.objects.get_for_model(ServicePage).pk
    for page in pages.values():
        parent = by_path.get(page.path[: -Page.steplen])
        if parent is None:
            continue
        if parent.pk != home.pk:
            links[parent.pk].add(page.pk)  # every page but the first lists those below it
        elif page.show_in_menus or page.slug in FOOT_SLUGS:
            links[home.pk].add(page.pk)
        if page.content_type_id == service_type:
            links[home.pk].add(page.pk)
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=page_type)
    for source, target, where in references.values_list("object_id", "to_object_id", "model_path"):
        if int(source) in pages and int(target) in pages:
            links[int(source)].add(int(target))
            if where.startswith(SHOWN_BOTH_WAYS):
                links[int(target)].add(int(source))
    return links
