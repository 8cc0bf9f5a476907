"""The home page, plain pages and the clinic's settings."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from home.models import GALLERY_PHOTOS, ClinicSettings, HomePhoto
from media.presets import PRESETS
from tests.builders import (
    make_condition,
    make_consent,
    make_contact_page,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
)


@pytest.fixture
def clinic(home) -> ClinicSettings:
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.name = "Example Clinic"
    clinic.telephone = "+1 555 0100"
    clinic.email = "hello@clinic.example"
    clinic.licence_number = "MT-0000"
    clinic.booking_url = "https://booking.example/clinic"
    hours = [{"day": "0", "opens": "09:00", "closes": "17:30"}]
    clinic.places = [
        ("place", {"name": "Main Street", "street": "1 Main Street", "locality": "Exampleton", "hours": hours})
    ]
    clinic.save()
    return clinic


def test_the_home_page_opens_with_its_promise_and_leads_on(home, client):
    make_condition(home, areas=("lower-back",))
    service = make_service(home, "Swedish massage", summary="Calm and slow.")
    visit = make_plain_page(home, "Your first visit", summary="What to expect.")
    home.photos.set([HomePhoto.showing(make_image(description="Hands on a back"))])
    home.first_visit = visit.page_ptr
    home.body = [("text", "<p>More words.</p>")]
    home.save_revision().publish()
    html = client.get("/").content.decode()
    for words in (home.headline, service.url, "Calm and slow.", visit.url, "Hands on a back", "More words."):
        assert words in html, words
    assert "/conditions/?area=lower-back" in html
    assert "?area=neck" not in html


def test_an_empty_home_page_is_a_whole_page(home, client):
    html = client.get("/").content.decode()
    assert home.headline in html
    assert "None" not in html
    assert "How to reach us" not in html


def test_a_home_without_telephone_leads_to_the_form(home, client):
    contact = make_contact_page(home, show_in_menus=True, slug="write-to-us")
    html = client.get("/").content.decode()
    assert "How to reach us" in html
    assert f'<a class="button" href="{contact.url}#write">Ask for a time</a>' in html


def test_the_home_page_shows_the_first_photos_of_a_gallery_that_everyone_may_read(home, client):
    photos = [make_image(description=f"Photo {number}") for number in range(GALLERY_PHOTOS + 1)]
    gallery = make_gallery(home, "Inside", photos=photos)
    home.gallery = gallery
    home.save_revision().publish()
    html = client.get("/").content.decode()
    assert f'href="{gallery.url}photo-{photos[0].pk}/"' in html
    assert "Photo 2" in html
    assert "Photo 3" not in html
    PageViewRestriction.objects.create(page=gallery, restriction_type=PageViewRestriction.LOGIN)
    assert "Inside" not in client.get("/").content.decode()


def test_every_page_says_how_to_reach_the_clinic(clinic, home, client):
    for page in (home, make_service(home), make_plain_page(home, shows_contact=True)):
        html = client.get(page.url).content.decode()
        for words in ("Example Clinic", "tel:+15550100", "MT-0000", "1 Main Street", "Monday", clinic.booking_url):
            assert words in html, words
        assert "None" not in html


def test_the_settings_screen_keeps_what_staff_write(clinic, staff_client):
    address = reverse("wagtailsettings:edit", args=["home", "clinicsettings", clinic.site_id])
    html = staff_client.get(address).content.decode()
    assert "Example Clinic" in html
    assert "As it stands on the door." in html


@pytest.mark.parametrize("address", ["ftp://x.example", "javascript:alert(1)", "//x.example"])
def test_the_booking_address_is_one_that_browsers_open(clinic, address):
    clinic.booking_url = address
    with pytest.raises(ValidationError):
        clinic.full_clean()


def test_a_shared_page_shows_its_cover_or_else_the_picture_of_the_clinic(clinic, home, client):
    clinic.share_image = make_image(description="Our sign")
    clinic.save()
    service = make_service(home, "Swedish massage", photos=(make_image(description="Hands on a back"),))
    cover = service.photos.get().image.renditions.get(filter_spec=PRESETS["share"].fallback_spec)
    html = " ".join(client.get(service.url).content.decode().split())
    assert f'<meta property="og:image" content="{cover.full_url}">' in html
    assert 'og:title" content="Swedish massage"' in html
    assert 'og:image:alt" content="Our sign"' in client.get(make_plain_page(home).url).content.decode()


@pytest.mark.parametrize(
    ("consents", "sentence"), [([], "needs a consent"), (["site"], "does not cover shared links"), (["sharing"], None)]
)
def test_the_picture_of_shared_links_may_be_shown_elsewhere(clinic, consents, sentence):
    scopes = [make_consent(scope=scope) for scope in consents]
    clinic.share_image = make_image("Back", shown="client", consents=scopes)
    if sentence is None:
        clinic.full_clean()
        return
    with pytest.raises(ValidationError, match=sentence):
        clinic.full_clean()


def test_the_foot_leads_to_privacy_where_there_is_such_a_page(home, client):
    assert "/privacy/" not in client.get("/").content.decode()
    make_plain_page(home, "Privacy")
    assert "/privacy/" in client.get("/").content.decode()


@pytest.mark.parametrize("number", ["call me", "12", "javascript:alert(1)"])
def test_the_telephone_number_is_one(clinic, number):
    clinic.telephone = number
    with pytest.raises(ValidationError, match="in digits"):
        clinic.full_clean()


def test_a_page_whose_photo_was_deleted_still_stands(home, client):
    image = make_image()
    page = make_plain_page(home, body=[("photo", image), ("text", "<p>The rest.</p>")])
    image.delete()
    assert "The rest." in client.get(page.url).content.decode()


def test_the_home_page_offers_no_area_whose_conditions_are_private(home, client):
    condition = make_condition(home, areas=("neck",))
    PageViewRestriction.objects.create(page=condition, restriction_type=PageViewRestriction.LOGIN)
    assert "area=neck" not in client.get("/").content.decode()


def test_a_plain_page_shows_its_text_and_pages_below_it(home, client):
    page = make_plain_page(home, "About", body=[("photo", make_image(description="A quiet room"))])
    child = make_plain_page(page, "Our rooms")
    html = client.get(page.url).content.decode()
    assert "A quiet room" in html
    assert child.url in html
