"""Asks every address of the site, as each kind of person, for each kind of object, and notes the answer."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import ERROR, get_messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site, Task, UploadedFile

from home.models import HomePage
from staff.deleted_pages.keeping import keep
from staff.many.models import BulkChange
from staff.models import PreviewLink
from staff.webhooks.events import Happening
from staff.webhooks.finding import write_down
from tests.builders import (
    make_condition,
    make_consent,
    make_enquiry,
    make_gallery,
    make_image,
    make_person,
    make_plain_page,
    make_service,
    make_technique,
    signed_in,
    submit,
)
from tests.staff.webhooks.listening import make_endpoint

PEOPLE = ["anonymous", "visitor", "editor", "marketer", "reviewer", "publisher", "owner", "admin"]
ROLES = {
    "editor": "Editors",
    "marketer": "Marketers",
    "reviewer": "Clinical reviewers",
    "publisher": "Publishers",
    "owner": "Owners",
}
# The answers to GET and POST, a letter each.
ANSWERED, LED_ELSEWHERE, REFUSED, NOT_FOUND, NO_SUCH_METHOD, BAD_REQUEST, FAILED = "y", ">", "-", "0", ".", "?", "F"


def addresses(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Yield the pattern of each address once, as people write it: `/admin/pages/<page_id>/edit/`."""
    found = {}
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = before + readable(entry.pattern.regex.pattern)
        found |= {here: None} if isinstance(entry, URLPattern) else dict.fromkeys(addresses(entry.url_patterns, here))
    yield from found


def readable(pattern: str) -> str:
    """Return a regular expression of an address with the names, or numbers, of its groups in their places."""
    out, depth, number = "", 0, 0
    for part in re.findall(r"\\.|\(\?P<\w+>|\(\?:|[()]|.", pattern):
        if part.startswith("(") and part != "(?:":
            number += not depth
            out += "" if depth else f"<{part[4:-1] or number}>"
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if not depth and part[0] not in "()^$+*?" and part != r"\Z":
            out += part.removeprefix("\\")
    return out


