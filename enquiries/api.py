"""The contact page in the read API."""

from typing import Any, Literal

from pydantic import Field

from clinic.api.blocks import ProseBlock, prose_blocks
from clinic.api.page import Context, page_fields
from clinic.api.schemas import Answer, BasePage
from clinic.api.writer import Writer


class EnquiryForm(Answer):
    """The form that visitors write to the clinic with. It stays on this site: link to it.

    It carries a token that is made anew for each visitor, so it cannot be printed elsewhere.
    """

    html_url: str = Field(description="Where this site shows the form.")
    action_url: str = Field(description="Where the form is sent to, by POST, with the token that it carries.")
    consent_wording: str = Field(description="What people agree to.")


class ContactPage(BasePage):
    """How to reach the clinic, and a form. Print what `getClinic` answers above the form."""

    type: Literal["ContactPage"]
    form: EnquiryForm
    body: list[ProseBlock]


def contact_page(page: Any, context: Context, writer: Writer) -> ContactPage:
    fields = page_fields(page, context, writer)
    form = EnquiryForm(
        html_url=f"{fields['html_url']}#write",
        action_url=f"{fields['html_url']}send/",
        consent_wording=str(context["form"].fields["consent"].label),
    )
    return ContactPage(**fields, form=form, body=prose_blocks(page.body, writer))
