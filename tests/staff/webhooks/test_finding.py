"""What others are told of changes: each thing that the public may notice, and nothing else."""

import json
import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from clinic.changes import public_content_changed
from clinic.schedule import publish_due
from home.models import ClinicSettings, PlainPage
from media.models import ClinicImage
from media.models.consent import clinic_day
from media.presets import FIRST_SPECS
from media.sizes import make_sizes
from staff.webhooks.finding import find_events, may_have_changed
from staff.webhooks.models import Event, KnownPage, PendingChange, SiteAsTold
from tests.builders import (
    make_consent,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    picture_bytes,
)
from tests.staff.webhooks.listening import make_endpoint

real_now = timezone.now


def found() -> list[dict]:
    """Find what happened and return the messages, newest last."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    find_events()
    return [json.loads(event.body) for event in Event.objects.filter(pk__gt=last).order_by("pk")]


def short(messages: list[dict]) -> list[tuple]:
    return [(message["type"], message["data"].get("path")) for message in messages]


def published(page, **changes):
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_private(page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")


def test_a_published_page_is_told_with_its_address_and_nothing_of_its_content(told_site):
    page = make_plain_page(told_site, "First visit", summary="What to bring")
    (message,) = found()
    assert set(message) == {"type", "timestamp", "data"}
    assert message["type"] == "page.published"
    assert message["timestamp"].endswith("Z")
    assert message["data"] == {
        "id": page.pk,
        "type": "home.PlainPage",
        "path": "/first-visit/",
        "url": "http://testserver/first-visit/",
    }
    assert page.url == message["data"]["path"]


@pytest.mark.parametrize("slug", ["über-uns", "按摩", "a_b-c"])
def test_the_path_is_the_pages_own_address_in_any_script(told_site, slug):
    page = make_plain_page(told_site, slug=slug)
    (message,) = found()
    assert message["data"]["path"] == page.url
    assert message["data"]["url"] == page.full_url


def test_a_page_published_anew_is_told_again(told_site):
    page = make_plain_page(told_site, "Prices")
    found()
    published(page, summary="New")
    assert short(found()) == [("page.published", "/prices/")]
    assert found() == []


def test_drafts_are_told_of_to_nobody(told_site):
    make_plain_page(told_site, "Draft", live=False)
    page = make_plain_page(told_site, "Prices")
    found()
    page.summary = "Secret plans"
    page.save_revision()
    assert not PendingChange.objects.exists()
    assert found() == []


def test_a_page_taken_off_the_site_is_told_with_the_address_it_had(told_site):
    page = make_plain_page(told_site, "Offer")
    found()
    page.unpublish()
    (message,) = found()
    assert message["data"] == {"id": page.pk, "type": "home.PlainPage", "path": "/offer/"}
    assert message["type"] == "page.unpublished"


def test_what_goes_live_and_expires_by_the_clock_is_told(told_site):
    page = make_plain_page(told_site, "Offer", live=False, go_live_at=timezone.now())
    page.save_revision(approved_go_live_at=timezone.now())
    assert found() == []
    publish_due()
    assert short(found()) == [("page.published", "/offer/")]
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    publish_due()
    assert short(found()) == [("page.unpublished", "/offer/")]


def test_deleting_a_page_tells_of_all_below_it(told_site):
    service = make_service(told_site, "Cupping")
    found()
    parent = service.get_parent()
    parent.delete()
    assert sorted(short(found())) == [("page.deleted", "/services/"), ("page.deleted", "/services/cupping/")]


def test_moving_a_page_tells_of_all_below_it_with_the_former_addresses(told_site):
    parent = make_plain_page(told_site, "About")
    child = parent.add_child(instance=PlainPage(title="Team"))
    child.save_revision().publish()
    other = make_plain_page(told_site, "Other")
    found()
    Page.objects.get(pk=parent.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert [(m["type"], m["data"]["previous_path"], m["data"]["path"]) for m in found()] == [
        ("page.moved", "/about/", "/other/about/"),
        ("page.moved", "/about/team/", "/other/about/team/"),
    ]


def test_a_new_slug_is_a_move_and_then_a_publication(told_site):
    page = make_plain_page(told_site, "Prices")
    found()
    published(page, slug="fees")
    assert short(found()) == [("page.moved", "/fees/"), ("page.published", "/fees/")]


def test_privacy_of_a_page_above_takes_off_all_below_it_and_brings_them_back(told_site):
    service = make_service(told_site, "Cupping")
    found()
    restriction = make_private(service.get_parent())
    assert sorted(short(found())) == [("page.unpublished", "/services/"), ("page.unpublished", "/services/cupping/")]
    published(service, summary="For regulars")
    assert found() == []
    restriction.delete()
    assert sorted(short(found())) == [("page.published", "/services/"), ("page.published", "/services/cupping/")]


def test_who_makes_a_page_private_in_the_admin_has_that_told(told_site, staff_client):
    page = make_plain_page(told_site, "Prices")
    found()
    group = Group.objects.get(name="Owners")
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    data = {"restriction_type": "groups", "password": "", "groups": [group.pk]}
    assert staff_client.post(address, data).json()["step"] == "set_privacy_done"
    assert short(found()) == [("page.unpublished", "/prices/")]
    staff_client.post(address, {"restriction_type": "none", "password": "", "groups": []})
    assert short(found()) == [("page.published", "/prices/")]


def test_what_was_taken_back_meanwhile_is_not_told(told_site):
    page = make_plain_page(told_site, "Slip of the finger")
    page.unpublish()
    assert found() == []


def test_a_change_that_is_rolled_back_leaves_nothing(told_site):
    savepoint = transaction.savepoint()
    make_plain_page(told_site, "Never")
    assert PendingChange.objects.exists()
    transaction.savepoint_rollback(savepoint)
    assert not PendingChange.objects.exists()


def test_another_site_root_moves_every_page(told_site):
    page = make_plain_page(told_site, "Small")
    child = page.add_child(instance=PlainPage(title="Inner"))
    child.save_revision().publish()
    found()
    Site.objects.update(root_page=Page.objects.get(pk=page.pk))
    Site.objects.get().save()
    assert sorted((m["type"], m["data"]["path"]) for m in found()) == [
        ("page.moved", "/"),
        ("page.moved", "/inner/"),
        ("page.unpublished", "/"),
    ]


def test_settings_that_are_saved_are_named_once(told_site):
    for name in ("Clinic", "The clinic"):
        settings = ClinicSettings.for_site(told_site.get_site())
        settings.name = name
        settings.save()
    assert [(m["type"], m["data"]) for m in found()] == [("settings.changed", {"settings": "home.clinicsettings"})]


def test_redirects_are_told_of_together(told_site):
    Redirect.add_redirect("/old", "/new")
    Redirect.add_redirect("/older", "/new")
    Redirect.objects.get(old_path="/old").delete()
    assert [(m["type"], m["data"]) for m in found()] == [("redirects.changed", {"paths": ["/old", "/older"]})]


@pytest.fixture
def shown(told_site):
    """Return a client's photo with its consent, and the gallery that shows it."""
    consent = make_consent()
    photo = make_image(shown="client", consents=[consent])
    gallery = make_gallery(told_site, "Rooms", photos=(photo,))
    assert {message["type"] for message in found()} == {"page.published"}
    return photo, consent, gallery


