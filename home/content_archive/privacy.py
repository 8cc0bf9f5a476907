"""Who may read a page or the files of a collection, brought in without ever opening what is private here."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.models import BaseViewRestriction

from home.content_archive.format import ArchiveProblem
from home.content_archive.outcome import Outcome
from home.content_archive.page_records import KINDS_OF_PRIVACY, privacy_of


def restrict(thing: Any, name: str, wanted: Any, outcome: Outcome) -> None:
    """Make a page or collection as private as an archive has it; one that is private here stays as it is here."""
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise ArchiveProblem(_("%(name)s does not say who may read it. Export again.") % {"name": name})
    if any(one.get("kind") not in KINDS_OF_PRIVACY for one in wanted):
        raise ArchiveProblem(_("%(name)s is private in a way that this site does not know.") % {"name": name})
    there = privacy_of(thing)
    if there == wanted:
        return
    if there:
        outcome.tell(_("%(name)s is private here in another way than in the archive. It stays so.") % {"name": name})
        return
    for one in wanted:
        _add(thing, name, one, outcome)


def _add(thing: Any, name: str, wanted: dict[str, Any], outcome: Outcome) -> None:
    restrictions = thing.view_restrictions
    restriction = restrictions.model(**{restrictions.field.name: thing, "restriction_type": wanted["kind"]})
    if wanted["kind"] == BaseViewRestriction.PASSWORD:
        restriction.password = get_random_string(40)  # nobody knows it
        outcome.tell(
            _("%(name)s asks for a password, which archives do not carry. Nobody gets in until you set one here.")
            % {"name": name}
        )
    restriction.save()
    if wanted["kind"] == BaseViewRestriction.GROUPS:
        names = [group for group in wanted.get("groups", []) if isinstance(group, str)]
        groups = list(Group.objects.filter(name__in=names))
        restriction.groups.set(groups)
        for missing in sorted(set(names) - {group.name for group in groups}):
            outcome.tell(
                _("%(name)s is open to the group “%(group)s”, which this site does not have.")
                % {"name": name, "group": missing[:100]}
            )
