"""Every block renders what it was made for, also from its preview value."""

import pytest
from wagtail.blocks import Block

from clinic.blocks import HeadingBlock, NoticeBlock, QuestionBlock, TextBlock
from home.blocks import OpeningHoursBlock
from media.blocks import PhotoBlock
from services.blocks import CautionBlock, SessionStepBlock
from tests.builders import make_image

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


def test_opening_hours_end_after_they_begin():
    block = OpeningHoursBlock()
    good = block.to_python({"day": "0", "opens": "09:00", "closes": "17:00"})
    assert block.clean(good)["closes"].hour == 17
    with pytest.raises(Exception, match="Validation error"):
        block.clean(block.to_python({"day": "0", "opens": "17:00", "closes": "09:00"}))
