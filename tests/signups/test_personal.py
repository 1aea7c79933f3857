"""The personal page of a sign-up opens only with its link."""

import json
import re

import pytest
from nacl.public import PrivateKey

from signups.models import Letter, Submission
from signups.privacy import sealing, tokens
from signups.registration import transitions
from tests import reviewed
from tests.signups.conftest import ANSWERS, Visitor, publish

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def key(settings) -> PrivateKey:
    """Return the private key whose public half the site seals to."""
    pair = PrivateKey.generate()
    settings.SEALING_PUBLIC_KEY = sealing.write_public_key(pair.public_key)
    return pair


@pytest.fixture
def mine(form_page, spanish_page, key) -> tuple[Visitor, str, Submission]:
    """Return a visitor with a sign-up and the path of their personal page."""
    visitor = Visitor()
    visitor.send(EN, ANSWERS)
    submission = Submission.objects.get()
    return visitor, path_of(form_page, submission), submission


def path_of(page, submission) -> str:
    return page.personal_url(submission).removeprefix("http://localhost")


def post(visitor: Visitor, path: str, **data):
    """Submit a form of the personal page with its token."""
    html = visitor.get(f"{path}?to={data.get('action', '')}").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token, "no form is shown"
    data["csrfmiddlewaretoken"] = token[1]
    return visitor.client.post(path, data)


def answers(**changed):
    """Return what a browser submits from the correction form."""
    return {k: v for k, v in {**ANSWERS, **changed}.items() if v is not None and k != "needs"}


# ------------------------------------------------------------------ viewing
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_one_sees(mine, spanish_page, language):
    visitor, path, submission = mine
    if language == "es":
        path = path_of(spanish_page, submission)
    page = visitor.get(path)
    html = page.content.decode()
    assert page.status_code == 200
    assert submission.spaced_code in html
    assert ANSWERS["full_name"] in html
    assert ANSWERS["email"] in html
    assert {"en": "You have a spot.", "es": "Tienes un lugar."}[language] in html
    assert {"en": "Large print", "es": "Letra grande"}[language] not in html  # sealed
    assert {"en": "Mexico", "es": "México"}[language] in html
    for header in ("no-store", "private"):
        assert header in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert set(visitor.client.cookies) == {"csrftoken"}


def test_a_link_that_is_none_answers_404(mine, form_page):
    visitor, path, submission = mine
    other = "1" if path[-2] == "0" else "0"  # always differs from the last digit
    assert visitor.get(f"{path[:-2]}{other}/").status_code == 404
    assert visitor.get(f"{EN}mine/{submission.manage_token_hash}/").status_code == 404
    assert visitor.get(f"{EN}mine/{submission.reference.hex}/").status_code == 404
    assert visitor.get(f"{EN}mine/x/data/").status_code == 404
    assert visitor.get(f"{EN}mine/%00/").status_code == 404


def test_a_link_opens_one_sign_up_of_one_form(mine, form_page, home):
    visitor, path, _submission = mine
    other = form_page.copy(to=home, update_attrs={"slug": "other", "title": "Other"})
    assert reviewed.publish(other).live
    assert visitor.get(path.replace(EN, "/en/other/")).status_code == 404


def test_the_token_is_long_hashed_and_outlives_a_new_secret_key(mine, settings, form_page):
    _visitor, path, submission = mine
    token = path.rstrip("/").rsplit("/", 1)[1]
    assert len(token) * 4 >= 128
    assert submission.manage_token_hash == tokens.token_hash(token) != token
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 50
    assert path_of(form_page, submission) == path


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_link_outlives_the_publication_of_the_form(mine, form_page, spanish_page, language):
    visitor, path, submission = mine
    if language == "es":
        path = path_of(spanish_page, submission)
    for page in (form_page, spanish_page):
        page.refresh_from_db()
        page.unpublish()
    assert visitor.get(EN).status_code == visitor.get(ES).status_code == 404
    assert visitor.get(f"{EN}done/x/").status_code == 404
    assert submission.spaced_code in visitor.get(path).content.decode()
    assert visitor.get(f"{path}data/").status_code == 200
    sent = post(visitor, path, action="delete")
    assert visitor.get(sent["Location"]).status_code == 200
    assert not Submission.everything.exists()


