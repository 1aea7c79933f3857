"""How many queries each page type costs, exactly, in both languages, with a warm cache.

A number that goes down is written down here; one that goes up needs a reason.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

# page: (queries in English, queries in Spanish)
BUDGET = {
    "home": (40, 48),
    "summit": (38, 37),
    "dialogues": (23, 26),
    "dialogue_tijuana": (24, 28),
    "dialogue_los_angeles": (31, 39),
    "partners": (20, 23),
    "news": (24, 28),
    "news_juarez": (35, 40),
    "about": (24, 27),
    "privacy": (19, 21),
    "signup_summit": (20, 23),  # two for the pages that its consents lead to
}


def address(sample, key: str, language: str) -> str:
    page = Page.objects.get(pk=sample.pages[key].pk)
    if language != "en":
        page = page.get_translation(Locale.objects.get(language_code=language))
    return page.url


@pytest.mark.parametrize("key", BUDGET)
def test_queries(sample, client, key):
    counted = []
    for language in ("en", "es"):
        url = address(sample, key, language)
        client.get(url)  # draws pictures and fills the cache of root paths
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200
        counted.append(len(captured))
    assert tuple(counted) == BUDGET[key], f"{key}: {tuple(counted)}"
