"""Menus in the read API."""

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from clinic.api.schemas import Answer, PageLink
from clinic.api.writer import Writer
from clinic.navigation import Navigation

router = Router(tags=["Site"])


class Menus(Answer):
    """What leads through the site on every page."""

    main: list[PageLink]
    foot: list[PageLink] = Field(description="For the foot of every page, such as privacy.")
    contact: PageLink | None = Field(description="The page of the main menu where visitors can write to the clinic.")


@router.get("navigation/", response=Menus, operation_id="getNavigation", summary="Menus")
def get_navigation(request: HttpRequest) -> Menus:
    """The main menu, and the pages at the foot of every page."""
    writer = Writer.for_request(request)
    found = Navigation.for_path(writer.site.root_page, "")
    return Menus(
        main=[writer.link(page) for page in found.menu],
        foot=[writer.link(page) for page in found.foot],
        contact=writer.link(found.contact) if found.contact else None,
    )
