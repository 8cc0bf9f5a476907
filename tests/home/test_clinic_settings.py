"""The clinic's settings, found together with the site that is asked for."""

from itertools import combinations

import pytest
from django.http import HttpRequest
from wagtail.models import Page, Site

from home.models import ClinicSettings

HOSTS = ("one.example", "two.example")
PLACES = [(host, port) for host in HOSTS for port in (80, 8080)]
CHOICES = [chosen for number in range(4) for chosen in combinations(PLACES, number)]


def request_for(host: str, port: int) -> HttpRequest:
    request = HttpRequest()
    request.META = {"HTTP_HOST": f"{host}:{port}", "SERVER_NAME": host, "SERVER_PORT": str(port)}
    return request


@pytest.mark.parametrize("with_default", [False, True])
def test_the_site_is_the_one_that_wagtail_chooses(db, settings, with_default):
    settings.ALLOWED_HOSTS = ["*"]
    root, asked = Page.get_first_root_node(), [*PLACES, ("one.example", 99), ("three.example", 80)]
    for chosen in CHOICES:
        for default in chosen if with_default and chosen else [None]:
            Site.objects.all().delete()
            for host, port in chosen:
                is_default = (host, port) == default
                Site.objects.create(hostname=host, port=port, root_page=root, is_default_site=is_default)
            for host, port in asked:
                ours = request_for(host, port)
                ClinicSettings.found_with_site(ours)
                expected = Site.find_for_request(request_for(host, port))
                assert ours.__dict__.get("_wagtail_site") == expected, (chosen, default, host, port)
