"""Alt text is asked for where a photo is used; until it is there, the page stays a draft."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from clinic.publishing import CannotPublish
from home.models import PlainPage
from media.models import GalleryPage, GalleryPhoto
from tests.builders import add_page, make_gallery, make_image, make_plain_page, make_service
from tests.forms import edit_page

WORDLESS = "has neither alt text nor the tick that it is decorative"


@pytest.fixture
def wordless(home) -> GalleryPage:
    """Return the draft of a gallery with a photo that has no words anywhere."""
    return make_gallery(home, "Rooms", photos=(make_image("IMG_1234", description=""),), live=False)


def test_a_new_use_takes_over_the_words_of_the_library(db):
    assert GalleryPhoto.showing(make_image(description="A quiet room")).alt_text == "A quiet room"
    assert GalleryPhoto.showing(make_image(description="", is_decorative=True)).decorative


def test_a_photo_in_a_body_takes_over_the_words_of_the_library(home, client):
    page = make_plain_page(home, body=[("photo", make_image(description="A quiet room"))])
    assert PlainPage.objects.get().body.raw_data[0]["value"]["alt_text"] == "A quiet room"
    assert 'alt="A quiet room"' in client.get(page.url).content.decode()


def test_each_use_has_words_of_its_own(home, client):
    photo = make_image(description="A quiet room")
    service = make_service(home, photos=(photo, photo, photo))
    first, second, third = service.photos.all()
    first.alt_text, second.decorative = "Where you wait", True
    service.photos.set([first, second, third])
    service.save_revision().publish()
    html = client.get(service.url).content.decode().partition("<main")[2]
    assert [html.count(alt) for alt in ('alt="Where you wait"', 'alt=""', 'alt="A quiet room"')] == [1, 1, 1]


def test_a_file_name_never_serves_as_alt_text(home, client):
    make_gallery(home, photos=(make_image("IMG_1234", description=""),), checked=False)
    assert "IMG_1234" not in client.get("/gallery/", follow=True).content.decode()
    assert "IMG_1234" not in client.get(GalleryPage.objects.get().url).content.decode()


def test_a_page_with_a_wordless_photo_is_saved_and_previewed(staff_client, wordless):
    edit_page(staff_client, wordless, title="Other rooms")
    assert GalleryPage.objects.get().title == "Other rooms"
    assert "<picture" in wordless.make_preview_request().rendered_content


def test_the_editor_says_beside_the_field_which_photo_lacks_words(staff_client, wordless):
    html = edit_page(staff_client, wordless, publish=True).content.decode()
    assert "Write what “IMG_1234” shows, or tick that it is decorative" in html
    assert not GalleryPage.objects.get().live


@pytest.mark.parametrize("mend", [{"photos-0-alt_text": "A quiet room"}, {"photos-0-decorative": "on"}])
def test_words_or_the_tick_let_the_page_out(staff_client, wordless, mend):
    edit_page(staff_client, wordless, publish=True, **mend)
    assert GalleryPage.objects.get().live


def test_the_editor_says_beside_the_field_which_photo_must_not_be_seen(staff_client, home):
    gallery = make_gallery(home, photos=(make_image("Back", shown="client"),), live=False)
    html = edit_page(staff_client, gallery, publish=True).content.decode()
    assert "“Back” shows a client. It needs a consent" in html
    assert not GalleryPage.objects.get().live


def test_code_cannot_publish_it(wordless):
    with pytest.raises(CannotPublish, match="IMG_1234"):
        wordless.get_latest_revision().publish()
    assert not GalleryPage.objects.get().live


def test_a_photo_in_a_body_needs_words_too(home):
    photo = make_image("IMG_1234", description="")
    draft = make_plain_page(home, body=[("photo", photo)], live=False)
    with pytest.raises(CannotPublish, match=WORDLESS):
        draft.get_latest_revision().publish()


def test_many_at_once_are_not_published_if_one_lacks_words(staff_client, home, wordless):
    other = make_plain_page(home, live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = staff_client.post(f"{address}?id={other.pk}&id={wordless.pk}", follow=True)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[wordless.pk])
    assert f"“Rooms” was not published. “IMG_1234” {WORDLESS}." in response.content.decode()
    assert not Page.objects.filter(pk__in=[other.pk, wordless.pk], live=True).exists()


def test_approval_does_not_publish_it_either(staff_client, owner, home):
    workflow, task = Workflow.objects.create(name="Check"), GroupApprovalTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page = add_page(home, PlainPage(title="Ready"), live=False)
    state = workflow.start(page, owner)
    page.body = [("photo", make_image("IMG_1234", description=""))]
    page.save_revision()
    state.current_task_state.revision = page.get_latest_revision()
    state.current_task_state.save()
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    response = staff_client.post(address, follow=True)
    assert f"“Ready” was not published. “IMG_1234” {WORDLESS}." in response.content.decode()
    assert not PlainPage.objects.get().live
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
