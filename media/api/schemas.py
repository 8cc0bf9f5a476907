"""What the read API says of photos and galleries."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from clinic.api.blocks import Block, HeadingBlock, NoticeBlock, TextBlock
from clinic.api.schemas import Answer, BasePage, ListMeta, PageLink, PageSummary, Path


class PhotoSource(Answer):
    """A photo in one size and format, ready to be loaded."""

    url: str = Field(examples=["https://clinic.example/media/images/x3k9.width-640.avif"])
    type: str = Field(description="The media type.", examples=["image/avif"])
    width: int = Field(description="In px.", examples=[640])
    height: int = Field(description="In px.", examples=[427])
    crop: Literal["whole", "card", "share"] = Field(
        description="`whole`: nothing is cut off. `card`: cut around the focal point to 3:2. `share`: cut to 1200:630, "
        "a JPEG for the pictures of shared links."
    )


class FocalPoint(Answer):
    """The middle of what matters in a photo, for `object-position`."""

    x: float = Field(description="From 0, the left edge, to 1.")
    y: float = Field(description="From 0, the top, to 1.")


class Photo(Answer):
    """A photo, with the words for the place where it is shown."""

    id: int
    alt: str = Field(description="What somebody who cannot see it needs to know. Empty where it is decorative.")
    decorative: bool = Field(description="Whether it tells nothing: print an empty `alt`.")
    caption: str
    credit: str = Field(description="Who made it, as it should be printed.")
    licence: str
    location: str = Field(description="Where it was taken, in words.")
    width: int = Field(description="Of the original, in px. The sizes that are `whole` have the same proportions.")
    height: int
    focal_point: FocalPoint | None = Field(description="null: nobody marked one.")
    dominant_colour: str = Field(description="For its place until it is loaded; may be empty.", examples=["#c0ffee"])
    sources: list[PhotoSource] = Field(
        description="Every size that is ready, AVIF before WebP before JPEG, from narrow to wide. Empty for moments "
        "after a photo was added."
    )


class PhotoBlock(Block):
    """A photo between paragraphs."""

    type: Literal["photo"]
    value: Photo


class GalleryPhoto(Answer):
    """A photo in a gallery, where it has an address of its own."""

    path: Path
    photo: Photo


class GalleryExcerpt(Answer):
    """The first photos of a gallery, and the way to all of them."""

    gallery: PageLink
    photos: list[GalleryPhoto]


class GalleryBlock(Block):
    """Photos of a gallery between paragraphs."""

    type: Literal["gallery"]
    value: GalleryExcerpt
    total_count: int = Field(description="How many photos the gallery shows in all.")


IllustratedBlock = TypeAliasType(
    "IllustratedBlock",
    Annotated[HeadingBlock | TextBlock | NoticeBlock | PhotoBlock | GalleryBlock, Field(discriminator="type")],
)


class GallerySummary(PageSummary):
    """A gallery in a list."""

    cover: Photo | None = Field(description="Its first photo.")
    photo_count: int


class GalleryIndexPage(BasePage):
    """The list of galleries."""

    type: Literal["GalleryIndexPage"]
    galleries: list[GallerySummary]


class GalleryPage(BasePage):
    """Photos with captions, in order."""

    type: Literal["GalleryPage"]
    photos: list[GalleryPhoto]


class GalleryPhotoPage(BasePage):
    """One photo of a gallery, at an address of its own.

    What all pages have is the gallery’s, but for `path`, `html_url` and `head`.
    """

    type: Literal["GalleryPhotoPage"]
    heading: str = Field(examples=["Photo 2 of 9"])
    photo: Photo
    gallery: PageLink
    first: Path
    previous: Path | None
    next: Path | None
    last: Path


class GalleryList(Answer):
    """Galleries, a part at a time."""

    meta: ListMeta
    items: list[GallerySummary]
