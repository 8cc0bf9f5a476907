"""Every page is read out whole, named and in the order of the screen."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.public_pages import ADDRESSES, EVERY_PAGE
from tests.browser.reading import OUT_OF_ORDER, Node, outline, read
from tests.browser.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("filled_in")]

ORDERS = Path(__file__).with_name("reading_order")
LANDMARKS = {"banner", "main", "contentinfo", "navigation", "complementary", "region", "search", "form"}
CONTROLS = {"link", "button", "textbox", "searchbox", "combobox", "checkbox", "DisclosureTriangle"}
OPENS_ELSEWHERE = "a[target], a[download], a[href$='.pdf'], area, iframe"


@pytest.fixture(scope="module", params=[360, 1280], ids=lambda width: f"{width} px")
def readings(request, browser: Browser, site: RunningSite, filled_in) -> Iterator[dict[str, tuple[Node, dict]]]:
    """Return for each address what is read out, and how that fits the screen, at one width; each is opened once."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, base_url=site.address)
    page = context.new_page()
    found = {}
    for path in EVERY_PAGE:
        page.goto(path)
        found[path] = read(page), page.evaluate(OUT_OF_ORDER) | {"elsewhere": page.locator(OPENS_ELSEWHERE).count()}
    yield found
    context.close()


def test_headings_begin_with_one_of_the_first_rank_and_skip_none(readings):
    for path, (root, _) in readings.items():
        ranks = [heading.properties["level"] for heading in root.find("heading")]
        assert ranks.count(1) == 1, path
        assert ranks[0] == 1, path
        assert all(rank <= before + 1 for before, rank in pairwise(ranks)), (path, ranks)


def test_landmarks_are_few_and_told_apart(readings):
    for path, (root, _) in readings.items():
        landmarks = root.find(*LANDMARKS)
        roles = Counter(landmark.role for landmark in landmarks)
        assert [roles[role] for role in ("banner", "main", "contentinfo")] == [1, 1, 1], path
        assert all(landmark.name for landmark in root.find("navigation", "region")), path
        names = Counter((landmark.role, landmark.name) for landmark in landmarks)
        assert max(names.values()) == 1, (path, names)
        outside = [child.name for child in root.children if child.role not in LANDMARKS]
        assert outside == ["Skip to the text"], path


def test_all_that_can_be_operated_has_a_name(readings):
    for path, (root, _) in readings.items():
        controls = root.find(*CONTROLS)
        assert len(controls) > 10, path
        assert not [control for control in controls if not control.name], path


def test_links_of_one_name_in_one_landmark_lead_to_one_place(readings):
    for path, (root, _) in readings.items():
        for landmark in root.find(*LANDMARKS):
            places = {}
            for link in landmark.find("link"):
                if landmark_of(link) is landmark:
                    places.setdefault(link.name, set()).add(link.properties["url"])
            assert not {name: urls for name, urls in places.items() if len(urls) > 1}, path


def landmark_of(node: Node) -> Node:
    while node.role not in LANDMARKS:
        node = node.parent
    return node


def test_pictures_are_described_by_words_and_not_by_their_files(readings):
    described = 0
    for path, (root, _) in readings.items():
        for picture in root.find("image"):
            described += 1
            assert len(picture.name.split()) > 2, (path, picture.name)
            file = unquote(urlsplit(picture.properties.get("url", "")).path).rpartition("/")[2]
            assert picture.name not in file, path
    assert described > 5


def test_tables_have_names_and_heads(readings):
    tables = 0
    for path, (root, _) in readings.items():
        for table in root.find("table"):
            tables += 1
            assert table.name, path
            for row in table.find("row"):
                assert row.find("rowheader", "columnheader"), path
    assert tables > len(EVERY_PAGE)  # hours on every page, prices on one


def test_the_pressure_is_read_out_as_one_sentence(readings):
    root, _ = readings[ADDRESSES["service"]]
    glance = next(one for one in root.find("complementary") if one.name == "At a glance")
    assert [picture.name for picture in glance.find("image")] == [
        "Pressure at most 6 of 10, where 0 is barely a touch and 10 the worst pain"
    ]
    assert not [text.name for text in glance.find("StaticText") if "barely a touch" in text.name]


def test_signs_that_only_decorate_are_not_read_out(readings):
    for path, (root, _) in readings.items():
        said = {text.name for text in root.find("StaticText")}
        assert not said & {"/", "+", "–", "·", "→"}, path
        assert "None" not in " ".join(said), path


def test_nothing_opens_a_window_or_a_file_unannounced(readings):
    assert not [path for path, (_, screen) in readings.items() if screen["elsewhere"]]


def test_the_order_of_reading_is_the_order_of_the_screen(readings):
    for path, (_, screen) in readings.items():
        assert screen["count"] > 20, path
        assert not screen["faults"], path


@pytest.mark.parametrize("name", ["service", "condition"])
def test_the_order_of_reading_changes_only_on_purpose_and_is_the_same_at_any_width(readings, tmp_path, name):
    root, _ = readings[ADDRESSES[name]]
    kept, found = ORDERS / f"{name}.txt", tmp_path / f"{name}.txt"
    found.write_text(without_the_time(outline(root.find("main")[0])))
    assert found.read_text() == kept.read_text(), f"If this is meant: cp {found} {kept}"


def without_the_time(text: str) -> str:
    """Leave out what depends on the hour of the test."""
    text = re.sub(r"^( *)(Open|Closed) now, .*", r"\1Open or closed now", text, flags=re.MULTILINE)
    return re.sub(r"^( *rowheader .*) today$", r"\1", text, flags=re.MULTILINE)
