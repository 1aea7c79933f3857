"""Guessing passwords is limited at every sign-in: for one account, many accounts and networks."""

import datetime
import logging
import re
from dataclasses import replace
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from home.models import StandardPage
from pages.models import RateCount

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = datetime.datetime(2030, 2, 1, 12, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
RIGHT = "correct horse battery"
ADMIN, EN, ES = "/admin/login/", "/en/_util/login/", "/es/_util/login/"
SIGN_INS = [ADMIN, EN, ES]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def user(home, inicio) -> User:
    return User.objects.create_superuser("xochitl", "xochitl@example.org", RIGHT)


def sign_in(path=ADMIN, name="xochitl", password="wrong", *, network="203.0.113.7", client=None):
    return (client or Client()).post(
        path, {"username": name, "password": password}, REMOTE_ADDR=network
    )


def wrong(times: int, **more) -> list[int]:
    return [sign_in(**more).status_code for _ in range(times)]


# ------------------------------------------------------------------ accounts
@pytest.mark.parametrize("path", SIGN_INS)
def test_n22_twenty_five_wrong_passwords_lock_an_account_for_a_while(user, clock, path):
    assert wrong(25, path=path) == [200] * 10 + [429] * 15
    response = sign_in(path, password=RIGHT)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "no-store" in response["Cache-Control"]
    clock.shift(14 * MINUTE)
    response = sign_in(path, password=RIGHT)
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    clock.shift(1 * MINUTE)  # it ends by itself, even if there were attempts meanwhile
    assert sign_in(path, password=RIGHT).status_code == 302


def test_n22_the_ways_in_are_counted_together_in_whatever_way_the_name_is_typed(user):
    for name in ("xochitl", "XOCHITL", " xochitl ", "Ｘochitl", "xochitl\u2003"):
        assert {sign_in(path, name).status_code for path in (ADMIN, ES)} == {200}
    assert [sign_in(path, password=RIGHT).status_code for path in SIGN_INS] == [429] * 3


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", [ADMIN, "/{}/_util/login/"])
def test_n22_the_answer_does_not_tell_whether_an_account_exists(user, path, language):
    path = path.format(language)
    answers = []
    for name in ("xochitl", "nobody"):
        client = Client(headers={"accept-language": language})
        assert wrong(10, path=path, name=name, client=client) == [200] * 10
        response = sign_in(path, name, client=client)
        assert response.status_code == 429
        answers.append((response.content, sorted(response.headers.items())))
    assert answers[0] == answers[1]
    words = {"en": "Please wait 15 minutes", "es": "Espera 15 minutos"}[language]
    assert words in answers[0][0].decode()
    assert f'<html lang="{language}"' in answers[0][0].decode()


def test_n22_who_signs_in_begins_anew(user):
    assert wrong(9) == [200] * 9
    assert sign_in(password=RIGHT).status_code == 302
    assert wrong(11) == [200] * 10 + [429]


def test_n22_other_accounts_stay_open_but_not_to_a_network_that_tries_them_all(user):
    for number in range(6):
        assert wrong(10, name=f"guess-{number}") == [200] * 10
    assert sign_in(password=RIGHT).status_code == 429
    assert sign_in(password=RIGHT, network="203.0.113.8").status_code == 302


def test_n22_right_passwords_and_refusals_do_not_count_for_a_network(user):
    for number in range(70):
        assert sign_in(password=RIGHT, client=Client()).status_code == 302, number
    assert wrong(80)[10:] == [429] * 70
    assert sign_in(name="other").status_code == 200


def test_n22_nobody_is_shut_out_of_her_own_browser_by_what_others_try(user):
    own = Client()
    assert sign_in(password=RIGHT, client=own).status_code == 302
    mark = own.cookies["known"]
    assert mark["httponly"]
    assert mark["samesite"] == "Lax"
    assert "xochitl" not in mark.value
    own.post("/admin/logout/")
    for last in range(9):  # from many networks, including the user's own
        wrong(8, network=f"198.51.100.{last}")
        wrong(8)
    assert sign_in(password=RIGHT).status_code == 429
    assert sign_in(password=RIGHT, client=own).status_code == 302
    # The cookie allows no unlimited guessing, and unlocks no other account.
    assert wrong(11, client=own) == [200] * 10 + [429]
    wrong(10, name="other")
    assert sign_in(name="other", client=own).status_code == 429


def test_n22_an_invented_mark_opens_nothing(user):
    wrong(10)
    for value in ("x", "a:b:c", "{}"):
        client = Client()
        client.cookies["known"] = value
        assert sign_in(password=RIGHT, client=client).status_code == 429


def test_n22_a_form_without_its_token_locks_nobody_out(user):
    client = Client(enforce_csrf_checks=True)
    assert {sign_in(client=client).status_code for _ in range(12)} == {403}
    assert RateCount.objects.count() == 0


# ------------------------------------------------------------------ unlocking
def test_n22_a_lock_is_lifted_by_a_command(user):
    wrong(10)
    wrong(10, name="other")
    out = StringIO()
    call_command("unlock", "Xochitl", "nobody", stdout=out)
    assert out.getvalue() == "Xochitl: may try again.\nnobody: was not tried lately.\n"
    assert sign_in(password=RIGHT).status_code == 302
    assert sign_in(name="other").status_code == 429
    call_command("unlock", everything=True, stdout=out)
    assert sign_in(name="other").status_code == 200
    for arguments in ({}, {"names": ["xochitl"], "everything": True}):
        with pytest.raises(CommandError):
            call_command("unlock", *arguments.pop("names", []), **arguments)


def test_n22_a_new_password_lifts_the_lock(user):
    wrong(10)
    user.set_password("another horse battery")
    user.save()
    assert sign_in(password="another horse battery").status_code == 302


def test_n22_what_is_over_is_deleted(user, clock):
    from pages.limits import forget_old

    wrong(1)
    assert forget_old(NOW) == 0
    clock.shift(25 * 60 * MINUTE)
    assert forget_old(NOW + 25 * 60 * MINUTE) == 2


# ------------------------------------------------------------------ shared passwords
@pytest.fixture
def private(home, inicio) -> str:
    """Return the URL of the form that asks for the shared password of a page."""
    page = home.add_child(instance=StandardPage(title="Press", slug="press"))
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="open sesame"
    )
    return reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])


