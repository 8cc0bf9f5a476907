"""States of public pages that no address alone reaches, in a site filled as `filling.py` does it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Route, expect

WIDTHS = (360, 1280)
SCRIPTS = re.compile(r"\.js$")


@dataclass
class State:
    """A page at `path`, after `reach` was done there; without `scripts`, none of the page's own arrives."""

    path: str
    reach: Callable[[Page], object] = lambda visitor: None
    widths: tuple[int, ...] = WIDTHS
    scripts: bool = True

    def open(self, visitor: Page) -> None:
        if not self.scripts:
            visitor.route(SCRIPTS, lambda route: route.abort())
        visitor.goto(self.path)
        self.reach(visitor)
        visitor.unroute(SCRIPTS)


def open_menu(visitor: Page) -> None:
    visitor.get_by_role("button", name="Menu").click()
    expect(visitor.get_by_role("navigation", name="Main menu")).to_be_visible()


def get_suggestions(visitor: Page) -> None:
    visitor.get_by_role("combobox").press_sequentially("head")
    expect(visitor.get_by_role("option").first).to_be_visible()


def choose_suggestion(visitor: Page) -> None:
    get_suggestions(visitor)
    visitor.keyboard.press("ArrowDown")
    expect(visitor.get_by_role("option", selected=True)).to_be_visible()


def send_nothing(visitor: Page) -> None:
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("alert")).to_be_visible()


def open_photo(visitor: Page) -> None:
    visitor.locator("a[data-photo]").first.click()
    expect(visitor.get_by_role("dialog").get_by_role("img")).to_be_visible()


def open_questions(visitor: Page) -> None:
    for question in visitor.locator("summary").all():
        question.click()


def give_wrong_password(visitor: Page) -> None:
    visitor.get_by_label("Password").fill("not it")
    visitor.get_by_role("button", name="Go on").click()
    expect(visitor.get_by_label("Password")).to_have_attribute("aria-invalid", "true")


STATES = {
    "menu open": State("/services/", open_menu, widths=(360,)),
    "suggestions open": State("/search/", get_suggestions),
    "suggestion chosen": State("/search/", choose_suggestion),
    "form sent empty": State("/contact/", send_nothing),
    "form sent empty without scripts": State("/contact/", send_nothing, scripts=False),
    "photo opened over its gallery": State("/gallery/the-treatment-room/", open_photo),
    "questions opened": State("/services/neuromuscular-massage/", open_questions),
    "page asks for a password": State("/private-page/"),
    "password was wrong": State("/private-page/", give_wrong_password),
    "home page of a clinic with hours": State("/"),
    "contact page of a clinic with hours": State("/contact/"),
    "service of a clinic with hours": State("/services/neuromuscular-massage/"),
    "reviewed condition of a clinic with hours": State("/conditions/sciatica/"),
    "gallery of one photo": State("/gallery/small-gallery/"),
    "only photo of its gallery": State("/gallery/small-gallery/photo-1/"),
    "gallery without photos": State("/gallery/bare-gallery/"),
    "service with a title only": State("/services/bare-service/"),
    "condition with a title only": State("/conditions/bare-condition/"),
    "technique with a title only": State("/techniques/bare-technique/"),
    "page with a title only": State("/bare-page/"),
    "error of the server": State("/500/"),
    "server without room": State("/507/"),
}


def show_errors(visitor: Page, error_pages: dict[str, str]) -> None:
    """Answer /500/ and /507/ by the site's own pages for these errors, which no address brings about at will."""

    def answer(route: Route) -> None:
        status = route.request.url.strip("/")[-3:]
        route.fulfill(status=int(status), content_type="text/html", body=error_pages[status])

    visitor.route(re.compile("/50[07]/$"), answer)