# ------------------------------------------------------------------ correcting
def test_correcting_answers(mine, key):
    visitor, path, submission = mine
    sealed = dict(submission.sealed)
    form = visitor.get(f"{path}?to=correct").content.decode()
    assert 'value="Ana Núñez de la O"' in form
    assert re.search(r'value="es"[^>]*checked', form)
    assert not re.search(r'name="needs"[^>]*checked', form)
    sent = post(visitor, path, action="correct", **answers(full_name="Ana N.", visa="yes"))
    assert sent.status_code == 303
    assert "saved" in visitor.get(sent["Location"]).content.decode()
    submission.refresh_from_db()
    assert submission.answers["full_name"] == "Ana N."
    assert submission.answers["visa"] == "yes"
    assert submission.sealed == sealed
    assert Letter.objects.filter(kind="changed").count() == 1
    # Without a change, no email is sent.
    post(visitor, path, action="correct", **answers(full_name="Ana N.", visa="yes"))
    assert Letter.objects.filter(kind="changed").count() == 1


def test_sealed_answers_are_replaced_or_taken_back(mine, key):
    visitor, path, submission = mine

    def opened():
        submission.refresh_from_db()
        return sealing.unseal(
            submission.sealed["needs"], key, reference=str(submission.reference), question="needs"
        )

    assert opened() == ["ramp", "print"]
    post(visitor, path, action="correct", **answers(), needs=["print"])
    assert opened() == ["print"]
    post(visitor, path, action="correct", **answers(), **{"take-back-needs": "on"})
    assert opened() is None


def test_mistakes_in_a_correction_change_nothing(mine):
    visitor, path, submission = mine
    sent = post(visitor, path, action="correct", **answers(full_name="", email="none"))
    html = sent.content.decode()
    assert sent.status_code == 422
    assert html.count('href="#id_') == 2
    assert 'value="none"' in html
    assert re.search(r"<title>\s*Error:", html)
    submission.refresh_from_db()
    assert submission.answers["full_name"] == ANSWERS["full_name"]


def test_a_corrected_address_is_the_one_that_counts(mine, form_page):
    visitor, path, submission = mine
    post(visitor, path, action="correct", **answers(email="new@example.org"))
    submission.refresh_from_db()
    transitions.confirm_email(submission, "new@example.org")  # tests/signups/test_email_change.py
    assert (
        submission.email_fingerprint
        == tokens.email_fingerprints("new@example.org", form_page.translation_key)[0]
    )
    other = Visitor()
    other.send(EN, ANSWERS)  # the old address is free again
    second = Submission.objects.exclude(pk=submission.pk).get()
    sent = post(
        other, path_of(form_page, second), action="correct", **answers(email="NEW@example.org")
    )
    assert sent.status_code == 303
    second.refresh_from_db()
    with pytest.raises(transitions.EmailTaken):
        transitions.confirm_email(second, "NEW@example.org")
    assert second.answers["email"] == ANSWERS["email"]


