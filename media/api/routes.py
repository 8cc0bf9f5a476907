"""Addresses of the read API for galleries."""

from django.http import HttpRequest
from ninja import Query, Router

from clinic.api.paging import ListParameters, part_of
from clinic.api.writer import Writer
from media.api.schemas import GalleryList
from media.api.writing import gallery_summary
from media.models import GalleryPage
from media.models.gallery import with_covers_and_counts

router = Router(tags=["Galleries"])


@router.get("galleries/", response=GalleryList, operation_id="listGalleries", summary="Galleries")
def list_galleries(request: HttpRequest, parameters: Query[ListParameters]) -> GalleryList:
    """All galleries, each with its first photo. `getPage` answers all photos of one."""
    writer = Writer.for_request(request)
    part = part_of(writer.public(GalleryPage), parameters)
    found = with_covers_and_counts(part.rows)
    return GalleryList(meta=part.meta(found), items=[gallery_summary(gallery, writer) for gallery in part.items(found)])
