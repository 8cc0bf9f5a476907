"""Brings in what stands in lists: sites, settings, rows known by a key, redirects and search promotions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.log_actions import log
from wagtail.models import Page, Site

from home.content_archive.checking import check, sentence
from home.content_archive.format import ArchiveProblem
from home.content_archive.identities import DEFAULT_SITE, Identities
from home.content_archive.library import keep_times
from home.content_archive.outcome import Outcome
from home.content_archive.translation import Inward, Outward
from home.content_archive.values import fill, written, written_row
from home.default_site import make_default_site


class ListImport:
    """Brings in rows that are known by what they say; rows that the archive does not name stay."""

    def __init__(self, identities: Identities, outcome: Outcome) -> None:
        self.identities = identities
        self.inward, self.outward = Inward(identities), Outward(identities)
        self.outcome = outcome

    def sites(self, rows: list[dict[str, Any]]) -> None:
        """Lead each site to its first page; the default one keeps the address that it has here."""
        for row in rows:
            id, root = row.get("id"), self.identities.number_of(Page, row.get("root_page"))
            if not isinstance(id, str) or root is None:
                self.outcome.tell(
                    _("The site “%(site)s” was left out: its first page is not here.") % {"site": str(id)[:100]}
                )
                continue
            number = self.identities.number_of(Site, id)
            if id == DEFAULT_SITE:
                site = make_default_site(Page.objects.get(pk=root))
            elif number:
                site = Site.objects.get(pk=number)
            else:
                hostname, _colon, port = id.partition(":")
                site = Site(hostname=hostname, port=int(port) if port.isdecimal() else 80, root_page_id=root)
            self._save(site, row, "sites", id)
            self.identities.add(Site, id, site.pk)

    def keyed(self, model: type[models.Model], rows: list[dict[str, Any]]) -> None:
        """Bring in rows of a model that are known by one of their fields, such as body areas."""
        for row in rows:
            number = self.identities.number_of(model, row.get("id"))
            thing = model._default_manager.filter(pk=number).first() or model()
            self._save(thing, row, str(model._meta.verbose_name_plural), str(row.get("id")))
            self.identities.add(model, str(row.get("id")), thing.pk)

    def settings(self, model: Any, rows: list[dict[str, Any]]) -> None:
        """Bring in settings; a field that does not pass its checks here keeps the value it has here."""
        for row in rows:
            site = self.identities.number_of(Site, row.get("site")) if "site" in row else None
            if "site" in row and site is None:
                continue
            there = model._default_manager.filter(**({"site": site} if site else {})).first()
            thing = there or model(**({"site_id": site} if site else {}))
            self._save(thing, row, "settings", str(model._meta.verbose_name), partly=True)

    def redirects(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            path, site = row.get("old_path"), self.identities.number_of(Site, row.get("site"))
            if row.get("redirect_page") and not self.identities.number_of(Page, row["redirect_page"]):
                self.outcome.tell(
                    _("The redirect from %(path)s was left out: its page is not here.") % {"path": str(path)[:200]}
                )
                continue
            there = Redirect.objects.filter(old_path=path, site=site).first()
            if there and hasattr(there, "aliasredirect"):
                self.outcome.tell(
                    _("The redirect from %(path)s was left out: another name of a service has that address here.")
                    % {"path": str(path)[:200]}
                )
                continue
            self._save(there or Redirect(), row, "redirects", str(path))

    def search_promotions(self, entries: list[dict[str, Any]]) -> None:
        """Make the promotions for each search what the archive has for it."""
        for entry in entries:
            words, rows = entry.get("words"), entry.get("promotions")
            if not isinstance(words, str) or not words.strip() or not isinstance(rows, list):
                raise ArchiveProblem(_("A search promotion in the archive is not as it should be. Export again."))
            query = Query.get(words[:255])
            there = list(query.editors_picks.order_by("sort_order", "pk"))
            wanted = [self._promotion(query, row, place) for place, row in enumerate(rows)]
            kept = [row for row in wanted if row.page_id or row.external_link_url]
            if [self._written(row) for row in there] != [self._written(row) for row in kept]:
                query.editors_picks.all().delete()
                for row in kept:
                    row.save()
                self.outcome.changed["search promotions"] += 1

    def _promotion(self, query: Query, row: Any, place: int) -> SearchPromotion:
        promotion = SearchPromotion(query=query)
        self._fill(promotion, row if isinstance(row, dict) else {}, f"“{query.query_string[:100]}”")
        promotion.sort_order = place
        return promotion

    def _written(self, promotion: SearchPromotion) -> dict[str, Any]:
        return written_row(promotion, "query", self.outward)

    def _fill(self, thing: Any, row: dict[str, Any], name: str) -> None:
        try:
            fill(thing, row, self.inward)
        except ValidationError as error:
            raise _unfit(name, error) from error
        self.outcome.tell_of_missing(name, self.inward.missing)

    def _save(self, thing: Any, row: dict[str, Any], kind: str, name: str, partly: bool = False) -> None:
        """Save a row where it differs; `partly` keeps the fields as they were that do not pass their checks."""
        is_new = thing.pk is None
        before = {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}
        written_before = None if is_new else written(thing, self.outward)
        self._fill(thing, row, name)
        try:
            check(thing)
        except ValidationError as error:
            if not partly:
                raise _unfit(name, error) from error
            for field_name in error.message_dict:
                attname = thing._meta.get_field(field_name).attname
                setattr(thing, attname, before[attname])
            self.outcome.tell(
                _("“%(name)s” came in without what does not pass the checks here: %(reason)s")
                % {"name": name, "reason": sentence(error)}
            )
        if written_before == written(thing, self.outward):
            return
        thing.save()
        keep_times(thing, row)
        log(thing, "wagtail.create" if is_new else "wagtail.edit")
        (self.outcome.added if is_new else self.outcome.changed)[kind] += 1


def _unfit(name: str, error: ValidationError) -> ArchiveProblem:
    return ArchiveProblem(
        _("“%(name)s” in the archive is not as it should be: %(reason)s")
        % {"name": name[:100], "reason": sentence(error)}
    )
