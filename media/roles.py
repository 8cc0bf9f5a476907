"""The marketers' role: photos, their consents, and galleries; nothing else."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from media.models import GalleryIndexPage

MARKETERS = "Marketers"


def set_up_marketers() -> Group:
    """Make the group, or give it again what it lacks; what somebody gave it besides stays."""
    group, _made = Group.objects.get_or_create(name=MARKETERS)
    group.permissions.add(
        *_permissions("wagtailadmin", "access_admin"),
        *_permissions("media", "add_consent", "change_consent", "view_consent"),
    )
    root = Collection.get_first_root_node()
    # Wagtail keeps the permissions for photos with its own image model, whatever model the site uses.
    for permission in _permissions("wagtailimages", "add_image", "change_image", "choose_image"):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    for page in GalleryIndexPage.objects.all():
        for permission in _permissions("wagtailcore", "add_page", "change_page", "publish_page"):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    return group


def _permissions(app: str, *codenames: str) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))