def test_the_end_of_a_consent_is_told_with_the_pages_that_lose_the_photo(shown):
    photo, consent, gallery = shown
    consent.revoked_on = clinic_day()
    consent.save()
    (message,) = found()
    assert message["type"] == "photo.withdrawn"
    assert message["data"] == {"id": photo.pk, "pages": [{"id": gallery.pk, "path": "/gallery/rooms/"}]}
    assert consent.reference not in json.dumps(message)
    consent.revoked_on = None
    consent.save()
    assert [message["type"] for message in found()] == ["photo.changed"]


def test_a_consent_that_ends_by_itself_is_found_when_the_day_is_over(shown, monkeypatch):
    assert not may_have_changed()
    monkeypatch.setattr(timezone, "now", lambda: real_now() + timedelta(days=91))
    assert may_have_changed()
    assert [message["type"] for message in found()] == ["photo.withdrawn"]


def test_a_consent_taken_off_or_a_photo_unsaid_or_deleted_is_told(shown):
    photo, consent, _gallery = shown
    photo.consents.remove(consent)
    assert [message["type"] for message in found()] == ["photo.withdrawn"]
    photo.consents.add(consent)
    assert [message["type"] for message in found()] == ["photo.changed"]
    pages = ClinicImage.objects.get(pk=photo.pk).delete() and found()
    assert [message["type"] for message in pages] == ["photo.withdrawn"]
    assert [page["path"] for page in pages[0]["data"]["pages"]] == ["/gallery/rooms/"]


def test_new_words_of_a_photo_are_told_and_what_visitors_do_not_see_is_not(shown):
    photo = ClinicImage.objects.get(pk=shown[0].pk)
    photo.title = "IMG 77"
    photo.save()
    assert found() == []
    photo.credit = "By Ada"
    photo.save()
    assert [message["type"] for message in found()] == ["photo.changed"]


