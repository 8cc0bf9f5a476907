"""Every block renders what it was made for, also from its preview value."""

import pytest
from wagtail.blocks import Block
from wagtail.models import PageViewRestriction

from clinic.blocks import HeadingBlock, NoticeBlock, QuestionBlock, TextBlock
from media.blocks import IllustratedProseBlock, PhotoBlock, shown_blocks
from services.blocks import CautionBlock, SessionStepBlock
from tests.builders import make_gallery, make_image

PREVIEWED = [HeadingBlock, TextBlock, NoticeBlock, QuestionBlock, SessionStepBlock, CautionBlock]


@pytest.mark.parametrize("block_class", PREVIEWED)
def test_renders_its_preview(block_class):
    block: Block = block_class()
    html = block.render(block.get_preview_value())
    assert html.strip()
    assert "{" not in html


def test_heading_stands_below_the_page_title():
    assert "<h2" in HeadingBlock().render("What happens")


def test_heading_escapes_what_is_typed():
    assert "<script>" not in HeadingBlock().render("<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("rank", "label"), [("emergency", "Call for help now"), ("ask", "Ask"), ("good", "Good to know")]
)
def test_notice_says_its_rank_in_words(rank, label):
    block = NoticeBlock()
    html = block.render(block.to_python({"rank": rank, "text": "<p>Details</p>"}))
    assert label in html
    assert "Details" in html


def test_question_opens_without_scripts():
    html = QuestionBlock().render(QuestionBlock().get_preview_value())
    assert "<details" in html
    assert "<summary" in html


def test_caution_keeps_the_lines_of_its_text():
    block = CautionBlock()
    html = block.render(block.to_python({"rank": "stop", "text": "You have a fever.\nOr a rash."}))
    assert "You have a fever.<br>Or a rash." in html


def test_step_needs_no_title():
    block = SessionStepBlock()
    assert "<h" not in block.render(block.to_python({"title": "", "text": "We talk."}))


def test_photo_shows_its_credit_and_the_alt_text_of_this_place(db):
    image = make_image(description="From the library", credit="Example Studio", caption="A room")
    block = PhotoBlock()
    html = block.render(block.to_python({"image": image.pk, "alt_text": "Fits here", "decorative": False}))
    assert 'alt="Fits here"' in html
    assert "Example Studio" in html
    assert "A room" in html
    decorative = block.render(block.to_python({"image": image.pk, "alt_text": "", "decorative": True}))
    assert 'alt=""' in decorative


def shown_body(*blocks: tuple[str, object], **options) -> str:
    """Return what a plain page shows of a body made of `blocks`."""
    body = IllustratedProseBlock().normalize([*blocks])
    shown = shown_blocks(body, **options)
    return "".join(block.render() for block in shown)


def test_gallery_shows_its_first_photos_and_leads_to_all(home):
    photos = tuple(make_image(description=f"View {letter}", caption=f"Caption {letter}") for letter in "CABD")
    gallery = make_gallery(home, "Rooms", photos=photos)
    html = shown_body(("gallery", {"gallery": gallery, "most": 2}))
    assert html.index("View C") < html.index("View A")
    assert "View B" not in html
    assert "Caption C" in html
    assert f'href="{gallery.url}photo-{photos[0].pk}/"' in html
    assert f'href="{gallery.url}"' in html
    assert "All 4 photos" in html


def test_gallery_counts_and_shows_no_hidden_photo(home):
    photos = (make_image(description="A stranger"), make_image(description="A room"), make_image())
    gallery = make_gallery(home, photos=photos)
    photos[0].shown = ""
    photos[0].save()
    for everything in (False, True):
        html = shown_body(("gallery", {"gallery": gallery, "most": 1}), everything=everything)
        assert "A stranger" not in html
        assert "A room" in html
        assert "All 2 photos" in html


def test_gallery_that_visitors_cannot_see_is_left_out(home):
    empty, draft, private = (
        make_gallery(home),
        make_gallery(home, photos=(make_image(),), live=False),
        make_gallery(home, photos=(make_image(),)),
    )
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for gallery in (empty, draft, private, None):
        assert shown_body(("gallery", {"gallery": gallery, "most": 6})) == ""
        assert shown_body(("gallery", {"gallery": gallery, "most": 6}), everything=True) == ""


def test_many_galleries_take_as_many_queries_as_one(home, django_assert_num_queries):
    galleries = [make_gallery(home, photos=(make_image(), make_image())) for _ in range(4)]
    for number in (1, 4):
        body = IllustratedProseBlock().normalize(
            [("gallery", {"gallery": page, "most": 2}) for page in galleries[:number]]
        )
        with django_assert_num_queries(2):
            assert len(shown_blocks(body)) == number
