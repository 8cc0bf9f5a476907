"""Forbidden terms stand against publishing, wherever they are written."""

import pytest
from wagtail.rich_text import RichText

from clinic.publishing import CannotPublish
from staff.checks.findings import Kind
from tests.builders import make_condition, make_plain_page, make_service
from tests.staff.checks.looking import found, set_up_clinic, words_found, words_of


@pytest.fixture
def forbidden(home):
    set_up_clinic(forbidden_terms=["medical massage", "therapist"])


@pytest.mark.parametrize("text", ["Medical massage", "a medical-massage", "medical  massages", "our therapists"])
def test_finds_forbidden_terms(forbidden, text):
    assert len(words_found(text, Kind.FORBIDDEN)) == 1


@pytest.mark.parametrize("text", ["medi\u00adcal massage", "med\u200bical massage", "ｍｅｄｉｃａｌ massage"])
def test_finds_them_in_letters_that_only_look_so(forbidden, text):
    assert words_found(text, Kind.FORBIDDEN) == ["medical massage"]


@pytest.mark.parametrize("text", ["Mèdical massage", "me\u0301dical massage"])
def test_accents_make_no_other_term(forbidden, text):
    assert len(words_found(text, Kind.FORBIDDEN)) == 1


def test_finds_terms_that_are_listed_with_an_accent(home):
    set_up_clinic(forbidden_terms=["kinésithérapeute"])
    assert words_found("a kinesitherapeute", Kind.FORBIDDEN) == ["kinesitherapeute"]


def test_finds_them_in_the_addresses_of_other_names(forbidden, home):
    service = make_service(home, "Back", other_names=["Medical (“…”) massage"], live=False)
    (blocking,) = found(service, Kind.FORBIDDEN)
    assert "“medical-massage”" in blocking.sentence


def test_says_a_term_once_for_a_name_and_its_address(forbidden, home):
    service = make_service(home, "Back", other_names=["Medical massage"], live=False)
    (blocking,) = found(service, Kind.FORBIDDEN)
    assert "“Medical massage”" in blocking.sentence


def test_finds_them_split_by_marks_in_rich_text(forbidden, home):
    page = make_plain_page(home, live=False, body=[("text", RichText("<p>A <b>medi</b>cal mas&shy;sage</p>"))])
    assert [words_of(finding) for finding in found(page, Kind.FORBIDDEN)] == ["medical massage"]


@pytest.mark.parametrize("text", ["paramedical massage", "medical. Then massage", "psychotherapist", "a massage"])
def test_leaves_other_words_alone(forbidden, text):
    assert words_found(text, Kind.FORBIDDEN) == []


def test_finds_them_in_other_names_and_in_the_address(forbidden, home):
    service = make_service(home, "Back", slug="medical-massage", other_names=["Medical massage"], live=False)
    blocking = found(service, Kind.FORBIDDEN)
    assert {finding.place.path for finding in blocking} == {"slug", "other_names"}
    assert all(finding.blocking for finding in blocking)


def test_misspellings_are_never_shown(forbidden, home):
    assert found(make_condition(home, misspellings=["therapist"]), Kind.FORBIDDEN) == []


def test_nothing_is_forbidden_by_default(home):
    assert words_found("medical massage", Kind.FORBIDDEN) == []


def test_stops_every_way_of_publishing(forbidden, home):
    service = make_service(home, summary="By a therapist", live=False)
    with pytest.raises(CannotPublish) as stopped:
        service.get_latest_revision().publish()
    assert stopped.value.problems == [
        "Summary: “therapist” is one of the forbidden terms in the clinic’s settings. Write it in other words."
    ]


@pytest.mark.parametrize("term", ["", "-", "C++"])
def test_odd_terms_do_no_harm(home, term):
    set_up_clinic(forbidden_terms=[term])
    assert words_found("A massage in the C major key", Kind.FORBIDDEN) == []
