"""Everything that a page shows is in its answer: its words, its pictures, and what its head says."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from bs4 import BeautifulSoup
from django.utils.formats import date_format

from home.api.schemas import PageType
from media.models import ClinicRendition
from tests.api.content import make_content

WORD = re.compile(r"[^\W_]+")
PROJECT = Path(__file__).resolve().parents[2]
WITHOUT_PICTURES = ["ConditionListPage", "TechniqueIndexPage", "TechniquePage", "ContactPage"]


@pytest.fixture(scope="session")
def own_words() -> set[str]:
    """All words of the project's sources: what a page says beside its content is one of them."""
    sources = [
        path
        for app in ("site", "home", "services", "media", "enquiries")
        for path in (PROJECT / app).rglob("*")
        if path.suffix in (".html", ".py")
    ]
    return {word for path in sources for word in WORD.findall(path.read_text())}


def texts_of(answer: Any) -> list[str]:
    """Return all texts and numbers of an answer, rich text without its tags and dates also as people write them."""
    if isinstance(answer, dict):
        return [text for value in answer.values() for text in texts_of(value)]
    if isinstance(answer, list):
        return [text for value in answer for text in texts_of(value)]
    text = str(answer)
    text = BeautifulSoup(text, "html.parser").get_text(" ") if "<" in text else text
    return [text, date_format(date.fromisoformat(text))] if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else [text]


def words_of(*answers: Any) -> set[str]:
    """Return the words of answers and texts, without single letters, such as those that lists from A to Z have."""
    found = {word for answer in answers for text in texts_of(answer) for word in WORD.findall(text)}
    return {word for word in found if len(word) > 1}


def addresses_of_pictures(text: str) -> set[str]:
    return set(re.findall(r"/media/images/[\w.-]+", text))


def picture_of(size: ClinicRendition) -> tuple[Any, ...]:
    """Return what tells pictures apart: of a small photo, several sizes are the same."""
    crop, _, form = size.filter_spec.partition("|")
    return size.image_id, form, crop.partition("-")[0] == "fill", size.width, size.height


# Loops instead of parameters: making the content takes longer than all answers.


def test_the_answer_has_the_words_and_pictures_of_the_page(home, client, fetch, own_words):
    addresses = make_content(home).addresses
    pictures = {size.url: picture_of(size) for size in ClinicRendition.objects.all()}
    whole_site = fetch("clinic/"), fetch("navigation/")
    assert set(addresses) == {*get_args(PageType), "GalleryPhotoPage"}
    for kind, address in addresses.items():
        answer = fetch("page/", path=address)
        assert answer["type"] == kind
        main = BeautifulSoup(client.get(address).content, "html.parser").find("main")
        for element in main.find_all(["noscript", "script", "style"]):  # “as of 4 p.m.” is another minute by now
            element.decompose()
        said = {word for text in main.find_all(string=True) for word in words_of(str(text))}
        said |= {word for picture in main.find_all("img") for word in words_of(picture["alt"])}
        assert said - words_of(answer, *whole_site) - own_words == set(), kind
        assert [word for word in said if re.fullmatch(r"w\d+x", word)], f"{kind} shows none of the content"
        shown, told = (
            {pictures[url] for url in addresses_of_pictures(text)} for text in (str(main), json.dumps(answer))
        )
        assert shown - told == set(), kind
        assert shown or kind in WITHOUT_PICTURES, kind


def test_the_answer_has_what_the_head_of_the_page_says(home, client, fetch):
    for kind, address in make_content(home).addresses.items():
        head = fetch("page/", path=address)["head"]
        page = BeautifulSoup(client.get(address).content, "html.parser").find("head")
        assert head["title"] == " ".join(page.title.get_text().split()), kind
        assert head["canonical_url"] == page.find("link", rel="canonical")["href"], kind
        shown = {
            (attribute, tag[attribute], tag["content"])
            for attribute in ("name", "property")
            for tag in page.find_all("meta", {attribute: True})
            if tag[attribute] not in ("viewport", "theme-color")
        }
        assert {(tag["attribute"], tag["key"], tag["content"]) for tag in head["meta_tags"]} == shown, kind
        assert head["structured_data"] == json.loads(page.find("script", type="application/ld+json").string), kind


def test_the_rest_of_every_page_is_in_what_is_told_of_the_whole_site(home, client, fetch, own_words):
    make_content(home)
    page = BeautifulSoup(client.get("/").content, "html.parser").find("body")
    for element in page.find_all(["main", "noscript", "script"]):
        element.decompose()
    said = {word for text in page.find_all(string=True) for word in words_of(str(text))}
    assert said - words_of(fetch("clinic/"), fetch("navigation/")) - own_words == set()
