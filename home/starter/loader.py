"""Loads the starter content.

Each starter page has a translation key made from its name here, so that it is known again after staff renamed,
moved or rewrote it. A page that exists is never touched.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from enquiries.models import ContactPage
from home.default_site import make_default_site, remove_welcome_page
from home.models import ClinicSettings, HomePage, HomePhoto, PlainPage
from media.models import ClinicImage, GalleryIndexPage, GalleryPage, GalleryPhoto
from media.presets import FIRST_SPECS
from media.tasks import make_sizes
from services.models import (
    BodyArea,
    ConditionListPage,
    ConditionPage,
    RelatedService,
    ServiceCondition,
    ServiceIndexPage,
    ServicePage,
    ServicePhoto,
    ServiceTechnique,
    TechniqueIndexPage,
    TechniquePage,
)

FOLDER = Path(__file__).parent
MENU = ("services", "conditions", "techniques", "your-first-visit", "gallery", "contact")


def load_starter(report: Callable[[str], Any] = lambda line: None) -> int:
    """Add the starter pages that the site lacks and return how many were added; `report` gets a line for each."""
    with transaction.atomic():
        return StarterLoader(report).load()


class StarterLoader:
    """One run; `pages` maps each starter page's name to the page, whether found or just made."""

    def __init__(self, report: Callable[[str], Any]) -> None:
        self.report = report
        self.pages: dict[str, Page] = {}
        self.pictures: dict[str, ClinicImage] = {}
        self.added: set[str] = set()

    def load(self) -> int:
        texts = _read("pages.toml")
        home = self.load_home(texts["home"])
        services = self.load_index(home, ServiceIndexPage, texts["services_index"])
        conditions = self.load_index(home, ConditionListPage, texts["conditions_index"])
        techniques = self.load_index(home, TechniqueIndexPage, texts["techniques_index"])
        galleries = self.load_index(home, GalleryIndexPage, texts["gallery_index"])
        self.load_gallery(galleries, texts["gallery"])
        for entry in texts["page"]:
            self.load_plain_page(home, entry)
        self.load_contact_page(home, texts["contact"])
        self.link_home(home, texts["gallery"]["slug"])
        for entry in _read("techniques.toml")["technique"]:
            self.load_technique(techniques, entry)
        for entry in _read("conditions.toml")["condition"]:
            self.load_condition(conditions, entry)
        offered = _read("services.toml")["service"]
        for entry in offered:
            self.load_service(services, entry)
        for entry in offered:
            self.link_related(entry)
        return len(self.added)

    def add(self, name: str, parent: Page, make: Callable[[], Page]) -> Page:
        """Return the starter page `name`: the one that exists, or a new one published below `parent`."""
        key = uuid5(NAMESPACE_URL, f"starter/{name}")
        page = Page.objects.filter(translation_key=key).first()
        if page is None:
            page = make()
            page.translation_key = key
            page.live = False
            if page.slug in MENU:
                page.show_in_menus = True
            if parent.get_children().filter(slug=page.slug).exists():
                page.slug = ""  # Wagtail makes a free one from the title
            parent.add_child(instance=page)
            page.save_revision().publish()
            page.refresh_from_db()
            self.added.add(name)
            self.report(f"Added {page.url or page.title}")
        self.pages[name] = page.specific
        return self.pages[name]

    def load_home(self, entry: dict[str, Any]) -> HomePage:
        existing = HomePage.objects.first()
        if existing:
            return existing

        def make() -> HomePage:
            page = HomePage(
                title=entry["title"],
                slug="home",
                headline=entry["headline"],
                summary=entry["introduction"],
                search_description=entry["search_description"],
            )
            page.photos.set([HomePhoto.showing(self.picture(entry["picture"]))])
            return page

        remove_welcome_page()
        home = self.add("home", Page.get_first_root_node(), make)
        site = make_default_site(home)
        ClinicSettings.objects.update_or_create(site=site, defaults={"share_image": self.picture("share")})
        return home

    def load_index(self, home: HomePage, model: type[Page], entry: dict[str, Any]) -> Page:
        make = lambda: model(title=entry["title"], slug=entry["slug"], summary=entry["introduction"])  # noqa: E731
        return self.add(entry["slug"], home, make)

    def load_plain_page(self, home: HomePage, entry: dict[str, Any]) -> None:
        self.add(entry["slug"], home, lambda: PlainPage(**_basics(entry), body=self.illustrated(entry)))

    def load_contact_page(self, home: HomePage, entry: dict[str, Any]) -> None:
        self.add(entry["slug"], home, lambda: ContactPage(**_basics(entry), body=_prose(entry)))

    def illustrated(self, entry: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return the body of a plain page, with the galleries it names."""
        return [
            (kind, {**value, "gallery": self.pages[value["gallery"]]} if kind == "gallery" else value)
            for kind, value in _prose(entry)
        ]

    def link_home(self, home: HomePage, gallery: str) -> None:
        if "home" in self.added:
            home.first_visit = Page.objects.get(pk=self.pages["your-first-visit"].pk)
            home.gallery = self.pages[f"gallery/{gallery}"]
            home.save_revision().publish()

    def load_technique(self, index: Page, entry: dict[str, Any]) -> None:
        self.add(
            f"techniques/{entry['slug']}",
            index,
            lambda: TechniquePage(**_basics(entry), other_names=entry["aliases"], body=[("text", entry["body"])]),
        )

    def load_condition(self, index: Page, entry: dict[str, Any]) -> None:
        def make() -> ConditionPage:
            page = ConditionPage(
                **_basics(entry),
                **{name: entry[name] for name in ("body", "synonyms", "misspellings")},
                **{name: entry[name] for name in ("emergency", "urgent", "self_care")},
                part_of=self.pages[f"conditions/{entry['parent']}"] if "parent" in entry else None,
            )
            page.body_areas.set(BodyArea.objects.filter(slug__in=entry["areas"]))
            return page

        self.add(f"conditions/{entry['slug']}", index, make)

    def load_service(self, index: Page, entry: dict[str, Any]) -> None:
        def make() -> ServicePage:
            page = ServicePage(
                **_basics(entry),
                other_names=entry["aliases"],
                body=_prose(entry),
                pressure=entry.get("pressure"),
                pressure_note=entry.get("pressure_note", ""),
                session_steps=[("step", step) for step in entry["steps"]],
                cautions=[("caution", caution) for caution in entry["cautions"]],
                questions=[("question", question) for question in entry["questions"]],
            )
            page.service_conditions.set(
                [
                    ServiceCondition(
                        condition=self.pages[f"conditions/{row['slug']}"], note=row.get("note", ""), sort_order=position
                    )
                    for position, row in enumerate(entry["conditions"])
                ]
            )
            page.service_techniques.set(
                [
                    ServiceTechnique(
                        technique=self.pages[f"techniques/{row['slug']}"], note=row.get("note", ""), sort_order=position
                    )
                    for position, row in enumerate(entry["techniques"])
                ]
            )
            page.photos.set(
                [
                    ServicePhoto.showing(self.picture(row["picture"]), caption=row["caption"], sort_order=position)
                    for position, row in enumerate(entry["photos"])
                ]
            )
            return page

        self.add(f"services/{entry['slug']}", index, make)
        for words in entry.get("promoted_for", []):
            self.promote(f"services/{entry['slug']}", words, entry["promoted_because"])

    def promote(self, name: str, words: str, reason: str) -> None:
        """Have the search show a page that was just added to whoever uses these words, with the reason."""
        if name in self.added:
            SearchPromotion.objects.create(query=Query.get(words), page=self.pages[name], description=reason)

    def link_related(self, entry: dict[str, Any]) -> None:
        """Link a service that was just added to others, which may have been added after it."""
        name = f"services/{entry['slug']}"
        if name in self.added:
            page = self.pages[name]
            page.related_services.set(
                [
                    RelatedService(related=self.pages[f"services/{slug}"], sort_order=position)
                    for position, slug in enumerate(entry["related"])
                ]
            )
            page.save_revision().publish()

    def load_gallery(self, index: Page, entry: dict[str, Any]) -> None:
        def make() -> GalleryPage:
            page = GalleryPage(title=entry["title"], slug=entry["slug"], summary=entry["introduction"])
            page.photos.set(
                [
                    GalleryPhoto.showing(self.picture(row["picture"]), caption=row["caption"], sort_order=position)
                    for position, row in enumerate(entry["photos"])
                ]
            )
            return page

        self.add(f"gallery/{entry['slug']}", index, make)

    def picture(self, stem: str) -> ClinicImage:
        """Return the drawing `stem` from the library, added with all its sizes where it is not there yet."""
        if stem not in self.pictures:
            entry = next(row for row in _read("pictures/pictures.toml")["picture"] if Path(row["file"]).stem == stem)
            image = ClinicImage.objects.filter(title=entry["title"], credit=entry["credit"]).first()
            if image is None:
                path = FOLDER / "pictures" / entry["file"]
                image = ClinicImage(
                    title=entry["title"],
                    description=entry["description"],
                    caption=entry["caption"],
                    credit=entry["credit"],
                    shown=ClinicImage.Shown.NOBODY,  # nobody in particular: they are drawings
                    file=ContentFile(path.read_bytes(), path.name),
                )
                image.save()
                make_sizes(image, FIRST_SPECS)
            self.pictures[stem] = image
        return self.pictures[stem]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text())


def _basics(entry: dict[str, Any]) -> dict[str, str]:
    return {name: entry[name] for name in ("title", "slug", "summary", "search_description")}


def _prose(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    return [next(iter(item.items())) for item in entry["body"]]
