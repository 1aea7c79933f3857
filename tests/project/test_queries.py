"""The exact number of queries of each page type, in both languages, with a warm cache.

When a number goes down, update it; an increase needs a reason.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

# page: (queries in English, queries in Spanish)
BUDGET = {
    "home": (39, 47),
    "summit": (37, 36),
    "dialogues": (22, 25),
    "dialogue_tijuana": (23, 27),
    "dialogue_los_angeles": (30, 38),
    "partners": (19, 22),
    "news": (23, 27),
    "news_juarez": (34, 39),
    "about": (23, 26),
    "privacy": (18, 20),
    "signup_summit": (18, 21),  # two for the pages that its consents link to
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
        client.get(url)  # draws images and fills the cache of root paths
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200
        counted.append(len(captured))
    assert tuple(counted) == BUDGET[key], f"{key}: {tuple(counted)}"