def stream_fields() -> set[str]:
    """Return the names of all fields of blocks, which forms state the number of."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    return {field.name for field in fields if isinstance(field, StreamField)}


class World:
    """A site with an object of every kind, some of them made by the person who asks."""

    def __init__(self, home: HomePage, name: str) -> None:
        self.home, self.name = home, name
        self.person = self.make_person()
        self.client = signed_in(self.person) if self.person.pk else Client()
        self.client.raise_request_exception = False
        self.cookies = self.client.cookies.output(header="", sep=";")
        other = make_person("Editors", "somebody-else")
        mine = self.person if self.person.pk else None
        self.photos = {
            "own": make_image("Own", uploaded_by_user=mine),
            "other’s": make_image("Other", uploaded_by_user=other),
            "client’s": make_image("Client", uploaded_by_user=other, shown="client"),
        }
        make_condition(home)
        make_technique(home)
        self.service = make_service(home, "Service")
        self.pages = {
            "own draft": make_plain_page(home, "Own", live=False, owner=mine),
            "draft": make_plain_page(home, "Draft", live=False, owner=other),
            "service": self.service,
            "gallery": make_gallery(home, "Rooms", photos=(self.photos["other’s"],), owner=other),
            "private": make_plain_page(home, "Private"),
        }
        restriction = PageViewRestriction.objects.create(
            page=Page.objects.get(pk=self.pages["private"].pk), restriction_type="groups"
        )
        restriction.groups.add(Group.objects.get(name="Owners"))
        self.submitted = make_service(home, "Submitted", live=False)
        self.workflow_state = submit(self.submitted, other)
        secret = Collection.get_first_root_node().add_child(name="Secret")
        closed = CollectionViewRestriction.objects.create(collection=secret, restriction_type="groups")
        closed.groups.add(Group.objects.get(name="Owners"))
        self.form = {"new_parent_page": home.pk} | {f"{name}-count": 0 for name in stream_fields()}
        self.secret, self.page_restriction, self.collection_restriction = secret, restriction, closed
        self.documents = {
            "own": self.make_document(uploaded_by_user=mine),
            "other’s": self.make_document(uploaded_by_user=other),
            "private": self.make_document(collection=secret),
        }
        self.people = {"other’s": other, "administrator": User.objects.create_superuser("root")}
        self.consent, self.enquiry = make_consent(), make_enquiry()
        self.redirect = Redirect.add_redirect("/old", self.service)
        self.change = BulkChange.objects.create(kind="grid", data={"number": 1}, user=other)
        self.link = PreviewLink.objects.create(
            page=Page.objects.get(pk=self.pages["draft"].pk), made_by=other, ends_at=timezone.now() + timedelta(days=1)
        )
        self.deleted = keep(make_plain_page(home, "Deleted"), other)
        self.webhook, _secret = make_endpoint("https://127.0.0.1/hook", description="Front end")
        write_down([Happening("test", "test", {})], [self.webhook])
        self.promotion = SearchPromotion.objects.create(query=Query.get("physio"), page=self.service)
        self.upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(Document),
            file=ContentFile(b"x", "x.jpg"),
            uploaded_by_user=other,
        )

    def make_person(self) -> User | AnonymousUser:
        if self.name == "anonymous":
            return AnonymousUser()
        if self.name == "visitor":
            return User.objects.create_user("visitor")
        if self.name == "admin":
            return User.objects.create_superuser("admin")
        return make_person(ROLES[self.name], self.name)

    def make_document(self, **fields: Any) -> Document:
        number = next(_numbers)
        return Document.objects.create(title=f"D{number}", file=ContentFile(b"%PDF", f"{number}.pdf"), **fields)

    def objects(self, address: str) -> dict[str, dict[str, Any]]:
        """Return what an address is asked about: for each kind of object the values that it takes."""
        names = (*PAGE_NAMES, "pk") if "/pages/" in address else PAGE_NAMES
        page_id = next((name for name in names if f"<{name}>" in address), None)
        if page_id and "/pages/workflow/" not in address and "/_util/" not in address:
            return {kind: self.of_page(page, page_id) for kind, page in self.pages.items()}
        if "workflow" in address or "task" in address:
            return {"": self.of_workflow()}
        if "/_util/" in address:
            return {"": {"page_view_restriction_id": self.page_restriction.pk, "page_id": self.pages["private"].pk}}
        for name, things in (("image_id", self.photos), ("document_id", self.documents), ("doc_id", self.documents)):
            if f"<{name}>" in address:
                return {kind: {name: thing.pk, "filter_spec": "original"} for kind, thing in things.items()}
        for start, things in self.by_place().items():
            if address.startswith(start) and "<" in address:
                return things
        if "tag-autocomplete" in address:
            return {"": {"app_name": "taggit", "model_name": "tag"}}
        return {"": self.others()} if "<" in address else {"": {}}

    def of_page(self, page: Page, name: str) -> dict[str, Any]:
        revision = page.latest_revision_id
        return {
            name: page.pk,
            "destination_id": self.home.pk,
            "revision_id": revision,
            "revision_id_a": revision,
            "revision_id_b": revision,
            "action_name": "copy",
            "content_type_app_name": "home",
            "content_type_model_name": "plainpage",
            "workflow_state_id": self.workflow_state.pk,
            "workflow_pk": self.workflow_state.workflow_id,
        }

    def of_workflow(self) -> dict[str, Any]:
        state = self.workflow_state.current_task_state
        return {
            "page_id": self.submitted.pk,
            "action_name": "approve",
            "task_state_id": state.pk,
            "task_id": state.task_id,
            "pk": Task.objects.first().pk,
            "app_label": "staff",
            "model_name": "approvaltask",
        }

    def by_place(self) -> dict[str, dict[str, dict[str, Any]]]:
        documents = {kind: {"pk": document.pk} for kind, document in self.documents.items()}
        photos = {kind: {"pk": photo.pk} for kind, photo in self.photos.items()}
        names = {kind: {"name": photo.file.name.rpartition("/")[2]} for kind, photo in self.photos.items()}
        sizes = {kind: {"name": self.size_of(photo)} for kind, photo in self.photos.items()}
        settings = {
            "clinic": {"app_name": "home", "model_name": "clinicsettings", "pk": Site.objects.get().pk},
            "enquiries": {"app_name": "enquiries", "model_name": "enquirysettings", "pk": 1},
        }
        return {
            "/admin/api/main/documents/": documents,
            "/admin/api/main/images/": photos,
            "/admin/documents/chooser/": documents,
            "/admin/images/chooser/": photos,
            "/admin/enquiries/": {"": {"pk": self.enquiry.pk}},
            "/admin/guide/pictures/": {"": {"name": "price"}},
            "/admin/guide/": {"": {"name": "services"}},
            "/admin/consents/": {"": {"pk": self.consent.pk}},
            "/admin/users/": {kind: {"pk": person.pk} for kind, person in self.people.items()},
            "/admin/groups/": {"": {"pk": Group.objects.get(name="Editors").pk}},
            "/admin/sites/": {"": {"pk": Site.objects.get().pk}},
            "/admin/collections/": {"": {"pk": self.secret.pk, "collection_id": self.secret.pk}},
            "/admin/redirects/": {"": {"redirect_id": self.redirect.pk}},
            "/admin/searchpicks/": {"": {"query_id": self.promotion.query_id}},
            "/admin/settings/": settings,
            "/admin/many/changes/": {"": {"pk": self.change.pk}},
            "/admin/preview-links/": {"": {"link_id": self.link.pk}},
            "/preview/": {"": {"secret": self.link.secret, "name": "none.webp"}},
            "/admin/deleted-pages/": {"": {"deleted_id": self.deleted.pk}},
            "/admin/webhooks/deliveries/": {"": {"pk": self.webhook.deliveries.get().pk}},
            "/admin/webhooks/": {"": {"pk": self.webhook.pk}},
            "/admin/account/second-step/passkey/": {"": {"pk": 1}},  # nobody has one
            "/admin/bulk/": BULK,
            "/media/original_images/": names,
            "/media/images/": sizes,
            "/documents/authenticate": {"": {"restriction_id": self.collection_restriction.pk}},
            "/documents/<": {
                kind: {"1": document.pk, "2": document.filename} for kind, document in self.documents.items()
            },
            "/<": {kind: {"1": page.url.strip("/") + "/"} for kind, page in self.pages.items()},
        }

    def others(self) -> dict[str, Any]:
        return {
            "app_label": "wagtailcore",
            "model_name": "page",
            "content_type_app_name": "home",
            "content_type_model_name": "plainpage",
            "uploaded_file_id": self.upload.pk,
            "result_id": uuid4(),
            "object_id": self.service.pk,
            "session_id": 1,
            "uidb64": "MQ",
            "token": "set-password",
        }

    def size_of(self, photo: Any) -> str:
        return photo.renditions.first().file.name.rpartition("/")[2]

    def answers(self, address: str, values: dict[str, Any]) -> str:
        """Return how GET and POST are answered, and undo whatever they did."""
        path = re.sub(r"<(\w+)>", lambda match: str(values[match[1]]), address)
        if "/bulk/" in path:
            target = self.pages["service"] if "/page/" in path else self.photos["other’s"]
            path += f"?id={(self.people['other’s'] if '/user/' in path else target).pk}"
        return "".join(self.answer(method, path) for method in ("GET", "POST"))

    def answer(self, method: str, path: str) -> str:
        self.client.cookies.load(self.cookies)
        undo = transaction.savepoint()
        try:
            response = self.client.generic(
                method,
                path,
                urlencode(self.form) if method == "POST" else "",
                content_type="application/x-www-form-urlencoded",
                headers={"x-requested-with": "XMLHttpRequest"},
            )
        finally:
            transaction.savepoint_rollback(undo)
        location = response.headers.get("Location", "")
        if response.status_code in (403, 401) or "/login/" in location:
            return REFUSED
        if 300 <= response.status_code < 400:
            return REFUSED if self.is_told_off(response) else LED_ELSEWHERE
        return OTHER_ANSWERS.get(response.status_code, ANSWERED)

    def is_told_off(self, response: Any) -> bool:
        request = response.wsgi_request
        return hasattr(request, "_messages") and any(message.level >= ERROR for message in get_messages(request))


OTHER_ANSWERS = {400: BAD_REQUEST, 404: NOT_FOUND, 405: NO_SUCH_METHOD, 500: FAILED}
PAGE_NAMES = ("page_id", "parent_page_id", "page_to_move_id", "page_pk")
BULK = {
    f"{model} {action}": {"app_label": app, "model_name": model, "action": action}
    for app, model, action in (
        ("wagtailcore", "page", "publish"),
        ("wagtailcore", "page", "unpublish"),
        ("wagtailcore", "page", "move"),
        ("wagtailcore", "page", "delete"),
        ("auth", "user", "assign_role"),
        ("auth", "user", "set_active_state"),
        ("auth", "user", "delete"),
        ("media", "clinicimage", "delete"),
    )
}
_numbers = count(1)
