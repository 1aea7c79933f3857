"""One mailbox takes one spot in any spelling, even with fingerprints from before the cleaning."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.crypto import salted_hmac

from signups.models import Submission
from signups.privacy import tokens
from tests.signups.conftest import Visitor
from tests.signups.people import organizer, sign_up

EN = "/en/sign-up/"
ADDRESS = "ana@münchen.example"
WAYS = [
    "ana@xn--mnchen-3ya.example", "ANA@MÜNCHEN.EXAMPLE", "ana@münchen.example.",
    "an\u200ba@münchen.example", "ana@mu\u0308nchen.example", "\u202aana@münchen.example\u202c",
    "ａna@münchen．example", "Ana <ana@münchen.example>", "ana\ufe0f@mün\u00adchen.example",
]  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def before(address: str, page) -> str:
    """Return the email fingerprint as it was stored until 2026."""
    text = f"{page.translation_key.hex}\0{address}"
    return salted_hmac("signups.email", text, algorithm="sha256").hexdigest()


@pytest.mark.parametrize("way", WAYS, ids=ascii)
def test_n11_one_mailbox_takes_one_place(form_page, way):
    for address in (ADDRESS, way):
        answers = {"full_name": "Ana", "email": address}
        assert Visitor().send(EN, answers).status_code == 303
    assert [row.status for row in Submission.everything.order_by("pk")] == ["confirmed", "repeated"]


def test_n11_what_is_stored_and_written_to_is_clean(form_page):
    typed = {"full_name": "\u200bAna\u202e Núñez", "story": "a\u00adb\r\nc", "email": WAYS[3]}
    Visitor().send(EN, typed)
    answers = Submission.objects.get().answers
    assert answers["full_name"] == "Ana Núñez"
    assert answers["story"] == "ab\nc"
    assert answers["email"] == ADDRESS


@pytest.mark.parametrize("name", ["\u200b", "\u3164\u2060", "\u2800", "\u00ad \ufeff"], ids=ascii)
def test_n11_a_name_of_nothing_is_none(form_page, name):
    response = Visitor().send(EN, {"full_name": name})
    assert response.status_code == 422
    assert 'id="id_full_name_error"' in response.content.decode()


def test_n11_corrections_are_clean_too(form_page, client):
    visitor = Visitor()
    visitor.send(EN, {"full_name": "Ana", "email": "ana@example.org"})
    row = Submission.objects.get()
    personal = f"{EN}mine/{tokens.manage_token(row.reference)}/"
    visitor.get(f"{personal}?to=correct")
    token = visitor.client.cookies["csrftoken"].value
    answers = {"full_name": "A\u200bna", "email": "an\u2060a@EXAMPLE.org"}
    data = {"action": "correct", "csrfmiddlewaretoken": token, **answers}
    assert visitor.client.post(personal, data).status_code == 303
    row.refresh_from_db()
    assert row.answers == {**row.answers, "full_name": "Ana", "email": "ana@example.org"}
    client.force_login(organizer())
    corrected = client.post(
        reverse("signups_correct", args=[row.pk]),
        {"full_name": "\u202dLucía\u200b", "email": "Lucía <ana@example.org>"},
    )
    assert corrected.status_code == 302
    row.refresh_from_db()
    assert row.answers["full_name"] == "Lucía"
    assert row.answers["email"] == "ana@example.org"
    empty = client.post(reverse("signups_correct", args=[row.pk]), {"full_name": "\u200b"})
    assert empty.status_code == 422


def test_n11_who_signed_up_before_is_recognised_and_renewed(form_page):
    """Old sign-ups match the same spelling at once, and every other one after rotate_answers."""
    row = sign_up(form_page, address=ADDRESS)
    Submission.objects.filter(pk=row.pk).update(email_fingerprint=before(ADDRESS, form_page))
    assert sign_up(form_page, address=ADDRESS).original == row
    out = io.StringIO()
    call_command("rotate_answers", dry_run=True, stdout=out)
    assert "1 fingerprints of addresses would be" in out.getvalue()
    row.refresh_from_db()
    assert row.email_fingerprint == before(ADDRESS, form_page)
    call_command("rotate_answers", stdout=out)
    row.refresh_from_db()
    assert row.email_fingerprint == tokens.email_fingerprints(ADDRESS, form_page.translation_key)[0]
    for way in WAYS:
        assert sign_up(form_page, address=way).original == row


def test_n11_two_sign_ups_of_one_mailbox_are_not_made_one(form_page):
    """Both were accepted and stay; rotate_answers reports how many there are."""
    first = sign_up(form_page, "Ana", address=ADDRESS)
    second = sign_up(form_page, "Ana again", address="other@example.org")
    fingerprints = [before(ADDRESS, form_page), before(WAYS[0], form_page)]
    for row, address, mark in zip((first, second), (ADDRESS, WAYS[0]), fingerprints, strict=True):
        row.answers["email"] = address
        Submission.objects.filter(pk=row.pk).update(answers=row.answers, email_fingerprint=mark)
    out = io.StringIO()
    call_command("rotate_answers", stdout=out)
    assert "1 addresses have another sign-up" in out.getvalue()
    assert Submission.objects.filter(status="confirmed").count() == 2
    assert len({row.email_fingerprint for row in Submission.objects.all()}) == 2
    assert sign_up(form_page, "Ana once more", address="ANA@münchen.example").status == "repeated"
