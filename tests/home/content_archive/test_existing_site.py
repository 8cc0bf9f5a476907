"""An archive that comes into a site with content changes what differs, and says in words what it leaves."""

import io
from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction, Revision, Site

from home.content_archive.bringing_in import ArchiveImport
from home.content_archive.format import ArchiveReader
from home.models import ClinicSettings, PlainPage
from media.models import ClinicImage, GalleryPage
from services.models import ConditionPage, ServicePage
from tests.builders import (
    make_condition,
    make_gallery,
    make_image,
    make_person,
    make_plain_page,
    make_service,
    picture_bytes,
    stored_files,
    submit,
)
from tests.home.content_archive.sites import brought_in, changed, exported, files_of, zipped


def edited(archive: bytes, page: Page, version: str = "live", **values: Any) -> bytes:
    """Return the archive with other values in a version of a page."""
    name = f"pages{Page.objects.get(pk=page.pk).url_path.rstrip('/')}.json"
    return changed(archive, name, lambda record: record[version].update(values))


def test_what_differs_becomes_a_new_version(home):
    page, other = make_plain_page(home, "Prices", summary="Old"), make_plain_page(home, "Other")
    archive = edited(exported(), page, summary="New")
    revisions = Revision.objects.count()
    outcome = brought_in(archive)
    assert (outcome.changed, outcome.left) == ({"pages": 1}, [])
    page.refresh_from_db()
    assert (page.summary, page.has_unpublished_changes) == ("New", False)
    assert Revision.objects.count() == revisions + 1
    assert page.latest_revision.content["summary"] == "New"
    assert PlainPage.objects.get(pk=other.pk).latest_revision_id == other.latest_revision_id
    assert not brought_in(archive)


def test_rows_are_changed_in_place(home):
    conditions = [make_condition(home, title) for title in ("Sciatica", "Headache", "Strain")]
    service = make_service(home, "Deep tissue", conditions=conditions[:2], minutes=(30, 60))
    archive = exported()
    ids = [str(condition.translation_key) for condition in conditions]
    rows = [
        {"condition": ids[1], "note": "After sport"},
        {"condition": ids[2], "note": ""},
        {"condition": ids[0], "note": ""},
    ]
    archive = edited(archive, service, service_conditions=rows)
    brought_in(archive)
    listed = service.service_conditions.values_list("condition__title", "note")
    assert list(listed) == [("Headache", "After sport"), ("Strain", ""), ("Sciatica", "")]
    assert service.options.count() == 2


def test_a_draft_stays_a_draft(home):
    page = make_plain_page(home, "Prices", summary="Live")
    page.summary = "Draft"
    page.save_revision()
    archive = edited(exported(), page, "draft", summary="Another draft")
    brought_in(archive)
    page = PlainPage.objects.get(pk=page.pk)
    assert page.summary == "Live"
    assert page.get_latest_revision_as_object().summary == "Another draft"
    assert not brought_in(archive)


def test_a_draft_of_this_site_stays_in_the_history(home):
    page = make_plain_page(home, "Prices", summary="Live")
    archive = exported()
    page.summary = "Written here since"
    page.save_revision()
    brought_in(archive)
    page = PlainPage.objects.get(pk=page.pk)
    assert not page.has_unpublished_changes
    assert any(revision.content["summary"] == "Written here since" for revision in page.revisions.all())
    assert exported() == archive


def test_what_the_archive_does_not_have_stays(home):
    archive = exported()
    page, photo = make_plain_page(home, "New here"), make_image()
    Redirect.add_redirect("/here", page)
    assert not brought_in(archive)
    assert PlainPage.objects.filter(pk=page.pk, live=True).exists()
    assert ClinicImage.objects.filter(pk=photo.pk).exists()
    assert Redirect.objects.count() == 1


def test_pages_are_taken_down_moved_and_ordered_as_in_the_archive(home):
    first, second, third = (make_plain_page(home, title) for title in ("First", "Second", "Third"))
    below = make_plain_page(first, "Below")
    archive = exported()
    Page.objects.get(pk=below.pk).move(Page.objects.get(pk=second.pk), pos="last-child")
    Page.objects.get(pk=third.pk).move(Page.objects.get(pk=first.pk), pos="left")
    PlainPage.objects.get(pk=second.pk).unpublish()
    mine = make_plain_page(home, "Mine")
    brought_in(archive)
    titles = [page.title for page in Page.objects.get(pk=home.pk).get_children()]
    assert [title for title in titles if title != "Mine"] == ["First", "Second", "Third"]
    assert mine.title in titles
    assert Page.objects.get(pk=below.pk).get_parent().pk == first.pk
    assert PlainPage.objects.get(pk=second.pk).live
    assert not brought_in(archive)


