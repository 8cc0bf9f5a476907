"""Writes photos and galleries for the read API, from what their pages' templates get."""

from collections.abc import Mapping
from typing import Any, Literal

from clinic.api.blocks import PROSE, Block, BlockWriter
from clinic.api.page import Context, page_fields
from clinic.api.writer import Writer
from media.api import schemas
from media.models import ClinicImage
from media.presets import FORMATS, PRESETS, is_for_visitors

MEDIA_TYPES = FORMATS | {"jpeg": "image/jpeg"}
RANKS = {media_type: rank for rank, media_type in enumerate(MEDIA_TYPES.values())}


def photo(image: ClinicImage, alt: str, caption: str, writer: Writer) -> schemas.Photo:
    """Return a photo whose sizes are loaded, with the words of its place."""
    sources = {(source.type, source.crop, source.width): source for source in _sources(image, writer)}
    return schemas.Photo(
        id=image.pk,
        alt=alt,
        decorative=not alt,
        caption=caption,
        credit=image.credit,
        licence=image.licence,
        location=image.location,
        width=image.width,
        height=image.height,
        focal_point=_focal_point(image),
        dominant_colour=image.dominant_colour,
        sources=sorted(sources.values(), key=lambda source: (RANKS[source.type], source.crop, source.width)),
    )


def _sources(image: ClinicImage, writer: Writer) -> list[schemas.PhotoSource]:
    return [
        schemas.PhotoSource(
            url=writer.file(size.url),
            type=MEDIA_TYPES[size.filter_spec.rpartition("|format-")[2]],
            width=size.width,
            height=size.height,
            crop=_crop(size.filter_spec),
        )
        for size in image.renditions.all()
        if is_for_visitors(size.filter_spec)
    ]


def _crop(spec: str) -> Literal["whole", "card", "share"]:
    if not spec.startswith("fill-"):
        return "whole"
    return "share" if spec == PRESETS["share"].fallback_spec else "card"


def _focal_point(image: ClinicImage) -> schemas.FocalPoint | None:
    if image.focal_point_x is None or image.focal_point_y is None:
        return None
    return schemas.FocalPoint(
        x=round(image.focal_point_x / image.width, 4), y=round(image.focal_point_y / image.height, 4)
    )


def row_photo(row: Any, writer: Writer) -> schemas.Photo:
    """Return the photo of a row that a page shows."""
    return photo(row.image, row.shown_alt, row.shown_caption, writer)


def cover(row: Any, writer: Writer) -> schemas.Photo | None:
    return row_photo(row, writer) if row else None


def gallery_photo(row: Any, gallery: Any, writer: Writer) -> schemas.GalleryPhoto:
    return schemas.GalleryPhoto(path=f"{writer.path(gallery)}{row.name}/", photo=row_photo(row, writer))


def excerpt(gallery: Any, rows: Any, writer: Writer) -> schemas.GalleryExcerpt:
    photos = [gallery_photo(row, gallery, writer) for row in rows]
    return schemas.GalleryExcerpt(gallery=writer.link(gallery), photos=photos)


def photo_block(image: Any, writer: Writer) -> tuple[type[Block], dict[str, Any]]:
    alt = "" if image.decorative else image.contextual_alt_text or image.default_alt_text
    return schemas.PhotoBlock, {"value": photo(image, alt, image.caption, writer)}


def gallery_block(value: Any, writer: Writer) -> tuple[type[Block], dict[str, Any]]:
    shown = excerpt(value["gallery"], value.photos, writer)
    return schemas.GalleryBlock, {"value": shown, "total_count": value.total}


ILLUSTRATED: Mapping[str, BlockWriter] = {**PROSE, "photo": photo_block, "gallery": gallery_block}


def gallery_summary(gallery: Any, writer: Writer) -> schemas.GallerySummary:
    """Return a gallery in a list, with its cover and count loaded."""
    fields = writer.summary_fields(gallery)
    return schemas.GallerySummary(**fields, cover=cover(gallery.cover, writer), photo_count=gallery.photo_count)


def gallery_index_page(page: Any, context: Context, writer: Writer) -> schemas.GalleryIndexPage:
    galleries = [gallery_summary(gallery, writer) for gallery in context["galleries"]]
    return schemas.GalleryIndexPage(**page_fields(page, context, writer), galleries=galleries)


def gallery_page(page: Any, context: Context, writer: Writer) -> schemas.GalleryPage | schemas.GalleryPhotoPage:
    if "part" in context:
        return gallery_photo_page(page, context, writer)
    photos = [gallery_photo(row, page, writer) for row in context["photos"]]
    return schemas.GalleryPage(**page_fields(page, context, writer), photos=photos)


def gallery_photo_page(page: Any, context: Context, writer: Writer) -> schemas.GalleryPhotoPage:
    gallery = writer.path(page)
    ways = {way: f"{gallery}{context[way]}/" if context[way] else None for way in ("first", "previous", "next", "last")}
    path = f"{gallery}{context['part'].slug}/"
    own = {"type": "GalleryPhotoPage", "path": path, "html_url": f"{writer.site_url}{path}"}
    return schemas.GalleryPhotoPage(
        **page_fields(page, context, writer) | own | ways,
        heading=context["heading"],
        photo=row_photo(context["photo"], writer),
        gallery=writer.link(page),
    )
