"""Runs the checks as the editor does, for tests."""

import re
from typing import Any

from wagtail.models import Page, Site

from home.models import ClinicSettings, PlainPage
from staff.checks.checking import find
from staff.checks.findings import Finding, Kind


def found(page: Page, kind: Kind | None = None) -> list[Finding]:
    return [finding for finding in find(page) if kind in (None, finding.kind)]


def words_found(text: str, kind: Kind = Kind.CLAIM) -> list[str]:
    """Return the words of `text` that are found, with the text as a page's summary."""
    page = PlainPage(title="Page", slug="page", summary=text, path="000100010001", depth=3)
    return [words_of(finding) for finding in found(page, kind)]


def words_of(finding: Finding) -> str:
    """Return the words that a finding is about, with which its sentence begins."""
    return re.match("“(.*?)”", finding.sentence, re.DOTALL)[1]


def set_up_clinic(**values: Any) -> ClinicSettings:
    settings, _made = ClinicSettings.objects.update_or_create(site=Site.objects.get(), defaults=values)
    return settings
