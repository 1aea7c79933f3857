"""Error pages: in the reader's language, and without errors of their own."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.template import loader
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import Page, Site

from home.models import StandardPage
from pages import errors
from partners.models import Partner, PartnerIndexPage
from tests.reviewed import translate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/en/no/such/page/", "en", "Page not found"),
        ("/es/no/such/page/", "es", "Página no encontrada"),
        ("/en/UPPER/ñandú/%00/", "en", "Page not found"),
        ("/en/file.php", "en", "Page not found"),
        ("/en/" + "deep/" * 400, "en", "Page not found"),
        ("/en/" + "long" * 1500 + "/", "en", "Page not found"),
    ],
)
def test_not_found_in_the_language_of_the_address(client, home, inicio, path, language, words):
    response = client.get(path)
    assert response.status_code == 404
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert words in html
    assert 'role="search"' in html
    assert 'class="site-header"' in html


def test_pages_with_a_similar_address_are_offered(client, home, inicio, spanish):
    about = home.add_child(instance=StandardPage(title="Registration", slug="sign-up"))
    home.add_child(instance=StandardPage(title="Draft", slug="sign-upp", live=False))
    html = client.get("/en/singup/").content.decode()
    assert '<a href="/en/sign-up/">Registration</a>' in html
    assert "sign-upp" not in html
    html = client.get("/en/some/where/registratoin/").content.decode()
    assert about.url in html
    assert about.url not in client.get("/es/singup/").content.decode()


def test_partners_with_a_similar_address_are_offered(client, home, inicio, english, spanish):
    directory = home.add_child(instance=PartnerIndexPage(title="Partners", slug="partners"))
    translate(directory, spanish, title="Organizaciones", slug="organizaciones")
    partner = Partner.objects.create(
        name="Border Angels of Tijuana", country="US", region="us-ca", locale=english
    )
    partner.copy_for_translation(spanish).save()
    for wrong in ("border-angels-of-tiuana", "border-angels", "angels"):
        html = client.get(f"/en/no/{wrong}/").content.decode()
        assert f'<a href="{partner.url}">Border Angels of Tijuana</a>' in html
        html = client.get(f"/es/organizaciones/{wrong}/").content.decode()
        there = "/es/organizaciones/border-angels-of-tijuana/"
        assert html.count(f'<a href="{there}">Border Angels of Tijuana</a>') == 1
    assert "Border Angels" not in client.get("/en/no/els/").content.decode()


@pytest.mark.parametrize("model", [Page, Partner])
def test_what_is_deleted_at_that_moment_takes_no_other_offer_away(
    client, home, inicio, english, monkeypatch, model
):
    home.add_child(instance=PartnerIndexPage(title="Partners", slug="partners"))
    home.add_child(instance=StandardPage(title="Angels there", slug="angels-there"))
    Partner.objects.create(name="Angels here", country="US", region="us-ca", locale=english)
    words = {Page: "Angels there", Partner: "Angels here"}
    found = QuerySet.in_bulk

    def in_bulk(rows, keys=None, **more):
        return {} if rows.model is model else found(rows, keys, **more)

    assert all(text in client.get("/en/no/angels/").content.decode() for text in words.values())
    monkeypatch.setattr(QuerySet, "in_bulk", in_bulk)
    html = client.get("/en/no/angels/").content.decode()
    assert words.pop(model) not in html
    assert words.popitem()[1] in html


def test_not_found_works_without_any_home(client, db):
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    for path in ("/en/", "/es/", "/es/anything/", "/anything.txt"):
        assert client.get(path).status_code == 404


def test_not_found_is_said_plainly_when_even_the_lookup_fails(client, home, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("no database")

    monkeypatch.setattr("home.views.elsewhere.find", broken)
    assert client.get("/en/nothing/").status_code == 404
    monkeypatch.setattr("home.navigation.menus", broken)
    response = client.get("/es/nada/")
    assert response.status_code == 404
    assert "Página no encontrada" in response.content.decode()


def test_a_missing_file_costs_no_page(client, django_assert_num_queries):
    with django_assert_num_queries(2):  # the site and its redirects
        response = client.get("/apple-touch-icon.png")
    assert response.status_code == 404


@pytest.mark.parametrize(("path", "words"), [("/en/x/", "No access"), ("/es/x/", "Sin acceso")])
def test_no_access_in_both_languages(rf: RequestFactory, home, path, words):
    response = errors.permission_denied(rf.get(path))
    assert response.status_code == 403
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("path", "words"),
    [("/en/", "The form could not be sent"), ("/es/", "No se pudo enviar el formulario")],
)
def test_a_form_without_its_token_is_explained(home, inicio, path, words):
    response = Client(enforce_csrf_checks=True).post(path, {"a": "b"})
    assert response.status_code == 403
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("path", "present", "absent"),
    [
        ("/en/x/", "Something went wrong", "Algo salió mal"),
        ("/es/x/", "Algo salió mal", "Something went wrong"),
    ],
)
def test_a_fault_is_told_in_the_language_of_the_address(
    rf, django_assert_num_queries, path, present, absent
):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get(path))
    assert response.status_code == 500
    html = response.content.decode()
    assert present in html
    assert absent not in html


def test_a_fault_is_told_in_all_languages_where_the_address_has_none(rf):
    html = errors.server_error(rf.get("/documents/1/")).content.decode()
    assert '<section class="page-head" lang="en">' in html
    assert '<section class="page-head" lang="es">' in html
    assert "Algo salió mal" in html


def test_the_page_for_faults_can_be_read_without_context(settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "no.such.Storage"}}
    with translation.override(None):
        html = loader.render_to_string("500.html")
    assert "Something went wrong" in html
    assert "Algo salió mal" in html


def test_a_view_that_fails_answers_with_the_page_for_faults(home, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("search.views.SearchResults", broken)
    response = Client(raise_request_exception=False).get("/es/buscar/")
    assert response.status_code == 500
    assert "Algo salió mal" in response.content.decode()


def test_an_unknown_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["summit.example.org"]
    response = client.get("/en/", headers={"host": "evil.example.com"})
    assert response.status_code == 400
    assert b"evil" not in response.content


# ------------------------------------------------------------------ files
@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/a.width-10.webp", "original_images/a.jpg", "documents/a.pdf"):
        default_storage.save(name, ContentFile(b"x" * 500))


def test_only_resized_pictures_are_public(client, files):
    response = client.get("/media/images/a.width-10.webp", headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert "max-age" in response["Cache-Control"]
    assert "Content-Encoding" not in response
    assert response.getvalue() == b"x" * 500
    response.close()
    since = {"if-modified-since": response["Last-Modified"]}
    assert client.get("/media/images/a.width-10.webp", headers=since).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/media/original_images/a.jpg",
        "/media/documents/a.pdf",
        "/media/images/../original_images/a.jpg",
        "/media/images/..%2Foriginal_images%2Fa.jpg",
        "/media/images/%2e%2e/documents/a.pdf",
        "/media/images//etc/passwd",
        "/media/images/none.webp",
        "/media/images/%00",
        "/media/images/",
        "/media/",
    ],
)
def test_nothing_else_is(client, files, path):
    assert client.get(path, follow=True).status_code == 404
