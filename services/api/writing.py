"""Writes services, conditions and techniques for the read API, from what their pages' templates get."""

from typing import Any

from clinic.api.blocks import Block, prose_blocks, write_blocks, write_question
from clinic.api.page import Context, page_fields, review
from clinic.api.schemas import BodyArea
from clinic.api.writer import Writer
from media.api.writing import cover, row_photo
from services.api import schemas


def area(found: Any) -> BodyArea:
    return BodyArea(slug=found.slug, name=found.name)


def pressure(service: Any) -> schemas.Pressure:
    return schemas.Pressure(maximum=service.pressure, note=service.pressure_note)


def option(row: Any) -> schemas.ServiceOption:
    price = None if row.price is None else str(row.price)
    return schemas.ServiceOption(minutes=row.minutes, price=price, currency=row.currency if price else "")


def summary_fields(service: Any, writer: Writer) -> dict[str, Any]:
    return writer.summary_fields(service) | {"cover": cover(service.cover, writer), "pressure": pressure(service)}


def service_summary(service: Any, writer: Writer) -> schemas.ServiceSummary:
    """Return a service in a list, with its cover loaded."""
    return schemas.ServiceSummary(**summary_fields(service, writer))


def step_block(value: Any, writer: Writer) -> tuple[type[Block], dict[str, Any]]:
    return schemas.SessionStepBlock, {"value": schemas.SessionStep(title=value["title"] or "", text=value["text"])}


def caution_block(value: Any, writer: Writer) -> tuple[type[Block], dict[str, Any]]:
    return schemas.CautionBlock, {"value": schemas.Caution(rank=value["rank"], text=value["text"])}


def service_index_page(page: Any, context: Context, writer: Writer) -> schemas.ServiceIndexPage:
    services = [service_summary(service, writer) for service in context["services"]]
    return schemas.ServiceIndexPage(**page_fields(page, context, writer), services=services)


def service_page(page: Any, context: Context, writer: Writer) -> schemas.ServicePage:
    return schemas.ServicePage(
        **page_fields(page, context, writer),
        other_names=page.other_names,
        cover=cover(context["cover"], writer),
        body=prose_blocks(page.body, writer),
        pressure=pressure(page),
        options=[option(row) for row in context["options"]],
        conditions=[
            schemas.ListedCondition(condition=writer.link(row.page), note=row.note) for row in context["conditions"]
        ],
        session_steps=write_blocks(page.session_steps, writer, {"step": step_block}),
        techniques=[
            schemas.ListedTechnique(technique=writer.summary(row.page), note=row.note) for row in context["techniques"]
        ],
        cautions=write_blocks(page.cautions, writer, {"caution": caution_block}),
        questions=write_blocks(page.questions, writer, {"question": write_question}),
        photos=[row_photo(row, writer) for row in context["photos"]],
        related=[writer.summary(row.page) for row in context["related"]],
        review=review(page),
    )


def condition_list_page(page: Any, context: Context, writer: Writer) -> schemas.ConditionListPage:
    return schemas.ConditionListPage(
        **page_fields(page, context, writer),
        areas=[area(found) for found in context["areas"]],
        conditions=[writer.summary(condition) for _letter, group in context["letters"] for condition in group],
    )


def condition_page(page: Any, context: Context, writer: Writer) -> schemas.ConditionPage:
    return schemas.ConditionPage(
        **page_fields(page, context, writer),
        emergency=writer.html(page.emergency),
        urgent=writer.html(page.urgent),
        body=writer.html(page.body),
        self_care=writer.html(page.self_care),
        synonyms=page.synonyms,
        areas=[area(found) for found in context["areas"]],
        part_of=next((writer.link(wider) for wider in context["wider"]), None),
        parts=[writer.link(part) for part in context["parts"]],
        services=[service_summary(service, writer) for service in context["services"]],
        review=review(page),
    )


def technique_index_page(page: Any, context: Context, writer: Writer) -> schemas.TechniqueIndexPage:
    techniques = [writer.summary(technique) for technique in context["techniques"]]
    return schemas.TechniqueIndexPage(**page_fields(page, context, writer), techniques=techniques)


def technique_page(page: Any, context: Context, writer: Writer) -> schemas.TechniquePage:
    return schemas.TechniquePage(
        **page_fields(page, context, writer),
        other_names=page.other_names,
        body=prose_blocks(page.body, writer),
        services=[writer.summary(service) for service in context["services"]],
        review=review(page),
    )
