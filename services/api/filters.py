"""What lists of the read API are narrowed to."""

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from pydantic import Field

from clinic.api.paging import ListParameters, Slug
from clinic.visibility import is_public
from services.models import ConditionPage, ServiceCondition, ServiceTechnique


class AboutParameters(ListParameters):
    """Narrows a list of pages, or of services alone."""

    area: Slug | None = Field(
        None,
        description="Only conditions of this body area, by its slug, and services that list one.",
        examples=["lower-back"],
    )
    condition: Slug | None = Field(
        None, description="Only services that list this condition, by its slug.", examples=["sciatica"]
    )
    technique: Slug | None = Field(
        None, description="Only services that use this technique, by its slug.", examples=["effleurage"]
    )

    def about(self) -> Q:
        conditions, techniques = _rows(ServiceCondition, "condition"), _rows(ServiceTechnique, "technique")
        found = Q()
        if self.area:
            found &= in_area(self.area) | Q(Exists(conditions.filter(condition__body_areas__slug=self.area)))
        if self.condition:
            found &= Q(Exists(conditions.filter(condition__slug=self.condition)))
        if self.technique:
            found &= Q(Exists(techniques.filter(technique__slug=self.technique)))
        return found


class ConditionParameters(ListParameters):
    """Narrows the list of conditions."""

    area: Slug | None = Field(
        None, description="Only conditions of this body area, by its slug.", examples=["lower-back"]
    )
    service: Slug | None = Field(None, description="Only conditions that this service, by its slug, lists.")

    def about(self) -> Q:
        found = in_area(self.area) if self.area else Q()
        return found & _of_service(ServiceCondition, "condition", self.service)


class TechniqueParameters(ListParameters):
    """Narrows the list of techniques."""

    service: Slug | None = Field(None, description="Only techniques that this service, by its slug, uses.")

    def about(self) -> Q:
        return _of_service(ServiceTechnique, "technique", self.service)


def in_area(slug: str) -> Q:
    return Q(pk__in=ConditionPage.objects.filter(body_areas__slug=slug).values("pk"))


def _rows(model: type[Model], field: str) -> QuerySet:
    """Return what the service of the outer query lists, as far as it is public."""
    return model._default_manager.filter(is_public(f"{field}__"), service=OuterRef("pk"))


def _of_service(model: type[Model], field: str, service: str | None) -> Q:
    """Return a condition that holds for what a public service lists."""
    if not service:
        return Q()
    return Q(
        Exists(model._default_manager.filter(is_public("service__"), service__slug=service, **{field: OuterRef("pk")}))
    )
