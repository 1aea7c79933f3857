"""What `tests.reviewed` creates has gone through the normal workflow of the site."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from tests import reviewed
from tests.translations.conftest import state_of
from translations.models import Review, Status

pytestmark = pytest.mark.django_db


def test_n22_the_helper_publishes_through_the_real_review(page, spanish):
    with pytest.raises(ValidationError):
        page.copy_for_translation(spanish).save_revision().publish()
    page.get_translation(spanish).delete()
    acerca = reviewed.translate(page, spanish, title="Acerca", slug="acerca")
    assert acerca.live
    assert acerca.title == "Acerca"
    recorded = Review.objects.get(revision=acerca.live_revision)
    assert recorded.state == Review.State.APPROVED
    assert state_of(page, spanish).status == Status.LIVE
    acerca.introduction = "Nos reunimos."
    acerca = reviewed.publish(acerca)
    assert acerca.introduction == "Nos reunimos."
    review = Review.objects.get(revision=acerca.live_revision)
    assert review.state == Review.State.APPROVED
    assert None not in (review.submitted_by, review.decided_by)
    assert review.submitted_by != review.decided_by


def test_n22_no_test_puts_something_in_the_place_of_the_review():
    replaced = re.compile(r"(setattr|patch(\.object)?)\(\s*[\"\']?(translations\.)?review\b")
    tests = Path(__file__).parents[1].rglob("*.py")
    assert [file.name for file in tests if replaced.search(file.read_text())] == []
