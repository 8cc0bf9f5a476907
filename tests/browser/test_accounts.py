"""Somebody sets up every kind of second step and signs in with each, as people do: by screen, telephone and paper."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import RunningSite, sign_in
from tests.staff.accounts.signing_in import app_code

pytestmark = pytest.mark.browser

NAME, PASSWORD = "second", "only-for-this-test"


@pytest.fixture
def page(browser: Browser, site: RunningSite) -> Iterator[Page]:
    """Return a window at the site's name: browsers know passkeys for no number."""
    context = browser.new_context(base_url=site.address.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield page
    context.close()
    assert not complaints


def make_editor(page: Page) -> None:
    page.goto("/admin/users/new/")
    for field, value in (("username", NAME), ("email", "second@clinic.example"), ("first_name", "Sela")):
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_last_name").fill("Example")
    for field in ("password1", "password2"):
        page.locator(f"#id_{field}").fill(PASSWORD)
    page.get_by_role("tab", name="Roles").first.click()
    page.get_by_label("Editors").check()
    page.locator("footer button[type=submit], form button[type=submit]").last.click()
    expect(page.get_by_text("created")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/admin/account/")
    page.evaluate("""() => {
        const form = document.createElement("form");
        form.method = "post"; form.action = "/admin/logout/";
        form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
        document.body.append(form); form.submit();
    }""")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def give_password(page: Page) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()


def give_code(page: Page, code: str) -> None:
    page.get_by_role("textbox").fill(code)
    page.keyboard.press("Enter")


def expect_signed_in(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/admin/$"))


def plug_in_key(page: Page) -> None:
    """Give the browser a security key, whose touch is taken for granted."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_a_passkey_and_a_recovery_code_each_open_the_account(page, site):
    sign_in(page, site.password)
    make_editor(page)
    sign_out(page)

    # An authenticator app, from the page “Account”.
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect_signed_in(page)
    page.goto("/admin/account/")
    page.get_by_role("link", name="Second step and sign-ins…").click()
    page.get_by_role("link", name="Set up an authenticator app").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    secret = page.locator(".accounts-secret").inner_text()
    page.get_by_label("Code that the app shows now").fill(app_code(secret))
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".accounts-codes code")).to_have_count(10)
    codes = page.locator(".accounts-codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.path().read_text().split() == codes
    page.get_by_role("link", name="I have kept them").click()
    expect_signed_in(page)

    # The code is refused where it was used, and the next one opens the account.
    sign_out(page)
    give_password(page)
    give_code(page, app_code(secret))
    expect(page.get_by_role("alert")).to_contain_text("wrong, or was used already")
    give_code(page, app_code(secret, time.time() + 30))
    expect_signed_in(page)

    # A passkey, added and used.
    plug_in_key(page)
    page.goto("/admin/account/second-step/passkey/")
    page.get_by_label("Name").fill("This computer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    expect(page.get_by_text("This computer")).to_be_visible()
    sign_out(page)
    give_password(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect_signed_in(page)

    # A recovery code, once.
    sign_out(page)
    give_password(page)
    give_code(page, codes[3])
    expect_signed_in(page)
    page.goto("/admin/account/second-step/")
    expect(page.get_by_text("You have 9 recovery codes left")).to_be_visible()
    sign_out(page)
    give_password(page)
    give_code(page, codes[3])
    expect(page.get_by_role("alert")).to_contain_text("wrong, or was used already")
