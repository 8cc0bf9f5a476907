"""The search page, suggestions, and which pages fit which words."""

import logging
import re
import tomllib
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from home import search as engine
from home.names import SMALL_WORDS, NameIndex, words_of
from home.search import Results, search, suggest
from home.starter.loader import FOLDER
from tests.builders import make_condition, make_gallery, make_image, make_plain_page, make_service, make_technique


def titles(results: Results) -> list[str]:
    return [page.title for page in results.pages]


@pytest.fixture
def clinic_pages(home):
    """A few pages of each kind, by name."""
    sciatica = make_condition(
        home,
        "Sciatica",
        areas=("lower-back", "legs"),
        summary="Pain down the leg.",
        synonyms=["sciatic pain", "pinched nerve in the back"],
        misspellings=["siatica", "ciatica"],
    )
    back = make_condition(home, "Lower back pain", areas=("lower-back",), synonyms=["lumbago", "backache"])
    make_condition(home, "Headaches", synonyms=["tension headache"], body="<p>Massage may ease them.</p>")
    make_condition(home, "Carpal tunnel syndrome", misspellings=["carpel tunnel"])
    make_technique(home, "Cross-fibre massage", other_names=["Friction"])
    make_service(home, "Physiotherapeutic massage", conditions=(sciatica, back), summary="Slow and firm.")
    make_service(home, "Swedish massage", other_names=["Classic massage"])
    make_plain_page(home, "Contact", body=[("text", "<p>Ask about parking and Élodie’s prices.</p>")])


# Loops instead of parameters: making the pages takes longer than all searches.
MEANT = [
    ("sciatica", "Sciatica"),
    ("SCIATICA!", "Sciatica"),
    ("scïàtica", "Sciatica"),  # accents
    ("siatica", "Sciatica"),  # a misspelling that staff wrote down
    ("sciatcia", "Sciatica"),  # one that nobody did
    ("headake", "Headaches"),
    ("headaches", "Headaches"),
    ("carpel", "Carpal tunnel syndrome"),
    ("physio", "Physiotherapeutic massage"),  # the beginning of a word
    ("therapeutic", "Physiotherapeutic massage"),  # the inside of one
    ("lumbago", "Lower back pain"),  # a synonym
    ("low back", "Lower back pain"),
    ("lowerback", "Lower back pain"),  # no space
    ("my lower back hurts", "Lower back pain"),
    ("there is pain in my lower bakc", "Lower back pain"),
    ("massage for headaches", "Headaches"),
    ("cross fiber", "Cross-fibre massage"),  # American
    ("crossfibre", "Cross-fibre massage"),
    ("classic massages", "Swedish massage"),  # an alias, and many of one
    ("parking", "Contact"),  # a word of the text
    ("Élodie", "Contact"),
]


def test_what_visitors_write_leads_to_what_they_mean(clinic_pages):
    for query, first in MEANT:
        results = search(query)
        assert titles(results)[:1] == [first], query
        assert not results.nearest, query


def test_what_fits_nothing_finds_nothing_rather_than_anything(clinic_pages):
    for query in ("xylophone", "qwerty", "mortgage", "the", "it hurts", "", "   ", "“”", "\u200f\u200e", "\0", "💥"):
        assert titles(search(query)) == [], query


def test_what_comes_close_is_offered_as_such(clinic_pages):
    results = search("shyatika")
    assert results.nearest
    assert titles(results) == ["Sciatica"]


def test_a_title_comes_before_a_synonym_and_a_name_before_a_text(home):
    make_plain_page(home, "Your first visit", body=[("text", "<p>Lumbago, lumbago, lumbago.</p>")])
    make_condition(home, "Back pain", synonyms=["lumbago"])
    make_condition(home, "Lumbago")
    assert titles(search("lumbago")) == ["Lumbago", "Back pain", "Your first visit"]


def test_of_two_names_the_one_that_says_no_more_comes_first(home):
    make_condition(home, "Sciatica after a long drive")
    make_condition(home, "Sciatica")
    assert titles(search("sciatica"))[0] == "Sciatica"


def test_all_words_must_fit_where_they_can(clinic_pages):
    assert [page.title for page in suggest("lower back pain")] == ["Lower back pain"]
    assert suggest("lower back xylophone") == []


def test_staff_promote_a_page_for_words_that_stand_nowhere_and_say_why(clinic_pages, home, client):
    service = make_service(home, "Hot stone massage")
    promotion = {"page": service, "description": "It is no osteopathy, but may do."}
    SearchPromotion.objects.create(query=Query.get("osteopathy visit"), **promotion)
    engine.remembered_names.forget()
    assert titles(search("osteo visti")) == ["Hot stone massage"]
    assert promotion["description"] in client.get("/search/?q=osteopathy visit").content.decode()
    assert promotion["description"] not in client.get("/search/?q=hot stone").content.decode()
    assert [page.title for page in suggest("osteop")] == ["Hot stone massage"]


