"""Links that lead nowhere inside the site are found; other sites are left alone."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from clinic.publishing import CannotPublish
from home.models import PlainPage
from staff.checks.findings import Kind
from tests.builders import make_condition, make_gallery, make_image, make_plain_page, make_service
from tests.staff.checks.looking import found


def linking(home, target: str, words: str = "here") -> PlainPage:
    return make_plain_page(home, body=[("text", f"<p>See <a {target}>{words}</a>.</p>")], live=False)


def sentences(page) -> list[str]:
    return [finding.sentence for finding in found(page, Kind.LINK)]


def test_a_link_to_a_page_that_is_gone_blocks(home):
    page = linking(home, 'linktype="page" id="999"')
    (finding,) = found(page, Kind.LINK)
    assert finding.blocking
    assert finding.sentence == ("The link “here”: the page it leads to is gone. Choose another, or take the link out.")
    assert finding.place.path == f"body.{page.body[0].id}"
    with pytest.raises(CannotPublish):
        page.get_latest_revision().publish()


def test_a_link_to_a_draft_or_private_page_advises(home):
    draft, private = make_service(home, "Soon", live=False), make_service(home, "Members")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for target, said in ((draft, "“Soon” is not published"), (private, "“Members” is private")):
        (finding,) = found(linking(home, f'linktype="page" id="{target.pk}"'), Kind.LINK)
        assert said in finding.sentence
        assert not finding.blocking


def test_a_document_that_is_gone_blocks(home):
    kept = get_document_model().objects.create(title="Form")
    assert sentences(linking(home, f'linktype="document" id="{kept.pk}"')) == []
    (finding,) = found(linking(home, f'linktype="document" id="{kept.pk + 1}"'), Kind.LINK)
    assert finding.blocking


@pytest.mark.parametrize(
    "address",
    [
        "/services/back/",
        "/services/back",
        "http://testserver/services/back/?a=b",
        "/search/",
        "/old/",
        "/gallery/room/photo-1/",
    ],
)
def test_addresses_that_answer_are_fine(home, address):
    make_service(home, "Back")
    make_gallery(home, "Room", photos=(make_image(),))
    Redirect.objects.create(old_path="/old", redirect_link="/services/")
    assert sentences(linking(home, f'href="{address}"')) == []


@pytest.mark.parametrize(
    "address", ["https://example.com/nothing/", "mailto:a@example.com", "tel:555", "//example.com/x"]
)
def test_other_sites_are_left_alone(home, address):
    assert sentences(linking(home, f'href="{address}"')) == []


@pytest.mark.parametrize(
    "address", ["/nothing/", "/services/nothing", "http://testserver/nothing", "/documents/9/a.pdf"]
)
def test_an_address_where_nothing_is_advises(home, address):
    make_service(home, "Back")
    (finding,) = found(linking(home, f'href="{address}"'), Kind.LINK)
    assert "nothing is at /" in finding.sentence
    assert not finding.blocking


def test_a_broken_address_is_said(home):
    assert sentences(linking(home, 'href="http://[x"')) == [
        "The link “here”: “http://[x” is not an address. Correct it."
    ]


def test_a_typed_address_of_a_draft_advises(home):
    make_service(home, "Soon", live=False)
    assert "is not published" in sentences(linking(home, 'href="/services/soon/"'))[0]


def test_finds_places_on_pages_that_are_not_there(home):
    service = make_service(home, "Back", cautions=[("caution", {"rank": "ask", "text": "Fever"})])
    assert sentences(linking(home, 'href="#main"')) == []
    assert sentences(linking(home, 'href="#top"')) == []
    assert sentences(linking(home, f'href="{service.url}#cautions"')) == []
    assert "has no place named #nowhere" in sentences(linking(home, 'href="#nowhere"'))[0]
    assert "the page “Back” has no place named #x" in sentences(linking(home, f'href="{service.url}#x"'))[0]


def test_looks_into_rich_text_that_is_a_field(home):
    condition = make_condition(home, self_care='<p><a linktype="page" id="999">rest</a></p>', live=False)
    assert [finding.place.path for finding in found(condition, Kind.LINK)] == ["self_care"]


def test_a_block_with_a_gallery_that_is_a_draft_advises(home):
    gallery = make_gallery(home, "Room", live=False)
    page = make_plain_page(home, body=[("gallery", {"gallery": gallery, "most": 6})])
    (finding,) = found(page, Kind.LINK)
    assert finding.sentence == "“Room” is not published, so visitors cannot read it yet."
    assert finding.place.path == f"body.{page.body[0].id}.gallery"


def test_a_page_is_drawn_once_however_many_links_lead_into_it(home, django_assert_max_num_queries):
    target = make_plain_page(home, "Target")
    links = "".join(f'<p><a href="{target.url}#place-{number}">x</a></p>' for number in range(10))
    page = make_plain_page(home, body=[("text", links)], live=False)
    with django_assert_max_num_queries(30):
        assert len(found(page, Kind.LINK)) == 10
