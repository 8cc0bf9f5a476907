"""Galleries."""

import pytest
from django.contrib.auth.models import User
from wagtail.models import PageViewRestriction, Site

from home.models import ClinicSettings
from media.models import ClinicImage, GalleryIndexPage, GalleryPage
from media.presets import PRESETS
from tests.builders import make_consent, make_gallery, make_image, make_service


def words(html: str) -> str:
    return " ".join(html.split())


def photo_url(gallery: GalleryPage, photo: ClinicImage) -> str:
    return f"{gallery.url}photo-{photo.pk}/"


@pytest.fixture
def three(home) -> tuple[ClinicImage, ...]:
    return tuple(make_image(description=f"View {letter}") for letter in "ABC")


@pytest.fixture
def rooms(home, three) -> GalleryPage:
    return make_gallery(home, "Rooms", photos=three)


def test_a_gallery_shows_its_photos_in_order_with_captions(home, client):
    photos = tuple(make_image(description=f"View {letter}", caption=f"Caption {letter}") for letter in "CAB")
    gallery = make_gallery(home, "Rooms", photos=photos)
    row = gallery.photos.last()
    row.caption = "Its own caption"
    row.save()
    html = client.get(gallery.url).content.decode()
    positions = [html.index(f'alt="View {letter}"') for letter in "CAB"]
    assert positions == sorted(positions)
    assert "Caption C" in html
    assert "Its own caption" in html
    assert "Caption B" not in html


def test_the_first_photo_of_a_gallery_stands_for_it(home, client):
    first, second = make_image(), make_image()
    make_gallery(home, "Rooms", photos=(first, second))
    make_gallery(home, "Nothing yet")
    html = client.get(GalleryIndexPage.objects.get().url).content.decode()
    assert first.renditions.earliest("pk").url.split(".")[0] in html
    assert second.renditions.earliest("pk").url.split(".")[0] not in html
    assert "Nothing yet" in html


def test_the_list_of_galleries_says_how_many_photos_each_shows(home, client):
    hidden = make_image()
    make_gallery(home, "Rooms", photos=(make_image(), make_image(), hidden))
    make_gallery(home, "Nothing yet")
    hidden.shown = ""
    hidden.save()
    html = words(client.get(GalleryIndexPage.objects.get().url).content.decode())
    assert "2 photos" in html
    assert "0 photos" not in html


def test_each_photo_of_a_gallery_leads_to_its_own_address(rooms, three, client):
    html = client.get(rooms.url).content.decode()
    for photo in three:
        assert f'href="{photo_url(rooms, photo)}"' in html
        assert f'id="photo-{photo.pk}"' in html


def test_a_photo_that_pleases_only_the_eye_still_has_a_link_with_a_name(home, client):
    gallery = make_gallery(home, photos=(make_image(description="", is_decorative=True),))
    assert 'aria-label="Photo 1"' in client.get(gallery.url).content.decode()


def test_photos_of_a_service_have_no_address(home, client, three):
    html = client.get(make_service(home, photos=three).url).content.decode()
    assert "View B" in html
    assert "photo-link" not in html
    assert "lightbox" not in html


def test_a_photo_has_a_page_with_its_words_and_the_ways_on(home, client):
    photos = tuple(make_image(description=f"View {letter}") for letter in "ABC")
    middle = photos[1]
    ClinicImage.objects.filter(pk=middle.pk).update(
        caption="Linen & oil", credit="Example Studio", location="Main Street"
    )
    rooms = make_gallery(home, "Rooms", photos=photos)
    html = words(client.get(photo_url(rooms, middle)).content.decode())
    for expected in (
        "<h1>Photo 2 of 3</h1>",
        "<title>Linen &amp; oil – Rooms",
        'alt="View B"',
        "Linen &amp; oil</span>",
        "Example Studio",
        "Main Street",
        f'href="{photo_url(rooms, photos[0])}" rel="prev"',
        f'href="{photo_url(rooms, photos[2])}" rel="next"',
        f'href="{rooms.url}#photo-{middle.pk}"',
        f'<li><a href="{rooms.url}">Rooms</a></li>',
        f'rel="canonical" href="http://testserver{photo_url(rooms, middle)}"',
        'name="description" content="Linen &amp; oil"',
        'og:title" content="Linen &amp; oil – Rooms"',
        middle.renditions.get(filter_spec=PRESETS["share"].fallback_spec).full_url,
    ):
        assert expected in html, expected
    assert "View A" not in html


