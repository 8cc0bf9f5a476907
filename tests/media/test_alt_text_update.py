"""A changed alt text in the library is offered to the pages that still carry the old one."""

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import signing
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Workflow, WorkflowPage

from media.alt_text import LINK_AGE, SALT, former_uses, update_url
from media.models import ClinicImage, GalleryPage
from tests.builders import make_gallery, make_image, make_plain_page, make_service

OLD, NEW = "Two hands", "Two hands on a back"


@pytest.fixture
def photo(db) -> ClinicImage:
    return make_image("Hands", description=OLD)


def change(photo: ClinicImage, text: str = NEW) -> None:
    photo.description = text
    photo.save()


def save_form(client: Client, photo: ClinicImage, **fields: Any):
    data = {
        "title": photo.title,
        "collection": photo.collection_id,
        "description": photo.description,
        "shown": "nobody",
    }
    return client.post(reverse("wagtailimages:edit", args=[photo.pk]), data | fields, follow=True)


def update(client: Client, user: User, photo: ClinicImage, *pages: Page) -> str:
    change(photo)
    response = client.post(update_url(photo, OLD, user), {"page": [page.pk for page in pages]}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def alt_texts(page: Page) -> tuple[list[str], list[str]]:
    """Return the alt texts of a gallery as published, and in its newest draft."""
    page = GalleryPage.objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    return [row.alt_text for row in page.photos.all()], [row.alt_text for row in draft.photos.all()]


def retitle_draft(page: Page) -> None:
    page.title = "Renamed"
    page.save_revision()


def test_says_after_saving_how_many_pages_carry_the_former_text(home, staff_client, photo):
    make_gallery(home, photos=(photo,))
    make_service(home, photos=(photo,), live=False)
    make_plain_page(home, body=[("photo", photo)])
    html = save_form(staff_client, photo, description=NEW).content.decode()
    assert "3 pages still carry the former alt text of “Hands”" in html
    assert reverse("update_alt_text") in html


@pytest.mark.parametrize("fields", [{"caption": "Other words"}, {"description": ""}])
def test_says_nothing_when_no_text_could_be_taken_over(home, staff_client, photo, fields):
    make_gallery(home, photos=(photo,))
    assert "former alt text" not in save_form(staff_client, photo, **fields).content.decode()


def test_says_nothing_of_pages_with_words_of_their_own(home, staff_client, photo):
    gallery = make_gallery(home, photos=(photo, photo, make_image(description=OLD)))
    words = [("Words of its own", False), (OLD, True), (OLD, False)]
    for row, (text, decorative) in zip(gallery.photos.all(), words, strict=True):
        row.alt_text, row.decorative = text, decorative
        row.save()
    change(photo)
    assert former_uses(photo, OLD) == []


def test_offers_a_text_to_pages_that_have_none(home, staff_client):
    photo = make_image("Hands", description="")
    gallery = make_gallery(home, photos=(photo,), live=False)
    assert "1 page" in save_form(staff_client, photo, description=NEW).content.decode()
    photo.refresh_from_db()
    assert [use.page for use in former_uses(photo, "")] == [Page.objects.get(pk=gallery.pk).specific]


def test_lists_page_place_and_what_happens(home, owner, staff_client, photo):
    live = make_gallery(home, "Live one", photos=(make_image(), photo))
    draft = make_gallery(home, "Draft one", photos=(photo,), live=False)
    body = make_plain_page(home, "Body one", body=[("photo", photo)])
    retitle_draft(body)
    change(photo)
    html = staff_client.get(update_url(photo, OLD, owner)).content.decode()
    for words in ("Live one", "Photo 2 of the list", "Photo in the text", OLD, NEW, "published at once", "Draft:"):
        assert words in html
    assert html.count("checked") == 3
    for page in (live, draft, body):
        assert f'value="{page.pk}"' in html


def test_publishes_a_page_that_was_as_published(home, owner, staff_client, client, photo):
    gallery = make_gallery(home, photos=(photo, make_image(description="A room")))
    assert "1 page shows the new text" in update(staff_client, owner, photo, gallery)
    assert alt_texts(gallery) == ([NEW, "A room"], [NEW, "A room"])
    assert f'alt="{NEW}"' in client.get(gallery.url).content.decode()


def test_changes_photos_in_bodies(home, owner, staff_client, client, photo):
    page = make_plain_page(home, body=[("photo", photo), ("photo", photo), ("photo", make_image())])
    page.body[1].value.contextual_alt_text = "Words of its own"
    page.save_revision().publish()
    update(staff_client, owner, photo, page)
    html = client.get(page.url).content.decode()
    assert html.count(f'alt="{NEW}"') == 1
    assert 'alt="Words of its own"' in html
    assert f'alt="{OLD}"' not in html


def test_changes_a_draft_and_publishes_nothing_else_of_it(home, owner, staff_client, photo):
    gallery = make_gallery(home, "Rooms", photos=(photo,))
    retitle_draft(gallery)
    assert "“Renamed” has the new text in its draft" in update(staff_client, owner, photo, gallery)
    assert alt_texts(gallery) == ([OLD], [NEW])
    assert GalleryPage.objects.get().title == "Rooms"


def test_changes_a_page_that_was_never_live(home, owner, staff_client, photo):
    gallery = make_gallery(home, photos=(photo,), live=False)
    update(staff_client, owner, photo, gallery)
    assert alt_texts(gallery)[1] == [NEW]
    assert not GalleryPage.objects.get().live


def test_changes_a_page_without_any_saved_version(home, owner, staff_client, photo):
    gallery = make_gallery(home, photos=(photo,))
    Page.objects.filter(pk=gallery.pk).update(latest_revision=None, live_revision=None)
    update(staff_client, owner, photo, gallery)
    assert alt_texts(gallery) == ([NEW], [NEW])


def test_finds_a_photo_that_only_a_draft_shows(home, owner, staff_client, photo):
    gallery = make_gallery(home, photos=(make_image(description="A room"),))
    gallery.photos.add(gallery.photos.model.showing(photo, sort_order=1))
    gallery.save_revision()
    update(staff_client, owner, photo, gallery)
    assert alt_texts(gallery) == (["A room"], ["A room", NEW])


def test_names_a_page_whose_draft_is_ahead_and_leaves_it(home, owner, staff_client, photo):
    gallery = make_gallery(home, photos=(photo,))
    gallery.photos.set([gallery.photos.model.showing(photo, alt_text="Words of its own")])
    gallery.save_revision()
    change(photo)
    assert "Only the published version carries it" in staff_client.get(update_url(photo, OLD, owner)).content.decode()
    update(staff_client, owner, photo, gallery)
    assert alt_texts(gallery) == ([OLD], ["Words of its own"])


def test_leaves_unticked_pages_alone(home, owner, staff_client, photo):
    ticked, unticked = make_gallery(home, photos=(photo,)), make_gallery(home, photos=(photo,))
    update(staff_client, owner, photo, ticked)
    assert alt_texts(ticked) == ([NEW], [NEW])
    assert alt_texts(unticked) == ([OLD], [OLD])


def test_keeps_a_draft_of_a_page_that_cannot_be_published(home, owner, staff_client, photo):
    gallery = make_gallery(home, photos=(photo, make_image("Client", shown="")), checked=False)
    html = update(staff_client, owner, photo, gallery)
    assert "has the new text in its draft. Say in the photo library who is shown in “Client”" in html
    assert alt_texts(gallery)[0][0] == OLD
    assert alt_texts(gallery)[1][0] == NEW


def test_keeps_a_draft_of_a_page_in_review(home, owner, staff_client, photo):
    gallery = make_gallery(home, photos=(photo,))
    workflow = Workflow.objects.first()
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    gallery.save_revision()
    workflow.start(gallery, owner)
    change(photo)
    assert "In review" in staff_client.get(update_url(photo, OLD, owner)).content.decode()
    update(staff_client, owner, photo, gallery)
    assert alt_texts(gallery) == ([OLD], [NEW])


class TestSomebodyWithFewerRights:
    @pytest.fixture
    def editor(self, home) -> User:
        """Return somebody who may change photos and edit galleries, and publish nothing."""
        group = Group.objects.create(name="Gallery editors")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename="change_image")
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
        self.gallery = make_gallery(home, "Ours")
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page=self.gallery.get_parent(), permission=permission)
        user = User.objects.create_user("editor", password="x")
        user.groups.add(group)
        return user

    @pytest.fixture
    def editors_client(self, editor) -> Client:
        client = Client()
        client.force_login(editor)
        return client

    def test_keeps_a_draft_for_others_to_publish(self, home, editor, editors_client, photo):
        gallery = make_gallery(home, photos=(photo,))
        assert "new text in its draft" in update(editors_client, editor, photo, gallery)
        assert alt_texts(gallery) == ([OLD], [NEW])

    @pytest.mark.parametrize("locked", [True, False])
    def test_leaves_locked_pages_and_those_of_others_alone(self, home, editor, editors_client, photo, locked):
        gallery = make_gallery(home, "Locked", photos=(photo,), live=False, locked=locked)
        service = make_service(home, "Theirs", photos=(photo,))
        change(photo)
        html = editors_client.get(update_url(photo, OLD, editor)).content.decode()
        assert ("This page is locked" in html) == locked
        assert "not yours to edit" in html
        update(editors_client, editor, photo, gallery, service)
        assert alt_texts(gallery)[1] == [OLD if locked else NEW]
        assert service.get_latest_revision_as_object().photos.first().alt_text == OLD

    def test_the_address_is_for_whom_it_was_made(self, editor, editors_client, owner, photo):
        assert editors_client.get(update_url(photo, OLD, editor)).status_code == 200
        assert editors_client.get(update_url(photo, OLD, owner)).status_code == 404

    def test_the_address_ends_with_the_right_to_change_the_photo(self, editor, editors_client, photo):
        url = update_url(photo, OLD, editor)
        GroupCollectionPermission.objects.all().delete()
        assert editors_client.get(url).status_code == 404


def test_the_address_cannot_be_made_up(owner, staff_client, photo, monkeypatch):
    url = update_url(photo, OLD, owner)
    forged = signing.dumps([photo.pk, OLD, owner.pk], key="another key", salt=SALT)
    for wrong in (url[:-1], url.partition("?")[0], url.partition("=")[0] + "=" + quote(forged)):
        assert staff_client.get(wrong).status_code == 404
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + LINK_AGE + 1)
    assert staff_client.get(url).status_code == 404


def test_a_photo_that_is_gone_is_not_found(owner, staff_client, photo):
    url = update_url(photo, OLD, owner)
    photo.delete()
    assert staff_client.get(url).status_code == 404


def test_looking_takes_no_more_queries_for_pages_without_the_photo(home, photo, django_assert_num_queries):
    make_gallery(home, photos=(photo,))
    retitle_draft(make_gallery(home, photos=(photo,)))
    change(photo)
    former_uses(photo, OLD)
    with django_assert_num_queries(5):
        assert len(former_uses(photo, OLD)) == 2
    for number in range(10):
        retitle_draft(make_gallery(home, photos=tuple(make_image(ready=False) for _ in range(number % 3))))
    with django_assert_num_queries(5):
        assert len(former_uses(photo, OLD)) == 2
