"""Checks of what is in the page editor's form now, and their errors beside its fields."""

import copy
from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.base import BlockField
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Comment, Page

from clinic.forms import BasePageForm
from staff.checks.checking import find
from staff.checks.findings import Finding, Place


def page_in(form: BasePageForm) -> Page:
    """Return the page as the form has it, as far as that can be read, without changing the form's own page."""
    bool(form.errors)  # reads the fields; `is_valid` would refuse what is found here
    page = copy.copy(form.instance)
    page._cluster_related_objects = dict(form.instance.__dict__.get("_cluster_related_objects", {}))
    for name, field in form.fields.items():
        given = (form.data, form.files, form.add_prefix(name))
        if isinstance(field, BlockField) and not field.widget.value_omitted_from_data(*given):
            setattr(page, name, field.widget.value_from_datadict(*given))
    for accessor, formset in form.formsets.items():
        if formset.model is Comment:
            continue
        formset.is_valid()
        rows = []
        for number, row in enumerate(formset.forms):
            if not (row.empty_permitted and not row.has_changed()) and not formset._should_delete_form(row):
                row.instance.number_in_form = number
                rows.append(row.instance)
        getattr(page, accessor).set(rows)
    return page


def listed(findings: list[Finding]) -> dict[str, Any]:
    """Return what the list of findings shows, the blocking ones apart from the advising."""
    blocking = [finding for finding in findings if finding.blocking]
    advising = [finding for finding in findings if not finding.blocking]
    return {"must_be_mended": blocking, "worth_a_look": advising, "summary": summary(len(blocking), len(advising))}


def summary(blocking: int, advising: int) -> str:
    """Say in a sentence or two how much was found."""
    sentences = []
    if blocking:
        text = ngettext(
            "%(number)d thing must be mended before publishing.",
            "%(number)d things must be mended before publishing.",
            blocking,
        )
        sentences.append(text % {"number": blocking})
    if advising:
        text = ngettext("%(number)d thing is worth a look.", "%(number)d things are worth a look.", advising)
        sentences.append(text % {"number": advising})
    return " ".join(sentences) or _("The checks before publishing found nothing.")


def refuse_in_form(form: BasePageForm) -> None:
    """Put what must be mended before publishing beside its fields, and into the message at the top."""
    by_field: dict[int | str, list[tuple[Place, str]]] = defaultdict(list)
    for finding in find(page_in(form)):
        if finding.blocking and finding.place:
            by_field[finding.place.steps[0]].append((finding.place, finding.sentence))
    if not by_field:
        return
    # Fields of rows have no place in the message at the top but among what concerns the whole page.
    in_rows = [f"{place.label}: {sentence}" for name in form.formsets for place, sentence in by_field.get(name, ())]
    form.add_error(None, [_("This page cannot be published yet."), *in_rows])
    for name, found in by_field.items():
        if name in form.formsets:
            _refuse_rows(form.formsets[name], found)
        elif name in form.fields and name not in form.errors:
            form.add_error(name, _error(found))


def _refuse_rows(formset: Any, found: list[tuple[Place, str]]) -> None:
    for place, sentence in found:
        _accessor, number, field = place.steps
        row = formset.forms[number]
        if field not in row.errors:
            row.add_error(field, sentence)


def _error(found: list[tuple[Place, str]]) -> ValidationError:
    error = _nested([(place.steps[1:], sentence) for place, sentence in found])
    error.message = " ".join(sentence for _place, sentence in found)  # for the message at the top
    return error


def _nested(found: list[tuple[tuple[int | str, ...], str]]) -> ValidationError:
    """Return sentences, each with the steps to its block, as an error nested as blocks are."""
    keys = dict.fromkeys(steps[0] for steps, _sentence in found if steps)
    if not keys:
        return ValidationError(" ".join(sentence for _steps, sentence in found))
    errors = {key: _nested([(steps[1:], sentence) for steps, sentence in found if steps[0] == key]) for key in keys}
    in_struct = isinstance(next(iter(keys)), str)
    return (StructBlockValidationError if in_struct else StreamBlockValidationError)(errors)
