"""Check-in: who is found, who can come in, and the printed attendee list."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from signups.models import Submission
from tests.signups.conftest import publish
from tests.signups.people import organizer, person, refused, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def check_in(page) -> str:
    return reverse("signups_check_in", args=[page.pk])


def at_code(code: str) -> str:
    return reverse("signups_check_in_code", args=[code])


def names(response) -> list[str]:
    html = response.content.decode()
    return re.findall(r"<li[^>]*>\s*<div>\s*<strong>([^<]*)</strong>", html)


def outcome(response) -> str:
    html = response.content.decode()
    found = re.search(r'id="check-in-outcome"[^>]*>(.*?)</div>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group(1)).split())


@pytest.fixture
def keeper(client):
    """Return the client of a user who may change sign-ups and nothing else."""
    client.force_login(person("keeper", "change_submission"))
    return client


# ------------------------------------------------------------------ the list
def test_everybody_with_a_place_stands_in_the_list_by_name(form_page, keeper):
    for name, status in {
        "Nuria": "confirmed",
        "Ñico": "confirmed",
        "Ábril": "checked_in",
        "Oscar": "confirmed",
        "On the waitlist": "waiting",
        "Canceled": "cancelled",
        "Spam": "quarantined",
        "Again": "repeated",
    }.items():
        sign_up(form_page, name, status=status)
    response = keeper.get(check_in(form_page))
    assert names(response) == ["Ábril", "Nuria", "Ñico", "Oscar"]
    html = " ".join(response.content.decode().split())
    assert "<strong>1</strong> of <strong>4</strong> checked in" in html
    assert 'autofocus aria-describedby="check-in-outcome"' in html
    # People without a spot are found, too, with the reason and without a button.
    found = keeper.get(check_in(form_page), {"q": "waitlist"})
    assert names(found) == ["On the waitlist"]
    assert 'name="present"' not in found.content.decode()
    assert names(keeper.get(check_in(form_page), {"q": "spam"})) == []


def test_search_by_code_and_name(form_page, keeper):
    row = sign_up(form_page, "Xóchitl Núñez")
    sign_up(form_page, "Somebody Else")
    for text in ("xochitl", "NUNEZ", row.spaced_code.lower(), row.code):
        assert names(keeper.get(check_in(form_page), {"q": text})) == ["Xóchitl Núñez"], text
    assert "No one found" in keeper.get(check_in(form_page), {"q": "zzz"}).content.decode()


def test_given_and_family_names_asked_apart(form_page, keeper):
    stream = form_page.fields.get_prep_value()
    for item in stream:
        if item["value"].get("key") == "full_name":
            item["value"]["autocomplete"] = "given-name"
        if item["value"].get("key") == "story":
            item["type"] = "text"
            item["value"]["autocomplete"] = "family-name"
    form_page.fields = stream
    page = publish(form_page)
    sign_up(page, "Ana", story="Núñez Ortiz")
    assert names(keeper.get(check_in(page))) == ["Ana Núñez Ortiz"]
    assert names(keeper.get(check_in(page), {"q": "ortiz"})) == ["Ana Núñez Ortiz"]


def test_the_name_on_the_badge_is_shown_too(form_page, keeper):
    stream = form_page.fields.get_prep_value()
    for item in stream:
        if item["value"].get("key") == "story":
            item["type"] = "text"
            item["value"]["autocomplete"] = "nickname"
    form_page.fields = stream
    page = publish(form_page)
    sign_up(page, "María Guadalupe", story="Lupita")
    row = sign_up(page, "Ana Núñez", story="ana")
    html = keeper.get(check_in(page), {"q": "lupita"}).content.decode()
    assert names(keeper.get(check_in(page), {"q": "lupita"})) == ["María Guadalupe"]
    assert "<span>Lupita</span>" in html
    assert "<span>ana</span>" not in keeper.get(at_code(row.code)).content.decode()


def test_a_sign_up_without_a_name_is_known_by_its_code(form_page, keeper):
    row = sign_up(form_page, "")
    response = keeper.get(check_in(form_page))
    assert names(response) == ["(no name)"]
    assert row.spaced_code in response.content.decode()


def test_hundreds_of_names_in_one_list(form_page, keeper):
    Submission.objects.bulk_create(
        Submission(
            page=form_page,
            language="en",
            answers={"full_name": f"Person {number:03}"},
            manage_token_hash=str(number),
            idempotency_key=f"00000000-0000-0000-0000-{number:012}",
        )
        for number in range(400)
    )
    response = keeper.get(check_in(form_page))
    assert names(response) == [f"Person {number:03}" for number in range(400)]
    assert response.content.decode().count("csrfmiddlewaretoken") < 5


# ------------------------------------------------------------------ marking
def test_present_and_undo(form_page, keeper):
    row = sign_up(form_page, "Ana")
    url = check_in(form_page)
    response = keeper.post(url, {"present": row.code})
    assert response.status_code == 303
    assert response["Location"] == f"{url}?done={row.code}"
    row.refresh_from_db()
    assert row.status == "checked_in"
    after = keeper.get(response["Location"])
    assert outcome(after) == f"Ana ({row.spaced_code}) is checked in."
    assert 'value=""' in after.content.decode(), "the search box is empty for the next one"
    # A second click changes nothing and shows the same.
    moment = row.status_changed_at
    again = keeper.post(url, {"present": row.code}, follow=True)
    row.refresh_from_db()
    assert row.status_changed_at == moment
    assert outcome(again) == f"Ana ({row.spaced_code}) is checked in."
    undone = keeper.post(url, {"undo": row.code}, follow=True)
    row.refresh_from_db()
    assert row.status == "confirmed"
    assert outcome(undone) == f"Ana ({row.spaced_code}) is not checked in."
    actions = ModelLogEntry.objects.filter(object_id=str(row.pk)).order_by("pk")
    assert [line.action for line in actions] == ["signups.check_in", "signups.undo_check_in"]


@pytest.mark.parametrize("status", ["waiting", "cancelled", "quarantined"])
def test_who_has_no_place_cannot_be_marked(form_page, keeper, status):
    row = sign_up(form_page, "Ana", status=status)
    response = keeper.post(check_in(form_page), {"present": row.code}, follow=True)
    row.refresh_from_db()
    assert row.status == status
    assert f"does not have a spot. Status: {row.get_status_display()}." in outcome(response)
    keeper.post(at_code(row.code), {"present": row.code})
    row.refresh_from_db()
    assert row.status == status


def test_nonsense_is_no_error(form_page, keeper):
    for data in ({}, {"present": ""}, {"present": "nothing"}, {"undo": "\0"}):
        response = keeper.post(check_in(form_page), data, follow=True)
        assert response.status_code == 200
        assert outcome(response) == ""


def test_a_code_of_another_form_is_not_marked_here(form_page, home, keeper):
    from signups.models import SignUpPage

    other = home.add_child(
        instance=SignUpPage(title="Other", slug="other", fields=form_page.fields.get_prep_value())
    )
    row = sign_up(other, "Ana")
    keeper.post(check_in(form_page), {"present": row.code})
    row.refresh_from_db()
    assert row.status == "confirmed"


# ------------------------------------------------------------------ the code in the email
@pytest.mark.parametrize(
    ("status", "says", "button"),
    [
        ("confirmed", "Has a spot.", 'name="present"'),
        ("checked_in", "Checked in.", 'name="undo"'),
        ("waiting", "On the waitlist, number 1.", ""),
        ("cancelled", "No spot: the sign-up was canceled.", ""),
        ("quarantined", "No spot: the sign-up is in quarantine and has not been reviewed yet.", ""),
    ],
)
def test_what_the_code_shows(form_page, keeper, status, says, button):
    row = sign_up(form_page, "Ana Núñez")
    Submission.objects.filter(pk=row.pk).update(
        status=status, position=7 if status == "waiting" else None
    )
    response = keeper.get(at_code(row.code))
    html = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert "<h1>Ana Núñez</h1>" in html
    assert row.spaced_code in html
    assert "Sign up" in html
    assert says in html
    for name in ('name="present"', 'name="undo"'):
        assert (name in html) == (name == button)


def test_scanning_and_pressing(form_page, keeper):
    row = sign_up(form_page, "Ana")
    response = keeper.post(at_code(row.code), {"present": row.code}, follow=True)
    row.refresh_from_db()
    assert row.status == "checked_in"
    assert response.redirect_chain == [(f"{check_in(form_page)}?done={row.code}", 303)]
    keeper.post(at_code(row.code), {"undo": row.code})
    row.refresh_from_db()
    assert row.status == "confirmed"


@pytest.mark.parametrize("write", [str.lower, lambda code: f"{code[:4]}-{code[4:]}"])
def test_the_code_may_be_typed_into_the_address(form_page, keeper, write):
    row = sign_up(form_page, "Ana")
    assert "<h1>Ana</h1>" in keeper.get(at_code(write(row.code))).content.decode()


def test_an_unknown_code(form_page, keeper):
    for method in (keeper.get, keeper.post):
        response = method(at_code("ZZZZZZZZ"))
        assert response.status_code == 200
        assert "Unknown code" in response.content.decode()


def test_a_repetition_leads_to_the_sign_up_that_counts(form_page, keeper):
    first = sign_up(form_page, "Ana", address="ana@example.org")
    again = sign_up(form_page, "Ana again", address="ana@example.org")
    html = keeper.get(at_code(again.code)).content.decode()
    assert "<h1>Ana</h1>" in html
    assert first.spaced_code in html
    assert "The sign-up shown here is the one that counts." in html
    assert "Ana again" not in html
    keeper.post(at_code(again.code), {"present": again.code})
    first.refresh_from_db()
    again.refresh_from_db()
    assert (first.status, again.status) == ("checked_in", "repeated")


def test_the_code_alone_opens_nothing(form_page, client):
    row = sign_up(form_page, "Ana")
    for url in (at_code(row.code), check_in(form_page)):
        for method in (client.get, client.post):
            response = method(url, {"present": row.code})
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("wagtailadmin_login"))
    client.force_login(person("looker", "view_submission", "export_submission"))
    for url in (at_code(row.code), check_in(form_page)):
        assert refused(client.get(url))
        assert refused(client.post(url, {"present": row.code}))
    row.refresh_from_db()
    assert row.status == "confirmed"


def test_who_may_only_change_is_not_led_elsewhere(form_page, keeper):
    row = sign_up(form_page, "Ana")
    html = keeper.get(at_code(row.code)).content.decode()
    assert reverse("signups_detail", args=[row.pk]) not in html
    assert (
        reverse("signups_attendee_list", args=[form_page.pk])
        not in keeper.get(check_in(form_page)).content.decode()
    )


# ------------------------------------------------------------------ printed list
def test_the_attendee_list(form_page, client):
    rows = [
        sign_up(form_page, name, address=f"{number}@example.org", country="mx")
        for number, name in enumerate(("Ñico", "oscar", "Ábril", "Nuria"))
    ]
    Submission.objects.filter(pk=rows[1].pk).update(status="checked_in")
    for status in ("waiting", "cancelled", "quarantined"):
        sign_up(form_page, f"Not {status}", status=status)
    client.force_login(organizer())
    html = client.get(reverse("signups_attendee_list", args=[form_page.pk])).content.decode()
    cells = re.findall(r"<td>([^<]+)</td>", html)
    assert cells[::2] == ["Ábril", "Nuria", "Ñico", "oscar"]
    assert set(cells[1::2]) == {row.spaced_code for row in rows}
    assert html.count("✓") == 1
    assert "4 people have a spot." in html
    for nothing in ("Not ", "@example.org", "Mexico<", "encrypted"):
        assert nothing not in html
    assert "The summit" in html
    assert "<h1>Sign up</h1>" in html
    assert '<html lang="en">' in html
    client.force_login(organizer("es"))
    assert (
        '<html lang="es">'
        in client.get(reverse("signups_attendee_list", args=[form_page.pk])).content.decode()
    )
    translation.activate("en")
