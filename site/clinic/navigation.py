"""The way from the home page to a page, and the main menu, in one query for both."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from clinic.visibility import is_public

FOOT_SLUGS = ("privacy", "accessibility")
DEEPEST = 10  # levels; a page further from the home page could not be found by anybody


def addresses_on_the_way(root: Page, path: str) -> list[str]:
    """Return the `url_path` of the page `root` and of each page on the way to `path` below it."""
    slugs = [slug for slug in path.split("/") if slug]
    if len(slugs) > DEEPEST or "\0" in path:
        # No page has this address; looking for it would be costly, or an error of the database.
        slugs = []
    return [root.url_path + "".join(f"{slug}/" for slug in slugs[:depth]) for depth in range(len(slugs) + 1)]


def route(request: HttpRequest, trail: list[Page], path: str) -> RouteResult | None:
    """Return the page that answers for `path`, and with what, given the pages on the way; None where none does."""
    # A page type with a `route` of its own answers for every address below it; all others only lead on.
    depth = next((depth for depth, page in enumerate(trail) if routes_itself(page)), len(trail) - 1)
    rest = [slug for slug in path.split("/") if slug][depth:]
    try:
        found: RouteResult = trail[depth].get_specific(copy_attrs=["is_public"]).route(request, rest)
    except Http404:
        return None
    return found


def routes_itself(page: Page) -> bool:
    return page.specific_class is not None and page.specific_class.route is not Page.route


@dataclass(frozen=True)
class Navigation:
    """The main menu, the pages at the foot, and the trail from the home page to the page asked for.

    `trail` includes both ends, whatever their state; it ends early where no page has that address. Each page in
    it carries `is_public`.
    """

    trail: list[Page]
    menu: list[Page]
    foot: list[Page]

    @property
    def contact(self) -> Page | None:
        """The page in the menu where visitors can write to the clinic."""
        return next((page for page in self.menu if getattr(page.specific_class, "takes_enquiries", False)), None)

    @classmethod
    def for_path(cls, root: Page, path: str) -> "Navigation":
        """Return the navigation for the address `path` below the page `root`."""
        url_paths = addresses_on_the_way(root, path)
        below_home = Q(depth=root.depth + 1, path__startswith=root.path)
        in_menu = Q(show_in_menus=True) | Q(slug__in=FOOT_SLUGS)
        pages = list(
            Page.objects.annotate(is_public=is_public())
            .filter(Q(url_path__in=url_paths) | (below_home & in_menu & Q(is_public=True)))
            .order_by("path")
        )
        trail = [page for page in pages if page.url_path in url_paths]
        listed = [page for page in pages if page.is_public and page.depth == root.depth + 1]
        return cls(
            trail,
            menu=[page for page in listed if page.show_in_menus],
            foot=[page for page in listed if page.slug in FOOT_SLUGS],
        )

    @classmethod
    def for_request(cls, request: HttpRequest) -> "Navigation":
        """Return the navigation for the request's own path, found once per request."""
        state = request.__dict__
        if "_navigation" not in state:
            site = Site.find_for_request(request)
            state["_navigation"] = cls.for_path(site.root_page, request.path_info) if site else cls([], [], [])
        navigation: Navigation = state["_navigation"]
        return navigation


def navigation(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """Give every template `navigation`; a template that does not use it costs no query."""
    return {"navigation": SimpleLazyObject(lambda: Navigation.for_request(request))}
