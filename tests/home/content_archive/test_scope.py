"""Everything the site can hold is carried by an archive, or left out for a reason in words."""

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.fields import StreamField

from home.content_archive.identities import unique_field
from home.content_archive.scope import (
    LEFT_OUT_FIELDS,
    LEFT_OUT_MODELS,
    carried_fields,
    carried_relations,
    is_carried,
    reason_to_leave_out,
    reason_to_leave_out_model,
)

MODELS = apps.get_models(include_auto_created=True)
CARRIED = [model for model in MODELS if is_carried(model)]
# What a block of text, a number or a choice is: nothing in it points anywhere.
PLAIN_BLOCKS = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.IntegerBlock,
    blocks.BooleanBlock,
    blocks.ChoiceBlock,
    blocks.DateBlock,
    blocks.TimeBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_carried_or_left_out_for_a_reason(model):
    assert is_carried(model) != bool(reason_to_leave_out_model(model)), (
        f"{model._meta.label}: name it among those carried in home/content_archive/scope.py, or say there why not."
    )


@pytest.mark.parametrize("model", CARRIED, ids=lambda model: model._meta.label)
def test_what_a_carried_field_points_to_is_known_on_every_site(model):
    for field in carried_fields(model):
        target = field.related_model if field.is_relation else None
        if target and field.name != "tags" and not has_rule_of_its_own(target):
            assert unique_field(target)


def has_rule_of_its_own(model) -> bool:
    labels = ("wagtailcore.Page", "media.ClinicImage", "wagtaildocs.Document", "wagtailcore.Collection")
    parents = {model, *model._meta.get_parent_list()}
    return any(
        parent._meta.label in (*labels, "wagtailcore.Site", "wagtailsearchpromotions.Query") for parent in parents
    )


@pytest.mark.parametrize("model", CARRIED, ids=lambda model: model._meta.label)
def test_every_field_is_carried_or_left_out_for_a_reason(model):
    carried = {field.name for field in carried_fields(model)}
    carried |= {relation.get_accessor_name() for relation in carried_relations(model)}
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        is_key = field.primary_key or getattr(field.remote_field, "parent_link", False)
        left_out = bool(reason_to_leave_out(field)) or field.name == "index_entries"
        assert is_key or left_out != (field.name in carried), field


def test_names_nothing_that_is_not_there():
    for name in LEFT_OUT_MODELS:
        app, _, model = name.partition(".")
        config = apps.get_app_config(app)
        assert model == "*" or config.get_model(model)
    for name in LEFT_OUT_FIELDS:
        app, model, field = name.split(".")
        there = apps.get_model(app, model)
        names = {one.name for one in there._meta.get_fields()}
        assert field in names, name


def test_knows_every_kind_of_block():
    seen = []

    def look(block: blocks.Block) -> None:
        seen.append(block)
        if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
            for child in block.child_blocks.values():
                look(child)
        elif isinstance(block, blocks.ListBlock):
            look(block.child_block)
        else:
            assert isinstance(block, (blocks.ChooserBlock, blocks.RichTextBlock, *PLAIN_BLOCKS)), (
                f"{block!r}: say in home/content_archive/translation.py what it points to, or name it here."
            )

    for model in CARRIED:
        for field in carried_fields(model):
            if isinstance(field, StreamField):
                look(field.stream_block)
    assert len(seen) > 50
