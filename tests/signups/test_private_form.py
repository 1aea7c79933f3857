"""A form that was made private later is closed, except to holders of a secret link."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from accounts import lockout
from home.models import StandardPage
from signups.models import Submission
from tests import reviewed
from tests.signups.conftest import ANSWERS, Visitor
from tests.signups.test_personal import path_of, post

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = pytest.mark.django_db


def close(page, kind: str = "password") -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="open sesame" if kind == "password" else ""
    )
    if kind == "groups":
        restriction.groups.add(Group.objects.first())
    return restriction


@pytest.fixture
def mine(form_page, spanish_page) -> tuple[Visitor, Submission]:
    """Return a visitor who has not entered a password, and a sign-up."""
    Visitor().send(EN, {key: value for key, value in ANSWERS.items() if key != "needs"})
    return Visitor(), Submission.objects.get()


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_n02_a_personal_link_needs_no_password(mine, form_page, spanish_page, kind, language):
    visitor, submission = mine
    close(form_page, kind)
    page = form_page if language == "en" else spanish_page
    path = path_of(page, submission)
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert submission.spaced_code in answer.text
    assert visitor.get(f"{path}data/").json()["code"] == submission.spaced_code
    assert post(visitor, path, action="cancel").status_code == 303
    submission.refresh_from_db()
    assert submission.status == "cancelled"
    left = post(visitor, path, action="delete")
    assert left.status_code == 303
    assert visitor.get(left["Location"]).status_code == 200
    assert not Submission.objects.exists()


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_n02_nothing_else_of_a_private_form_opens(mine, form_page, spanish_page, kind):
    visitor, submission = mine
    close(form_page, kind)
    token = path_of(form_page, submission).rstrip("/").rpartition("/")[2]
    for start in (EN, ES):
        for rest in ("", "deleted/", "mine/", f"{token}/", f"mine/{token[:-4]}xxxx/"):
            answer = visitor.get(start + rest)
            assert 'name="full_name"' not in answer.text, rest
            assert submission.spaced_code not in answer.text, rest
            assert "Full name" not in answer.text, rest


# ------------------------------------------------------------------ guessing
@pytest.fixture
def page(home, spanish):
    page = home.add_child(instance=StandardPage(title="Press", slug="press"))
    reviewed.translate(page, spanish, title="Prensa", slug="prensa")
    return page


@pytest.mark.parametrize("kind", ["page", "form_page", "event"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_n02_the_password_cannot_be_guessed_without_end(
    request, spanish_page, kind, language, monkeypatch
):
    monkeypatch.setattr(lockout, "PRIVATE_NETWORK", replace(lockout.PRIVATE_NETWORK, most=4))
    page = request.getfixturevalue(kind)
    restriction = close(page)
    asked = page if language == "en" else page.get_translations().get()
    with translation.override(language):
        html = Client().get(asked.url).text
        own = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, asked.pk])
    [path] = re.findall(rf'action="([^"]*{restriction.pk}/{asked.pk}/)"', html)
    assert path == own

    def enter(address: str, password: str) -> int:
        data = {"password": password, "return_url": asked.url}
        return Client().post(address, data, REMOTE_ADDR="203.0.113.7").status_code

    assert [enter(path, "wrong") for _ in range(6)] == [200] * 4 + [429] * 2
    assert enter(path, "open sesame") == 429
    other = path.replace("/en/", "/es/") if language == "en" else path.replace("/es/", "/en/")
    assert enter(other, "open sesame") == 429, "one count for both languages"
