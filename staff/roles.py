"""The roles of staff: one table of what each may do, and what keeps the groups to it.

Rights that somebody gave a group besides stay, and so do rights taken away, until `manage.py roles` is run.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.utils.translation import gettext as _

from services.approval import APPROVE

EVERY_PAGE = ("wagtailcore.Page",)  # stands for the root, whose rights hold for all pages
CLINICAL_PAGES = ("services.ServiceIndexPage", "services.ConditionListPage", "services.TechniqueIndexPage")
GALLERIES = ("media.GalleryIndexPage",)

SIGN_IN = "wagtailadmin.access_admin"


@dataclass(frozen=True)
class Role:
    """A group of staff: its rights as permissions' names, those on pages by the page at whose head they are given."""

    name: str
    purpose: str
    rights: tuple[str, ...] = ()
    on_files: tuple[str, ...] = ()
    on_pages: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)


EDITORS = Role(
    "Editors",
    "write pages, use photos, and submit for approval",
    rights=(SIGN_IN,),
    on_files=("wagtailimages.add_image", "wagtailimages.choose_image"),
    on_pages={EVERY_PAGE: ("add", "change")},
)
MARKETERS = Role(
    "Marketers",
    "look after photos, consents and galleries",
    rights=(SIGN_IN, "media.add_consent", "media.change_consent", "media.view_consent"),
    on_files=("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
    on_pages={GALLERIES: ("add", "change", "publish")},
)
CLINICAL_REVIEWERS = Role(
    "Clinical reviewers",
    "approve services, conditions and techniques",
    rights=(SIGN_IN, APPROVE),
    on_files=("wagtailimages.choose_image",),
    on_pages={CLINICAL_PAGES: ("change", "publish")},
)
PUBLISHERS = Role(
    "Publishers",
    "publish all other pages, and look after enquiries, documents, addresses, promoted results and opening hours",
    rights=(
        SIGN_IN,
        "enquiries.change_enquiry",
        "enquiries.view_enquiry",
        "home.change_clinicsettings",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "wagtailsearchpromotions.add_searchpromotion",
        "wagtailsearchpromotions.change_searchpromotion",
        "wagtailsearchpromotions.delete_searchpromotion",
    ),
    on_files=(
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
    ),
    on_pages={EVERY_PAGE: ("add", "change", "publish", "bulk_delete", "lock", "unlock")},
)
OWNERS = Role(
    "Owners",
    "do everything, but for what only an administrator may: make and change administrators",
    rights=(
        *PUBLISHERS.rights,
        APPROVE,
        "enquiries.delete_enquiry",
        "enquiries.change_enquirysettings",
        "media.add_consent",
        "media.change_consent",
        "media.delete_consent",
        "media.view_consent",
        "auth.add_user",
        "auth.change_user",
        "auth.delete_user",
        "auth.add_group",
        "auth.change_group",
        "auth.delete_group",
        "wagtailcore.add_site",
        "wagtailcore.change_site",
        "wagtailcore.delete_site",
        "wagtailcore.add_workflow",
        "wagtailcore.change_workflow",
        "wagtailcore.delete_workflow",
        "wagtailcore.add_task",
        "wagtailcore.change_task",
        "wagtailcore.delete_task",
        "webhooks.add_endpoint",
        "webhooks.change_endpoint",
        "webhooks.delete_endpoint",
    ),
    on_files=(
        *PUBLISHERS.on_files,
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.delete_collection",
    ),
    on_pages=PUBLISHERS.on_pages,
)
ROLES = (EDITORS, MARKETERS, CLINICAL_REVIEWERS, PUBLISHERS, OWNERS)


@dataclass(frozen=True)
class Approval:
    """Who approves the pages below some heads before they are published."""

    name: str
    task: str
    roles: tuple[Role, ...]
    heads: tuple[str, ...]


APPROVALS = (
    Approval("Clinical approval", "Approval by a clinical reviewer", (CLINICAL_REVIEWERS,), CLINICAL_PAGES),
    Approval("Publishing approval", "Approval by a publisher or owner", (PUBLISHERS, OWNERS), EVERY_PAGE),
)


def keep_roles(models: Apps = apps) -> list[str]:
    """Give the roles what they lack of the table and pages their approval; return a sentence for each change.

    `models` are those of a migration, or today's.
    """
    changes = []
    for role in ROLES:
        group, is_new = models.get_model("auth.Group").objects.get_or_create(name=role.name)
        if is_new:
            changes.append(_("Made the role “%(role)s”.") % {"role": role.name})
        given = [
            *_give_rights(models, role, group),
            *_give_on_files(models, role, group),
            *_give_on_pages(models, role, group),
        ]
        changes += [_("“%(role)s” may now: %(right)s.") % {"role": role.name, "right": right} for right in given]
    return changes + keep_approvals(models)


def keep_page_rights(models: Apps = apps) -> None:
    """Give the roles that there are their rights on pages, and those pages their approval, such as on a new list."""
    for role in ROLES:
        if group := models.get_model("auth.Group").objects.filter(name=role.name).first():
            _give_on_pages(models, role, group)
    keep_approvals(models)


def keep_approvals(models: Apps = apps) -> list[str]:
    """Make the workflows that are missing, and have pages that know none follow theirs; return what changed."""
    changes = []
    for approval in APPROVALS:
        workflow = models.get_model("wagtailcore.Workflow").objects.filter(name=approval.name).first()
        if workflow is None:
            workflow = _make_workflow(models, approval)
            changes.append(_("Made “%(approval)s”.") % {"approval": approval.name})
        for page in _heads(models, approval.heads):
            _link, is_new = models.get_model("wagtailcore.WorkflowPage").objects.get_or_create(
                page_id=page.pk, defaults={"workflow_id": workflow.pk}
            )
            if is_new:
                changes.append(
                    _("“%(page)s” and pages below it now need “%(approval)s”.")
                    % {"page": page.title, "approval": approval.name}
                )
    return changes


def _give_rights(models: Apps, role: Role, group: Any) -> list[str]:
    held = set(group.permissions.values_list("pk", flat=True))
    missing = [right for right in _permissions(models, role.rights) if right.pk not in held]
    group.permissions.add(*missing)
    return [right.name for right in missing]


def _give_on_files(models: Apps, role: Role, group: Any) -> list[str]:
    root = models.get_model("wagtailcore.Collection").objects.get(depth=1)
    rows = models.get_model("wagtailcore.GroupCollectionPermission").objects
    given = []
    for right in _permissions(models, role.on_files):
        _row, is_new = rows.get_or_create(group_id=group.pk, collection_id=root.pk, permission_id=right.pk)
        given += [right.name] if is_new else []
    return given


def _give_on_pages(models: Apps, role: Role, group: Any) -> list[str]:
    rows = models.get_model("wagtailcore.GroupPagePermission").objects
    given = []
    for heads, actions in role.on_pages.items():
        for page in _heads(models, heads):
            for right in _permissions(models, [f"wagtailcore.{action}_page" for action in actions]):
                _row, is_new = rows.get_or_create(group_id=group.pk, page_id=page.pk, permission_id=right.pk)
                given += [f"{right.name} ({page.title})"] if is_new else []
    return given


def _heads(models: Apps, kinds: tuple[str, ...]) -> list[Any]:
    """Return the pages of these kinds at which rights are given; the one of Wagtail's own kind is the root."""
    if kinds == EVERY_PAGE:
        return list(models.get_model("wagtailcore.Page").objects.filter(depth=1))
    return [page for kind in kinds for page in models.get_model(kind).objects.all()]


def _permissions(models: Apps, names: Iterable[str]) -> list[Any]:
    """Return the permissions of these names; a migration leaves out those of models that come after it."""
    all_of_them = models.get_model("auth.Permission").objects.select_related("content_type")
    known = {f"{one.content_type.app_label}.{one.codename}": one for one in all_of_them}
    return [known[name] for name in names if name in known or models is apps]


def _make_workflow(models: Apps, approval: Approval) -> Any:
    workflow = models.get_model("wagtailcore.Workflow").objects.create(name=approval.name)
    types = models.get_model("contenttypes.ContentType").objects
    content_type, _made = types.get_or_create(app_label="staff", model="approvaltask")
    task = models.get_model("staff.ApprovalTask").objects.create(name=approval.task, content_type_id=content_type.pk)
    names = [role.name for role in approval.roles]
    task.groups.set(models.get_model("auth.Group").objects.filter(name__in=names))
    models.get_model("wagtailcore.WorkflowTask").objects.create(workflow_id=workflow.pk, task_id=task.pk, sort_order=0)
    return workflow
