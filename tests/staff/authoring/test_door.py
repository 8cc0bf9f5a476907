"""Who comes in at /api/v3/, and what hostile requests are told."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import APIToken

from media.models import ClinicImage
from staff.accounts.second_step import reset_second_step
from tests.builders import make_condition, make_image, make_person, make_plain_page, picture_bytes, signed_in
from tests.staff.authoring.programs import API, Program

GENERATED = APIToken.generate_token()


def refused(answer, status: int = 401) -> str:
    """Return the sentence of a refusal in the form of RFC 9457."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert "Authorization" in answer["Vary"]
    assert {"title": ANY, "status": status, "detail": ANY}.items() <= answer.json().items()
    return answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["", "pages/", "pages/1/", "whoami/", "schema/", "openapi.json", "docs/", "x", "sites/"]
)
@pytest.mark.parametrize(
    "token",
    ["", "x", "wagtail_", GENERATED, GENERATED[:-1] + "!", " " + GENERATED, "é"],
    ids=["none", "word", "beginning", "unknown", "misspelt", "spaced", "accented"],
)
def test_nobody_comes_in_without_a_good_token(path, token):
    answer = Program(token=token).get(path)
    assert refused(answer)
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_a_session_makes_nobody_somebody(home, staff_client, method):
    page = make_plain_page(home)
    assert Program(client=staff_client).send(method, f"pages/{page.pk}/", {}).status_code == 401


def test_the_token_says_who_it_is_and_not_the_session(home):
    editor = make_person("Editors")
    program = Program(editor, client=signed_in(User.objects.create_superuser("root")))
    assert program.get("whoami/").json()["user"]["username"] == editor.username


