"""Others' checkers find no fault in the public site, at any address and in any state."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.browser.public_pages import ADDRESSES
from tests.browser.public_states import STATES, WIDTHS, show_errors
from tests.checkers.install import AXE, JAVA, NU
from tests.processes import ROOT

pytestmark = pytest.mark.browser

# All rules of axe that are on by default: WCAG A and AA of all versions, and good practice.
FIND = """async rules => {
    const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
    const { violations } = await axe.run({ ...only, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`));
}"""
COLOUR = ["color-contrast", "link-in-text-block"]  # all that another colour scheme changes

STATIC = ROOT / "site/clinic/static/clinic"
DRAWINGS_AND_STYLES = [*STATIC.glob("*.svg"), *STATIC.glob("*.css")]
UNREADABLE = ("::view-transition-group(root)", "html")  # too new, and told as nothing more than a parse error
# Each message of the Nu checker that names no fault, and why.
LEFT_OUT = {
    # Safari takes a list without bullets for no list unless its role is said.
    "info warning: The “list” role is unnecessary for element “[uo]l”.",
    # So it was before ARIA 1.2, where a combobox names its list by aria-controls.
    "info warning: Attribute “aria-activedescendant” value should either refer to a descendant element, or .*",
    # Newer than the checker; browsers without them show the same page, plainer.
    "error: CSS: Unrecognized at-rule “@(view-transition|container)”",
    "error: CSS: “(container-type|paint-order)”: Property “(container-type|paint-order)” doesn't exist.",
}


def faults(visitor: Page, widths: tuple[int, ...]) -> dict[str, list[str]]:
    """Return what axe finds in the page as it stands: in both colour schemes and with large letters.

    Forced colours are not for axe: it sets the colours of the stylesheet, which then do not show, against a forced
    ground, and nothing else about the page differs.
    """
    # The page's policy forbids scripts that it does not bring. What the debugger evaluates is not under that policy, so
    # axe runs in the page as visitors get it.
    visitor.evaluate(AXE.read_text())
    found = {}
    for width in widths:
        visitor.set_viewport_size({"width": width, "height": 900})
        found[f"{width} px"] = visitor.evaluate(FIND)
        visitor.emulate_media(color_scheme="dark")
        found[f"{width} px, dark"] = visitor.evaluate(FIND, COLOUR)
        visitor.emulate_media(color_scheme="light")
        visitor.evaluate("document.documentElement.style.fontSize = '200%'")
        found[f"{width} px, letters twice as large"] = visitor.evaluate(FIND)
        visitor.evaluate("document.documentElement.style.fontSize = ''")
    return {where: what for where, what in found.items() if what}


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_no_fault_at_an_address(open_page, name):
    visitor = open_page(360, reduced_motion="reduce")
    visitor.goto(ADDRESSES[name])
    assert not faults(visitor, WIDTHS)


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_no_fault_in_a_state(with_bare_pages, error_pages, open_page, name):
    visitor = open_page(STATES[name].widths[0], reduced_motion="reduce")
    show_errors(visitor, error_pages)
    STATES[name].open(visitor)
    assert not faults(visitor, STATES[name].widths)


def test_the_nu_checker_finds_no_error_and_no_warning(with_bare_pages, error_pages, open_page, tmp_path):
    sources: list[str] = []

    def note_source(route: Route) -> None:
        """Keep what a page is before the browser makes its own of it, which mends mistakes."""
        if not route.request.is_navigation_request():
            return route.fallback()
        response = route.fetch()
        sources.append(response.text())
        return route.fulfill(response=response)

    visitor = open_page(360)
    visitor.route("**/*", note_source)
    show_errors(visitor, error_pages)
    for path in ADDRESSES.values():
        visitor.goto(path)
    for state in STATES.values():
        state.open(visitor)
        sources.append(visitor.content())
    sources += error_pages.values()
    for number, source in enumerate(sources):
        name = re.sub(r"\W+", "-", re.search("<title>(.*?)</title>", source, re.DOTALL)[1])
        (tmp_path / f"{number}{name}.html").write_text(source)
    for file in DRAWINGS_AND_STYLES:
        (tmp_path / file.name).write_text(file.read_text().replace(*UNREADABLE))
    assert not messages(tmp_path)


def messages(folder: Path) -> list[str]:
    """Return what the Nu checker says of all files in a folder, but for what is left out."""
    options = ["--also-check-css", "--also-check-svg", "--format", "gnu"]
    done = subprocess.run([JAVA, "-jar", NU, *options, folder], capture_output=True, text=True)
    lines = done.stderr.replace(f"file:{folder}/", "").splitlines()
    assert done.returncode in (0, 1), lines
    assert lines, "It says nothing, not even what is left out: it cannot have read these files."
    return [line for line in lines if not any(re.search(f": {pattern}$", line) for pattern in LEFT_OUT)]