def test_a_page_with_a_taken_address_is_left_out_with_all_below_it(home):
    page = make_plain_page(home, "Prices")
    make_plain_page(page, "Gift vouchers")
    archive = exported()
    Page.objects.get(pk=page.pk).delete()
    other = make_plain_page(home, "Prices", summary="Of this site")
    outcome = brought_in(archive)
    assert len(outcome.left) == 2
    assert "another page has its address /front-door/prices/ already" in outcome.left[0]
    assert "“Gift vouchers” was left out: the page that it belongs below is not here" in outcome.left[1]
    assert PlainPage.objects.get().pk == other.pk


def test_a_page_keeps_its_address_where_the_new_one_is_taken(home):
    live, draft = make_plain_page(home, "Prices"), make_plain_page(home, "Fees", live=False)
    make_plain_page(home, "Costs")
    archive = edited(edited(exported(), live, slug="costs", summary="New"), draft, "draft", slug="costs", summary="New")
    outcome = brought_in(archive)
    assert len(outcome.left) == 2
    assert sorted(PlainPage.objects.filter(summary="New").values_list("slug", flat=True)) == ["fees", "prices"]
    assert not brought_in(archive)


def test_pages_that_somebody_works_on_stay_as_they_are(home):
    locked, reviewed = make_plain_page(home, "Locked"), make_condition(home, "Sciatica")
    archive = edited(edited(exported(), locked, summary="New"), reviewed, summary="New")
    Page.objects.filter(pk=locked.pk).update(locked=True)
    submit(reviewed, make_person("Editors"))
    outcome = brought_in(archive)
    assert set(outcome.left) == {
        "“Sciatica” is under review, and stays as it is here.",
        "“Locked” is locked, and stays as it is here.",
    }
    assert not outcome
    assert PlainPage.objects.get().summary == ConditionPage.objects.get().summary == ""


def test_a_dry_run_says_what_would_happen_and_does_nothing(home):
    page = make_plain_page(home, "Prices")
    photo = make_image()
    archive = edited(exported(), page, summary="New")
    photo.file.delete(save=False)
    photo.delete()
    files, revisions = stored_files(), Revision.objects.count()
    outcome = brought_in(archive, dry_run=True)
    assert (outcome.changed, outcome.added) == ({"pages": 1}, {"photos": 1})
    assert PlainPage.objects.get().summary == ""
    assert not ClinicImage.objects.exists()
    assert (stored_files(), Revision.objects.count()) == (files, revisions)


def test_what_must_not_be_published_comes_in_as_a_draft(home):
    page = make_plain_page(home, "Prices", body=[("text", "<p>It eases pain.</p>")])
    archive = edited(exported(), page, title="We cure pain")
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.forbidden_terms = ["cure"]
    clinic.save()
    archive = zipped({name: text for name, text in files_of(archive).items() if not name.startswith("settings")})
    outcome = brought_in(archive)
    assert len(outcome.left) == 1
    assert "came in as a draft" in outcome.left[0]
    page = PlainPage.objects.get()
    assert (page.title, page.draft_title, page.live) == ("Prices", "We cure pain", True)
    revisions = Revision.objects.count()
    assert not brought_in(archive)
    assert Revision.objects.count() == revisions


def test_what_is_not_valid_comes_in_as_a_draft(home):
    service = make_service(home, "Deep tissue", minutes=(30,))
    archive = edited(exported(), service, options=[{"minutes": 30, "price": "80.00", "currency": ""}])
    outcome = brought_in(archive)
    assert "A price needs its currency" in outcome.left[0]
    assert ServicePage.objects.get().options.get().price is None


def test_a_photo_keeps_its_place_when_its_file_changes(home, django_capture_on_commit_callbacks):
    photo = make_image()
    gallery = make_gallery(home, photos=[photo])
    archive = exported()
    name = f"photos/{photo.uuid}.jpg"
    files = files_of(archive) | {name: picture_bytes(size=(300, 200), color="navy")}
    with django_capture_on_commit_callbacks(execute=True):
        outcome = brought_in(zipped(files))
    assert outcome.changed == {"photos": 1}
    replaced = ClinicImage.objects.get()
    assert (replaced.width, replaced.height) == (300, 200)
    assert replaced.file_hash != photo.file_hash
    assert gallery.photos.get().image_id == photo.pk
    assert photo.file.name.rpartition("/")[2] not in stored_files()
    assert not brought_in(zipped(files))


