"""The addresses that other names of a service make."""

from collections.abc import Iterable

from django.utils.text import slugify


def alias_paths(names: Iterable[str]) -> list[str]:
    """Return the address of each name as Wagtail's redirects write it: `/medical-massage`."""
    slugs = (slugify(name, allow_unicode=True) for name in names)
    return [f"/{slug}" for slug in dict.fromkeys(slugs) if slug]
