"""What the read API says of the home page and of plain pages, and of whatever is found at an address."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from clinic.api.blocks import ProseBlock
from clinic.api.schemas import Answer, BasePage, BodyArea, ListMeta, PageLink, PageSummary, Path
from enquiries.api import ContactPage
from media.api.schemas import GalleryExcerpt, GalleryIndexPage, GalleryPage, GalleryPhotoPage, IllustratedBlock, Photo
from services.api.schemas import (
    ConditionListPage,
    ConditionPage,
    ServiceIndexPage,
    ServicePage,
    TechniqueIndexPage,
    TechniquePage,
)


class HomePage(BasePage):
    """The front door: one promise, where it hurts, the services, the first visit, a look inside."""

    type: Literal["HomePage"]
    headline: str = Field(description="The page’s visible title.")
    cover: Photo | None
    areas: list[BodyArea] = Field(description="For the question where it hurts.")
    condition_list: PageLink | None = Field(description="The list of all conditions.")
    services: list[PageSummary]
    first_visit: PageSummary | None
    gallery: GalleryExcerpt | None
    body: list[ProseBlock]


class PlainPage(BasePage):
    """A page of text, such as the first visit or privacy."""

    type: Literal["PlainPage"]
    body: list[IllustratedBlock]
    shows_contact: bool = Field(description="Whether to print what `getClinic` answers below the text.")
    children: list[PageSummary] = Field(description="The pages below it.")


class Redirect(Answer):
    """An old address, which leads elsewhere. Lead your visitors there too."""

    type: Literal["Redirect"]
    from_path: str = Field(examples=["/medical-massage"])
    to: str = Field(
        description="A path of this site, or the whole address of another.",
        examples=["/services/neuromuscular-massage/"],
    )
    permanent: bool = Field(description="Whether to answer 301 rather than 302.")


FoundAtPath = TypeAliasType(
    "FoundAtPath",
    Annotated[
        HomePage
        | PlainPage
        | ServiceIndexPage
        | ServicePage
        | ConditionListPage
        | ConditionPage
        | TechniqueIndexPage
        | TechniquePage
        | GalleryIndexPage
        | GalleryPage
        | GalleryPhotoPage
        | ContactPage
        | Redirect,
        Field(discriminator="type"),
    ],
)

PageType = Literal[
    "HomePage",
    "PlainPage",
    "ServiceIndexPage",
    "ServicePage",
    "ConditionListPage",
    "ConditionPage",
    "TechniqueIndexPage",
    "TechniquePage",
    "GalleryIndexPage",
    "GalleryPage",
    "ContactPage",
]


class PageListItem(PageSummary):
    """A page in the list of all pages."""

    last_published_at: datetime | None = Field(description="When it changed last.")


class PageList(Answer):
    """Pages, a part at a time."""

    meta: ListMeta
    items: list[PageListItem]


class RedirectList(Answer):
    """Old addresses, a part at a time."""

    meta: ListMeta
    items: list[Redirect]


class SitemapEntry(Answer):
    """A page that search engines are offered."""

    path: Path
    html_url: str
    last_published_at: datetime | None


class Sitemap(Answer):
    """The pages that search engines are offered, a part at a time."""

    meta: ListMeta
    items: list[SitemapEntry]