@pytest.fixture
def private_document(home, inicio) -> str:
    root = Collection.get_first_root_node()
    collection = root.add_child(name="Press")
    Document.objects.create(title="A", file=ContentFile(b"a", "a.txt"), collection=collection)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="open sesame"
    )
    return reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])


@pytest.mark.parametrize("what", ["private", "private_document"])
def test_n22_a_shared_password_cannot_be_guessed_without_end(request, clock, what, monkeypatch):
    from accounts import lockout

    monkeypatch.setattr(lockout, "PRIVATE", replace(lockout.PRIVATE, most=45))
    path = request.getfixturevalue(what)

    def enter(password="wrong", network="203.0.113.7"):
        data = {"password": password, "return_url": "/en/"}
        return Client().post(path, data, REMOTE_ADDR=network).status_code

    assert [enter("open sesame") for _ in range(35)] == [302] * 35  # a press room
    assert [enter() for _ in range(32)] == [200] * 30 + [429] * 2
    assert enter("open sesame") == 429
    assert enter("open sesame", "203.0.113.8") == 302
    clock.shift(15 * MINUTE)
    assert enter("open sesame") == 302
    for last in range(5):  # from many networks
        assert [enter(network=f"198.51.100.{last}") for _ in range(9)] == [200] * 9
    assert enter(network="198.51.100.99") == 429


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The password is incorrect"), ("es", "La contraseña no es")]
)
def test_n22_the_page_that_asks_for_a_password_is_one_of_the_site(private, language, words):
    page = StandardPage.objects.get(slug="press")
    if language == "es":
        path = private.replace("/en/", "/es/")
    else:
        path = private
        assert Client().get(page.url).status_code == 200
    html = Client().post(path, {"password": "x", "return_url": "/en/"}).content.decode()
    assert words in html
    assert 'class="site-header"' in html
    assert "<style" not in html


def test_n22_from_the_refusal_a_link_leads_back_to_the_form(user, private, monkeypatch):
    from accounts import lockout

    monkeypatch.setattr(lockout, "ACCOUNT", replace(lockout.ACCOUNT, most=0))
    monkeypatch.setattr(lockout, "PRIVATE", replace(lockout.PRIVATE, most=0))
    data = {"username": "xochitl", "password": "x", "next": "/en/press/?a=1&b=2"}
    html = Client().post(EN, data).content.decode()
    assert 'href="/en/_util/login/?next=%2Fen%2Fpress%2F%3Fa%3D1%26b%3D2"' in html
    for url, expected in (("/en/press/", "/en/press/"), ("https://evil.example/", private)):
        html = Client().post(private, {"password": "x", "return_url": url}).content.decode()
        assert f'<a class="button" href="{expected}">' in html


