"""What of the site an archive carries, and what it leaves out, each with the reason in words.

Fields are not listed: whatever a carried model has travels, unless it is named here. `test_scope.py` asks that of every
model and field there is, so that a new one is carried or has its reason.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.settings.registry import registry
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from media.models import ClinicImage, Consent
from services.models import BodyArea

# Each by a module of its own, or as lists of rows; page types, their lists of rows and settings come in by themselves.
LISTS: list[type[models.Model]] = [BodyArea]
OTHERS: list[type[models.Model]] = [
    ClinicImage,
    get_document_model(),
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    Site,
    Redirect,
    Query,
    SearchPromotion,
]
WITH_PERSONAL_DATA: list[type[models.Model]] = [Consent]

PEOPLE = "people, their rights and what they did belong to the site where they work"
MADE_ANEW = "the other site makes it anew"
RUNNING = "it says how this site runs, not what it holds"
LEFT_OUT_MODELS = {
    "auth.*": PEOPLE,
    "sessions.*": PEOPLE,
    "wagtailusers.*": PEOPLE,
    "wagtailadmin.*": PEOPLE,
    **dict.fromkeys(
        [
            "accounts.AuthenticatorApp",
            "accounts.Passkey",
            "accounts.RecoveryCode",
            "accounts.SignIn",
            "accounts.TryCount",
            "many.BulkChange",
            "many.PageChange",
            "staff.ApprovalTask",
            "staff.DeletedPage",
            "staff.PreviewLink",
        ],
        PEOPLE,
    ),
    "staff.BlockedPage": MADE_ANEW,
    "staff.DayCount": RUNNING,
    "staff.ReviewReminder": RUNNING,
    "staff.SiteCheck": MADE_ANEW,
    "webhooks.*": "who is told of changes, and with which secret, is each site's own",
    "enquiries.Enquiry": "what visitors wrote is theirs and the clinic's alone",
    "services.AliasRedirect": "publishing a service makes the addresses of its other names",
    "media.ClinicRendition": MADE_ANEW,
    "clinic.ScheduleProblem": RUNNING,
    "contenttypes.*": RUNNING,
    "django_tasks_database.*": RUNNING,
    "taggit.*": "tags travel with the photos and documents that have them",
    "wagtailimages.*": "the library of photos has models of its own",
    "wagtailsearch.*": MADE_ANEW,
    "wagtailsearchpromotions.QueryDailyHits": "what visitors searched for is not content",
    "wagtailcore.Locale": "the site has one language",
    "wagtailcore.Revision": "versions travel as what is live, what has its day to go live, and the newest draft",
    "wagtailcore.ReferenceIndex": MADE_ANEW,
    "wagtailcore.UploadedFile": "it waits for a form to be completed",
    **dict.fromkeys(
        [
            "wagtailcore.APIToken",
            "wagtailcore.Comment",
            "wagtailcore.CommentReply",
            "wagtailcore.GroupApprovalTask",
            "wagtailcore.GroupCollectionPermission",
            "wagtailcore.GroupPagePermission",
            "wagtailcore.GroupSitePermission",
            "wagtailcore.ModelLogEntry",
            "wagtailcore.PageLogEntry",
            "wagtailcore.PageSubscription",
            "wagtailcore.Task",
            "wagtailcore.TaskState",
            "wagtailcore.Workflow",
            "wagtailcore.WorkflowContentType",
            "wagtailcore.WorkflowPage",
            "wagtailcore.WorkflowState",
            "wagtailcore.WorkflowTask",
        ],
        PEOPLE,
    ),
}

BOOKKEEPING = "the site keeps it by itself"
FROM_FILE = "it is found in the file"
LEFT_OUT_FIELDS = {
    "wagtailcore.Page.path": "the parent and the place among its pages say it",
    "wagtailcore.Page.depth": "the parent says it",
    "wagtailcore.Page.numchild": BOOKKEEPING,
    "wagtailcore.Page.url_path": "the parent and the slug say it",
    "wagtailcore.Page.translation_key": "it is the page's id",
    "wagtailcore.Page.content_type": "it is the page's kind",
    "wagtailcore.Page.alias_of": "a page that follows another is carried as no more than that",
    "wagtailcore.Page.locale": "the site has one language",
    "wagtailcore.Page.latest_revision": BOOKKEEPING,
    "wagtailcore.Page.latest_revision_created_at": BOOKKEEPING,
    "wagtailcore.Page.live": "the versions say it",
    "wagtailcore.Page.live_revision": BOOKKEEPING,
    "wagtailcore.Page.has_unpublished_changes": "the versions say it",
    "wagtailcore.Page.first_published_at": "it is said of the page, not of a version",
    "wagtailcore.Page.last_published_at": "it is said of the page, not of a version",
    "wagtailcore.Page.draft_title": BOOKKEEPING,
    "wagtailcore.Page.expired": BOOKKEEPING,
    "wagtailcore.Page.locked": PEOPLE,
    "wagtailcore.Page.locked_at": PEOPLE,
    "wagtailcore.Page.locked_by": PEOPLE,
    "wagtailcore.Page.owner": PEOPLE,
    "wagtailcore.Page.wagtail_admin_comments": PEOPLE,
    "services.ConditionPage.listing_changes": "the drafts of the services hold what its ticks changed",
    "media.ClinicImage.file": "it is carried as a file",
    "media.ClinicImage.uuid": "it is the photo's id",
    "media.ClinicImage.width": FROM_FILE,
    "media.ClinicImage.height": FROM_FILE,
    "media.ClinicImage.file_size": FROM_FILE,
    "media.ClinicImage.file_hash": FROM_FILE,
    "media.ClinicImage.look": FROM_FILE,
    "media.ClinicImage.dominant_colour": FROM_FILE,
    "media.ClinicImage.problem": FROM_FILE,
    "media.ClinicImage.uploaded_by_user": PEOPLE,
    "media.ClinicImage.consents": "consents are personal data, carried when that is asked for",
    "media.Consent.form": "it is carried as a file",
    "media.Consent.end_noted": BOOKKEEPING,
    "media.Consent.warned_of": BOOKKEEPING,
    "wagtaildocs.Document.file": "it is carried as a file",
    "wagtaildocs.Document.file_size": FROM_FILE,
    "wagtaildocs.Document.file_hash": FROM_FILE,
    "wagtaildocs.Document.uploaded_by_user": PEOPLE,
    "wagtailcore.Collection.path": "the collection above says it",
    "wagtailcore.Collection.depth": "the collection above says it",
    "wagtailcore.Collection.numchild": BOOKKEEPING,
    "wagtailcore.CollectionViewRestriction.password": "passwords stay where they are known",
    "wagtailcore.PageViewRestriction.password": "passwords stay where they are known",
    "wagtailcore.Site.hostname": "the default site's address is that of the machine; others are known by it",
    "wagtailcore.Site.port": "the default site's address is that of the machine; others are known by it",
    "wagtailcore.Site.is_default_site": "it is the site's id",
}


def carried_fields(model: type[models.Model]) -> Iterator[Any]:
    """Yield the fields of a model whose values are carried, those of its parents first."""
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if not (_is_key(field) or reason_to_leave_out(field) or isinstance(field, GenericRelation)):
            yield field


def carried_relations(model: type[models.Model]) -> Iterator[Any]:
    """Yield the relations to rows that belong to an object of the model, and are carried with it."""
    for relation in sorted(get_all_child_relations(model), key=lambda relation: relation.get_accessor_name()):
        if f"{relation.model._meta.label}.{relation.get_accessor_name()}" not in LEFT_OUT_FIELDS:
            yield relation


def reason_to_leave_out(field: Any) -> str:
    """Say why a field is not carried; empty where it is."""
    return LEFT_OUT_FIELDS.get(f"{field.model._meta.label}.{field.name}", "")


def reason_to_leave_out_model(model: type[models.Model]) -> str:
    """Say why the rows of a model are not carried; empty where they are."""
    label, app = model._meta.label, model._meta.app_label
    if model._meta.auto_created:
        return "it only ties two others together"
    return LEFT_OUT_MODELS.get(label) or LEFT_OUT_MODELS.get(f"{app}.*") or ""


def is_carried(model: type[models.Model]) -> bool:
    """Return whether rows of the model are carried: pages, settings, what belongs to either, and what is named here."""
    owners: list[Any] = [
        field.related_model
        for field in model._meta.concrete_fields
        if any(model is relation.related_model for relation in _relations_to(field))
    ]
    named = [*LISTS, *OTHERS, *WITH_PERSONAL_DATA, *registry]
    return issubclass(model, Page) or model in named or any(is_carried(owner) for owner in owners)


def _relations_to(field: Any) -> Iterator[Any]:
    if field.is_relation and field.related_model and field.related_model is not field.model:
        yield from carried_relations(field.related_model)


def _is_key(field: Any) -> bool:
    """Return whether a field only says which row it is of which table."""
    return bool(field.primary_key or getattr(field.remote_field, "parent_link", False))
