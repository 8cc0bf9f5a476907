"""What visitors get at the addresses of every page type."""

import pytest
from django.test import Client

from tests.builders import (
    make_condition,
    make_gallery,
    make_image,
    make_plain_page,
    make_service,
    make_technique,
)

MOST_QUERIES = 10


def full_site(home, how_many: int) -> list[str]:
    """Fill a site with `how_many` of everything and return the address of one page of each type."""
    images = tuple(make_image() for _ in range(how_many))
    conditions = tuple(make_condition(home, areas=("neck", "hips")) for _ in range(how_many))
    part = make_condition(home, part_of=conditions[0], areas=("neck",))
    techniques = tuple(make_technique(home) for _ in range(how_many))
    body = [("text", "<p>Words</p>"), *(("photo", image) for image in images)]
    others = tuple(make_service(home, conditions=(*conditions, part), photos=images[:2]) for _ in range(how_many))
    service = make_service(
        home, conditions=conditions, techniques=techniques, related=others, photos=images, minutes=(30, 60, 90)
    )
    galleries = [make_gallery(home, photos=images) for _ in range(how_many)]
    plain = make_plain_page(home, body=body)
    for _ in range(how_many):
        make_plain_page(plain)
    home.first_visit = plain.page_ptr
    home.picture = images[0]
    home.body = body[:1]
    home.save_revision().publish()
    indexes = (service, conditions[0], techniques[0], galleries[0])
    pages = (home, plain, service, part, conditions[0], techniques[0], galleries[0])
    return [page.url for page in (*pages, *(page.get_parent() for page in indexes))]


@pytest.mark.parametrize("how_many", [1, 12])
def test_every_page_type_takes_at_most_ten_queries(home, client: Client, django_assert_max_num_queries, how_many):
    addresses = full_site(home, how_many)
    for address in addresses:
        assert client.get(address).status_code == 200
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(address)