def test_the_first_and_the_last_photo_lead_one_way_only(rooms, three, client):
    first, last = (client.get(photo_url(rooms, photo)).content.decode() for photo in (three[0], three[2]))
    assert 'rel="prev"' not in first
    assert 'rel="next"' in first
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_a_photo_without_caption_is_titled_by_its_place(rooms, three, client):
    assert "<title>Photo 1 of 3 – Rooms" in client.get(photo_url(rooms, three[0])).content.decode()


def test_only_photos_that_the_gallery_shows_have_an_address(home, rooms, three, client):
    elsewhere = make_image()
    make_gallery(home, photos=(elsewhere,))
    for name in (
        f"photo-{elsewhere.pk}",
        f"photo-0{three[0].pk}",
        "photo-",
        "photo-" + "9" * 30,
        str(three[0].pk),
        "x",
    ):
        assert client.get(f"{rooms.url}{name}/").status_code == 404, name
    assert client.get(f"{photo_url(rooms, three[0])}more/").status_code == 404


def test_a_photo_that_must_be_hidden_loses_its_address_and_its_place(rooms, three, client):
    three[1].shown = ClinicImage.Shown.CLIENT
    three[1].save()
    assert client.get(photo_url(rooms, three[1])).status_code == 404
    html = words(client.get(photo_url(rooms, three[2])).content.decode())
    assert "Photo 2 of 2" in html
    assert f'href="{photo_url(rooms, three[0])}" rel="prev"' in html


def test_photos_of_a_draft_have_no_address(rooms, three, client):
    rooms.unpublish()
    assert client.get(photo_url(rooms, three[0])).status_code == 404


def test_a_private_gallery_shows_its_photos_to_those_who_may_read_it(rooms, three, client):
    PageViewRestriction.objects.create(page=rooms, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(photo_url(rooms, three[0])).status_code == 302
    client.force_login(User.objects.create_user("reader"))
    assert client.get(photo_url(rooms, three[0])).status_code == 200


def test_a_client_who_agreed_to_this_site_only_is_not_the_picture_of_the_shared_photo(home, client):
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.share_image = make_image(description="Our sign")
    clinic.save()
    photo = make_image(shown="client", consents=[make_consent(scope="site")], description="A back")
    gallery = make_gallery(home, photos=(photo,))
    html = client.get(photo_url(gallery, photo)).content.decode()
    assert 'alt="A back"' in html
    assert 'og:image:alt" content="Our sign"' in html


def test_a_photo_put_into_a_gallery_twice_is_shown_once(home, client):
    photo, other = make_image(), make_image()
    gallery = make_gallery(home, photos=(photo, other, photo))
    html = client.get(gallery.url).content.decode()
    assert html.count(f'id="photo-{photo.pk}"') == 1
    assert "Photo 1 of 2" in client.get(photo_url(gallery, photo)).content.decode()


def test_the_preview_of_a_gallery_shows_what_is_not_saved_yet(home):
    gallery = make_gallery(home, photos=(make_image(),), live=False)
    gallery.photos.add(gallery.photos.model.showing(make_image(description="Not saved yet")))
    assert "Not saved yet" in gallery.make_preview_request().rendered_content


def test_the_script_comes_only_with_photos(home, client):
    assert "lightbox.js" not in client.get(make_gallery(home).url).content.decode()
    assert "lightbox.js" in client.get(make_gallery(home, photos=(make_image(),)).url).content.decode()
