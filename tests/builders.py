"""Plain functions that make the content a test needs; each page is published unless it says otherwise."""

import io
import os
from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Orderable, Page, WorkflowState

from enquiries.models import ContactPage, Enquiry, EnquirySettings
from home.models import HomePage, PlainPage
from media.models import ClinicImage, Consent, GalleryIndexPage, GalleryPage, GalleryPhoto
from media.presets import FIRST_SPECS
from media.tasks import make_sizes
from services.models import (
    BodyArea,
    ConditionListPage,
    ConditionPage,
    RelatedService,
    ServiceCondition,
    ServiceIndexPage,
    ServiceOption,
    ServicePage,
    ServicePhoto,
    ServiceTechnique,
    TechniqueIndexPage,
    TechniquePage,
)

_numbers = count(1)


def make_staff(name: str) -> User:
    """Add somebody who may sign in to the admin, and nothing else there."""
    user = User.objects.create_user(name)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def allow(user: User, where: Collection | Page, *codenames: str) -> None:
    """Let somebody work with the photos of a collection, or with a page and those below it."""
    group, _made = Group.objects.get_or_create(name=f"Rights of {user}")
    user.groups.add(group)
    on_photos = isinstance(where, Collection)
    app = "wagtailimages" if on_photos else "wagtailcore"
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        if on_photos:
            GroupCollectionPermission.objects.create(group=group, collection=where, permission=permission)
        else:
            GroupPagePermission.objects.create(group=group, page=Page.objects.get(pk=where.pk), permission=permission)


def make_person(role: str, name: str = "", **fields: Any) -> User:
    """Add somebody with a role, who can be written to."""
    name = name or f"{role.lower().replace(' ', '-')}-{next(_numbers)}"
    user = User.objects.create_user(name, email=f"{name}@example.com", **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def submit(page: Page, user: User) -> WorkflowState:
    """Have somebody submit the newest version of a page for approval."""
    page = Page.objects.get(pk=page.pk).specific
    return page.get_workflow().start(page, user)


def signed_in(user: User) -> Client:
    """Return a client through which somebody works in the admin."""
    client = Client()
    client.force_login(user)
    return client


def add_page(parent: Page, page: Page, live: bool = True, checked: bool = True) -> Any:
    """Add a page below `parent` as an editor would: saved as a draft, then published.

    Unless `checked`, it is published even if something stands against that: what it shows may have changed since.
    """
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live and checked:
        revision.publish()
    elif live:
        PublishPageRevisionAction(revision).execute()
    return type(page).objects.get(pk=page.pk)


def index_page(home: HomePage, model: type[Page], title: str) -> Any:
    """Return the one index page of a kind, made where it is missing."""
    return model.objects.first() or add_page(home, model(title=title, show_in_menus=True))


def in_order(model: type[Orderable], **values: tuple) -> list[Any]:
    """Return one row for each value, in the order given."""
    ((field, items),) = values.items()
    return [model(sort_order=position, **{field: item}) for position, item in enumerate(items)]


def make_condition(home: HomePage, title: str = "", areas: tuple[str, ...] = (), live: bool = True, **fields: Any):
    page = ConditionPage(title=title or f"Condition {next(_numbers)}", **fields)
    page.body_areas.set(BodyArea.objects.filter(slug__in=areas))
    return add_page(index_page(home, ConditionListPage, "Conditions"), page, live)


def make_technique(home: HomePage, title: str = "", live: bool = True, **fields: Any):
    page = TechniquePage(title=title or f"Technique {next(_numbers)}", **fields)
    return add_page(index_page(home, TechniqueIndexPage, "Techniques"), page, live)


def make_service(
    home: HomePage,
    title: str = "",
    conditions: tuple = (),
    techniques: tuple = (),
    related: tuple = (),
    photos: tuple = (),
    minutes: tuple = (),
    live: bool = True,
    **fields: Any,
):
    page = ServicePage(title=title or f"Service {next(_numbers)}", **fields)
    page.service_conditions.set(in_order(ServiceCondition, condition=conditions))
    page.service_techniques.set(in_order(ServiceTechnique, technique=techniques))
    page.related_services.set(in_order(RelatedService, related=related))
    page.photos.set([ServicePhoto.showing(photo, sort_order=place) for place, photo in enumerate(photos)])
    page.options.set(in_order(ServiceOption, minutes=minutes))
    return add_page(index_page(home, ServiceIndexPage, "Services"), page, live)


def make_gallery(
    home: HomePage, title: str = "", photos: tuple = (), live: bool = True, checked: bool = True, **fields: Any
):
    page = GalleryPage(title=title or f"Gallery {next(_numbers)}", **fields)
    page.photos.set([GalleryPhoto.showing(photo, sort_order=place) for place, photo in enumerate(photos)])
    return add_page(index_page(home, GalleryIndexPage, "Gallery"), page, live, checked)


def make_plain_page(home: HomePage, title: str = "", live: bool = True, **fields: Any):
    return add_page(home, PlainPage(title=title or f"Page {next(_numbers)}", **fields), live)


def make_contact_page(home: HomePage, title: str = "Contact", **fields: Any) -> ContactPage:
    return add_page(home, ContactPage(title=title, **fields))


def make_enquiry(days_ago: float = 0, **fields: Any) -> Enquiry:
    """Record an enquiry that has been announced, received `days_ago`."""
    number = next(_numbers)
    known = {"name": f"Person {number}", "email": f"person-{number}@example.com", "token": str(number), "proved": True}
    enquiry = Enquiry(**known | fields, received_at=timezone.now() - timedelta(days=days_ago))
    enquiry.agree_to(EnquirySettings.load())
    enquiry.delete_on -= timedelta(days=days_ago)
    enquiry.save()
    return enquiry


def picture_bytes(format: str = "JPEG", size: tuple[int, int] = (90, 60), color: str = "tan", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, format, **options)
    return out.getvalue()


def make_consent(**fields: Any) -> Consent:
    """Record a consent that is valid for this site unless `fields` say otherwise."""
    today = timezone.localdate()
    dates = {"given_on": today - timedelta(days=90), "expires_on": today + timedelta(days=90)}
    form = ContentFile(b"%PDF-1.7 signed", "form.pdf")
    return Consent.objects.create(**{"reference": f"C-{next(_numbers)}", "form": form} | dates | fields)


def make_image(
    title: str = "",
    ready: bool = True,
    size: tuple[int, int] = (90, 60),
    color: str = "tan",
    consents: Iterable[Consent] = (),
    **fields: Any,
) -> ClinicImage:
    """Add a photo that may be shown to the library, with the sizes that pages need unless `ready` is false."""
    number = next(_numbers)
    fields = {"description": f"What photo {number} shows", "shown": ClinicImage.Shown.NOBODY} | fields
    image = ClinicImage(title=title or f"Photo {number}", **fields)
    image.file = ContentFile(picture_bytes(size=size, color=color), f"photo-{number}.jpg")
    image.save()
    image.consents.set(consents)
    if ready:
        make_sizes(image, FIRST_SPECS)
    return image


def stored_files() -> list[str]:
    """Return the names of all uploaded files and sizes."""
    return sorted(name for _, _, names in os.walk(settings.MEDIA_ROOT) for name in names)
