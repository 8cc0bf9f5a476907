"""From the words of an old page to drafts."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Page

from services.drafting import CannotDraft, make_drafts, make_plan, split_summary
from services.models import (
    ConditionListPage,
    ConditionPage,
    ServiceIndexPage,
    ServicePage,
    ServicePhoto,
    TechniqueIndexPage,
    TechniquePage,
)
from services.reader.reading import read
from services.reader.source import clean_text
from tests.builders import add_page, make_condition, make_image, make_service, make_staff, make_technique, signed_in

SOURCE = Path(__file__).parents[2].parent / "shared" / "neuromuscular-massage.txt"
WORD = re.compile(r"[^\W_]+")


@pytest.fixture
def source() -> str:
    assert SOURCE.exists(), f"This test needs the clinic's page at {SOURCE}."
    return clean_text(SOURCE.read_text())


@pytest.fixture
def indexes(home):
    for model in (ServiceIndexPage, ConditionListPage, TechniqueIndexPage):
        add_page(home, model(title=model._meta.verbose_name.capitalize()))


def words_on(service: ServicePage) -> Counter[str]:
    """Count every word that the draft and the drafts made for it hold."""
    draft = service.get_latest_revision_as_object()
    texts = [draft.title, *draft.other_names, draft.summary, draft.pressure_note]
    texts += [re.sub("<[^>]+>", " ", str(block.value)) for block in draft.body]
    texts += [block.value["text"] for block in draft.session_steps]
    texts += [f"{row.condition.title} {row.note}" for row in draft.service_conditions.all()]
    texts += [f"{row.technique.title} {row.note}" for row in draft.service_techniques.all()]
    return Counter(WORD.findall(" ".join(texts).casefold()))


def test_makes_everything_that_the_site_lacks_as_drafts(indexes, source):
    service = make_drafts(make_plan(source))
    assert not service.live
    assert (service.title, service.other_names, service.pressure) == ("Neuromuscular Massage", ["Medical Massage"], 6)
    assert ConditionPage.objects.count() == service.service_conditions.count() == 25
    assert TechniquePage.objects.count() == service.service_techniques.count() == 6
    assert not ConditionPage.objects.live().exists()
    assert not TechniquePage.objects.live().exists()
    assert ConditionPage.objects.get(title="Tennis elbow").part_of.title == "Repetitive Strain Injuries"
    assert "in the upper shoulders and neck" in service.service_techniques.all()[3].note


def test_loses_no_word_of_the_source(indexes, source):
    plan = make_plan(source)
    service = make_drafts(plan)
    mended = [mend.before for mend in plan.reading.mends]
    elsewhere = Counter(WORD.findall(" ".join([*mended, *plan.not_placed]).casefold()))
    lost = Counter(WORD.findall(source.casefold())) - words_on(service) - elsewhere
    assert not lost


def test_invents_no_word_when_every_mend_is_refused(indexes, source):
    refused = {mend.key for mend in read(source).mends}
    service = make_drafts(make_plan(source, refused))
    assert not words_on(service) - Counter(WORD.findall(source.casefold()))


def test_uses_the_pages_that_there_are_by_name_synonym_and_misspelling(indexes, home, source):
    sciatica = make_condition(home, "Sciatica")
    whiplash = make_condition(home, "After a car accident", synonyms=["Recovery from automobile accidents"])
    fibromyalgia = make_condition(home, "Fibromyalgia syndrome", misspellings=["fibromyalgia"])
    rolling = make_technique(home, "Rolling the skin", other_names=["skin rolling"])
    plan = make_plan(source)
    assert {match.page for match in plan.conditions if match.page} == {sciatica, whiplash, fibromyalgia}
    assert plan.techniques[0].page == rolling
    assert [match.name for match in plan.choices] == [
        "Recovery from automobile accidents",
        "Fibromyalgia",
        "Skin Rolling",
    ]
    service = make_drafts(plan)
    assert ConditionPage.objects.count() == 25
    assert service.service_techniques.first().technique == rolling


def test_a_match_that_is_refused_becomes_a_draft_of_its_own(indexes, home, source):
    make_condition(home, "After a car accident", synonyms=["Recovery from automobile accidents"])
    refused = {match.key for match in make_plan(source).choices}
    make_drafts(make_plan(source, refused))
    assert ConditionPage.objects.filter(title="Recovery from automobile accidents", live=False).exists()


def test_proposes_the_page_whose_name_is_nearly_the_same(indexes, home):
    sciatica = make_condition(home, "Sciatica")
    make_condition(home, "Scoliosis")
    (match,) = make_plan("Spa\n\nIt helps with:\n\n- Sciattica\n").conditions
    assert match.page == sciatica
    assert match.key


def test_reading_again_updates_the_draft_and_keeps_what_staff_added(indexes, home, source):
    first = make_drafts(make_plan(source))
    first.options.create(minutes=60)
    first.photos.add(ServicePhoto.showing(make_image()))
    first.other_names = ["medical massage", "NMT"]
    row = first.service_conditions.first()
    row.note = "Our own note"
    first.service_conditions.add(row)
    first.save_revision().publish()
    public = ServicePage.objects.get().body.raw_data

    plan = make_plan(source.replace("Insomnia", "Poor sleep"))
    assert plan.existing == first
    service = make_drafts(plan, update=plan.existing)
    draft = service.get_latest_revision_as_object()
    assert ServicePage.objects.count() == 1
    assert [option.minutes for option in draft.options.all()] == [60]
    assert draft.photos.count() == 1
    assert draft.other_names == ["medical massage", "NMT"]
    assert draft.service_conditions.all()[0].note == "Our own note"
    assert "Poor sleep" in [row.condition.title for row in draft.service_conditions.all()]
    assert service.has_unpublished_changes
    assert service.live
    assert [block["value"] for block in service.body.raw_data] == [block["value"] for block in public]
    draft.save_revision().publish()


def test_links_services_that_are_named_and_there(indexes, home, source):
    deep = make_service(home, "Deep tissue")
    service = make_drafts(make_plan(source))
    assert [row.related for row in service.related_services.all()] == [deep]
    again = make_drafts(make_plan(source), update=service)
    assert again.get_latest_revision_as_object().related_services.count() == 1


def test_puts_words_that_fit_no_field_into_the_text(indexes):
    long_name = "Painful " * 60
    service = make_drafts(make_plan(f"Long names\n\nIt helps with:\n\n- {long_name}\n- Neck pain\n"))
    assert "Painful " * 59 in str(service.body)
    assert all(len(page.title) <= 255 for page in ConditionPage.objects.all())


def test_the_summary_ends_with_a_sentence():
    sentence = "This is a sentence of some length that says little. "
    summary, rest = split_summary(sentence * 10)
    assert len(summary) <= 300
    assert summary.endswith(".")
    assert f"{summary} {rest}" == (sentence * 10).strip()
    assert split_summary("word " * 100) == ("", ("word " * 100).strip())
    assert split_summary("short") == ("short", "")


def test_refuses_more_pages_than_can_be_made_at_once(indexes, staff_client):
    bullets = "\n".join(f"- Complaint number {number}" for number in range(150))
    text = f"Spa\n\nIt helps with the following conditions:\n\n{bullets}\n"
    with pytest.raises(CannotDraft, match="150 new pages"):
        make_drafts(make_plan(text))
    html = staff_client.post(reverse("bring_in_old_page"), {"text": text, "make": "1"}).content.decode()
    assert "in parts" in html
    assert not ServicePage.objects.exists()


# The command ---------------------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("read_page", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_shows_what_it_understood_and_saves_a_draft(indexes, source):
    out = run(str(SOURCE))
    assert "at most 6 of 10" in out
    assert "Skin Rolling (new draft)" in out
    assert "accepted  “Carpel” → “Carpal”" in out
    assert "Caption: Back Massage" in out
    assert f"(page {ServicePage.objects.get().pk})" in out


def test_the_command_only_shows_when_asked_to(indexes):
    assert "Neuromuscular Massage" in run(str(SOURCE), "--show")
    assert not ServicePage.objects.exists()


def test_the_command_refuses_mends_by_key(indexes):
    key = re.search(r"(\w+)  accepted  “Carpel”", run(str(SOURCE), "--show"))[1]
    assert f"{key}  refused   “Carpel”" in run(str(SOURCE), "--refuse", key)
    assert ConditionPage.objects.filter(title__startswith="Carpel").exists()


def test_the_command_changes_an_existing_page_only_when_told(indexes):
    run(str(SOURCE))
    with pytest.raises(CommandError, match="--update"):
        run(str(SOURCE))
    assert ServicePage.objects.count() == 1
    run(str(SOURCE), "--update")
    assert ServicePage.objects.count() == 1
    run(str(SOURCE), "--new")
    assert ServicePage.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b" \n "),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\0\0"),
        ("huge.txt", b"word " * 300_000),
        ("latin.txt", "Déjà vu".encode("latin-1")),
        ("script.html", b"<h1>Hi</h1><script>alert(1)</script>"),
        ("page.docx", b"PK\x03\x04"),
    ],
)
def test_unreadable_files_get_a_sentence_and_change_nothing(indexes, staff_client, tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(CommandError, match=r"\w+ \w+.*\.$"):
        run(str(file))
    response = staff_client.post(reverse("bring_in_old_page"), {"text": "", "file": SimpleUploadedFile(name, data)})
    assert response.status_code == 200
    assert "w-field__errors" in response.content.decode()
    assert not ServicePage.objects.exists()


def test_the_command_says_what_stands_in_its_way(indexes, home):
    with pytest.raises(CommandError, match="cannot be opened"):
        run("no-such-file.txt")
    with pytest.raises(CommandError, match="without --update"):
        run(str(SOURCE), "--update")
    TechniqueIndexPage.objects.get().delete()
    with pytest.raises(CommandError, match="no “list of techniques” page yet"):
        run(str(SOURCE))
    assert not ServicePage.objects.exists()


# The screen ----------------------------------------------------------------------------------------------------


def test_the_screen_shows_the_source_beside_what_was_understood(indexes, staff_client, source):
    html = staff_client.post(reverse("bring_in_old_page"), {"text": source}).content.decode()
    assert "Conditions (25)" in html
    assert "Techniques (6)" in html
    assert html.count('name="accepted"') == 14
    assert "Caption: Back Massage" in html
    assert not ServicePage.objects.exists()


def test_the_screen_keeps_words_whose_mend_is_unticked(indexes, staff_client, source):
    carpel = next(mend for mend in read(source).mends if mend.before == "Carpel")
    offered = [mend.key for mend in read(source).mends]
    posted = {"text": source, "offered": offered, "accepted": [key for key in offered if key != carpel.key]}
    html = staff_client.post(reverse("bring_in_old_page"), posted).content.decode()
    assert re.search(r"Carpel tunnel\s+<span", html)
    response = staff_client.post(reverse("bring_in_old_page"), posted | {"make": "1"})
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[ServicePage.objects.get().pk])
    assert ConditionPage.objects.filter(title="Carpel tunnel").exists()


def test_the_screen_offers_to_update_the_page_that_there_is(indexes, home, staff_client, source):
    service = make_service(home, "Neuromuscular massage")
    posted = {"text": source, "make": "1"}
    assert "Update the draft" in staff_client.post(reverse("bring_in_old_page"), {"text": source}).content.decode()
    staff_client.post(reverse("bring_in_old_page"), posted | {"target": "update"})
    assert ServicePage.objects.get() == service
    staff_client.post(reverse("bring_in_old_page"), posted | {"target": "new"})
    assert ServicePage.objects.count() == 2


def test_the_screen_leaves_a_locked_page_alone(indexes, home, staff_client, source):
    service = make_service(home, "Neuromuscular massage")
    ServicePage.objects.filter(pk=service.pk).update(locked=True)
    posted = {"text": source, "make": "1", "target": "update"}
    html = staff_client.post(reverse("bring_in_old_page"), posted).content.decode()
    assert "You may not change “Neuromuscular massage” now" in html
    assert "Is this what the page says?" in html
    assert service.revisions.count() == 1


def test_the_screen_makes_a_second_page_beside_one_with_the_same_names(indexes, home, staff_client, source):
    make_service(home, "Neuromuscular massage", other_names=["Medical massage"])
    staff_client.post(reverse("bring_in_old_page"), {"text": source, "make": "1", "target": "new"})
    assert ServicePage.objects.count() == 2


def test_the_screen_says_which_words_found_no_place(indexes, staff_client, source):
    response = staff_client.post(reverse("bring_in_old_page"), {"text": source, "make": "1"}, follow=True)
    assert "Not placed on the page: Caption: Back Massage" in response.content.decode()


def test_the_screen_keeps_what_was_typed_when_it_is_refused(indexes, staff_client):
    html = staff_client.post(reverse("bring_in_old_page"), {"text": "<script>x</script> my words"}).content.decode()
    assert "my words" in html
    both = {"text": "words", "file": SimpleUploadedFile("a.txt", b"words")}
    assert "not both" in staff_client.post(reverse("bring_in_old_page"), both).content.decode()


def test_the_screen_never_runs_what_is_pasted(indexes, staff_client):
    html = staff_client.post(reverse("bring_in_old_page"), {"text": "A <b onx> & </textarea><i>page"}).content.decode()
    assert "</textarea><i>" not in html


def test_only_who_may_add_pages_sees_the_screen(indexes):
    client = signed_in(make_staff("reader"))
    assert client.get(reverse("bring_in_old_page")).status_code == 302
    assert "old-page" not in client.get("/admin/").content.decode()


def test_the_screen_asks_for_the_missing_list(home, staff_client):
    assert staff_client.get(reverse("bring_in_old_page")).status_code == 302
    assert not Page.objects.filter(depth__gt=2).exists()


def test_the_menu_leads_to_the_screen(indexes, staff_client):
    assert reverse("bring_in_old_page") in staff_client.get("/admin/").content.decode()
    assert "Paste the page" in staff_client.get(reverse("bring_in_old_page")).content.decode()
