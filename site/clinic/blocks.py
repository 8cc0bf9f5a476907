"""The blocks that prose on any page is made of. Blocks with photos are in `media.blocks`."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class HeadingBlock(blocks.CharBlock):
    """A heading inside a page's text: always one level below the page's title."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "clinic/blocks/heading_block.html"
        preview_value = "What happens on the day"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "clinic/blocks/text_block.html"
        preview_value = "<p>We talk first. Then you decide how firm it should be.</p>"


class NoticeBlock(blocks.StructBlock):
    """A box that must not be missed, in one of three ranks."""

    rank = blocks.ChoiceBlock(
        choices=[
            ("emergency", _("Emergency: call for help now")),
            ("ask", _("Ask first: talk to a doctor before coming")),
            ("good", _("Good to know")),
        ],
        default="good",
        label=_("How important it is"),
    )
    text = blocks.RichTextBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "clinic/blocks/notice_block.html"
        preview_value = {"rank": "ask", "text": "<p>Ask your doctor first if you have had surgery lately.</p>"}


class QuestionBlock(blocks.StructBlock):
    """A question that visitors ask, and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "clinic/blocks/question_block.html"
        preview_value = {"question": "Does it hurt?", "answer": "<p>It should never hurt more than you like.</p>"}


class ProseBlock(blocks.StreamBlock):
    """The body of a page: headings, text and notices in any order."""

    heading = HeadingBlock()
    text = TextBlock()
    notice = NoticeBlock()
