"""Addresses of the read API for services, conditions, techniques and body areas."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from ninja import Query, Router

from clinic.api.paging import part_of
from clinic.api.writer import Writer
from clinic.visibility import is_public
from media.models.rows import with_covers
from services.api import schemas
from services.api.filters import AboutParameters, ConditionParameters, TechniqueParameters
from services.api.writing import area, option, summary_fields
from services.models import BodyArea, ConditionPage, ServicePage, ServicePhoto, TechniquePage

router = Router(tags=["Services and conditions"])


@router.get("services/", response=schemas.ServiceList, operation_id="listServices", summary="Services")
def list_services(request: HttpRequest, parameters: Query[AboutParameters]) -> schemas.ServiceList:
    """Services with their first photo, pressure, lengths and prices."""
    writer = Writer.for_request(request)
    part = part_of(writer.public(ServicePage).filter(parameters.about()), parameters)
    found = with_covers(part.rows.prefetch_related("options"), ServicePhoto)
    items = [
        schemas.ServiceListItem(
            **summary_fields(service, writer), options=[option(row) for row in service.options.all()]
        )
        for service in part.items(found)
    ]
    return schemas.ServiceList(meta=part.meta(found), items=items)


@router.get("conditions/", response=schemas.ConditionList, operation_id="listConditions", summary="Conditions")
def list_conditions(request: HttpRequest, parameters: Query[ConditionParameters]) -> schemas.ConditionList:
    """Conditions with their body areas and other names. Ask for `order=title` to have them from A to Z."""
    writer = Writer.for_request(request)
    part = part_of(writer.public(ConditionPage).filter(parameters.about()), parameters)
    found = list(part.rows)
    prefetch_related_objects(found, "body_areas")
    items = [
        schemas.ConditionListItem(
            **writer.summary_fields(condition),
            areas=[area(each) for each in condition.body_areas.all()],
            synonyms=condition.synonyms,
        )
        for condition in part.items(found)
    ]
    return schemas.ConditionList(meta=part.meta(found), items=items)


@router.get("techniques/", response=schemas.TechniqueList, operation_id="listTechniques", summary="Techniques")
def list_techniques(request: HttpRequest, parameters: Query[TechniqueParameters]) -> schemas.TechniqueList:
    """Techniques with their other names."""
    writer = Writer.for_request(request)
    part = part_of(writer.public(TechniquePage).filter(parameters.about()), parameters)
    found = list(part.rows)
    items = [
        schemas.TechniqueListItem(**writer.summary_fields(technique), other_names=technique.other_names)
        for technique in part.items(found)
    ]
    return schemas.TechniqueList(meta=part.meta(found), items=items)


@router.get("body-areas/", response=schemas.BodyAreaList, operation_id="listBodyAreas", summary="Body areas")
def list_body_areas(request: HttpRequest) -> schemas.BodyAreaList:
    """The body areas that have conditions, from head to foot."""
    areas = BodyArea.objects.filter(is_public("conditions__")).distinct()
    return schemas.BodyAreaList(items=[area(found) for found in areas])