def test_a_clients_photo_goes_on_being_one(home):
    photo = make_image()
    archive = exported()
    ClinicImage.objects.update(shown=ClinicImage.Shown.CLIENT)
    outcome = brought_in(archive)
    assert "shows a client here" in outcome.left[0]
    photo.refresh_from_db()
    assert photo.shown == ClinicImage.Shown.CLIENT


def test_private_pages_are_never_opened(home):
    page = make_plain_page(home, "Prices")
    archive = exported()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    outcome = brought_in(archive)
    assert "is private here in another way" in outcome.left[0]
    assert PageViewRestriction.objects.filter(page=page).exists()


def test_what_it_points_to_may_be_missing(home):
    condition, photo = make_condition(home, "Sciatica"), make_image()
    make_service(home, "Deep tissue", conditions=[condition], photos=[photo])
    home.gallery = make_gallery(home, "Rooms")
    home.save_revision().publish()
    files = files_of(exported())
    for page in (*ServicePage.objects.all(), *ConditionPage.objects.all(), *GalleryPage.objects.all()):
        Page.objects.get(pk=page.pk).delete()
    ClinicImage.objects.all().delete()
    lost = [name for name in files if "sciatica" in name or "photos/" in name or "rooms" in name]
    outcome = brought_in(zipped({name: text for name, text in files.items() if name not in lost}))
    service = ServicePage.objects.get()
    assert not service.service_conditions.exists()
    assert not service.photos.exists()
    assert any("“Deep tissue” points to something that is neither in the archive nor here" in s for s in outcome.left)
    home.refresh_from_db()
    assert home.gallery is None


def test_a_field_that_this_site_does_not_know_is_told(home):
    page = make_plain_page(home, "Prices")
    outcome = brought_in(edited(exported(), page, colour="green"))
    assert outcome.left == ["“colour” of home.PlainPage was left out: this site does not know it."]


def test_addresses_of_other_names_win_over_redirects(home):
    service = make_service(home, "Deep tissue", other_names=["Firm massage"])
    Redirect.add_redirect("/strong-massage", service, site=Site.objects.get())
    archive = exported()
    Redirect.objects.filter(old_path="/strong-massage").delete()
    service.other_names = ["Firm massage", "Strong massage"]
    service.save_revision().publish()
    archive = zipped({name: text for name, text in files_of(archive).items() if "deep-tissue" not in name})
    outcome = brought_in(archive)
    assert "another name of a service has that address here" in outcome.left[0]
    assert Redirect.objects.count() == 2


def test_promotions_for_a_search_become_those_of_the_archive(home):
    page = make_plain_page(home, "Prices")
    SearchPromotion.objects.create(query=Query.get("cost"), page=page, description="What it costs")
    archive = exported()
    SearchPromotion.objects.update(description="Changed here")
    SearchPromotion.objects.create(query=Query.get("vouchers"), page=page)
    outcome = brought_in(archive)
    assert outcome.changed == {"search promotions": 1}
    assert SearchPromotion.objects.get(query__query_string="cost").description == "What it costs"
    assert SearchPromotion.objects.count() == 2


def test_what_has_come_due_since_is_as_it_would_be(home):
    page = make_plain_page(home, "Prices", summary="Old")
    archive = edited(exported(), page, summary="Old", expire_at="2020-01-01T00:00:00+00:00")
    brought_in(archive)
    page.refresh_from_db()
    assert not page.live
    assert not brought_in(archive)


def test_shows_how_far_it_is(home):
    make_plain_page(home, "Prices")
    make_image()
    seen: list[tuple[str, int, int]] = []
    ArchiveImport(ArchiveReader(io.BytesIO(exported())), progress=lambda *told: seen.append(told)).run()
    assert seen == [("photos", 1, 1), ("pages", 1, 2), ("pages", 2, 2)]


def test_the_one_home_page_is_known_by_its_kind(home):
    archive = exported()
    identity = home.translation_key
    home.translation_key = "11111111-1111-4111-8111-111111111111"
    Page.objects.filter(pk=home.pk).update(translation_key=home.translation_key)
    outcome = brought_in(archive)
    assert not outcome.left
    assert Page.objects.get(pk=home.pk).translation_key == identity
    assert exported() == archive
