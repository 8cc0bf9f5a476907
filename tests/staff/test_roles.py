"""What each role may do, and that the groups keep to it."""

import re
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow

from media.models import ClinicImage, Consent, GalleryPage, GalleryPhoto
from staff.roles import ROLES, Role, keep_roles
from tests.builders import (
    make_condition,
    make_consent,
    make_gallery,
    make_image,
    make_person,
    make_plain_page,
    make_service,
    make_technique,
    picture_bytes,
    signed_in,
)
from tests.forms import edit_address, edit_page


@pytest.fixture
def gallery(home) -> GalleryPage:
    return make_gallery(home, "Rooms", photos=(make_image(),))


@pytest.fixture
def marketer(gallery) -> Client:
    return signed_in(make_person("Marketers"))


def allowed(client: Client, address: str) -> bool:
    """Return whether an address of the admin answers; it refuses by leading elsewhere, or with 403 or 404."""
    return client.get(address).status_code == 200


def menu(client: Client) -> set[str]:
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    return set(re.findall(r'"label": "([^"]+)"', html))


def test_a_marketer_sees_only_what_belongs_to_the_role(marketer, staff_client, home):
    for make in (make_service, make_condition, make_technique):
        make(home)
    others = {"Documents", "Settings", "Users", "Groups", "Bring in an old page", "Clinic settings"}
    assert menu(staff_client) >= {"Images", "Consents"} | others
    assert menu(marketer) >= {"Images", "Consents"}
    assert not menu(marketer) & others


@pytest.mark.parametrize(
    "name", ["wagtailimages:index", "wagtailimages:add_multiple", "wagtailimages:add", "consents:index", "consents:add"]
)
def test_reaches_photos_and_consents(marketer, name):
    assert allowed(marketer, reverse(name))


def test_adds_changes_and_deletes_any_photo(marketer):
    upload = SimpleUploadedFile("room.jpg", picture_bytes())
    marketer.post(reverse("wagtailimages:add"), {"title": "Room", "collection": "1", "file": upload})
    assert ClinicImage.objects.filter(title="Room").exists()
    other = make_image("Of a colleague")
    data = {"title": "Changed", "collection": "1", "shown": "client", "consents": [make_consent().pk]}
    marketer.post(reverse("wagtailimages:edit", args=[other.pk]), data)
    other.refresh_from_db()
    assert (other.title, other.consents.count()) == ("Changed", 1)
    marketer.post(reverse("wagtailimages:delete", args=[other.pk]))
    assert not ClinicImage.objects.filter(pk=other.pk).exists()


def test_edits_and_publishes_galleries(marketer, gallery):
    assert allowed(marketer, edit_address(gallery))
    edit_page(marketer, gallery, publish=True, title="New rooms")
    assert GalleryPage.objects.get().title == "New rooms"
    assert allowed(marketer, reverse("wagtailadmin_pages:add", args=["media", "gallerypage", gallery.get_parent().pk]))


def test_cannot_delete_consents(marketer):
    consent = make_consent()
    marketer.post(reverse("consents:delete", args=[consent.pk]))
    assert Consent.objects.exists()


def test_touches_no_other_page(marketer, home):
    for page in (home, make_service(home), make_plain_page(home)):
        assert not allowed(marketer, edit_address(page))


@pytest.mark.parametrize(
    "name",
    [
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "wagtailusers_groups:index",
        "wagtailsites:index",
        "wagtailredirects:index",
        "wagtailadmin_collections:index",
        "wagtailadmin_workflows:index",
        "wagtaildocs:index",
        "bring_in_old_page",
    ],
)
def test_reaches_nothing_else(marketer, name):
    assert not allowed(marketer, reverse(name))


def test_cannot_change_the_clinics_settings(marketer):
    assert not allowed(marketer, reverse("wagtailsettings:edit", args=["home", "clinicsettings"]))


def test_a_marketers_gallery_needs_words_for_every_photo(marketer, gallery):
    gallery.photos.add(GalleryPhoto.showing(make_image("IMG_1234", description="")))
    gallery.save_revision()
    html = edit_page(marketer, gallery, publish=True).content.decode()
    assert "“IMG_1234”" in html
    assert GalleryPage.objects.get().photos.count() == 1