def test_no_answer_is_kept(home):
    answer = Program(make_person("Editors")).get("pages/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "Authorization" in answer["Vary"]
    assert not answer.cookies


def test_a_token_ends_after_the_days_of_the_setting(settings):
    settings.AUTHORING_TOKEN_DAYS = 7
    editor = make_person("Editors")
    program, token = Program(editor), APIToken.objects.filter(user=editor)
    token.update(created=token.get().created - timedelta(days=6, hours=23))
    assert program.get("whoami/").status_code == 200
    token.update(created=token.get().created - timedelta(hours=1))
    assert "ended after 7 days" in refused(program.get("whoami/"))


def test_tokens_end_with_the_account():
    editor = make_person("Editors")
    program = Program(editor)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    refused(program.get("whoami/"))
    editor.delete()
    refused(program.get("whoami/"))


def test_a_new_password_ends_all_tokens():
    editor = make_person("Editors")
    program = Program(editor)
    editor.set_password("another-good-password")
    editor.save()
    assert "was ended" in refused(program.get("whoami/"))


def test_a_reset_second_step_ends_all_tokens():
    editor = make_person("Editors")
    program = Program(editor)
    reset_second_step(editor)
    refused(program.get("whoami/"))


def test_a_token_is_worth_what_its_person_may_do_now():
    editor = make_person("Editors")
    program = Program(editor)
    editor.groups.clear()
    assert "role" in refused(program.get("whoami/"))


def test_whoever_must_have_a_second_step_has_one(settings):
    publisher = make_person("Publishers")
    program = Program(publisher)
    settings.SECOND_FACTOR_REQUIRED = True
    assert "second step" in refused(program.get("whoami/"))


def test_there_are_no_docs_and_nothing_but_the_table(home, owner):
    page, program = make_plain_page(home), Program(owner)
    paths = [
        "openapi.json",
        "docs/",
        "",
        "sites/",
        "redirects/",
        "documents/",
        "snippets/media.Consent/",
        "pages/find/",
    ]
    actions = ["publish", "unpublish", "copy", "move", "delete", "revert", "convert_alias", "create_alias"]
    for path in [*paths, *(f"pages/{page.pk}/actions/{action}/" for action in actions)]:
        for method in ("GET", "POST"):
            refused(program.send(method, path, {} if method == "POST" else None), 404)
    answer = program.send("DELETE", f"pages/{page.pk}/")
    assert "in the admin" in refused(answer, 405)
    assert answer["Allow"] == "GET, PATCH"


HUGE = "9" * 20
FIVE_THOUSAND = "+".join(["word"] * 5000)


@pytest.mark.parametrize(
    "path",
    [
        'pages/?search="', "pages/?search=", "pages/?search=%20%20", "pages/?search=%00", "pages/?search=*",
        f"pages/?search={FIVE_THOUSAND}", 'pages/?search=foo"', 'pages/?search="foo%20bar"',
        f"pages/?offset={HUGE}", "pages/?offset=-1", f"pages/?limit={HUGE}", "pages/?limit=0", "pages/?order=nonsense",
        f"pages/?child_of={HUGE}", "pages/?type=x.Y", "pages/?title=%00", "pages/?id=x", f"pages/?id={HUGE}",
        "pages/?first_published_at=x", "pages/?locale=%00", "pages/?locale=xx", "pages/%C2%B2/", "pages/%D9%A3/",
        f"pages/{HUGE}/", "pages/-1/", "pages/0/", f"pages/1/revisions/{HUGE}/", "schema/x.Y/", f"images/{HUGE}/",
    ],
)  # fmt: skip
def test_hostile_questions_are_refused(home, owner, path):
    make_plain_page(home)
    answer = Program(owner).get(path)
    assert answer.status_code in (400, 404, 422) or (path.startswith("pages/?id") and answer.json()["items"] == [])


@pytest.mark.parametrize("words", ["foo OR", "NOT foo", "a AND", "foo*", "-foo", "(foo", "né", "'"])
def test_odd_words_are_searched_for(home, owner, words):
    assert Program(owner).get(f"pages/?search={words}").status_code in (200, 422)


@pytest.mark.parametrize(
    "body",
    [
        "", "x", "null", "[]", "{}", '{"meta": null}', '{"meta": 1}', '{"title": null}', '{"title": ""}',
        '{"title": "\\u0000"}', '{"slug": "%s"}' % ("x" * 300), '{"slug": "a b"}', '{"body": 1}', '{"body": {"x": 1}}',
        '{"synonyms": 1}', '{"synonyms": ["%s"]}' % ("x" * 101), '{"synonyms": [1]}', '{"synonyms": [null]}',
        '{"synonyms": {"a": {}}}', '{"part_of": 99999999999999999999}', '{"part_of": "x"}', '{"part_of": 1}',
        '{"body_areas": ["x"]}', '{"body_areas": [99999999999999999999]}', '{"body_areas": [null]}',
        '{"summary": "\\ud800"}', "[" * 50_000, '{"meta": {"type": "home.HomePage"}}', '{"meta": {"type": "x"}}',
        '{"meta": {"action": "delete"}}', '{"body": "%s"}' % ("<ul><li>" * 2000),
    ],
)  # fmt: skip
def test_hostile_changes_are_refused(home, body):
    page = make_condition(home, summary="Before")
    answer = Program(make_person("Editors")).send("PATCH", f"pages/{page.pk}/", body, **{"If-Match": "*"})
    assert answer.status_code < 500, answer.content


def test_too_much_at_once_is_refused(home, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    page = make_condition(home)
    body = {"summary": "x" * 2000}
    refused(Program(make_person("Editors")).send("PATCH", f"pages/{page.pk}/", body, **{"If-Match": "*"}), 413)


def upload(program: Program, content: bytes, **fields: str):
    data = {"title": "A room", "file": SimpleUploadedFile("room.jpg", content)} | fields
    headers = {"Authorization": f"Bearer {program.token}"}
    return Client().post(f"{API}images/", data, headers=headers)


def test_uploaded_photos_are_taken_in_like_all_others(home):
    exif = Image.Exif()
    exif[0x010E] = "Mrs Example, knee"
    answer = upload(Program(make_person("Marketers")), picture_bytes(exif=exif), description="A room")
    assert answer.status_code == 201, answer.content
    photo = ClinicImage.objects.get()
    assert photo.uploaded_by_user.groups.get().name == "Marketers"
    with photo.file.open() as file:
        assert b"Mrs Example" not in file.read()


def test_what_is_no_photo_is_refused(home):
    assert upload(Program(make_person("Marketers")), b"<svg onload=alert(1)>").status_code == 422


def test_a_photo_of_others_is_changed_only_by_who_may(home):
    photo = make_image(uploaded_by_user=make_person("Editors"))
    for role, status in (("Editors", 403), ("Marketers", 200)):
        answer = Program(make_person(role)).send("PATCH", f"images/{photo.pk}/", {"caption": role})
        assert answer.status_code == status, answer.content
