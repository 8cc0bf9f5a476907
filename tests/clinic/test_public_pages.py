"""What visitors get at the addresses of every page type."""

from datetime import date

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from home.models import ClinicSettings, HomePhoto
from media.models import ClinicImage
from services.models import ServiceCondition
from tests.builders import (
    make_condition,
    make_consent,
    make_contact_page,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_technique,
)

MOST_QUERIES = 10


def full_site(home, how_many: int) -> list[str]:
    """Fill a site with `how_many` of everything and return the address of one page of each type."""
    client = make_image(shown=ClinicImage.Shown.CLIENT, consents=[make_consent()])
    images = (client, *(make_image() for _ in range(how_many)))
    conditions = tuple(make_condition(home, areas=("neck", "hips")) for _ in range(how_many))
    part = make_condition(home, part_of=conditions[0], areas=("neck",))
    techniques = tuple(make_technique(home) for _ in range(how_many))
    others = tuple(make_service(home, conditions=(*conditions, part), photos=images[:2]) for _ in range(how_many))
    service = make_service(
        home, conditions=conditions, techniques=techniques, related=others, photos=images, minutes=(30, 60, 90)
    )
    galleries = [make_gallery(home, photos=images) for _ in range(how_many)]
    body = [("text", "<p>Words</p>"), *(("photo", image) for image in images)]
    shown = [("gallery", {"gallery": gallery, "most": 6}) for gallery in galleries]
    plain = make_plain_page(home, body=[*body, *shown])
    for _ in range(how_many):
        make_plain_page(plain)
    home.first_visit = plain.page_ptr
    home.gallery = galleries[0]
    home.photos.set([HomePhoto.showing(images[0])])
    home.body = body[:1]
    home.save_revision().publish()
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.share_image = images[0]
    clinic.save()
    indexes = (service, conditions[0], techniques[0], galleries[0])
    pages = (home, plain, service, part, conditions[0], techniques[0], galleries[0])
    photo = f"{galleries[0].url}photo-{images[0].pk}/"
    contact = make_contact_page(home, body=body[:1])
    return [
        photo,
        contact.url,
        f"{contact.url}sent/",
        "/search/?q=massage",
        "/search/?q=xylophone",
        *(page.url for page in (*pages, *(page.get_parent() for page in indexes))),
    ]


@pytest.mark.parametrize("how_many", [1, 12])
def test_every_page_type_takes_at_most_ten_queries(home, client: Client, django_assert_max_num_queries, how_many):
    addresses = full_site(home, how_many)
    for address in addresses:
        assert client.get(address).status_code == 200
        with django_assert_max_num_queries(MOST_QUERIES, info=address):
            client.get(address)


def test_missing_pages_say_so_and_lead_on(home, client):
    make_plain_page(home, "Contact us", show_in_menus=True)
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "This page is not here" in html
    assert "Contact us" in html
    assert 'role="search"' in html


@pytest.mark.parametrize(
    "address", ["/%00/", "/a%00b/?q=%00", "/" + "x/" * 500, "/%F0%9F%92%A5/", "/?area=%00", "/..%2f/"]
)
def test_odd_addresses_are_not_found_and_break_nothing(home, client, address):
    assert client.get(address).status_code in (200, 301, 404)


def test_an_address_below_a_page_that_has_none_is_not_found(home, client):
    service = make_service(home)
    draft = make_gallery(home, live=False)
    for address in (
        f"{service.url}more/",
        f"/gallery/{draft.slug}/",
        f"/gallery/{draft.slug}/photo-1/",
        "/gallery/x/y/",
    ):
        assert client.get(address).status_code == 404, address


def test_the_first_page_type_with_a_route_of_its_own_answers_for_all_below_it(home, client, monkeypatch):
    plain = make_plain_page(home)
    below = make_plain_page(plain, "Below")
    asked = []

    def route(self, request, components):
        asked.append((self, components))
        return Page.route(self, request, components)

    monkeypatch.setattr(type(plain), "route", route)
    assert "Below" in client.get(below.url).content.decode()
    assert asked[0] == (plain, [below.slug])


def test_endless_addresses_cost_little(home, client, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(8):
        assert client.get("/" + "a/" * 4000).status_code == 404


def test_errors_get_a_page_that_needs_no_database(settings, home, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("broken")

    monkeypatch.setattr("clinic.navigation.Navigation.for_request", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/")
    assert response.status_code == 500
    assert "The fault is ours" in response.content.decode()


def test_robots_are_told_where_the_sitemap_is(home, client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_the_sitemap_leaves_unfinished_conditions_out(home, client):
    draft = make_condition(home)
    done = make_condition(
        home,
        summary="Pain along the leg",
        body="<p>It hurts.</p>",
        last_reviewed=date(2026, 1, 2),
        reviewed_by_role="a therapist",
    )
    service = make_service(home)
    text = client.get("/sitemap.xml").content.decode()
    assert f"{done.url}<" in text
    assert f"{service.url}<" in text
    assert f"{draft.url}<" not in text
    assert "noindex" in client.get(draft.url).content.decode()
    assert "noindex" not in client.get(done.url).content.decode()


def test_browsers_find_the_icon(home, client):
    assert client.get("/favicon.ico")["Location"].endswith("favicon.svg")


@pytest.mark.parametrize("restricted", ["page", "parent"])
def test_private_pages_show_nowhere(home, client, restricted):
    condition = make_condition(home, "Secret condition", areas=("neck",))
    service = make_service(home, conditions=(condition,))
    private = condition if restricted == "page" else condition.get_parent()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert "Secret condition" not in client.get(service.url).content.decode()
    assert "Secret condition" not in client.get("/conditions/", follow=True).content.decode()
    assert client.get(condition.url).status_code == 302


def test_drafts_show_nowhere(home, client):
    condition = make_condition(home, "Draft condition", live=False)
    technique = make_technique(home, "Draft technique", live=False)
    service = make_service(home, conditions=(condition,), techniques=(technique,))
    html = client.get(service.url).content.decode()
    assert "Draft condition" not in html
    assert "Draft technique" not in html
    assert client.get(condition.url).status_code == 404


def test_a_preview_shows_what_is_not_saved_yet(home, rf):
    shown, hidden = make_condition(home, "Shown"), make_condition(home, "Hidden", live=False)
    service = make_service(home)
    service.service_conditions.set([ServiceCondition(condition=shown), ServiceCondition(condition=hidden)])
    service.title = "Not saved"
    html = service.make_preview_request().rendered_content
    assert "Not saved" in html
    assert "Shown" in html
    assert "Hidden" not in html


def test_the_menu_holds_public_pages_that_staff_put_there(home, client):
    make_plain_page(home, "Wanted", show_in_menus=True)
    make_plain_page(home, "Unwanted")
    make_plain_page(home, "Draft", show_in_menus=True, live=False)
    html = client.get("/").content.decode()
    assert "Wanted" in html
    assert "Unwanted" not in html
    assert "Draft" not in html


def test_breadcrumbs_lead_back(home, client):
    service = make_service(home, "Swedish massage")
    html = client.get(service.url).content.decode()
    assert 'aria-label="Breadcrumbs"' in html or "breadcrumb" in html
    assert f'href="{service.get_parent().url}"' in html
