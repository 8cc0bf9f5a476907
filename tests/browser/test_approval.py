"""An editor submits, a clinical reviewer approves, an owner looks after people: who has never seen the admin before."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import RunningSite, sign_in

pytestmark = pytest.mark.browser

PASSWORD = "calm-hands-and-7-stones"


def add_person(owner: Page, name: str, role: str) -> None:
    owner.goto("/admin/users/new/")
    owner.get_by_label("Username").fill(name)
    owner.get_by_label("Email").fill(f"{name}@example.com")
    owner.get_by_label("First name").fill(name.title())
    owner.get_by_label("Last name").fill("Example")
    owner.locator("[name=password1]").fill(PASSWORD)
    owner.locator("[name=password2]").fill(PASSWORD)
    owner.locator("#tab-label-roles").click()
    owner.get_by_label(role, exact=True).check()
    owner.get_by_role("button", name="Create").click()
    expect(owner.get_by_text(f"User '{name}' created.")).to_be_visible()


def open_service(page: Page, title: str) -> None:
    page.goto(f"/admin/pages/search/?q={title}")
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("button", name="Add option")).to_be_visible()


def press(page: Page, button: str) -> None:
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.locator("footer").get_by_role("button", name=button).click()


@pytest.fixture(scope="module")
def people(site: RunningSite, browser) -> None:
    """Have an administrator add an owner, and the owner everybody else."""
    context = browser.new_context(base_url=site.address)
    admin = context.new_page()
    sign_in(admin, site.password)
    add_person(admin, "olive", "Owners")
    context.close()
    context = browser.new_context(base_url=site.address)
    owner = context.new_page()
    sign_in(owner, PASSWORD, "olive")
    for name, role in (("erin", "Editors"), ("robin", "Clinical reviewers")):
        add_person(owner, name, role)
    context.close()


def test_a_price_goes_out_once_a_reviewer_approved_it_and_a_later_one_waits(people, open_page):
    title = "Neuromuscular massage"
    editor, reviewer, owner, visitor = (open_page() for _ in range(4))
    sign_in(editor, PASSWORD, "erin")
    open_service(editor, title)
    editor.get_by_role("button", name="Add option").click()
    editor.get_by_role("spinbutton", name="Minutes").last.fill("75")
    editor.get_by_role("spinbutton", name="Price").last.fill("95")
    editor.get_by_role("textbox", name="Currency").last.fill("USD")
    press(editor, "Submit to Clinical approval")
    expect(editor.get_by_text("has been submitted for moderation")).to_be_visible()

    sign_in(owner, PASSWORD, "olive")
    owner.get_by_role("link", name="Approvals").click()
    expect(owner.get_by_role("row", name=title)).to_contain_text("Clinical reviewers")
    expect(owner.get_by_role("row", name=title)).to_contain_text("Erin Example")

    sign_in(reviewer, PASSWORD, "robin")
    reviewer.get_by_role("link", name="Approvals (1)").click()
    row = reviewer.get_by_role("row", name=title)
    expect(row).to_contain_text("You")
    row.get_by_role("link", name="See the changes").click()
    expect(reviewer.get_by_role("row", name="Length and price")).to_contain_text("95")
    reviewer.get_by_role("link", name="Edit").first.click()
    press(reviewer, "Approve with a comment")
    reviewer.get_by_role("dialog").get_by_label("Comment").fill("Thank you")
    reviewer.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(reviewer.get_by_text("has been updated")).to_be_visible()

    visitor.goto("/services/neuromuscular-massage/")
    expect(visitor.get_by_role("row", name="75")).to_contain_text("USD 95")

    open_service(editor, title)
    editor.get_by_role("spinbutton", name="Price").last.fill("5")
    editor.locator("footer").get_by_role("button", name="Save draft").click()
    expect(editor.get_by_role("button", name="Publish")).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_role("row", name="75")).to_contain_text("USD 95")
