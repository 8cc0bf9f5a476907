"""What the answers for all pages have in common, from the context that the page's template gets.

Such a context also holds `settings` and `navigation`, as in templates, and the rendition `share_picture` or None.
"""

from typing import Any

from clinic.api.schemas import Head, MetaTag, PageMeta, Review
from clinic.api.writer import Writer
from clinic.structured_data import page_graph

Context = dict[str, Any]


def page_fields(page: Any, context: Context, writer: Writer) -> dict[str, Any]:
    """Return the values of `BasePage` for the page of a context."""
    return writer.summary_fields(page) | {
        "meta": PageMeta(
            slug=page.slug,
            show_in_menus=page.show_in_menus,
            seo_title=page.seo_title,
            search_description=page.search_description,
            first_published_at=page.first_published_at,
            last_published_at=page.last_published_at,
        ),
        "breadcrumbs": [writer.link(crumb) for crumb in context["navigation"].trail if crumb.is_public],
        "head": head(page, context),
    }


def head(page: Any, context: Context) -> Head:
    """Return what the skeleton of pages, `clinic/base.html`, has in its head."""
    part, clinic = context.get("part"), context["settings"]["home"]["ClinicSettings"]
    title = part.title if part else page.seo_title or getattr(page, "headline", "") or page.title
    address = page.canonical_address(context["request"], part)
    return Head(
        title=f"{title} – {clinic.name}" if clinic.name else title,
        canonical_url=address,
        meta_tags=list(meta_tags(page, context, title, address)),
        structured_data=page_graph(page, context),
    )


def meta_tags(page: Any, context: Context, title: str, address: str) -> list[MetaTag]:
    """Return the elements of `clinic/components/sharing.html`, and what search engines are asked not to do."""
    part, clinic, picture = context.get("part"), context["settings"]["home"]["ClinicSettings"], context["share_picture"]
    description = (part.description if part else "") or page.meta_description
    tags = [
        ("name", "description", description),
        ("property", "og:type", "website"),
        ("property", "og:url", address),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:site_name", clinic.name),
        ("property", "og:image", picture and picture.full_url),
        ("property", "og:image:width", picture and str(picture.width)),
        ("property", "og:image:height", picture and str(picture.height)),
        ("property", "og:image:alt", picture and picture.image.description),
        ("name", "twitter:card", "summary_large_image" if picture else ""),
        ("name", "robots", "" if getattr(page, "is_indexable", True) else "noindex"),
    ]
    return [MetaTag(attribute=attribute, key=key, content=content) for attribute, key, content in tags if content]


def review(page: Any) -> Review | None:
    """Return the last review of a page, as it shows it."""
    if not page.last_reviewed:
        return None
    return Review(last_reviewed=page.last_reviewed, reviewed_by_role=page.reviewed_by_role)
