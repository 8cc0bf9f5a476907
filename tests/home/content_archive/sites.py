"""A site with all that an archive can carry, archives of it, and the empty site that they come into."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from enquiries.models import EnquirySettings
from home.content_archive.bringing_in import ArchiveImport
from home.content_archive.format import ArchiveReader
from home.content_archive.outcome import Outcome
from home.content_archive.writing import ArchiveWriter
from home.models import ClinicSettings, HomePage, HomePhoto, PlainPage
from media.models import ClinicImage, Consent
from tests.builders import (
    make_condition,
    make_consent,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_technique,
)

PDF = b"%PDF-1.7 how to find us"


def exported(**options: Any) -> bytes:
    out = io.BytesIO()
    ArchiveWriter(out, **options).write()
    return out.getvalue()


def brought_in(archive: bytes, **options: Any) -> Outcome:
    return ArchiveImport(ArchiveReader(io.BytesIO(archive)), **options).run()


def files_of(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(archive: bytes, name: str, change: Callable[[Any], Any]) -> bytes:
    """Return the archive with what one of its JSON files says changed in place, or to what `change` returns."""
    files = files_of(archive)
    data = json.loads(files[name])
    returned = change(data)
    files[name] = json.dumps(data if returned is None else returned).encode()
    return zipped(files)


def record(archive: bytes, name: str) -> Any:
    return json.loads(files_of(archive)[name])


def empty_the_site() -> None:
    """Leave what a new site has: Wagtail's welcome page, the roles, the body areas, and no content."""
    Query.objects.all().delete()
    Redirect.objects.all().delete()
    ClinicSettings.objects.all().delete()
    EnquirySettings.objects.all().delete()
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        Page.objects.get(pk=page.pk).delete()
    for document in get_document_model().objects.all():
        document.file.delete(save=False)
        document.delete()
    ClinicImage.objects.all().delete()
    Consent.objects.all().delete()
    for collection in Collection.objects.filter(depth=2):
        collection.delete()
    welcome = Page.get_first_root_node().add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


def full_site(home: HomePage) -> None:
    """Fill a site with all that an archive carries without personal data."""
    private = Collection.get_first_root_node().add_child(name="Only for staff")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    rooms = private.add_child(name="Rooms")
    room = make_image("Room", size=(900, 600), caption="The room", credit="The clinic", licence="Ours", location="Hall")
    room.collection = rooms
    room.focal_point_x, room.focal_point_y, room.focal_point_width, room.focal_point_height = 300, 200, 90, 60
    room.save()
    room.tags.add("zen", "cedar")
    oil = make_image("Oil", description="", is_decorative=True, color="navy")
    leaflet = get_document_model()(title="How to find us", collection=rooms)
    leaflet.file.save("how-to-find-us.pdf", ContentFile(PDF))
    leaflet.tags.add("leaflet")
    sciatica = make_condition(
        home, "Sciatica", areas=("hips",), body="<p>Pain down the leg.</p>", misspellings=["siatica"]
    )
    strain = make_condition(home, "Repetitive strain", synonyms=["RSI"])
    tennis = make_condition(home, "Tennis elbow", part_of=strain, emergency="<p>Call <b>now</b>.</p>")
    rolling = make_technique(home, "Skin rolling", other_names=["Kibler’s fold"])
    deep = make_service(home, "Deep tissue massage", conditions=(sciatica,))
    link = f'<p data-block-key="a1">See <a linktype="page" id="{sciatica.pk}">sciatica</a>, '
    link += f'<a linktype="document" id="{leaflet.pk}">the leaflet</a> and <a href="https://example.com/?a=1&amp;b=2">more</a>'
    make_service(
        home,
        "Neuromuscular massage",
        conditions=(tennis, sciatica),
        techniques=(rolling,),
        related=(deep,),
        photos=(room, oil),
        minutes=(30, 60),
        pressure=6,
        other_names=["Medical massage"],
        body=[("text", link + "</p>")],
        questions=[("question", {"question": "Does it hurt?", "answer": "<p>“Hurts good” 🙂 — never more.</p>"})],
        last_reviewed="2026-01-01",
    )
    gallery = make_gallery(home, "The rooms", photos=(room, oil))
    visit = make_plain_page(
        home, "Your first visit", body=[("photo", room), ("gallery", {"gallery": gallery, "most": 2})]
    )
    home.first_visit, home.gallery = visit.page_ptr, gallery
    home.photos.set([HomePhoto.showing(oil)])
    home.save_revision().publish()
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.name, clinic.share_image, clinic.forbidden_terms = "Elm Street Massage", room, ["cure"]
    clinic.places = [
        (
            "place",
            {
                "street": "Elm Street 1",
                "locality": "Town",
                "hours": [{"day": "0", "opens": "09:00", "closes": "17:30"}],
            },
        )
    ]
    clinic.save()
    Site.objects.update(site_name="Elm Street")
    EnquirySettings.objects.create(days=40)
    Redirect.add_redirect("/old-visit", visit)
    Redirect.add_redirect("/map", "https://example.com/map", is_permanent=False)
    SearchPromotion.objects.create(query=Query.get("physio"), page=deep, description="Not quite", sort_order=0)
    SearchPromotion.objects.create(
        query=Query.get("physio"),
        external_link_url="https://example.com/",
        external_link_text="Elsewhere",
        sort_order=1,
    )
    states(home)


def states(home: HomePage) -> None:
    """Add a page in each of the states that a page can be in."""
    soon = timezone.now().replace(microsecond=0) + timedelta(days=30)
    drafted = make_plain_page(home, "Prices", summary="Live words")
    drafted.summary = "Words to come"
    drafted.save_revision()
    make_plain_page(home, "Not yet", live=False, summary="Nobody has read this")
    scheduled = PlainPage(title="Opens soon", go_live_at=soon, live=False)
    home.add_child(instance=scheduled)
    scheduled.save_revision().publish()
    changing = make_plain_page(home, "Prices next year", summary="Today")
    changing.summary, changing.go_live_at, changing.expire_at = "Next year", soon, soon + timedelta(days=1)
    changing.save_revision().publish()
    changing.summary, changing.go_live_at = "The year after", None
    changing.save_revision()
    make_plain_page(home, "Taken down", summary="Was here").unpublish()
    followed = make_plain_page(home, "Parking", summary="Behind the house")
    Page.objects.get(pk=followed.pk).create_alias(parent=scheduled, update_slug="where-to-park")
    make_plain_page(followed, "Parking for bicycles", show_in_menus=True, seo_title="Bicycles")
    for kind in ("login", "password", "groups"):
        page = make_plain_page(home, f"Private by {kind}")
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="known-here-only")
        if kind == "groups":
            restriction.groups.add(Group.objects.get(name="Editors"))


def client_photo(consented: bool = False) -> ClinicImage:
    """Add a photo of a client, who has agreed or has not."""
    consents = [make_consent(reference="2026-014", note="Back only")] if consented else []
    return make_image("A back", shown=ClinicImage.Shown.CLIENT, consents=consents, color="white")
