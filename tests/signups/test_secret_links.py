"""Personal links and other secrets appear in no log line and in no `Referer`."""

import io
import logging
import re

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from pages.secret_links import blank, holds_secret
from signups.models import SignUpPage, Submission
from tests.signups.conftest import ANSWERS, Visitor

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """Capture the output of the site's log handlers as they are configured."""
    names = ("", "django", "django.server")
    handlers = {handler for name in names for handler in logging.getLogger(name).handlers}
    ours = [h for h in handlers if type(h) is logging.StreamHandler]
    assert ours
    text = io.StringIO()
    before = [(handler, handler.setStream(text)) for handler in ours]
    yield text
    for handler, stream in before:
        handler.setStream(stream)


@pytest.fixture
def secrets(form_page, spanish_page) -> dict[str, str]:
    """Return URLs that grant access, each with its secret part."""
    visitor, found = Visitor(), {}
    for path, page in ((EN, form_page), (ES, spanish_page)):
        done = visitor.send(path, ANSWERS | {"email": f"{page.pk}@example.org"})["Location"]
        submission = Submission.objects.latest("pk")
        mine = page.personal_url(submission).removeprefix("http://localhost")
        found[done] = done.removeprefix(f"{path}done/").rstrip("/")
        token = mine.removeprefix(f"{path}mine/").rstrip("/")
        found |= {mine: token, f"{mine}data/": token}
    user = User.objects.create_user("ana", "ana@example.org", "x")
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    found[reverse("wagtailadmin_password_reset_confirm", args=[uid, token])] = token
    return found


def pieces(secret: str) -> list[str]:
    """Return what must not be found of a secret: all of it and each long part."""
    return [secret, *(part for part in re.split(r"[/-]", secret) if len(part) > 12)]


def assert_unknown(text: str, secret: str) -> None:
    for piece in pieces(secret):
        assert piece not in text


# ------------------------------------------------------------------ the log
def test_n03_no_refusal_writes_a_secret_into_the_log(secrets, log):
    """Wrong methods, missing CSRF tokens, missing pages and altered links log no secret."""
    strict, lax = Client(enforce_csrf_checks=True), Client()
    for address, secret in secrets.items():
        for client in (strict, lax):
            client.post(address, {"action": "correct"}, headers={"referer": f"https://x{address}"})
            client.put(address)
            client.get(f"{address}more/")
            client.get(address.replace(secret, f"{secret}x"))
            client.get(address.replace(secret, secret[:-1]))
            client.get(address.replace(secret, f"%20{secret}"))
            client.get(address.replace("/mine/", "/").replace("/done/", "/"))
            client.get(f"/en/nothing{address}")
            client.get(address.upper())
        assert_unknown(log.getvalue(), secret)
    written = log.getvalue()
    assert written.count("\n") > 40  # the refusals were logged
    for where in ("Forbidden", "Method Not Allowed", "Not Found", f"{EN}mine/", f"{ES}done/"):
        assert where in written


def test_n03_no_fault_writes_a_secret_into_the_log(secrets, log, monkeypatch):
    """The traceback contains local values: secrets in it are blanked as in the rest of the line."""

    def fail(page, request, *args, **kwargs):
        raise RuntimeError(f"no luck with {request.build_absolute_uri()} nor {args} {kwargs}")

    monkeypatch.setattr(SignUpPage, "serve", fail)
    monkeypatch.setattr("django.contrib.auth.views.PasswordResetConfirmView.dispatch", fail)
    client = Client(raise_request_exception=False)
    for address, secret in secrets.items():
        log.truncate(0)
        assert client.get(address).status_code == 500
        assert_unknown(log.getvalue(), secret)
        assert "Traceback" in log.getvalue()
        assert "no luck with" in log.getvalue()
        assert "Internal Server Error: /" in log.getvalue()


def test_n03_neither_do_the_lines_of_a_server_or_of_the_worker(secrets, log):
    for address, secret in secrets.items():
        encoded = address.replace("/", "%2F")
        for name in (
            "django.server",
            "django.security.DisallowedHost",
            "home",
            "mailing.outbox",
        ):
            logger = logging.getLogger(name)
            logger.error('"GET %s HTTP/1.1" %s', f"{address}?to=delete", "404")
            logger.error("GET /admin/login/?next=%s&x=1 and 100%%", encoded, stack_info=True)
            try:
                raise ValueError(address) from KeyError(f"{address}data/")
            except ValueError:
                logger.exception("It failed.")
        assert_unknown(log.getvalue(), secret)
    assert "?to=delete HTTP/1.1" in log.getvalue()
    assert "&x=1 and 100%" in log.getvalue()


