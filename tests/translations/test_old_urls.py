"""When a translation is approved with another slug, the old URL redirects to the new one."""

import pytest
from django.test import TestCase
from wagtail_localize.models import Translation

from tests.translations.conftest import translate
from translations.engine import review, segments

pytestmark = pytest.mark.django_db


def test_the_old_spanish_address_leads_on(page, spanish, translator, reviewer, client):
    with TestCase.captureOnCommitCallbacks(execute=True):
        translate(page, spanish, translator, reviewer)
    old = page.get_translation(spanish).url
    assert client.get(old).status_code == 200

    task = Translation.objects.get(source__object_id=page.translation_key)
    for text in segments.read(task):
        if text.context.path in ("slug", "title"):
            words = {"slug": "quienes-somos", "title": "Quiénes somos"}[text.context.path]
            segments.write(task, text.context, text.string, words, user=translator)
    review.submit(task, translator)
    assert client.get(old).status_code == 200  # nothing has moved yet
    with TestCase.captureOnCommitCallbacks(execute=True):
        review.approve(task, reviewer)

    assert page.get_translation(spanish).url == "/es/quienes-somos/"
    answer = client.get(f"{old}?a=1")
    assert answer.status_code == 301
    assert answer["Location"] == "/es/quienes-somos/?a=1"
    assert client.get("/es/quienes-somos/").status_code == 200
