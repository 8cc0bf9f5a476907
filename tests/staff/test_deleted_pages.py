"""Deleted pages come back as they were."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, PageViewRestriction, ReferenceIndex, Revision, Site

from home.models import HomePage
from media.models import GalleryPage
from services.models import ServiceIndexPage, ServicePage
from staff.deleted_pages.models import DeletedPage
from tests.builders import (
    allow,
    index_page,
    make_condition,
    make_contact_page,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_staff,
    make_technique,
    signed_in,
)

REPORT = "/admin/reports/deleted-pages/"


def delete(client: Client, page: Page, **data):
    return client.post(f"/admin/pages/{page.pk}/delete/", {"confirm_site_name": "Clinic"} | data, follow=True)


def bring_back(client: Client, parent: Page | None = None, deleted: DeletedPage | None = None):
    deleted = deleted or DeletedPage.objects.get()
    parent_pk = parent.pk if parent else deleted.parent_number
    return client.post(f"/admin/deleted-pages/{deleted.pk}/", {"parent": parent_pk}, follow=True)


def publish_all() -> None:
    for page in Page.objects.filter(live=False, depth__gt=1).order_by("path").specific():
        page.latest_revision.publish()


CHANGING = r'"dateModified": ?"[^"]+"|\.\d+(?=\+00:00")|name="token" value="[^"]+"'


def seen(addresses: list[str]) -> dict[str, str]:
    """Return what visitors read at addresses, without the last publication, parts of seconds, and tokens of forms."""
    answers = {address: Client().get(address) for address in addresses}
    assert all(answer.status_code == 200 for answer in answers.values()), answers
    return {address: re.sub(CHANGING, "", answer.content.decode()) for address, answer in answers.items()}


@pytest.fixture
def everything(home) -> list[str]:
    """Make a site with every type of page, tied to each other, and return the addresses of its pages."""
    images = (make_image(), make_image())
    conditions = (make_condition(home, areas=("neck", "hips")), make_condition(home))
    part = make_condition(home, part_of=conditions[0], areas=("neck",))
    techniques = (make_technique(home), make_technique(home))
    other = make_service(home, conditions=conditions[:1])
    service = make_service(
        home,
        "Sports massage",
        conditions=(*conditions, part),
        techniques=techniques,
        related=(other,),
        photos=images,
        minutes=(30, 60),
        other_names=["Athletes massage"],
        body=[("text", f'<p>After <a linktype="page" id="{other.pk}">another</a></p>')],
    )
    make_service(home, related=(service,))
    gallery = make_gallery(home, photos=images)
    body = [("text", "<p>Words</p>"), ("photo", images[0]), ("gallery", {"gallery": gallery, "most": 6})]
    plain = make_plain_page(home, body=body, show_in_menus=True)
    deep = plain
    for _ in range(4):
        deep = make_plain_page(deep)
    home.first_visit = plain.page_ptr
    home.gallery = gallery
    home.save_revision().publish()
    make_contact_page(home)
    return [page.url for page in home.get_descendants(inclusive=True)]


def types_below_home() -> list[Page]:
    return list(Page.objects.filter(depth=3).order_by("path").specific())


def test_every_type_of_page_comes_back_as_visitors_saw_it(everything, staff_client):
    before = seen(everything)
    references = set(ReferenceIndex.objects.values_list("object_id", "to_object_id", "model_path"))
    revisions = set(Revision.objects.values_list("pk", "object_id"))
    for page in types_below_home():
        delete(staff_client, page)
        assert Client().get(page.url).status_code == 404
        assert "is back" in bring_back(staff_client).content.decode()
        assert Client().get(page.url).status_code == 404
        publish_all()
        assert seen(everything) == before, page
        assert Page.find_problems() == ([], [], [], [], [])
    assert set(ReferenceIndex.objects.values_list("object_id", "to_object_id", "model_path")) == references
    assert revisions <= set(Revision.objects.values_list("pk", "object_id"))


def test_the_whole_site_comes_back(everything, home, staff_client):
    before = seen(everything)
    delete(staff_client, home)
    assert not Site.objects.exists()
    bring_back(staff_client)
    publish_all()
    assert seen(everything) == before
    assert Page.find_problems() == ([], [], [], [], [])


def test_each_single_page_comes_back_to_its_place_among_others(everything, staff_client):
    before = seen(everything)
    for page in Page.objects.filter(depth__gt=3, numchild=0).order_by("path"):
        delete(staff_client, page)
        bring_back(staff_client)
        publish_all()
        assert seen(everything) == before, page


def test_pages_deleted_in_bulk_come_back(everything, staff_client):
    before = seen(everything)
    services = ServicePage.objects.all()
    ids = "&".join(f"id={page.pk}" for page in [*services, services[0].get_parent()])
    staff_client.post(f"/admin/bulk/wagtailcore/page/delete/?{ids}", {"confirm_site_name": "Clinic"})
    assert not ServicePage.objects.exists()
    assert DeletedPage.objects.get().pages_below == 3
    bring_back(staff_client)
    publish_all()
    assert seen(everything) == before


def test_a_draft_comes_back_with_its_history_and_no_schedule(home, staff_client):
    page = make_plain_page(home, "First words")
    page.title = "Second words"
    page.save_revision(approved_go_live_at=timezone.now() + timedelta(days=3))
    delete(staff_client, page)
    bring_back(staff_client)
    back = Page.objects.get(pk=page.pk)
    assert (back.live, back.has_unpublished_changes, back.live_revision) == (False, True, None)
    assert back.get_latest_revision_as_object().title == "Second words"
    assert back.revisions.count() == 2
    assert not back.scheduled_revision


def test_privacy_and_redirects_come_back(home, staff_client):
    page = make_plain_page(home)
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="password", password="secret")
    Redirect.add_redirect("/old", page, site=Site.objects.get())
    Redirect.add_redirect("/older", page, site=Site.objects.get())
    delete(staff_client, page)
    Redirect.add_redirect("/older", home, site=Site.objects.get())
    bring_back(staff_client)
    assert page.get_view_restrictions().count() == 1
    assert Redirect.objects.get(old_path="/old").redirect_page_id == page.pk
    assert Redirect.objects.get(old_path="/older").redirect_page_id == home.pk


def test_what_was_published_since_without_the_page_stays_so(everything, home, staff_client):
    gallery = GalleryPage.objects.get()
    delete(staff_client, gallery)
    home = HomePage.objects.get()
    home.headline = "Other words"
    home.save_revision().publish()
    bring_back(staff_client)
    assert HomePage.objects.get().gallery is None


def test_a_photo_deleted_meanwhile_is_missing(home, staff_client):
    kept, gone = make_image(), make_image()
    gallery = make_gallery(home, photos=[gone, kept])
    delete(staff_client, gallery)
    gone.delete()
    bring_back(staff_client)
    assert [row.image for row in GalleryPage.objects.get().photos.all()] == [kept]


def test_an_address_that_is_taken_gets_a_number(home, staff_client):
    page = make_plain_page(home, "Aftercare")
    below = make_plain_page(page, "Sleep")
    delete(staff_client, page)
    make_plain_page(home, "Aftercare")
    response = bring_back(staff_client)
    assert "Another page has the address “aftercare” now" in response.content.decode()
    publish_all()
    assert Page.objects.get(pk=page.pk).url == "/aftercare-2/"
    assert Client().get("/aftercare-2/sleep/").status_code == 200
    assert Page.objects.get(pk=below.pk).url == "/aftercare-2/sleep/"


def test_comes_back_elsewhere_where_its_place_is_gone(home, staff_client):
    parent = make_plain_page(home, "Parent")
    page = make_plain_page(parent, "Child")
    delete(staff_client, page)
    parent.refresh_from_db()
    Page.objects.get(pk=parent.pk).delete()
    html = staff_client.get(f"/admin/deleted-pages/{DeletedPage.objects.get().pk}/").content.decode()
    assert "(where it was)" not in html
    bring_back(staff_client, home)
    publish_all()
    assert Client().get("/child/").status_code == 200


def test_a_place_that_cannot_hold_it_is_not_offered(home, staff_client):
    service = make_service(home)
    plain = make_plain_page(home)
    delete(staff_client, service)
    bring_back(staff_client, plain)
    assert not ServicePage.objects.exists()
    services = index_page(home, ServiceIndexPage, "Services")
    delete(staff_client, services)
    html = staff_client.get(f"/admin/deleted-pages/{DeletedPage.objects.get(title=service.title).pk}/")
    assert "bring it back first" in html.content.decode()


def test_a_second_list_of_services_is_refused(home, staff_client):
    delete(staff_client, index_page(home, ServiceIndexPage, "Services"))
    index_page(home, ServiceIndexPage, "Services")
    html = staff_client.get(f"/admin/deleted-pages/{DeletedPage.objects.get().pk}/").content.decode()
    assert "There is no place for it" in html


def test_a_deletion_that_does_not_happen_keeps_nothing(home, staff_client):
    page = make_plain_page(home)
    staff_client.get(f"/admin/pages/{page.pk}/delete/")
    for _ in range(10):
        make_plain_page(page)
    delete(staff_client, page, confirm_site_name="wrong")
    assert Page.objects.filter(pk=page.pk).exists()
    assert not DeletedPage.objects.exists()


def test_is_seen_and_brought_back_by_those_who_could_delete(home, owner):
    editor, stranger = make_staff("editor"), make_staff("stranger")
    allow(editor, home, "add_page", "change_page", "publish_page")
    allow(stranger, make_plain_page(home), "add_page", "change_page", "publish_page")
    delete(signed_in(editor), make_plain_page(home, "Aftercare"))
    address = f"/admin/deleted-pages/{DeletedPage.objects.get().pk}/"
    assert "Aftercare" in signed_in(editor).get(REPORT).content.decode()
    assert "Aftercare" in signed_in(owner).get(REPORT).content.decode()
    assert "No page was deleted" in signed_in(stranger).get(REPORT).content.decode()
    assert signed_in(stranger).post(address, {"parent": home.pk}).url == REPORT
    editor.groups.clear()
    assert "There is no place for it" in signed_in(editor).get(address).content.decode()
    assert not Page.objects.filter(title="Aftercare").exists()


def test_the_log_tells_and_deleting_says_that_it_can_be_undone(home, owner):
    page = make_plain_page(home)
    client = signed_in(owner)
    assert "can be brought back for 30 days" in delete(client, page).content.decode()
    bring_back(client)
    entry = PageLogEntry.objects.filter(page=page.pk).latest("pk")
    assert (entry.action, entry.user, entry.message) == ("staff.bring_back", owner, "Brought back below “Home”")


def test_goes_for_good_after_thirty_days(home, staff_client):
    delete(staff_client, make_plain_page(home))
    deleted = DeletedPage.objects.get()
    DeletedPage.objects.update(deleted_at=timezone.now() - timedelta(days=30, seconds=1))
    assert staff_client.get(f"/admin/deleted-pages/{deleted.pk}/").url == REPORT
    for work in hooks.get_hooks("periodic_work"):
        work()
    assert not DeletedPage.objects.exists()


def test_of_two_who_bring_it_back_the_second_is_told(home, staff_client):
    page = make_plain_page(home)
    delete(staff_client, page)
    deleted = DeletedPage.objects.get()
    bring_back(staff_client)
    assert "Perhaps somebody has brought it back" in bring_back(staff_client, deleted=deleted).content.decode()
    assert Page.objects.filter(pk=page.pk).count() == 1
