"""What several answers have in common. Docstrings and descriptions here are what a client's author reads."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Html = Annotated[
    str,
    Field(
        description="Clean HTML: p, br, b, strong, i, em, ul, ol, li and a with href, nothing else. "
        "Links to pages of this site take the form that the parameter `links` asks for.",
        examples=['<p>Ask <a href="/contact/">us</a> first.</p>'],
    ),
]
PlainText = Annotated[str, Field(description="Plain text; a line break in it is a new line.")]
Path = Annotated[
    str,
    Field(description="The address of a page below the site’s home page.", examples=["/services/swedish-massage/"]),
]


class Answer(BaseModel):
    """What all answers are: every field is always there, and nothing that is not described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageLink(Answer):
    """A page, as others point to it."""

    id: int = Field(description="The page’s number in this installation.", examples=[12])
    uuid: UUID = Field(description="The page’s name for machines, which stays the same in a copy of the whole site.")
    type: str = Field(description="What `getPage` answers for it as `type`.", examples=["ServicePage"])
    title: str = Field(examples=["Swedish massage"])
    path: Path
    html_url: str = Field(description="Where this site shows it.", examples=["https://clinic.example/services/"])


class PageSummary(PageLink):
    """A page, as a list or a card shows it."""

    summary: PlainText


class BodyArea(Answer):
    """A region of the body, as the finder’s figure has it."""

    slug: str = Field(examples=["lower-back"])
    name: str = Field(examples=["Lower back"])


class Review(Answer):
    """The last check of a page by a person."""

    last_reviewed: date
    reviewed_by_role: str = Field(description="A role, never a name; may be empty.")


class MetaTag(Answer):
    """An element `meta`: `<meta {attribute}="{key}" content="{content}">`."""

    attribute: str = Field(description="`name` or `property`.", examples=["property"])
    key: str = Field(examples=["og:title"])
    content: str


class Head(Answer):
    """What belongs into the `head` of a page, ready to print."""

    title: str = Field(description="For the element `title`.")
    canonical_url: str = Field(
        description="The address on this site. Print your own instead where yours is the main site."
    )
    meta_tags: list[MetaTag]
    structured_data: dict[str, Any] = Field(
        description='JSON-LD of schema.org’s vocabulary, for `<script type="application/ld+json">`. '
        "Write `<` in it as `\\u003c`."
    )


class PageMeta(Answer):
    """What a page is, beside what it shows."""

    slug: str
    show_in_menus: bool
    seo_title: str = Field(description="The title for search engines; may be empty.")
    search_description: str = Field(description="The description for search engines; may be empty.")
    first_published_at: datetime | None
    last_published_at: datetime | None = Field(description="When it changed last; `updated_since` compares with it.")


class BasePage(PageSummary):
    """What the answers for all pages have in common."""

    meta: PageMeta
    breadcrumbs: list[PageLink] = Field(description="The way from the home page to this page, both included.")
    head: Head


class ListMeta(Answer):
    """Where in a list an answer is."""

    total_count: int = Field(description="How many there are, on all pages of the list.", examples=[42])
    next_cursor: str | None = Field(
        description="Ask with this as `cursor` for what follows. null: this was the last page of the list."
    )