# ------------------------------------------------------------------ canceling and deleting
def test_cancelling_asks_first_and_never_happens_by_opening_a_page(mine):
    visitor, path, submission = mine
    for address in (f"{path}?to=cancel", f"{path}?action=cancel", f"{path}?to=delete"):
        assert visitor.get(address).status_code == 200
        submission.refresh_from_db()
        assert submission.status == "confirmed"
    assert visitor.client.post(path, {"action": "cancel"}).status_code == 403  # no CSRF token
    sent = post(visitor, path, action="cancel")
    assert sent.status_code == 303
    submission.refresh_from_db()
    assert submission.status == "cancelled"
    html = visitor.get(sent["Location"]).content.decode()
    assert "This sign-up has been canceled" in html
    assert "Change my answers" not in html
    assert Letter.objects.filter(kind="cancelled").count() == 1
    # No more corrections are possible, and a second click does no harm.
    token = re.search(
        r'value="([^"]+)"',
        visitor.get(f"{path}?to=delete").content.decode().split("csrfmiddlewaretoken")[1],
    )[1]
    for action in ("cancel", "correct"):
        again = visitor.client.post(path, {"action": action, "csrfmiddlewaretoken": token})
        assert again.status_code == 303
    assert Letter.objects.filter(kind="cancelled").count() == 1


def test_who_has_arrived_does_not_cancel(mine):
    visitor, path, submission = mine
    html = visitor.get(f"{path}?to=cancel").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    Submission.objects.update(status="checked_in")
    assert "?to=cancel" not in visitor.get(path).content.decode()
    sent = visitor.client.post(path, {"action": "cancel", "csrfmiddlewaretoken": token})
    assert sent.status_code == 303
    submission.refresh_from_db()
    assert submission.status == "checked_in"


def test_deleting_leaves_nothing(mine, form_page):
    visitor, path, _submission = mine
    Visitor().send(EN, ANSWERS)  # a duplicate, which is deleted with it
    sent = post(visitor, path, action="delete")
    assert sent.status_code == 303
    assert "has been deleted" in visitor.get(sent["Location"]).content.decode()
    assert not Submission.everything.exists()
    # Only the email about the deletion is left; its address is erased once it is sent.
    assert list(Letter.objects.values_list("kind", "submission")) == [("deleted", None)]
    assert visitor.get(path).status_code == 404
    Visitor().send(EN, ANSWERS)  # the address is free
    assert Submission.objects.count() == 1


def test_downloading_ones_data(mine):
    visitor, path, submission = mine
    answer = visitor.get(f"{path}data/")
    data = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert data["code"] == submission.spaced_code
    found = {item["key"]: item["answer"] for item in data["answers"]}
    assert found == submission.answers
    assert [item["key"] for item in data["sealed_answers"]] == ["needs"]
    assert "manage" not in answer.content.decode()


# ------------------------------------------------------------------ duplicates and quarantine
def test_the_link_of_a_repetition_has_no_power_over_the_first(mine, form_page):
    _visitor, _path, original = mine
    stranger = Visitor()
    done = stranger.send(EN, ANSWERS | {"full_name": "Stranger", "story": "mine"})
    copy = Submission.everything.get(status="repeated")
    own = path_of(form_page, copy)
    assert own in stranger.get(done["Location"]).content.decode()
    html = stranger.get(own).content.decode()
    assert "Stranger" in html
    assert ANSWERS["full_name"] not in html
    assert post(stranger, own, action="cancel").status_code == 303
    assert "This sign-up has been canceled" in stranger.get(own).content.decode()
    assert post(stranger, own, action="delete").status_code == 303
    original.refresh_from_db()
    assert original.status == "confirmed"
    assert not Letter.objects.filter(kind="cancelled", submission=original).exists()


def test_a_waiting_place_is_shown_and_moves_up(form_page, spanish_page, key):
    form_page.capacity = 1
    publish(form_page)
    people = [Visitor() for _number in range(3)]
    for number, visitor in enumerate(people):
        visitor.send(ES if number else EN, ANSWERS | {"email": f"{number}@example.org"})
    first, second, third = Submission.objects.order_by("pk")
    path = path_of(spanish_page, third)
    assert "lista de espera: 2" in people[2].get(path).content.decode()
    post(people[0], path_of(form_page, first), action="cancel")
    assert "lista de espera: 1" in people[2].get(path).content.decode()
    assert "Tienes un lugar" in people[1].get(path_of(spanish_page, second)).content.decode()
