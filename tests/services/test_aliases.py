"""Other names of a service lead to its page."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from services.addresses import alias_paths
from services.models import ServicePage
from tests.builders import make_plain_page, make_service
from tests.forms import edit_page


def rename(service: ServicePage, *names: str) -> None:
    service.other_names = list(names)
    service.save_revision().publish()


def test_each_other_name_leads_to_the_page(home, client):
    service = make_service(home, "Neuromuscular massage", other_names=["Medical massage", "NMT"])
    for path in ("/medical-massage/", "/nmt/"):
        assert client.get(path)["Location"] == service.url
        assert client.get(path).status_code == 301


def test_a_removed_name_leads_nowhere(home, client):
    service = make_service(home, other_names=["Medical massage", "NMT"])
    rename(service, "NMT")
    assert client.get("/medical-massage/").status_code == 404
    assert client.get("/nmt/").status_code == 301


def test_a_draft_changes_no_address(home, client):
    service = make_service(home, other_names=["NMT"])
    service.other_names = ["Other"]
    service.save_revision()
    assert client.get("/nmt/").status_code == 301
    assert client.get("/other/").status_code == 404


def test_an_unpublished_service_gives_its_names_up(home, client):
    service = make_service(home, other_names=["NMT"])
    service.unpublish()
    assert client.get("/nmt/").status_code == 404
    assert not Redirect.objects.exists()


def test_a_redirect_made_by_hand_stays(home, client):
    service = make_service(home)
    Redirect.add_redirect("/nmt", service, site=service.get_site())
    rename(service, "NMT")
    rename(service)
    assert client.get("/nmt/")["Location"] == service.url


@pytest.mark.parametrize(
    ("name", "path"), [("nmt", "/nmt/"), ("Admin", "/admin/"), ("Contact us", "/contact-us/"), ("old", "/old/")]
)
def test_the_editor_is_told_that_an_address_is_taken(home, staff_client, name, path):
    make_service(home, other_names=["NMT"])
    make_plain_page(home, "Contact us")
    Redirect.add_redirect("/old", "https://elsewhere.example/")
    other = make_service(home, "Other")
    html = edit_page(staff_client, other, publish=True, other_names=name).content.decode()
    assert f"The address {path} leads elsewhere already" in html
    assert not ServicePage.objects.get(pk=other.pk).other_names


def test_a_copy_of_a_service_takes_no_address_from_it(home, client):
    service = make_service(home, other_names=["NMT"])
    service.copy(update_attrs={"slug": "copy"})
    assert client.get("/nmt/")["Location"] == service.url


def test_a_renamed_page_leaves_a_redirect(home, client, django_capture_on_commit_callbacks):
    service = make_service(home, "Old name")
    old_url = service.url
    service.slug = "new-name"
    with django_capture_on_commit_callbacks(execute=True):
        service.save_revision().publish()
    assert client.get(old_url)["Location"] == "/services/new-name/"


def test_names_in_other_scripts_have_addresses_too(home, client):
    service = make_service(home, other_names=["Массаж", "!!!"])
    assert alias_paths(service.other_names) == ["/массаж"]
    assert client.get("/массаж/")["Location"] == service.url