# ------------------------------------------------------------------ every sign-in
def views_of(patterns=None):
    """Yield (name, callback) for every URL of the site."""
    for each in patterns or get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            yield from views_of(each.url_patterns)
        elif isinstance(each, URLPattern):
            yield each.name, each.callback


def test_n22_there_is_no_way_in_that_is_not_limited():
    """Every view that signs in or asks for a password resolves to its limited form first."""
    names = {}
    for name, callback in views_of():
        inner = callback
        while hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        view = getattr(inner, "view_class", None) or getattr(callback, "view_class", None)
        label = getattr(view, "__name__", inner.__name__)
        if re.search(r"login|password_?reset(view)?$|authenticate", label, re.IGNORECASE):
            names.setdefault(name, label)
    assert set(names) == {
        "wagtailadmin_login",
        "wagtailcore_login",
        "wagtailadmin_password_reset",
        "wagtailcore_authenticate_with_password",
        "wagtaildocs_authenticate_with_password",
    }
    for name in names:
        args = {"wagtailcore_authenticate_with_password": [1, 1]}.get(name, [1])
        args = args if "authenticate" in name else []
        with translation.override("es"):
            match = get_resolver().resolve(reverse(name, args=args))
        found, modules = match.func, set()
        while found is not None:
            code = getattr(found, "__code__", None)
            modules.add(code and code.co_filename.rpartition("/")[2])
            found = getattr(found, "__wrapped__", None)
        assert "lockout.py" in modules, name


# ------------------------------------------------------------------ log and store
@pytest.fixture
def lines(caplog):
    """Capture the records of all loggers."""
    caplog.set_level(logging.DEBUG)
    return lambda: [record.getMessage() for record in caplog.records]


def test_n22_what_fails_is_logged_and_tells_nothing_of_what_was_typed(user, private, lines):
    secret = "my-real-password"
    wrong(11, password=secret, network="198.51.100.77")
    sign_in(name=secret, password="xochitl", network="198.51.100.77")
    sign_in(name=secret, network="198.51.100.78")
    Client().post(private, {"password": secret, "return_url": "/"}, REMOTE_ADDR="198.51.100.77")
    Client().post("/admin/password_reset/", {"email": secret}, REMOTE_ADDR="198.51.100.77")
    said = [line for line in lines() if "network" in line]
    everything = "\n".join(lines())
    for hidden in (secret, "198.51.100", "xochitl"):
        assert hidden not in everything
    networks = [re.search(r"network (\w{12})", line)[1] for line in said]
    assert len(set(networks[:12] + networks[13:])) == 1
    assert networks[12] != networks[0]
    assert said[0].startswith("Failed sign-in (wagtailadmin_login); network ")
    assert said[0].endswith(f"; account {user.pk}")
    assert said[10].startswith("Failed sign-in, refused: too many (wagtailadmin_login); ")
    assert said[11].endswith("; account unknown")
    assert said[13].startswith("Wrong password of a private page (wagtailcore_authenticate_with_p")
    assert said[14].startswith("Password reset asked for (wagtailadmin_password_reset); ")


def test_n22_no_address_and_no_name_is_stored(user):
    with CaptureQueriesContext(connection) as captured:
        wrong(3, name="nobody-known", network="198.51.100.77")
    counts = [sql["sql"] for sql in captured if "ratecount" in sql["sql"].lower()]
    assert counts
    assert not any("198.51" in sql or "nobody-known" in sql for sql in counts)
    assert {len(count.trace) for count in RateCount.objects.all()} == {64}


@pytest.mark.parametrize("name", ["\0", "a\0b", "\ud800", "x" * 5000, "", "'; --", "💃"])
def test_n22_whatever_is_typed_as_a_name_is_no_fault(home, inicio, name):
    for path in (ADMIN, EN):
        body = {"username": name.encode("utf-8", "surrogatepass"), "password": "x"}
        assert Client().post(path, body).status_code == 200


def test_n22_nobody_is_signed_in_by_a_page_that_is_asked_for_only(user):
    for path in SIGN_INS:
        assert Client().get(path).status_code == 200
    assert RateCount.objects.count() == 0