def test_a_photo_with_another_focal_point_is_told_once_it_is_cut_anew(shown):
    photo = ClinicImage.objects.get(pk=shown[0].pk)
    photo.focal_point_x, photo.focal_point_y, photo.focal_point_width, photo.focal_point_height = 10, 10, 5, 5
    photo.save()
    assert found() == []
    make_sizes(photo, FIRST_SPECS)
    assert [message["type"] for message in found()] == ["photo.changed"]


def test_a_photo_with_another_file_is_told_once_its_sizes_are_there(shown):
    photo = ClinicImage.objects.get(pk=shown[0].pk)
    photo.renditions.all().delete()
    photo.file = ContentFile(picture_bytes(color="navy"), "other.jpg")
    photo.save()
    assert found() == []
    make_sizes(photo, FIRST_SPECS)
    assert [message["type"] for message in found()] == ["photo.changed"]


def test_a_photo_that_leaves_a_page_with_its_next_version_is_told_by_that(shown):
    published(shown[2], photos=[])
    assert [message["type"] for message in found()] == ["page.published"]


def test_photos_of_drafts_and_private_pages_are_nobodys_business(told_site):
    photo = make_image()
    make_private(make_gallery(told_site, "Rooms", photos=(photo,)))
    make_gallery(told_site, "Draft", photos=(photo,), live=False)
    found()
    photo.credit = "By Ada"
    photo.save()
    assert found() == []


def test_a_site_that_was_there_before_is_remembered_and_not_told(home, listener):
    make_endpoint(listener.address)
    make_plain_page(home, "Long here")
    assert found() == []
    assert KnownPage.objects.count() == 2
    make_plain_page(home, "New")
    assert short(found()) == [("page.published", "/new/")]


def test_nothing_is_written_down_where_nobody_listens(home):
    find_events()
    make_plain_page(home)
    find_events()
    assert not Event.objects.exists()
    assert SiteAsTold.objects.get().compared_at


def test_whoever_counts_changes_is_told_within_the_transaction(told_site):
    kinds = []

    def note(kind, **kwargs):
        kinds.append((str(kind), transaction.get_connection().in_atomic_block))

    public_content_changed.connect(note)
    try:
        make_plain_page(told_site)
    finally:
        public_content_changed.disconnect(note)
    assert set(kinds) == {("pages", True)}


def test_who_follows_every_message_knows_the_public_site(told_site, django_assert_max_num_queries):
    """Do many things at random; a copy of the site that is built from messages alone is equal to the site."""
    rng, mirror = random.Random(7), {told_site.pk: "/"}
    make_plain_page(told_site, "Seed")
    for _ in range(60):
        do_something(rng, told_site)
        if rng.random() < 0.3:
            follow(mirror, found())
    follow(mirror, found())
    home = Page.objects.get(pk=told_site.pk)
    public = {page.pk: page.url for page in home.get_descendants(inclusive=True).live().public()}
    assert mirror == public
    assert len(public) > 5
    for path in mirror.values():
        assert Client().get(path).status_code == 200
    with django_assert_max_num_queries(20):
        find_events()


def do_something(rng: random.Random, home) -> None:
    pages = list(PlainPage.objects.order_by("pk"))
    page = rng.choice(pages)
    what = rng.choice(["add", "add", "draft", "publish", "unpublish", "move", "slug", "private", "public", "delete"])
    if what in ("add", "draft"):
        parent = Page.objects.get(pk=rng.choice([home, page]).pk)
        child = parent.add_child(instance=PlainPage(title=f"P{rng.random()}", live=False))
        if what == "add":
            child.save_revision().publish()
    elif what == "publish":
        page.save_revision().publish()
    elif what == "unpublish":
        page.unpublish()
    elif what == "slug":
        page.slug = f"s{rng.randrange(10**9)}"
        page.save()
    elif what == "move":
        target = Page.objects.get(pk=rng.choice([home, *pages]).pk)
        if not (target.is_descendant_of(page) or target.pk == page.pk):
            Page.objects.get(pk=page.pk).move(target, pos="last-child")
    elif what == "private" and rng.random() < 0.5:
        make_private(page)
    elif what == "public" and (restriction := PageViewRestriction.objects.order_by("?").first()):
        restriction.delete()
    elif what == "delete" and len(pages) > 6:
        page.delete()


def follow(mirror: dict[int, str], messages: list[dict]) -> None:
    for message in messages:
        data = message["data"]
        if message["type"] in ("page.unpublished", "page.deleted"):
            assert mirror.pop(data["id"]) == data["path"]
        elif message["type"] == "page.moved":
            assert mirror[data["id"]] == data["previous_path"]
            mirror[data["id"]] = data["path"]
        elif message["type"] == "page.published":
            mirror[data["id"]] = data["path"]
