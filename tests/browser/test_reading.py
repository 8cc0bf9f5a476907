"""Visitors read on small screens, with large letters, without scripts."""

import pytest

from tests.browser.public_pages import EVERY_PAGE, NOT_FOUND

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways_even_with_letters_twice_as_large(open_page, width):
    visitor = open_page(width=width)
    for path in EVERY_PAGE:
        assert visitor.goto(path).status == (404 if path == NOT_FOUND else 200), path
        for letters in ("100%", "200%"):
            visitor.evaluate("size => document.documentElement.style.setProperty('font-size', size)", letters)
            assert visitor.evaluate("document.documentElement.scrollWidth") <= width, (path, letters)


def test_the_menu_opens_on_a_phone(open_page):
    visitor = open_page(width=360)
    visitor.goto("/services/neuromuscular-massage/")
    visitor.get_by_role("button", name="Menu").click()
    visitor.get_by_role("navigation", name="Main menu").get_by_role("link", name="Conditions").click()
    assert visitor.url.endswith("/conditions/")


def test_a_sore_back_is_two_taps_from_the_right_condition(open_page):
    visitor = open_page(width=360, java_script_enabled=False)
    visitor.goto("/")
    visitor.get_by_role("link", name="Lower back").click()
    visitor.get_by_role("link", name="Sciatica").click()
    assert visitor.url.endswith("/conditions/sciatica/")
    assert visitor.get_by_role("heading", level=2).first.inner_text() == "Call for help now"
