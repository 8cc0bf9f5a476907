"""Each role sees only what it can use: no link of the screens it works on ends in a refusal."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.forms import edit_address
from tests.staff.walk import REFUSED, ROLES, World

LINKS = re.compile(r'(?:href=|"url": )"(/admin/[^"#]*)')


@pytest.mark.parametrize("person", ROLES)
def test_no_link_ends_in_a_refusal(home, person):
    world = World(home, person)
    screens = [reverse("wagtailadmin_home"), reverse("waiting"), *map(edit_address, [world.service, world.submitted])]
    screens += [reverse("wagtailadmin_explore", args=[page.pk]) for page in (home, world.service.get_parent())]
    screens += [reverse("wagtailadmin_explore", args=[world.pages["gallery"].get_parent().pk])]
    found = {}
    for screen in screens:
        response = world.client.get(screen)
        if response.status_code == 200:
            found |= {unescape(link).partition("?")[0]: screen for link in LINKS.findall(response.content.decode())}
    assert len(found) > 10
    refused = {link: screen for link, screen in found.items() if world.answer("GET", link) == REFUSED}
    # Wagtail's panel about a page links to its uses from the list of the pages below it, whoever may edit that page.
    assert not {link: screen for link, screen in refused.items() if not link.endswith("/usage/")}