def test_a_slip_is_said_to_be_corrected(clinic_pages):
    for query, corrected in [
        ("siatica", "sciatica"),
        ("my lowr back", "my lower back"),
        ("carpel tunnel", "carpal tunnel"),
        ("sciatica", ""),
        ("headache", ""),
        ("scia", ""),
        ("fiber", ""),
    ]:
        assert search(query).corrected == corrected, query


@pytest.mark.parametrize("hide", ["unpublish", "login", "login on the parent", "delete"])
def test_what_is_not_public_is_found_at_no_time(clinic_pages, home, hide):
    secret = make_condition(home, "Secret condition", synonyms=["hush"], body="<p>whispered words</p>")
    make_condition(home, "Draft secret", live=False)
    assert titles(search("secret")) == ["Secret condition"]  # and now its names are remembered
    if hide == "unpublish":
        secret.unpublish()
    elif hide == "delete":
        secret.delete()
    else:
        page = secret.get_parent() if "parent" in hide else secret
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for query in ("secret condition", "hush", "whispered", "secert conditoin", "draft"):
        assert "secret" not in str(titles(search(query)) + [page.title for page in suggest(query)]).casefold(), query


def test_names_are_read_again_after_a_while(clinic_pages, home, monkeypatch):
    assert not suggest("whiplash")
    make_condition(home, "Whiplash")
    assert titles(search("whiplash")) == ["Whiplash"]  # by its text
    assert not suggest("whiplash")
    later = engine.monotonic() + timedelta(seconds=engine.NAMES_AGE + 1).total_seconds()
    monkeypatch.setattr(engine, "monotonic", lambda: later)
    assert [page.title for page in suggest("whiplash")] == ["Whiplash"]


def test_while_one_thread_reads_the_names_others_do_with_the_old_ones(clinic_pages, monkeypatch):
    old = engine.remembered_names()
    later = engine.monotonic() + engine.NAMES_AGE + 1
    monkeypatch.setattr(engine, "monotonic", lambda: later)
    with engine.remembered_names.lock:
        assert engine.remembered_names() is old
    assert engine.remembered_names() is not old


def test_the_search_page_shows_what_fits_and_leads_on_to_services(clinic_pages, client):
    html = " ".join(client.get("/search/", {"q": "siatica"}).content.decode().split())
    assert "Showing results for <b>sciatica</b>" in html
    assert re.search(r'Condition</p> <h3 class="result-title"> <a href="/conditions/sciatica/">Sciatica</a>', html)
    assert "Pain down the leg." in html
    services = html[html.index("Massage that people choose for it") :]
    assert services.index("/services/physiotherapeutic-massage/") < services.index("</ul>")
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html


def test_a_part_of_the_body_leads_to_all_its_conditions(clinic_pages, client):
    html = " ".join(client.get("/search/?q=pain in my knee").content.decode().split())
    assert "All conditions: Legs and knees" in html
    html = " ".join(client.get("/search/?q=lower back").content.decode().split())
    assert "All conditions: Lower back" in html
    assert "All conditions: Upper back" not in html


def test_a_search_without_results_says_so_and_shows_the_ways_on(clinic_pages, client):
    html = " ".join(client.get("/search/?q=xylophone").content.decode().split())
    assert "Nothing here fits “<bdi>xylophone</bdi>”" in html
    assert "/conditions/?area=lower-back#found" in html
    assert "All conditions from A to Z" in html
    assert 'value="xylophone"' in html


def test_the_search_page_stands_without_a_query_and_without_pages(home, client):
    html = client.get("/search/").content.decode()
    assert 'name="q"' in html
    assert "Nothing here fits" not in html
    assert "Nothing here fits" in client.get("/search/?q=back").content.decode()


def test_every_page_leads_to_the_search(home, client):
    for address in ("/", "/no-such-page/", make_service(home).url):
        assert 'href="/search/"' in client.get(address).content.decode()


HOSTILE = [
    "a" * 100_000,
    "word " * 5_000,
    "\0",
    "back\0pain",
    "\x1b[31m\x07",
    "\u202eniap kcab",
    '"',
    "'",
    "a' OR 1=1 --",
    '"back" AND (pain OR NOT',
    "NEAR(back pain, 5)",
    "back*",
    "^back",
    "title:back",
    "AND",
    "back AND",
    "NOT back",
    "OR",
    "-back",
    "{back}",
    "back\\",
    "%s %d %(x)s",
    "<script>alert(1)</script>",
    "ﷺ" * 100,
    "İ" * 50,
    "\ud800".encode("utf-8", "replace").decode(),
]


