"""No browser request leaks a personal link, over HTTPS, where forms need an origin."""

import datetime
import ipaddress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser.people import take_time
from tests.browser.reader import Reader
from tests.browser.server import HOST, Site
from tests.faults.site import OPEN, copy_of, site_with_forms

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def secure(browser, tmp_path_factory, shared_folder):
    """A site over HTTPS that records each request with the page that it came from."""
    folder = tmp_path_factory.mktemp("secure")
    certificate = folder / "certificate.pem"
    make_certificate(certificate)
    arguments = (
        f"--certfile={certificate} --keyfile={certificate} --access-logfile=-"
        " --access-logformat='%(m)s|%(s)s|%({host}i)s|%(f)s|%(r)s'"
    )
    with (
        pytest.MonkeyPatch.context() as environment,
        copy_of(site_with_forms(shared_folder), folder, GUNICORN_CMD_ARGS=arguments) as running,
    ):
        url = running.site.url.replace("http://", "https://")
        running.site = Site(url, running.site.database)
        running.env["SITE_URL"] = url
        environment.setenv("SSL_CERT_FILE", str(certificate))
        running.start("web")
        yield running


def make_certificate(path) -> None:
    """Write a certificate for this computer and its key, valid for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address(HOST))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )


@pytest.mark.parametrize("path", OPEN)
def test_n03_no_request_carries_a_personal_link(browser, secure, path):
    reader = Reader(browser, secure.site, ignore_https_errors=True)
    page, requests = reader.page, []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - Playwright marks it
    reader.open(path)
    page.fill("[name=full_name]", "Ana")
    page.fill("[name=email]", f"{path[1:3]}@example.org")
    take_time(reader)
    reader.follow("main form [type=submit]:visible")
    signed = page.url.split("/done/")[1].split("/")
    # Wagtail recognizes HTTPS by its port alone, and a test has only a free port.
    page.evaluate("document.querySelector('.personal-link').protocol = 'https'")
    reader.follow(".personal-link")
    token = page.url.split("/mine/")[1].strip("/")
    page.reload()
    reader.follow('a[href$="?to=correct"]')
    page.fill("[name=full_name]", "Ana María")
    reader.follow("main form [type=submit]:visible")
    assert page.url.endswith("?corrected")  # the form was accepted: the browser sent its origin
    assert "Ana María" in page.inner_text("main")
    page.goto(f"{page.url.partition('?')[0]}nothing/")  # error pages have styles, too
    page.go_back()
    reader.follow('header a[href$="/en/"], header a[href$="/es/"] >> nth=0')

    sent = [(request.url, request.all_headers().get("referer", "")) for request in requests]
    from_here = [referer for url, referer in sent if "/mine/" in url or "/static/" in url]
    assert f"{secure.site.url}/" in from_here
    for url, referer in sent:
        for secret in (token, signed[0], signed[2]):
            assert secret not in referer, url
    reader.close()

    log = (secure.folder / "web.log").read_text()
    assert f"|{secure.site.url}/|POST {path}mine/***" in log
    for secret in (token, signed[0], signed[2]):
        assert secret not in log
