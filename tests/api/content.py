"""A site with something in every field that pages show, each text with a word that stands nowhere else."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from home.models import ClinicSettings, HomePhoto
from media.models import ClinicImage
from media.presets import ALL_SPECS, FIRST_SPECS
from media.tasks import make_sizes
from services.models import ServiceCondition, ServiceOption, ServiceTechnique
from tests.builders import (
    make_condition,
    make_consent,
    make_contact_page,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_technique,
)


class Texts:
    """Makes texts that are told apart by one word: “caption w7x”."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def __call__(self, text: str) -> str:
        return f"{text} w{next(self.numbers)}x"

    def html(self, text: str, link: str = "") -> str:
        return f'<p data-block-key="abcde"><b>{self(text)}</b> {link}</p><ul><li>{self(text)}</li></ul>'


@dataclass
class Content:
    """The address of one page of each type, by the type that the API answers."""

    addresses: dict[str, str]
    service: Any
    document: Document


def make_photo(said: Texts, specs: tuple[str, ...] = FIRST_SPECS, **fields: Any) -> ClinicImage:
    words = {name: said(name) for name in ("description", "caption", "credit", "licence", "location")}
    photo = make_image(ready=False, size=(900, 600), focal_point_x=225, focal_point_y=150, **words | fields)
    make_sizes(photo, specs)
    return photo


def make_content(home: Any) -> Content:
    said = Texts()
    client = make_photo(said, ALL_SPECS, shown=ClinicImage.Shown.CLIENT, consents=[make_consent()])
    photos = (client, make_photo(said), make_photo(said, description="", is_decorative=True))
    document = Document.objects.create(title="Sheet", file=ContentFile(b"%PDF", "sheet.pdf"))
    contact = make_contact_page(home, said("Contact title"), slug="contact", show_in_menus=True)
    hidden = make_plain_page(home, "Hidden", live=False)
    links = (
        f'<a linktype="page" id="{contact.pk}">{said("link")}</a> '
        f'<a linktype="page" id="{hidden.pk}">{said("no link")}</a> '
        f'<a linktype="document" id="{document.pk}">{said("sheet")}</a> <a href="https://example.com/">{said("out")}</a>'
    )

    def prose() -> list[tuple[str, Any]]:
        return [
            ("heading", said("heading")),
            ("text", said.html("text", links)),
            ("notice", {"rank": "ask", "text": said.html("notice")}),
        ]

    reviewed = {"last_reviewed": date(2026, 3, 3), "reviewed_by_role": said("role")}
    wider = make_condition(home, said("Wider condition"))
    condition = make_condition(
        home,
        said("Condition"),
        areas=("neck", "hips"),
        summary=said("summary"),
        synonyms=[said("synonym")],
        part_of=wider,
        **{name: said.html(name, links) for name in ("body", "emergency", "urgent", "self_care")},
        **reviewed,
    )
    make_condition(home, said("Part"), part_of=condition)
    technique = make_technique(
        home, said("Technique"), summary=said("summary"), other_names=[said("name")], body=prose(), **reviewed
    )
    related = make_service(home, said("Related"), summary=said("summary"))
    service = make_service(
        home,
        said("Service"),
        summary=said("summary"),
        related=(related,),
        photos=photos,
        other_names=[said("Alias")],
        body=prose(),
        pressure=7,
        pressure_note=said("note\nin lines"),
        session_steps=[("step", {"title": said("step"), "text": said("what happens")})],
        cautions=[("caution", {"rank": rank, "text": said("caution")}) for rank in ("stop", "ask")],
        questions=[("question", {"question": said("question"), "answer": said.html("answer")})],
        **reviewed,
    )
    service.service_conditions.set([ServiceCondition(condition=condition, note=said("note"))])
    service.service_techniques.set([ServiceTechnique(technique=technique, note=said("note"))])
    service.options.set([ServiceOption(minutes=47), ServiceOption(minutes=93, price=Decimal("83.50"), currency="USD")])
    service.save_revision().publish()
    gallery = make_gallery(home, said("Gallery"), photos=photos, summary=said("summary"))
    excerpt = ("gallery", {"gallery": gallery, "most": 2})
    body = [*prose(), ("photo", photos[1]), ("photo", photos[2]), excerpt]
    plain = make_plain_page(home, said("Plain"), summary=said("summary"), body=body, shows_contact=True)
    make_plain_page(plain, said("Child"), summary=said("summary"))
    contact.summary, contact.body = said("summary"), prose()
    contact.save_revision().publish()
    home.headline, home.summary, home.body = said("Headline"), said("summary"), prose()
    home.first_visit, home.gallery = plain.page_ptr, gallery
    home.photos.set([HomePhoto.showing(photos[1])])
    home.save_revision().publish()
    for page in (service, condition, technique, gallery):
        parent = page.get_parent().specific
        parent.summary = said("summary")
        parent.save_revision().publish()
    make_clinic(said, photos[1])
    addresses = {
        type(page).__name__: Page.objects.get(pk=page.pk).url
        for page in (home, plain, service, condition, technique, gallery, contact)
    }
    addresses |= {
        type(page.get_parent().specific).__name__: page.get_parent().url
        for page in (service, condition, technique, gallery)
    }
    addresses["GalleryPhotoPage"] = f"{gallery.url}photo-{photos[1].pk}/"
    return Content(addresses, service, document)


def make_clinic(said: Texts, share_image: ClinicImage) -> None:
    clinic = ClinicSettings.for_site(Site.objects.get())
    clinic.name, clinic.licence_number, clinic.share_image = said("Clinic"), said("LMT"), share_image
    clinic.telephone, clinic.text_message, clinic.email = "+1 555 0142", "+1 555 0143", "desk@clinic.example"
    clinic.booking_url = "https://booking.example/clinic"
    week = [{"day": str(day), "opens": time(9), "closes": time(17, 30)} for day in range(5)]
    holidays = {"first": date(2026, 12, 24), "last": date(2026, 12, 26), "hours": [], "note": said("holidays")}
    place = {name: said(name) for name in ("name", "street", "locality", "region", "postcode", "country")}
    clinic.places = [("place", place | {"hours": week, "special_days": [holidays]})]
    clinic.save()
