"""The search in the read API. Like the search page, it keeps and logs nothing of what is asked."""

from django.http import HttpRequest
from django.views.decorators.cache import cache_control
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from clinic.api.schemas import Answer, BodyArea, PageLink, PageSummary
from clinic.api.writer import Writer
from home.search import LONGEST_QUERY, MOST_HITS, look_up, readable, suggest
from services.api.writing import area

router = Router(tags=["Search"])

# In the visitor's own browser; no shared cache learns what was asked.
for_this_visitor = decorate_view(cache_control(private=True, max_age=30))


class SearchParameters(Schema):
    q: str = Field(
        description=f"What was typed. What is longer than {LONGEST_QUERY} characters is read up to there.",
        examples=["siatica"],
    )


class SearchResult(PageSummary):
    """A page that was found."""

    reason: str = Field(description="Why staff offer the page for these words; mostly empty.")
    services: list[PageLink] = Field(description="With the best condition, services that people choose for it.")


class SearchResults(Answer):
    """What was found, best first."""

    query: str = Field(description="What was typed, as far as it was read.")
    corrected: str = Field(description="How it was understood, where a word was taken for a slip; otherwise empty.")
    nearest: bool = Field(description="Whether nothing fits, and the items only come close.")
    areas: list[BodyArea] = Field(description="Body areas that fit: offer `listConditions` with them.")
    items: list[SearchResult] = Field(description=f"At most {MOST_HITS}.")


class Suggestions(Answer):
    """Pages whose names fit what was typed so far, best first."""

    items: list[PageLink] = Field(description="At most 8.")


@router.get("search/", response=SearchResults, operation_id="search", summary="Search")
@for_this_visitor
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> SearchResults:
    """Pages by what visitors call things: forgives typing errors, knows synonyms and parts of words."""
    writer = Writer.for_request(request)
    found = look_up(parameters.q)
    return SearchResults(
        query=found.query,
        corrected=found.results.corrected,
        nearest=found.results.nearest,
        areas=[area(fitting) for fitting in found.fitting_areas],
        items=[
            SearchResult(
                **writer.summary_fields(page),
                reason=getattr(page, "reason", ""),
                services=[writer.link(service) for service in getattr(page, "services", ())],
            )
            for page in found.results.pages
        ],
    )


@router.get("search/suggestions/", response=Suggestions, operation_id="suggest", summary="Suggestions")
@for_this_visitor
def get_suggestions(request: HttpRequest, parameters: Query[SearchParameters]) -> Suggestions:
    """Pages to offer while somebody types."""
    writer = Writer.for_request(request)
    return Suggestions(items=[writer.link(page) for page in suggest(readable(parameters.q))])