@pytest.mark.parametrize("address", ["/search/", "/search/suggestions/"])
def test_nothing_that_anybody_writes_breaks_the_search(clinic_pages, client, address):
    for query in HOSTILE:
        response = client.get(address, {"q": query})
        assert response.status_code == 200, query
        text = response.content.decode()
        assert "<script>alert" not in text
        assert "\u202e" not in text
        assert len(text) < 80_000


def test_odd_requests_break_nothing(home, client):
    assert client.get("/search/?q=%ff%fe").status_code == 200
    assert client.get("/search/?q=a&q=b").status_code == 200
    assert client.post("/search/", {"q": "a"}).status_code == 405
    assert client.head("/search/?q=a").status_code == 200


def test_suggestions_are_small_short_lived_and_set_no_cookie(clinic_pages, client):
    response = client.get(reverse("suggestions"), {"q": "sci"})
    assert response.json() == {
        "suggestions": [{"title": "Sciatica", "kind": "Condition", "url": "/conditions/sciatica/"}],
        "told": "1 suggestion",
    }
    assert response["Cache-Control"] == "private, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert client.get(reverse("suggestions")).json() == {"suggestions": [], "told": "No suggestions"}


@pytest.mark.parametrize("how_many", [1, 25])
def test_searching_takes_few_queries_however_many_pages_there_are(
    home, client, django_assert_max_num_queries, how_many
):
    conditions = tuple(make_condition(home, f"Back pain {n}", areas=("neck",)) for n in range(how_many))
    make_service(home, "Back massage", conditions=conditions)
    make_technique(home, "Back stroke")
    make_plain_page(home, "Back again")
    make_gallery(home, "Back room", photos=(make_image(),))
    client.get("/")
    with django_assert_max_num_queries(10):
        html = client.get("/search/?q=back").content.decode()
    assert html.count('class="result"') == min(20, how_many + 4)
    with django_assert_max_num_queries(2):
        client.get("/search/suggestions/?q=back")


def test_what_is_searched_for_is_not_logged(clinic_pages, client, caplog, settings):
    settings.DEBUG = False
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        client.get("/search/", {"q": "hushhush"})
        client.get("/search/suggestions/", {"q": "hushhush"})
        client.post("/search/?q=hushhush")
        client.get("/search/more/?q=hushhush")
        client.get("/search/?q=hushhush", headers={"host": "elsewhere.example"})
    assert "hushhush" not in caplog.text
    response = client.get("/search/", {"q": "hushhush"})
    assert response["Referrer-Policy"] == "same-origin"


def starter_index() -> tuple[NameIndex, list[str]]:
    names, slugs = [], []
    for file, kind, other in (
        ("conditions", "condition", "synonyms"),
        ("services", "service", "aliases"),
        ("techniques", "technique", "aliases"),
    ):
        for entry in tomllib.loads((FOLDER / f"{file}.toml").read_text())[kind]:
            number = len(slugs)
            slugs.append(entry["slug"])
            names.append((number, entry["title"], 1.0, False))
            names += [(number, name, 0.95, False) for name in entry[other]]
            names += [(number, name, 0.9, True) for name in entry.get("misspellings", ())]
            names += [(number, name, 0.95, False) for name in entry.get("promoted_for", ())]
    return NameIndex(names), slugs


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("siatica", "sciatica"),
        ("carpel", "carpal-tunnel-syndrome"),
        ("whiplash", "recovery-from-car-accidents"),
        ("stiff nek", "stiffness"),
        ("backache", "lower-back-pain"),
        ("migrane", "migraines"),
        ("fybromialgia", "fibromyalgia"),
        ("tennis", "tennis-elbow"),
        ("can't sleep", "insomnia"),
        ("knots", "muscle-tension"),
        ("rsi", "repetitive-strain-injury"),
        ("deep tissue", "deep-tissue-massage"),
        ("medical massage", "neuromuscular-massage"),
        ("physio", "neuromuscular-massage"),
        ("trigger points", "trigger-point-pressure-release"),
        ("always tired", "fatigue-and-low-energy"),
    ],
)
def test_the_starter_names_lead_where_visitors_expect(query, slug):
    index, slugs = starter_index()
    words = [word for word in words_of(query) if word not in SMALL_WORDS]
    scores = index.scores([index.meaning(word) for word in words])
    assert slugs[max(scores, key=lambda number: scores[number])] == slug
