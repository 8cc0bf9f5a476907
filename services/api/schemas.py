"""What the read API says of services, conditions and techniques."""

from typing import Literal

from pydantic import Field

from clinic.api.blocks import Block, ProseBlock, QuestionBlock
from clinic.api.schemas import Answer, BasePage, BodyArea, Html, ListMeta, PageLink, PageSummary, PlainText, Review
from media.api.schemas import Photo


class SessionStep(Answer):
    """One thing that happens during a session."""

    title: str = Field(description="May be empty.")
    text: PlainText


class SessionStepBlock(Block):
    """One step of a session."""

    type: Literal["step"]
    value: SessionStep


class Caution(Answer):
    """A reason not to have a service, or to ask a doctor before."""

    rank: Literal["stop", "ask"] = Field(description="`stop`: do not have it. `ask`: ask a doctor first.")
    text: PlainText


class CautionBlock(Block):
    """One caution."""

    type: Literal["caution"]
    value: Caution


class Pressure(Answer):
    """How firm a service is."""

    maximum: int | None = Field(
        description="From 0, barely a touch, to 10, the worst pain. null: not stated.", examples=[6]
    )
    note: PlainText


class ServiceOption(Answer):
    """A length that can be booked."""

    minutes: int = Field(examples=[60])
    price: str | None = Field(description="A decimal number. null: ask the clinic.", examples=["85.00"])
    currency: str = Field(description="Three capital letters; empty without a price.", examples=["USD"])


class ServiceSummary(PageSummary):
    """A service in a list."""

    cover: Photo | None = Field(description="Its first photo.")
    pressure: Pressure


class ServiceListItem(ServiceSummary):
    """A service in the list of all services, with what it costs."""

    options: list[ServiceOption]


class ListedCondition(Answer):
    """A condition that a service lists."""

    condition: PageLink
    note: str = Field(description="What is special to this service; may be empty.")


class ListedTechnique(Answer):
    """A technique that a service uses."""

    technique: PageSummary
    note: PlainText


class ServiceIndexPage(BasePage):
    """The list of services."""

    type: Literal["ServiceIndexPage"]
    services: list[ServiceSummary]


class ServicePage(BasePage):
    """A service: what it is, what it helps with, how firm it is, what happens, what it costs."""

    type: Literal["ServicePage"]
    other_names: list[str]
    cover: Photo | None
    body: list[ProseBlock]
    pressure: Pressure
    options: list[ServiceOption]
    conditions: list[ListedCondition] = Field(description="In the order of the page.")
    session_steps: list[SessionStepBlock]
    techniques: list[ListedTechnique] = Field(description="In the order of the page.")
    cautions: list[CautionBlock]
    questions: list[QuestionBlock]
    photos: list[Photo] = Field(description="Without the cover.")
    related: list[PageSummary]
    review: Review | None


class ConditionListItem(PageSummary):
    """A condition in the list of all conditions."""

    areas: list[BodyArea]
    synonyms: list[str]


class ConditionListPage(BasePage):
    """All conditions from A to Z."""

    type: Literal["ConditionListPage"]
    areas: list[BodyArea] = Field(description="Those that have conditions, from head to foot.")
    conditions: list[PageSummary]


class ConditionPage(BasePage):
    """A complaint in everyday words. Print `emergency` and `urgent` before anything else."""

    type: Literal["ConditionPage"]
    emergency: Html = Field(description="Clean HTML: when to call for help now; may be empty.")
    urgent: Html = Field(description="Clean HTML: when to see a doctor soon; may be empty.")
    body: Html
    self_care: Html = Field(description="Clean HTML: what people can do themselves; may be empty.")
    synonyms: list[str] = Field(description="What people also say.")
    areas: list[BodyArea]
    part_of: PageLink | None = Field(description="The wider condition that this is a kind of.")
    parts: list[PageLink] = Field(description="Forms that it can take.")
    services: list[ServiceSummary] = Field(description="What people choose for it.")
    review: Review | None


class TechniqueIndexPage(BasePage):
    """The list of techniques."""

    type: Literal["TechniqueIndexPage"]
    techniques: list[PageSummary]


class TechniqueListItem(PageSummary):
    """A technique in the list of all techniques."""

    other_names: list[str]


class TechniquePage(BasePage):
    """What the hands do."""

    type: Literal["TechniquePage"]
    other_names: list[str]
    body: list[ProseBlock]
    services: list[PageSummary] = Field(description="Where it is used.")
    review: Review | None


class ServiceList(Answer):
    """Services, a part at a time."""

    meta: ListMeta
    items: list[ServiceListItem]


class ConditionList(Answer):
    """Conditions, a part at a time."""

    meta: ListMeta
    items: list[ConditionListItem]


class TechniqueList(Answer):
    """Techniques, a part at a time."""

    meta: ListMeta
    items: list[TechniqueListItem]


class BodyAreaList(Answer):
    """Body areas."""

    items: list[BodyArea]
