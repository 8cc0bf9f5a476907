from services.models.condition import BodyArea, ConditionListPage, ConditionPage
from services.models.service import (
    AliasRedirect,
    RelatedService,
    ServiceCondition,
    ServiceIndexPage,
    ServiceOption,
    ServicePage,
    ServicePhoto,
    ServiceTechnique,
)
from services.models.technique import TechniqueIndexPage, TechniquePage

__all__ = [
    "AliasRedirect",
    "BodyArea",
    "ConditionListPage",
    "ConditionPage",
    "RelatedService",
    "ServiceCondition",
    "ServiceIndexPage",
    "ServiceOption",
    "ServicePage",
    "ServicePhoto",
    "ServiceTechnique",
    "TechniqueIndexPage",
    "TechniquePage",
]
