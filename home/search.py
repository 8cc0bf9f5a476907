"""Finds pages by what visitors call things: forgiving of typing errors and accents, by parts of words, by synonyms.

Names (titles, synonyms, other names, misspellings, and the words for which staff promote a page) are matched in memory,
texts by Wagtail's search index. Nothing that anybody searches for is kept.
"""

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from clinic.visibility import is_public
from enquiries.models import ContactPage
from home.models import PlainPage
from home.names import SMALL_WORDS, Meaning, NameIndex, keys_of, words_of
from media.models import GalleryIndexPage, GalleryPage
from services.models import (
    BodyArea,
    ConditionListPage,
    ConditionPage,
    ServiceIndexPage,
    ServicePage,
    TechniqueIndexPage,
    TechniquePage,
)

# The types of pages that are found, in the order in which equals are listed.
PAGE_TYPES = (
    ServicePage,
    ConditionPage,
    TechniquePage,
    PlainPage,
    ContactPage,
    GalleryPage,
    ServiceIndexPage,
    ConditionListPage,
    TechniqueIndexPage,
    GalleryIndexPage,
)
OTHER_NAMES = {
    "conditionpage__synonyms": 0.95,
    "servicepage__other_names": 0.95,
    "techniquepage__other_names": 0.95,
    "conditionpage__misspellings": 0.9,
}
PROMOTED = 0.95
LONGEST_QUERY = 100  # characters; the rest is ignored
MOST_WORDS = 8
MOST_HITS = 20
MOST_NEAREST = 3
MOST_SERVICES = 3  # under a condition
NAMES_AGE = 30  # seconds; a new page is found by its text at once, and by its names after this time


@dataclass(frozen=True)
class Results:
    """What was found, best first; `nearest` says that nothing fits and these only come close."""

    pages: list[Page] = field(default_factory=list)
    corrected: str = ""  # the query as it was understood, where a word was taken for a slip
    nearest: bool = False


def search(query: str) -> Results:
    """Return the public pages that fit the query, or else those whose names come nearest.

    Takes one query for texts and one for the pages, and every NAMES_AGE seconds two for the names. Each page has a
    `reason` where staff wrote why they promote it for these words.
    """
    index = remembered_names()
    meanings = _understand(query, index)
    told = [meaning for meaning in meanings if meaning.typed not in SMALL_WORDS]
    scores = index.scores(told)
    for place, page_id in enumerate(_text_matches([meaning.corrected or meaning.typed for meaning in told])):
        scores[page_id] = scores.get(page_id, 0.0) + 0.3 - 0.2 * place / MOST_HITS
    pages = _load(scores)
    for page in pages:
        page.reason = index.reason(page.pk, told)
    if not pages:
        return Results(_load(index.nearest([meaning.typed for meaning in told]))[:MOST_NEAREST], nearest=True)
    corrected = any(meaning.corrected for meaning in told)
    return Results(pages, " ".join(meaning.corrected or meaning.typed for meaning in meanings) if corrected else "")


@dataclass(frozen=True)
class Found:
    """What the search page shows for a query."""

    query: str
    results: Results
    areas: list[BodyArea]
    fitting_areas: list[BodyArea]
    condition_list: Page | None

    @property
    def fits(self) -> bool:
        return bool(self.results.pages) and not self.results.nearest


def look_up(typed: str) -> Found:
    """Return what fits what was typed; the best condition carries the `services` that people choose for it."""
    query = readable(typed)
    results = search(query) if query else Results()
    condition = next((page for page in results.pages if page.specific_class is ConditionPage), None)
    if condition:
        services = ServicePage.objects.filter(service_conditions__condition_id=condition.pk).live().public().distinct()
        condition.services = services.order_by("path")[:MOST_SERVICES]
    areas = list(BodyArea.objects.filter(is_public("conditions__")).distinct())
    return Found(
        query=query,
        results=results,
        areas=areas,
        fitting_areas=fitting_areas(results.corrected or query, areas),
        condition_list=ConditionListPage.objects.live().public().first(),
    )


def readable(typed: str) -> str:
    """Return what was typed, as far as it is read, without characters that nobody sees."""
    return "".join(filter(str.isprintable, typed[:LONGEST_QUERY])).strip()


def suggest(query: str, most: int = 8) -> list[Page]:
    """Return the public pages whose names fit what was typed so far, best first."""
    index = remembered_names()
    told = [meaning for meaning in _understand(query, index) if meaning.typed not in SMALL_WORDS]
    return _load(index.scores(told, all_words=True))[:most]


def fitting_areas(query: str, areas: list[BodyArea]) -> list[BodyArea]:
    """Return the parts of the body that share the most words with the query: for “lower back” not “Upper back”."""
    asked = keys_of(query)
    shared = {area: len(asked & keys_of(area.name)) for area in areas}
    return [area for area in areas if shared[area] == max(shared.values()) > 0]


def _understand(query: str, index: NameIndex) -> list[Meaning]:
    words = words_of(query[:LONGEST_QUERY])[:MOST_WORDS]
    return [index.meaning(part) for word in words for part in index.apart(word)]


def _text_matches(words: list[str]) -> list[int]:
    """Return the ids of live pages whose texts hold all words, best first."""
    if not words:
        return []
    return [page.pk for page in Page.objects.live().search(" ".join(words), operator="and")[:MOST_HITS]]


def _load(scores: dict[int, float]) -> list[Page]:
    """Return the pages that are still public, each with its summary, best first."""
    best = sorted(scores, key=lambda page_id: -scores[page_id])[:MOST_HITS]
    if not best:
        return []
    summary = Coalesce(*(f"{model._meta.model_name}__summary" for model in PAGE_TYPES))
    pages = _public_pages().filter(pk__in=best).annotate(summary=summary)
    return sorted(pages, key=lambda page: (-scores[page.pk], PAGE_TYPES.index(page.specific_class), page.title))


def _public_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = Page.objects.type(*PAGE_TYPES).filter(is_public())
    return pages


class Memory:
    """The names of all public pages as they were at most NAMES_AGE seconds ago, one for all threads."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        self.index: NameIndex | None = None
        self.read_at = 0.0

    def __call__(self) -> NameIndex:
        index = self.index
        if index and monotonic() - self.read_at <= NAMES_AGE:
            return index
        # One thread reads the names; others do with the old ones meanwhile, and wait only where there are none.
        if self.lock.acquire(blocking=index is None):
            try:
                if index is self.index:
                    self.index, self.read_at = _read_names(), monotonic()
                index = self.index
            finally:
                self.lock.release()
        return index  # type: ignore[return-value]


remembered_names = Memory()


def _read_names() -> NameIndex:
    names = []
    for page_id, title, *lists in _public_pages().values_list("pk", "title", *OTHER_NAMES):
        names.append((page_id, title, 1.0, False))
        for (path, weight), others in zip(OTHER_NAMES.items(), lists, strict=True):
            names += [(page_id, other, weight, path.endswith("misspellings")) for other in others or ()]
    promotions = SearchPromotion.objects.filter(page__in=_public_pages())
    promoted = list(promotions.values_list("page_id", "query__query_string", "description"))
    names += [(page_id, words, PROMOTED, False) for page_id, words, _reason in promoted]
    return NameIndex(names, promoted)
