"""What programs write, as the people whose tokens they have."""

import pytest
from wagtail import hooks
from wagtail.models import PageLogEntry, Revision

from media.models import GalleryIndexPage, GalleryPage
from services.models import BodyArea, ConditionListPage, ConditionPage
from tests.builders import index_page, make_condition, make_image, make_person, make_plain_page
from tests.staff.authoring.programs import Program, condition


@pytest.fixture
def conditions(home) -> ConditionListPage:
    return index_page(home, ConditionListPage, "Conditions")


def test_an_editors_program_makes_a_draft_and_reads_it_back(conditions):
    area = BodyArea.objects.get(slug="lower-back")
    editor = make_person("Editors")
    program = Program(editor)
    texts = {"summary": "Pain outside.", "body": "<p>What it is.</p>", "synonyms": ["Lateral epicondylitis"]}
    made = program.post("pages/", condition(conditions, body_areas=[area.pk], **texts))
    assert made.status_code == 201, made.content
    page = ConditionPage.objects.get(title="Tennis elbow")
    assert not page.live
    assert page.owner == editor
    back = program.read(page.pk)
    assert back.headers["ETag"] == made.headers["ETag"]
    found = back.json()
    assert found["summary"] == "Pain outside."
    assert found["synonyms"] == ["Lateral epicondylitis"]
    assert "What it is." in found["body"]
    assert found["body_areas"] == [area.pk]
    assert set(PageLogEntry.objects.filter(page=page.pk).values_list("user", flat=True)) == {editor.pk}
    assert Revision.objects.for_instance(page).get().user == editor


def test_a_draft_may_be_unfinished(conditions):
    made = Program(make_person("Editors")).post("pages/", condition(conditions))
    assert made.status_code == 201, made.content


def test_scripts_are_taken_out_of_texts(conditions):
    body = '<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:alert(1)">there</a></p>'
    made = Program(make_person("Editors")).post("pages/", condition(conditions, body=body))
    assert made.status_code == 201
    body = ConditionPage.objects.get().body
    assert "Hi" in body
    assert not any(word in body for word in ("script", "onclick"))


def test_a_mistake_is_named_with_its_field(conditions):
    program = Program(make_person("Editors"))
    answer = program.post("pages/", condition(conditions, summary="x" * 301))
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "summary" in str(answer.json()["errors"])


def test_nobody_overwrites_what_was_not_read(home):
    page = make_condition(home, summary="Before")
    first, second = Program(make_person("Editors")), Program(make_person("Editors"))
    read = first.read(page.pk).headers["ETag"]
    assert first.send("PATCH", f"pages/{page.pk}/", {"summary": "Blind"}).status_code == 428
    assert second.change(page.pk, {"summary": "Second"}, read).status_code == 200
    late = first.change(page.pk, {"summary": "First"}, read)
    assert late.status_code == 412
    assert "Read it again" in late.json()["detail"]
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().summary == "Second"


def test_what_is_not_mentioned_stays(home):
    page = make_condition(home, summary="Before", areas=("lower-back",), body="<p>Text</p>")
    answer = Program(make_person("Editors")).change(page.pk, {"summary": "After"})
    assert answer.status_code == 200, answer.content
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.summary, draft.body) == ("After", "<p>Text</p>")
    assert [area.slug for area in draft.body_areas.all()] == ["lower-back"]
    assert ConditionPage.objects.get().summary == "Before"  # what visitors read


@pytest.mark.parametrize("role", ["Editors", "Publishers"])
def test_clinical_pages_are_not_published_by_those_who_do_not_approve(home, conditions, role):
    program, publish = Program(make_person(role)), {"action": "publish"}
    made = program.post("pages/", condition(conditions) | {"meta": condition(conditions)["meta"] | publish})
    assert made.status_code == 403
    assert not ConditionPage.objects.exists()
    page = make_condition(home, live=False)
    assert program.change(page.pk, {"meta": publish}).status_code == 403
    assert program.post(f"pages/{page.pk}/actions/publish/", {}).status_code == 404
    assert not ConditionPage.objects.get().live


def test_publishing_asks_what_stands_against_it(home):
    page = make_plain_page(home, live=False)
    publisher = Program(make_person("Publishers"))
    with hooks.register_temporarily("publishing_problems", lambda page: ["“Portrait” has no consent."]):
        refused = publisher.change(page.pk, {"title": "Other", "meta": {"action": "publish"}})
    assert refused.status_code == 409
    assert refused.json()["errors"] == [{"msg": "“Portrait” has no consent."}]
    page.refresh_from_db()
    assert (page.live, page.get_latest_revision_as_object().title) == (False, page.title)
    assert publisher.change(page.pk, {"meta": {"action": "publish"}}).status_code == 200
    page.refresh_from_db()
    assert page.live


def test_a_draft_is_submitted_for_approval(home):
    page, program = make_condition(home, live=False), Program(make_person("Editors"))
    read = {"If-Match": program.read(page.pk).headers["ETag"]}
    answer = program.post(f"pages/{page.pk}/actions/submit/", {}, **read)
    assert answer.status_code == 200, answer.content
    assert answer.json()["waits_for"] == "Approval by a clinical reviewer"
    assert ConditionPage.objects.get().workflow_in_progress
    assert program.post(f"pages/{page.pk}/actions/submit/", {}, **read).status_code == 409


def test_a_marketers_program_makes_a_gallery_of_photos(home):
    galleries = index_page(home, GalleryIndexPage, "Gallery")
    program = Program(make_person("Marketers"))
    photo = make_image()
    data = {"meta": {"type": "media.GalleryPage", "parent_id": galleries.pk}, "title": "Rooms"}
    made = program.post("pages/", data | {"photos": [{"image_id": photo.pk, "alt_text": "A room"}]})
    assert made.status_code == 201, made.content
    draft = GalleryPage.objects.get().get_latest_revision_as_object()
    assert [(row.image, row.alt_text) for row in draft.photos.all()] == [(photo, "A room")]
