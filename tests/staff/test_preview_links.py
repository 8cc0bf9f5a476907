"""Links that show a draft to somebody without an account."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail import hooks
from wagtail.models import PageLogEntry, PageViewRestriction

from media.models import ClinicImage
from staff.preview_links.models import PreviewLink
from tests.builders import (
    allow,
    make_contact_page,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_staff,
    signed_in,
)

REFUSED = "This preview link does not work"


@pytest.fixture
def editor(home):
    user = make_staff("editor")
    allow(user, home, "change_page")
    return user


def links_screen(page) -> str:
    return f"/admin/pages/{page.pk}/preview-links/"


def make_link(page, user, days: int = 7) -> str:
    """Make a link as a person does, and return its path."""
    client = signed_in(user)
    response = client.post(links_screen(page), {"days": days}, follow=True)
    assert response.status_code == 200
    return re.search(r'value="http://[^/]+(/preview/[^"]+)"', response.content.decode())[1]


def visit(path: str):
    return Client().get(path)


def end_all() -> None:
    PreviewLink.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


def test_shows_the_draft_and_later_the_newer_one(home, editor):
    page = make_plain_page(home, "Aftercare", live=False)
    link = make_link(page, editor)
    assert "Aftercare</h1>" in visit(link).content.decode()
    page.title = "Aftercare at home"
    page.save_revision()
    assert "Aftercare at home</h1>" in visit(link).content.decode()
    assert visit(page.url).status_code == 404


def test_says_that_it_is_a_draft_and_is_kept_by_nobody(home, editor):
    link = make_link(make_plain_page(home, live=False), editor)
    response = visit(link)
    assert "shown to whoever has this link, until" in response.content.decode()
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_photos_of_a_draft_lead_nowhere_as_they_have_no_addresses_yet(home, editor):
    gallery = make_gallery(home, photos=(make_image(),), live=False)
    draft = visit(make_link(gallery, editor)).content.decode()
    assert "<img" in draft.partition('class="photo-grid"')[2]
    assert f"{gallery.url}photo-" not in draft
    assert "lightbox" not in draft


def test_a_published_page_says_nothing_of_drafts(home, editor):
    page = make_plain_page(home)
    make_link(page, editor)
    assert "shared-draft" not in visit(page.url).content.decode()


def test_staff_who_open_it_see_what_others_see(home, editor, staff_client):
    link = make_link(make_plain_page(home, live=False), editor)
    assert "wagtail-userbar" not in staff_client.get(link).content.decode()


@pytest.mark.parametrize("change", [lambda link: link[:-2] + "/", lambda link: link[:9] + "0" * 8 + link[17:]])
def test_a_wrong_address_is_not_found(home, editor, change):
    link = make_link(make_plain_page(home, live=False), editor)
    response = visit(change(link))
    assert response.status_code == 404
    assert REFUSED in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_ends_by_itself_and_the_clock_forgets_it(home, editor):
    page = make_plain_page(home, live=False)
    link = make_link(page, editor, days=1)
    assert PreviewLink.objects.get().ends_at - timezone.now() < timedelta(days=1)
    end_all()
    response = visit(link)
    assert response.status_code == 410
    assert REFUSED in response.content.decode()
    assert page.title not in response.content.decode()
    for work in hooks.get_hooks("periodic_work"):
        work()
    assert not PreviewLink.objects.exists()
    assert visit(link).status_code == 410


def test_is_revoked_by_its_maker(home, editor):
    page = make_plain_page(home, live=False)
    link = make_link(page, editor)
    revoke = f"/admin/preview-links/{PreviewLink.objects.get().pk}/revoke/"
    assert signed_in(editor).get(revoke).status_code == 405
    assert signed_in(editor).post(revoke).url == links_screen(page)
    again = signed_in(editor).post(revoke, follow=True).content.decode()
    assert "The link does not work any more." in again
    assert visit(link).status_code == 410
    made, revoked = PageLogEntry.objects.filter(page=page, action__startswith="staff.").order_by("pk")
    assert (made.user, made.message) == (editor, "Made a preview link for 7 days")
    assert revoked.message == "Revoked a preview link that editor made"


@pytest.mark.parametrize("codename", ["change_page", "publish_page"])
def test_is_revoked_by_others_only_if_they_may_publish(home, editor, codename):
    make_link(make_plain_page(home, live=False), editor)
    colleague = make_staff("colleague")
    allow(colleague, home, codename)
    signed_in(colleague).post(f"/admin/preview-links/{PreviewLink.objects.get().pk}/revoke/")
    assert PreviewLink.objects.exists() == (codename == "change_page")


def test_only_who_may_edit_the_page_makes_links(home):
    page = make_plain_page(home, live=False)
    client = signed_in(make_staff("somebody"))
    assert client.post(links_screen(page), {"days": 7}).status_code == 302  # to the admin's first page
    assert not PreviewLink.objects.exists()


def test_the_screen_refuses_other_lengths(home, owner):
    response = signed_in(owner).post(links_screen(make_plain_page(home)), {"days": 3000})
    assert response.status_code == 200
    assert not PreviewLink.objects.exists()


def test_says_when_it_was_last_opened(home, editor):
    page = make_plain_page(home, live=False)
    link = make_link(page, editor)
    assert "Not yet" in signed_in(editor).get(links_screen(page)).content.decode()
    visit(link)
    assert "Not yet" not in signed_in(editor).get(links_screen(page)).content.decode()
    assert PreviewLink.objects.get().last_opened_at


def test_the_address_is_not_in_the_database(home, editor):
    link = make_link(make_plain_page(home, live=False), editor)
    signature = link.strip("/").rpartition(".")[2]
    assert signature not in str(PreviewLink.objects.values())


def test_ends_with_its_makers_account_or_rights(home, editor, owner):
    page = make_plain_page(home, live=False)
    link = make_link(page, editor)
    editor.groups.clear()
    assert visit(link).status_code == 410
    assert "may not edit this page any more" in signed_in(owner).get(links_screen(page)).content.decode()
    owners = make_link(page, owner)
    owner.is_active = False
    owner.save()
    assert visit(owners).status_code == 410


def test_does_not_pass_by_the_privacy_of_a_page(home, editor):
    page = make_plain_page(home)
    link = make_link(page, editor)
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="password", password="secret")
    assert visit(link).status_code == 410
    client = signed_in(editor)
    assert "This page is private" in client.get(links_screen(page)).content.decode()
    client.post(links_screen(page), {"days": 7})
    assert PreviewLink.objects.count() == 1


def test_goes_with_its_page(home, editor):
    page = make_plain_page(home, live=False)
    link = make_link(page, editor)
    page.delete()
    assert visit(link).status_code == 410


def test_a_form_on_it_sends_nothing(home, editor):
    link = make_link(make_contact_page(home), editor)
    response = visit(link)
    assert "form-action 'none'" in response["Content-Security-Policy"]
    assert "Forms on this page send nothing" in response.content.decode()


def test_shows_photos_that_no_published_page_shows_yet(home, editor):
    image, unused = make_image(), make_image()
    page = make_service(home, photos=[image], live=False)
    link = make_link(page, editor)
    html = visit(link).content.decode()
    assert "/media/images/" not in html
    photo = re.search(rf'src="({link}photos/[^"]+)"', html)[1]
    response = visit(photo)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    name = photo.removeprefix(f"{link}photos/")
    assert visit(f"/media/images/{name}").status_code == 404
    other = unused.renditions.first().file.name.removeprefix("images/")
    assert visit(f"{link}photos/{other}").status_code == 404
    assert visit(f"{link}photos/no-such.webp").status_code == 404
    end_all()
    assert visit(photo).status_code == 404


def test_hides_photos_of_clients_without_consent(home, editor):
    image = make_image(shown=ClinicImage.Shown.CLIENT)
    link = make_link(make_gallery(home, photos=[image], live=False), editor)
    assert "photos/" not in visit(link).content.decode()
    for size in image.renditions.all():
        assert visit(f"{link}photos/{size.file.name.removeprefix('images/')}").status_code == 404


def test_the_report_lists_links_to_those_who_may_publish(home, editor, staff_client):
    page = make_plain_page(home, "Aftercare", live=False)
    make_link(page, editor)
    html = staff_client.get("/admin/reports/preview-links/").content.decode()
    assert "Aftercare" in html
    assert "editor" in html
    assert signed_in(editor).get("/admin/reports/preview-links/").status_code == 302
    end_all()
    assert "No preview link works" in staff_client.get("/admin/reports/preview-links/").content.decode()


def test_the_editor_leads_to_the_links(home, editor):
    page = make_plain_page(home)
    assert links_screen(page) in signed_in(editor).get(f"/admin/pages/{page.pk}/edit/").content.decode()