def kept() -> str:
    out = StringIO()
    call_command("roles", stdout=out)
    return out.getvalue()


def test_a_new_site_has_the_roles_and_needs_nothing_given_again(db):
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}
    assert set(Workflow.objects.values_list("name", flat=True)) == {"Clinical approval", "Publishing approval"}
    said = kept()
    assert "Every role has what it needs." in said
    for role in ROLES:
        assert f"{role.name} {role.purpose}." in said


def test_the_command_gives_again_what_was_taken_and_says_so(home):
    service = make_service(home)
    reviewers = Group.objects.get(name="Clinical reviewers")
    reviewers.permissions.clear()
    reviewers.page_permissions.all().delete()
    Group.objects.get(name="Editors").delete()
    Workflow.objects.get(name="Clinical approval").delete()
    said = kept()
    assert "Made the role “Editors”." in said
    assert "“Clinical reviewers” may now: Can approve services, conditions and techniques." in said
    assert "“Clinical reviewers” may now: Publish any page (Services)." in said
    assert "“Services” and pages below it now need “Clinical approval”." in said
    assert service.get_workflow().name == "Clinical approval"
    assert "Every role has what it needs." in kept()


def test_what_somebody_gave_a_role_besides_stays(home):
    plain = make_plain_page(home)
    editor = make_person("Editors")
    allowance = Group.objects.get(name="Publishers").page_permissions.get(permission__codename="publish_page")
    Group.objects.get(name="Editors").page_permissions.create(page=allowance.page, permission=allowance.permission)
    kept()
    assert plain.permissions_for_user(editor).can_publish()


def test_lists_made_later_get_their_rights_and_approval_at_once(home):
    clinical = (make_service(home), make_condition(home), make_technique(home))
    gallery = make_gallery(home)
    editor, reviewer, marketer = map(make_person, ("Editors", "Clinical reviewers", "Marketers"))
    for page in clinical:
        assert page.get_workflow().name == "Clinical approval"
        assert page.permissions_for_user(editor).can_edit()
        assert page.permissions_for_user(reviewer).can_publish()
        assert not page.permissions_for_user(marketer).can_edit()
    assert gallery.permissions_for_user(marketer).can_publish()
    assert not gallery.permissions_for_user(reviewer).can_edit()
    for page in (home, make_plain_page(home), gallery):
        assert page.get_workflow().name == "Publishing approval"


def test_publishers_publish_everything_but_what_needs_clinical_approval(home):
    publisher, owner = make_person("Publishers"), make_person("Owners")
    clinical = [make_service(home), make_condition(home), make_technique(home)]
    clinical += [page.get_parent() for page in clinical]
    for page in clinical:
        for form in (page.specific, Page.objects.get(pk=page.pk)):  # Wagtail's screens ask either
            assert form.permissions_for_user(publisher).can_edit()
            assert not form.permissions_for_user(publisher).can_publish()
            assert not form.permissions_for_user(publisher).can_unpublish()
            assert form.permissions_for_user(owner).can_publish()
    for page in (home, make_plain_page(home), make_gallery(home)):
        assert page.permissions_for_user(publisher).can_publish()


def test_the_migration_turns_wagtails_groups_into_roles_with_their_members(db):
    Group.objects.filter(name="Publishers").update(name="Moderators")
    member = User.objects.create_user("member")
    member.groups.add(Group.objects.get(name="Moderators"))
    Workflow.objects.create(name="Moderators approval")
    import_module("staff.migrations.0002_roles").make_roles(apps, None)
    assert [group.name for group in member.groups.all()] == ["Publishers"]
    assert not Workflow.objects.filter(name="Moderators approval").exists()


def test_a_migration_leaves_out_rights_on_what_comes_after_it(db, monkeypatch):
    role = Role("Editors", "write pages", rights=("later.add_thing", "wagtailredirects.add_redirect"))
    monkeypatch.setattr("staff.roles.ROLES", (role,))
    given = keep_roles(MigrationLoader(connection).project_state().apps)
    assert given[0] == "“Editors” may now: Can add redirect."
    with pytest.raises(KeyError, match=r"later\.add_thing"):
        keep_roles()
