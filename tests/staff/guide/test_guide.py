"""The guide in the admin: every page for every role, no link or picture that leads nowhere, on one page too."""

import re
from collections import Counter
from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import get_page_models

from clinic.guide import GuidePanel
from enquiries.models import Enquiry, EnquirySettings
from home.models import ClinicSettings
from media.alt_text import PhotoEditView
from media.models import Consent
from staff.guide.pages import FOLDER, MARKDOWN, NAMES, PICTURES, START, anchor_of, guide
from tests.builders import make_image, make_person, make_service, make_staff, signed_in

ROLES = ["Editors", "Marketers", "Clinical reviewers", "Publishers", "Owners"]
KB = 1000


def shown(text: str) -> str:
    """Return the part of an answer that the guide fills."""
    return unescape(text.split('<div class="nice-padding">')[1])


def links_of(html: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', html)


def pictures_in(name: str) -> list[tuple[str, str]]:
    """Return the words and the file of each picture that a page of the guide names."""
    return re.findall(r"!\[([^\]]*)\]\(pictures/([\w-]+\.png)\)", (FOLDER / f"{name}.md").read_text())


def anchors() -> set[str]:
    """Return every address in the guide: its pages, and the headings on them."""
    found = set()
    for page in guide().values():
        found |= {page.url} | {f"{page.url}#{anchor}" for anchor in re.findall(r'<h\d id="([^"]+)"', page.html)}
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_there_for_every_role(home, role):
    client = signed_in(make_person(role))
    for page in guide().values():
        html = client.get(page.url).content.decode()
        assert re.search(rf"<h1[^>]*>\s*{page.title}\s*</h1>", html)
        assert page.html in html


def test_is_for_those_who_may_sign_in_to_the_admin(home, client, django_user_model):
    picture = reverse("guide_picture", args=["price"])
    for address in (reverse("guide"), reverse("whole_guide"), reverse("own_first_steps"), picture):
        assert "/login/" in client.get(address)["Location"]
        assert signed_in(make_staff(address)).get(address).status_code == 200
        stranger = signed_in(django_user_model.objects.create_user(f"stranger at {address}"))
        assert stranger.get(address).status_code == 302


def test_all_files_are_part_of_it_and_the_first_page_leads_to_all():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(NAMES)
    what_is_where = (FOLDER / f"{START}.md").read_text().split("## What is where")[1]
    assert re.findall(r"^- \[[^\]]+\]\(([\w-]+)\.md\)", what_is_where, re.MULTILINE) == list(NAMES[1:])


def test_the_first_page_says_what_each_role_does(home, staff_client):
    html = shown(staff_client.get(reverse("guide")).content.decode())
    for role in ROLES:
        assert f">{role}</a></td>" in html


def test_every_link_leads_to_a_page_or_heading(home):
    for page in guide().values():
        for link in links_of(page.html):
            assert link in anchors() or f"{page.url}{link}" in anchors(), f"{page.name}: {link}"


def test_every_picture_is_there_small_and_described(home, staff_client):
    named = {file for name in NAMES for _words, file in pictures_in(name)}
    assert named == {path.name for path in PICTURES.iterdir()}
    for name in NAMES:
        for words, file in pictures_in(name):
            assert len(words) > 20, f"{name}: {file} has no words for those who cannot see it"
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert {name: size for name, size in sizes.items() if size > 120 * KB} == {}
    assert sum(sizes.values()) < 1500 * KB
    for page in guide().values():
        for source, width in re.findall(r'<img src="([^"]+)"[^>]* width="(\d+)"', page.html):
            answer = staff_client.get(source)
            assert answer["Content-Type"] == "image/png"
            assert b"".join(answer)[1:4] == b"PNG"
            assert int(width) > 100


def test_no_picture_from_elsewhere_is_served(home, staff_client):
    elsewhere = "../../../site/clinic/static/clinic/icon-maskable-192"
    assert (PICTURES / f"{elsewhere}.png").exists()
    for name in ("none", elsewhere, elsewhere.replace("/", "%2f"), elsewhere.replace(".", "%2e")):
        assert staff_client.get(f"/admin/guide/pictures/{name}.png", follow=True).status_code == 404
    assert staff_client.get("/admin/guide/none/").status_code == 404


def test_stands_on_one_page_too_to_be_searched_or_printed(home, staff_client):
    html = shown(staff_client.get(reverse("whole_guide")).content.decode())
    ids = Counter(re.findall(r'id="([^"]+)"', html))
    assert [name for name, number in ids.items() if number > 1] == []
    assert {link[1:] for link in links_of(html) if link.startswith("#")} <= set(ids)
    assert [link for link in links_of(html) if not link.startswith("#")] == []
    for page in guide().values():
        assert f">{page.title}</h2>" in html


def test_html_is_escaped():
    assert "<script" not in MARKDOWN.render("<script>alert(1)</script> and <script>alert(2)</script>")


def test_anchors_are_those_of_code_hosts():
    assert anchor_of("Opening hours, holidays, special days") == "opening-hours-holidays-special-days"
    assert anchor_of("The admin’s first page") == "the-admins-first-page"


def test_help_leads_to_it_and_no_longer_to_wagtails_own(home, staff_client):
    html = staff_client.get("/admin/").content.decode()
    assert f'"url": "{reverse("guide")}"' in html
    assert f'"url": "{reverse("own_first_steps")}"' in html
    assert "guide.wagtail.org" not in html
    assert "Editor Guide" not in html


def notes() -> dict[str, GuidePanel]:
    """Return what the editors say of themselves, by what is edited there."""
    pages = [model for model in get_page_models() if model.is_creatable]
    panels = {model.__name__: model.content_panels[0] for model in pages}
    return panels | {model.__name__: model.panels[0] for model in (ClinicSettings, Consent, Enquiry, EnquirySettings)}


def test_every_editor_says_what_it_is_for_and_leads_to_the_part_of_the_guide_that_fits(home):
    found = {name: panel.note for name, panel in notes().items()} | {"photo": PhotoEditView.guide_note}
    assert len(found) == 16
    for name, note in found.items():
        html = note.render_html({})
        assert len(str(note.purpose)) < 130, name
        assert 1 <= len(note.tasks) <= 3, name
        assert set(links_of(html)) <= anchors(), name


def test_the_notes_stand_in_the_editors(home, staff_client):
    service, photo = make_service(home, "Portrait"), make_image("Room")
    for address, words in {
        f"/admin/pages/{service.pk}/edit/": "What a visitor can book.",
        f"/admin/pages/add/services/servicepage/{service.get_parent().pk}/": "What a visitor can book.",
        f"/admin/pages/{home.pk}/edit/": "The front door.",
        "/admin/settings/home/clinicsettings/": "What is true of the clinic on every page",
        "/admin/settings/enquiries/enquirysettings/": "How long the site keeps what visitors write",
        "/admin/consents/new/": "written consent to photos",
        f"/admin/images/{photo.pk}/": "A photo of the library.",
    }.items():
        html = staff_client.get(address, follow=True).content.decode()
        assert words in html, address
        assert "clinic/guide_note.css" in html, address
        assert html.count('class="guide-note"') == 1, address