def test_n03_what_opens_nothing_is_written_as_it_is():
    for text in (
        "Not Found: /en/dialogues/tijuana/",
        "/en/the-mine/tunnel/ and /en/done",
        "/admin/sign-ups/12/ 200 5d41402abc4b2a76b9719d911017c592",
        "Mail 7 (signups.letter) was not sent: SMTPServerDisconnected",
        "/admin/password_reset/",
    ):
        assert blank(text) == text
        assert not holds_secret(text)


def test_n03_every_route_with_a_secret_in_it_is_known(secrets):
    """Every route with a token, a signature or a key in it is blanked."""

    def routes(resolver, before=""):
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from routes(pattern, route)
            else:
                yield route, pattern

    own = [(f"en/x/{route.pattern}", route) for route in SignUpPage.get_subpage_urls()]
    secret = re.compile("token|sign(ed|ature)|secret|uidb64|digest|hash|key")
    # The digest of a picture; a page on the translation dashboard. Neither grants access.
    public = {"digest", "key"}
    found = 0
    for route, pattern in [*routes(get_resolver()), *own]:
        converters = getattr(pattern.pattern, "converters", {})
        names = {
            name
            for name, converter in converters.items()
            if secret.search(name) and not isinstance(converter, IntConverter)
        }
        if names - public:
            found += 1
            path = "/" + re.sub(r"<[^>]+>", "AbC-123", route.replace("^", "").replace("\\Z", ""))
            assert holds_secret(path), route
            assert "AbC-123" not in blank(path), route
    assert found >= 4


# ------------------------------------------------------------------ the Referer
def test_n03_a_page_with_a_secret_address_gives_its_host_alone_as_referer(secrets):
    client = Client(enforce_csrf_checks=True)
    for address in secrets:
        for response in (client.get(address), client.post(address), client.get(f"{address}x/")):
            assert response["Referrer-Policy"] == "strict-origin", (address, response)
    for address in ("/en/", EN, "/es/", "/admin/login/", "/en/nothing/"):
        assert client.get(address)["Referrer-Policy"] == "same-origin"


# ------------------------------------------------------------------ gunicorn
def test_n03_gunicorn_writes_no_secret_either(secrets, tmp_path):
    import datetime
    from types import SimpleNamespace

    from gunicorn.config import Config

    from peacesummit import gunicorn

    for name in ("gunicorn.error", "gunicorn.access"):
        assert not logging.getLogger(name).handlers
    cfg = Config()
    for name in ("logger_class", "access_log_format", "loglevel"):
        cfg.set(name, getattr(gunicorn, name))
    access, error = tmp_path / "access.log", tmp_path / "error.log"
    cfg.set("accesslog", str(access))
    cfg.set("errorlog", str(error))
    logger = cfg.logger_class(cfg)
    logger.setup(cfg)  # as after a reload
    request = RequestFactory().get("/")
    formats = [gunicorn.access_log_format, '%(h)s "%(r)s" %(U)s %(q)s "%(f)s" %({referer}i)s']
    for address, secret in secrets.items():
        for form in formats:
            cfg.set("access_log_format", form)
            environ = request.environ | {
                "RAW_URI": f"{address}?q=Ana",
                "PATH_INFO": address,
                "HTTP_REFERER": f"https://summit.example{address}",
                "REMOTE_ADDR": "203.0.113.7",
            }
            answer = SimpleNamespace(status="200 OK", sent=5, headers=[])
            sent = SimpleNamespace(headers=[("REFERER", environ["HTTP_REFERER"])])
            logger.access(answer, sent, environ, datetime.timedelta(seconds=1))
        logger.error("Error handling request %s", address)
        assert_unknown(access.read_text() + error.read_text(), secret)
    ours = [line for line in access.read_text().splitlines() if "203.0.113.7" not in line]
    assert len(ours) == len(secrets)
    assert all("Ana" not in line and "summit.example" not in line for line in ours)
    assert f'"GET {EN}mine/' in access.read_text()
    assert "Error handling request" in error.read_text()
    for name in ("gunicorn.error", "gunicorn.access"):
        for handler in list(logging.getLogger(name).handlers):
            logging.getLogger(name).removeHandler(handler)
            handler.close()
