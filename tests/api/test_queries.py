"""Answers take few queries, whatever is in them."""

import pytest

from home.models import PlainPage
from tests.api.content import make_content
from tests.clinic.test_public_pages import full_site

MOST_FOR_A_PAGE, MOST_FOR_A_LIST = 8, 6
LISTS = ["pages/", "services/", "conditions/", "techniques/", "galleries/", "redirects/", "sitemap/", "body-areas/"]
OTHERS = ["clinic/", "navigation/", "search/?q=condition", "search/suggestions/?q=condition"]
NARROWED = [
    "pages/?area=neck&condition=x&technique=y&updated_since=2026-01-01T00:00:00Z&order=title",
    "services/?area=neck",
]


@pytest.mark.parametrize("how_many", [1, 20])
def test_answers_take_few_queries(home, client, django_assert_max_num_queries, how_many):
    paths = [path for path in full_site(home, how_many) if not path.endswith("/sent/") and "?" not in path]
    for path in paths:
        check(client, django_assert_max_num_queries, f"page/?path={path}", MOST_FOR_A_PAGE)
    for address in [*LISTS, *OTHERS, *NARROWED]:
        check(client, django_assert_max_num_queries, address, MOST_FOR_A_LIST)


def test_answers_full_of_links_take_few_queries_too(home, client, django_assert_max_num_queries):
    content = make_content(home)
    texts = [block for _ in range(20) for block in home.body if block.block_type == "text"]
    page = PlainPage.objects.first()
    page.body = [*page.body.raw_data, *({"type": "text", "value": text.value.source} for text in texts)]
    page.save_revision().publish()
    for path in content.addresses.values():
        check(client, django_assert_max_num_queries, f"page/?path={path}", MOST_FOR_A_PAGE)


def check(client, at_most, address, most):
    assert client.get(f"/api/v1/{address}").status_code == 200, address
    with at_most(most, info=address):
        client.get(f"/api/v1/{address}")
