"""What the checks of a page need to know of the rest of the site, each asked for once whatever is checked."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, prefetch_related_objects
from django.utils.functional import cached_property
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from clinic.visibility import is_public
from home.models import ClinicSettings
from media.models import ClinicImage, PhotoRow
from media.models.photo import is_showable
from services.models import ConditionPage
from staff.checks.site_graph import taps_from_home
from staff.checks.texts import Leaf, page_leaves, page_rows


class Surroundings:
    """The site around some pages that are to be checked together.

    The number of queries depends neither on how many pages are checked nor on what they hold; rows of photos take one
    for each kind.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        rows = [list(page_rows(page)) for page in pages]
        of_photos: dict[type, list[PhotoRow]] = defaultdict(list)
        for _place, row in chain(*rows):
            if isinstance(row, PhotoRow) and row.image_id:
                of_photos[type(row)].append(row)
        for of_kind in of_photos.values():
            prefetch_related_objects(of_kind, "image")
        self._leaves = {id(page): list(page_leaves(page, of_page)) for page, of_page in zip(pages, rows, strict=True)}
        self.anchors: dict[int, set[str] | None] = {}  # of pages drawn so far, by the id of the object in memory

    def leaves(self, page: Page) -> list[Leaf]:
        """Return all that is written on one of the pages."""
        return self._leaves[id(page)]

    @cached_property
    def site(self) -> Site | None:
        """The site; None while there is none, such as before its home page is made."""
        return Site.objects.select_related("root_page").filter(is_default_site=True).first()

    @cached_property
    def settings(self) -> ClinicSettings:
        return ClinicSettings.objects.filter(site=self.site).first() or ClinicSettings()

    @cached_property
    def pages(self) -> dict[int, Page]:
        """All pages by id, without what is special to their types; each carries `is_public`."""
        known = Page.objects.annotate(is_public=ExpressionWrapper(is_public(), BooleanField()))
        return known.only(
            "title", "slug", "path", "depth", "url_path", "live", "show_in_menus", "content_type"
        ).in_bulk()

    @cached_property
    def pages_by_address(self) -> dict[str, Page]:
        """All pages of the site by their address on it, such as `/services/`."""
        root = self.site.root_page.url_path if self.site else "/"
        return {
            f"/{page.url_path.removeprefix(root)}": page
            for page in self.pages.values()
            if page.url_path.startswith(root)
        }

    @cached_property
    def taps(self) -> dict[int, int]:
        """How many taps each page is from the home page; without those that no way leads to."""
        return taps_from_home(self.site.root_page, self.pages) if self.site else {}

    @cached_property
    def redirects(self) -> set[str]:
        return set(Redirect.objects.values_list("old_path", flat=True))

    @cached_property
    def documents(self) -> set[int]:
        return set(get_document_model().objects.values_list("pk", flat=True))

    @cached_property
    def photos(self) -> dict[int, ClinicImage]:
        """The photos of the pages by id; each carries `showable`."""
        numbers = {leaf.value["image"] for leaves in self._leaves.values() for leaf in leaves if leaf.is_photo}
        showable = ExpressionWrapper(is_showable(), BooleanField())
        return ClinicImage.objects.filter(pk__in=numbers - {None}).annotate(showable=showable).in_bulk()

    @cached_property
    def condition_names(self) -> list[str]:
        rows = ConditionPage.objects.values_list("title", "synonyms")
        return [name for title, synonyms in rows for name in (title, *synonyms)]

    def is_of_type(self, page: Page, model: type[Page]) -> bool:
        return bool(page.content_type_id == ContentType.objects.get_for_model(model).pk)
