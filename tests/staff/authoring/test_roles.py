"""What each role's program is answered, for each operation and kind of object; the table was read line by line."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage
from media.models import GalleryIndexPage
from services.models import ConditionListPage
from tests.builders import index_page, make_condition, make_gallery, make_image, make_person, make_plain_page
from tests.staff.authoring.programs import Program, condition
from tests.staff.walk import ROLES

PEOPLE = ("editor", "marketer", "reviewer", "publisher", "owner")
PUBLISH = {"meta": {"action": "publish"}}

# operation and object: the statuses of PEOPLE. Reviewers have no tokens.
TABLE = {
    "read own draft": (200, 404, 401, 200, 200),
    "read draft": (200, 404, 401, 200, 200),
    "read condition": (200, 404, 401, 200, 200),
    "read gallery": (200, 200, 401, 200, 200),
    "read private": (200, 404, 401, 200, 200),
    "versions draft": (200, 404, 401, 200, 200),
    "versions gallery": (200, 200, 401, 200, 200),
    "version draft": (200, 404, 401, 200, 200),
    "change draft": (200, 404, 401, 200, 200),
    "change condition": (200, 404, 401, 200, 200),
    "change gallery": (200, 200, 401, 200, 200),
    "change private": (200, 404, 401, 200, 200),
    "publish draft": (403, 404, 401, 200, 200),
    "publish condition": (403, 404, 401, 403, 200),
    "publish gallery": (403, 200, 401, 200, 200),
    "make condition": (201, 403, 401, 201, 201),
    "make gallery": (201, 201, 401, 201, 201),
    "make published condition": (403, 403, 401, 403, 201),
    "make published gallery": (403, 201, 401, 201, 201),
    "submit condition": (200, 404, 401, 200, 200),
    "read photo": (200, 200, 401, 200, 200),
    "change photo": (403, 200, 401, 200, 200),
}


class World:
    """A site with an object of every kind, none of them of the person who asks but an editor's own draft."""

    def __init__(self, home: HomePage, name: str) -> None:
        other, person = make_person("Editors", "somebody-else"), make_person(ROLES[name], name)
        self.program = Program(person)
        self.conditions = index_page(home, ConditionListPage, "Conditions")
        self.galleries = index_page(home, GalleryIndexPage, "Gallery")
        self.things = {
            "own draft": make_plain_page(home, "Own", live=False, owner=person if name == "editor" else other),
            "draft": make_plain_page(home, "Draft", live=False, owner=other),
            "condition": make_condition(home, live=False, owner=other),
            "gallery": make_gallery(home, "Rooms", live=False, owner=other),
            "private": make_plain_page(home, "Private"),
            "photo": make_image(uploaded_by_user=other),
        }
        private = Page.objects.get(pk=self.things["private"].pk)
        restriction = PageViewRestriction.objects.create(page=private, restriction_type="groups")
        restriction.groups.add(Group.objects.get(name="Owners"))

    def answer(self, verb: str, kind: str) -> int:
        if verb == "make":
            data = condition(self.conditions)
            if kind.endswith("gallery"):
                meta = {"type": "media.GalleryPage", "parent_id": self.galleries.pk}
                data = {"meta": meta, "title": "Rooms 2"}
            data["meta"] |= PUBLISH["meta"] if kind.startswith("published") else {}
            return self.program.post("pages/", data).status_code
        thing = self.things[kind]
        path = f"images/{thing.pk}/" if kind == "photo" else f"pages/{thing.pk}/"
        method, end, data = {
            "read": ("GET", "?version=draft", None),
            "versions": ("GET", "revisions/", None),
            "version": ("GET", f"revisions/{getattr(thing, 'latest_revision_id', 0)}/", None),
            "change": ("PATCH", "", {"caption" if kind == "photo" else "summary": "x"}),
            "publish": ("PATCH", "", PUBLISH),
            "submit": ("POST", "actions/submit/", {}),
        }[verb]
        return self.program.send(method, path + end, data, **{"If-Match": "*"}).status_code


@pytest.mark.parametrize("name", PEOPLE)
def test_each_role_is_answered_as_written(home, name):
    world, answers = World(home, name), {}
    for what in TABLE:
        before = transaction.savepoint()
        answers[what] = world.answer(*what.split(" ", 1))
        transaction.savepoint_rollback(before)
    assert answers == {what: statuses[PEOPLE.index(name)] for what, statuses in TABLE.items()}


def test_lists_hold_what_one_may_edit(home):
    make_plain_page(home, "Secret draft", live=False)
    make_gallery(home, "Rooms")
    titles = [page["title"] for page in Program(make_person("Marketers")).get("pages/").json()["items"]]
    assert titles == ["Gallery", "Rooms"]


@pytest.mark.parametrize(
    "question", ["?search=secret", "?title=Secret draft", "?child_of={home}", "?slug=secret-draft"]
)
def test_no_question_tells_of_others_pages(home, question):
    make_plain_page(home, "Secret draft", live=False)
    answer = Program(make_person("Marketers")).get("pages/" + question.format(home=home.pk))
    assert "ecret" not in answer.content.decode()
