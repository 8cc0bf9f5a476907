"""Somebody who has just been made an editor does their first work, following only the words on the screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.running import RunningSite, sign_in

pytestmark = pytest.mark.browser

PASSWORD = "soft-towels-and-9-lamps"
NEWCOMER = f"""
from django.contrib.auth.models import Group, User
from services.models import ServiceOption, ServicePage
User.objects.create_user("nell", "nell@example.com", "{PASSWORD}").groups.add(Group.objects.get(name="Editors"))
service = ServicePage.objects.get(slug="deep-tissue-massage")
service.options = [ServiceOption(minutes=60, price=95, currency="USD")]
service.save_revision().publish()
"""
AS_BEFORE = """
from django.contrib.auth.models import User
from services.models import ServicePage
User.objects.filter(username="nell").delete()
service = ServicePage.objects.get(slug="deep-tissue-massage")
if service.workflow_in_progress:
    service.current_workflow_state.cancel()
service.options = []
service.save_revision().publish()
"""
SUBMITTED = """
from services.models import ServicePage
service = ServicePage.objects.get(slug="deep-tissue-massage")
draft = service.get_latest_revision_as_object()
print(service.workflow_in_progress, service.options.get().price, f"{draft.options.get().price:.2f}")
print([row.condition.title for row in draft.service_conditions.all()][-1])
"""


@pytest.fixture
def newcomer(site: RunningSite) -> Iterator[None]:
    site.run(NEWCOMER)
    yield
    site.run(AS_BEFORE)


def test_a_new_editor_corrects_a_price_ticks_a_condition_and_submits(site, newcomer, open_page):
    editor = open_page()
    sign_in(editor, PASSWORD, "nell")
    expect(editor.get_by_role("heading", name="First steps for you")).to_be_visible()
    editor.get_by_role("link", name="Correct a price").click()
    editor.get_by_role("link", name="Deep tissue massage", exact=True).click()
    expect(editor.get_by_text("What a visitor can book.")).to_be_visible()

    price = editor.get_by_role("spinbutton", name="Price")
    price.fill("99")
    editor.get_by_role("button", name="Add condition").click()
    editor.get_by_role("button", name="Choose a page").last.click()
    editor.get_by_role("dialog").get_by_role("link", name="Insomnia", exact=True).click()
    expect(editor.get_by_role("dialog")).to_have_count(0)
    footer = editor.locator("footer")
    footer.get_by_role("button", name="More actions").click()
    footer.get_by_role("button", name="Submit to Clinical approval").click()
    expect(editor.get_by_text("has been submitted for moderation")).to_be_visible()
    assert site.run(SUBMITTED).split() == ["True", "95.00", "99.00", "Insomnia"]

    editor.get_by_role("link", name="Approvals").click()
    expect(editor.get_by_role("row", name="Deep tissue massage")).to_contain_text("Clinical reviewers")


def test_the_note_of_an_editor_leads_to_the_very_part_of_the_guide(site, newcomer, open_page):
    editor = open_page()
    sign_in(editor, PASSWORD, "nell")
    editor.get_by_role("link", name="Correct a price").click()
    editor.get_by_role("link", name="Deep tissue massage", exact=True).click()
    with editor.expect_popup() as opened:
        editor.get_by_role("link", name="Say what it helps with").click()
    heading = opened.value.get_by_role("heading", name="Say which conditions a service helps with")
    expect(heading).to_be_in_viewport()


# Without scripts, the place of Wagtail's menu lies over narrow screens.
@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, False)])
def test_the_first_steps_go_for_good_without_scripts_too_and_are_under_help(site, newcomer, open_page, width, scripts):
    person, page = open_page(), open_page(width, java_script_enabled=scripts)
    sign_in(person, PASSWORD, "nell")
    page.context.add_cookies(person.context.cookies())
    page.goto("/admin/")
    page.get_by_role("button", name="Got it: take this off the first page").click()
    page.wait_for_url("**/admin/")
    expect(page.get_by_role("heading", name="First steps for you")).to_have_count(0)
    person.reload()
    expect(person.get_by_role("heading", name="First steps for you")).to_have_count(0)
    person.get_by_role("button", name="Help").click()
    person.get_by_role("link", name="First steps for you").click()
    expect(person.get_by_role("link", name="Correct a price")).to_be_visible()
    person.locator("main").get_by_role("link", name="guide", exact=True).click()
    expect(person.get_by_role("heading", name="Who does what")).to_be_visible()


def test_neither_the_first_steps_nor_the_guide_nor_an_editor_is_too_wide_for_a_phone(site, open_page):
    page = open_page()
    sign_in(page, site.password)
    page.set_viewport_size({"width": 360, "height": 700})
    for address in ("/admin/guide/for-you/", "/admin/guide/", "/admin/guide/services/", "/admin/guide/whole/"):
        page.goto(address)
        main = page.locator("#main")
        assert main.evaluate("part => part.scrollWidth - part.clientWidth") == 0, address
