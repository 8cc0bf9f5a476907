"""Headings that say nothing, head nothing, or skip a level."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.models import PlainPage
from staff.checks.findings import Kind
from tests.staff.checks.looking import found


def told(*body) -> list[str]:
    page = PlainPage(title="Page", slug="page", body=list(body), path="000100010001", depth=3)
    return [finding.sentence for finding in found(page, Kind.HEADING)]


def test_headings_with_text_are_fine(home):
    text = "<p>Text</p><h3>More</h3><p>Text</p><h4>Most</h4><p>Text</p>"
    assert told(("heading", "One"), ("text", text), ("heading", "Two"), ("notice", {"rank": "good", "text": "x"})) == []


def test_an_empty_heading_is_found(home):
    empty = ["This heading says nothing. Write it, or take it out."]
    assert told(("heading", " "), ("text", "<p>Text</p>")) == empty
    assert told(("text", "<h2><b> </b></h2><p>Text</p>")) == empty


def test_a_level_left_out_is_found(home):
    (sentence,) = told(("heading", "One"), ("text", "<p>a</p><h4>Deep</h4><p>b</p>"))
    assert "“Deep” is a heading of level 4 after one of level 2." in sentence


def test_a_second_title_is_found(home):
    assert "level 1" in told(("text", "<h1>Title</h1><p>a</p>"))[0]


def test_a_heading_above_nothing_is_found(home):
    below = "Nothing stands below the heading “One”. Write something, or take it out."
    assert told(("heading", "One")) == [below]
    assert told(("heading", "One"), ("heading", "Two"), ("text", "<p>Text</p>")) == [below]
    assert told(("heading", "One"), ("text", "<p> </p>")) == [below]
    assert told(("heading", "One"), ("text", "<h3>Two</h3><p>Text</p>")) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["heading", "text"]), max_size=8))
def test_a_heading_is_found_exactly_where_no_text_follows(home, kinds):
    body = [(kind, f"<p>{n}</p>" if kind == "text" else f"Heading {n}") for n, kind in enumerate(kinds)]
    alone = [n for n, kind in enumerate(kinds) if kind == "heading" and kinds[n + 1 : n + 2] != ["text"]]
    assert len(told(*body)) == len(alone)
