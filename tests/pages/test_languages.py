"""Language selection, pages that are missing in a language, and a third language."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from home import structure
from home.models import HomePage, StandardPage
from pages.public_languages import preferred_language
from partners.models import Partner, PartnerIndexPage
from tests.arranged import arranged
from tests.reviewed import publish, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home, inicio, spanish):
    """Return “About” in both languages and its team page in English only."""
    return arranged(
        "About and its team", lambda: _pages(home, inicio, spanish), home, inicio, spanish
    )


def _pages(home, inicio, spanish):
    about = home.add_child(instance=StandardPage(title="About us", slug="about"))
    acerca = translate(about, spanish, title="Acerca de la Cumbre", slug="acerca")
    team = about.add_child(instance=StandardPage(title="The team", slug="team"))
    return {"about": about, "acerca": acerca, "team": team}


# ------------------------------------------------------------------ language selection
@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,es;q=0.5,en;q=0.3", "es"),
        ("nah, *;q=0.5", "en"),
        ("es;q=0", "en"),
        ("ES-419", "es"),
        ("x" * 10_000, "en"),
        (";;;,=,\0", "en"),
    ],
)
def test_the_browser_decides_which_language_comes_first(client, header, expected):
    response = client.get("/", headers={"accept-language": header})
    assert response.status_code == 302
    assert response["Location"] == f"/{expected}/"
    assert "Accept-Language" in response["Vary"]


def test_a_cookie_decides_nothing(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert client.get("/")["Location"] == "/en/"
    assert not client.get("/").cookies


def test_the_query_is_kept_on_the_way_in(client):
    assert client.get("/?utm_source=x")["Location"] == "/en/?utm_source=x"


def test_the_choice_follows_the_settings_and_what_is_public(settings, rf, home):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        *settings.LANGUAGES,
        ("pt-br", "Portuguese"),
    ]
    structure.build()

    def chosen(header: str) -> str:
        return preferred_language(rf.get("/", headers={"accept-language": header}))

    assert chosen("pt-BR,es;q=0.9") == "es"
    assert chosen("pt-BR") == "en"
    publish(HomePage.objects.get(locale__language_code="pt-br"))
    assert chosen("pt-BR,es;q=0.9") == chosen("pt,es;q=0.9") == "pt-br"
    assert chosen("pt-BR;q=0,es;q=0.9") == "es"


def test_an_address_without_language_leads_to_one(client, pages):
    response = client.get("/about/", headers={"accept-language": "en"})
    assert response.status_code == 302
    assert response["Location"] == "/en/about/"


# ------------------------------------------------------------------ missing in one language
def test_a_page_in_english_only_is_offered_in_spanish(client, pages):
    response = client.get("/es/acerca/team/")
    assert response.status_code == 404
    html = response.content.decode()
    assert '<html lang="es"' in html
    assert "Esta página todavía no está disponible en español" in html
    link = r'<a [^>]*href="/en/about/team/"\s+lang="en"\s+hreflang="en">[^<]*The team'
    assert re.search(link, html)
    assert 'rel="canonical"' not in html
    assert 'content="noindex"' in html


def test_it_is_found_at_its_english_path_too(client, pages):
    response = client.get("/es/about/team/")
    assert response.status_code == 404
    assert 'href="/en/about/team/"' in response.content.decode()


def test_the_english_path_of_a_translated_page_leads_to_the_translation(client, pages):
    response = client.get("/es/about/?a=1&b=á")
    assert response.status_code == 302
    assert response["Location"].startswith("/es/acerca/?a=1&b=")
    assert client.get("/en/acerca/")["Location"] == "/en/about/"


def test_the_rest_of_the_path_goes_along_to_a_page_with_addresses_of_its_own(
    client, home, inicio, english, spanish
):
    index = home.add_child(instance=PartnerIndexPage(title="Partners", slug="partners"))
    translate(index, spanish, title="Organizaciones", slug="organizaciones")
    Partner.objects.create(name="One", slug="one", country="US", region="us-ca", locale=english)
    response = client.get("/es/partners/one/")
    assert response.status_code == 302
    assert response["Location"] == "/es/organizaciones/one/"
    assert client.get("/es/organizaciones/nobody/").status_code == 404
    assert client.get("/es/organizaciones/no/body/at/all/").status_code == 404


def test_a_redirect_of_the_editors_comes_first(client, pages):
    Redirect.objects.create(old_path="/es/about", redirect_page=pages["team"])
    assert client.get("/es/about/")["Location"].endswith("/en/about/team/")


@pytest.mark.parametrize("hide", ["draft", "private"])
def test_what_nobody_may_read_is_not_offered(client, pages, hide):
    if hide == "draft":
        Page.objects.filter(pk=pages["team"].pk).update(live=False)
    else:
        pages["team"].view_restrictions.create(restriction_type="login")
    response = client.get("/es/acerca/team/")
    assert response.status_code == 404
    assert "The team" not in response.content.decode()
    assert "Team" not in response.content.decode()


def test_an_alias_is_not_served_as_if_it_were_a_translation(client, pages, spanish):
    alias = pages["team"].copy_for_translation(spanish, alias=True)
    assert alias.live
    response = client.get(alias.get_url())
    assert response.status_code == 404
    assert '<html lang="es"' in response.content.decode()
    assert 'href="/en/about/team/"' in response.content.decode()


def test_a_language_without_home_serves_nothing_of_another(client, pages, inicio):
    HomePage.objects.filter(pk=inicio.pk).update(live=False)
    for path in ("/es/", "/es/about/", "/es/acerca/", "/es/nothing/"):
        response = client.get(path, headers={"accept-language": "es"})
        assert response.status_code == 404, path
        html = response.content.decode()
        assert '<html lang="en"' in html
        assert response["Content-Language"] == "en"
        assert 'href="/en/' in html
        assert 'href="/es/' not in html
        assert "<title>About us" not in html


def test_a_missing_page_costs_few_queries(client, pages, django_assert_max_num_queries):
    client.get("/es/acerca/team/")
    with django_assert_max_num_queries(20):
        client.get("/es/acerca/team/")
    with django_assert_max_num_queries(20):
        client.get("/es/" + "a/" * 12)


# ------------------------------------------------------------------ a third language
@pytest.fixture
def three_languages(settings, pages):
    """Add French as the settings do, and let `prepare` build what it needs."""
    languages = [*settings.LANGUAGES, ("fr", "French")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    structure.build()
    return Locale.objects.get(language_code="fr")


def links_to(html: str, attribute: str) -> set[str]:
    return set(re.findall(attribute, html))


def test_n16_a_language_whose_home_is_a_draft_is_nowhere(client, three_languages, pages):
    """A language is hidden until its home page is approved."""
    # One of its pages is already approved; its home page is not.
    propos = translate(pages["about"], three_languages, title="À propos", slug="a-propos")
    assert propos.live
    assert translate(pages["team"], three_languages, title="Notre équipe", slug="equipe").live

    answer = client.get("/", headers={"accept-language": "fr,es;q=0.5"})
    assert answer["Location"] == "/es/"
    answer = client.get("/about/", headers={"accept-language": "fr"})
    assert answer["Location"] == "/en/about/"
    for path in (
        *("/en/", "/es/", "/en/about/", "/es/acerca/", "/en/search/?q=us", "/en/nowhere/"),
        # The team page exists in English and French: Spanish readers are offered the English page.
        *("/en/about/team/", "/es/acerca/team/", "/es/acerca/equipe/"),
    ):
        html = client.get(path).text
        assert "/fr/" not in html, path
        assert not {"fr"} & links_to(html, r'(?:hreflang|lang)="(\w+)"'), path
        assert "ançais" not in html, path
    for path in ("/sitemap.xml", "/robots.txt"):
        assert "/fr/" not in client.get(path).text, path


@pytest.mark.parametrize(
    "path",
    [
        "/fr/",
        "/fr/about/",
        "/fr/a-propos/",
        "/fr/nothing/at/all/",
        "/fr/search/?q=us",
        "/fr/calendar.ics",
        "/fr/share/site-0123456789abcdef.png",
        "/fr/_util/login/",
    ],
)
def test_n16_an_address_in_it_answers_404_in_a_language_that_is_public(
    client, three_languages, pages, path
):
    translate(pages["about"], three_languages, title="À propos", slug="a-propos")
    for header, code in (("fr", "en"), ("fr,es;q=0.5", "es")):
        response = client.get(path, headers={"accept-language": header})
        assert response.status_code == 404, path
        assert response["Content-Language"] == code
        assert "Accept-Language" in response["Vary"]
        assert f'<html lang="{code}"' in response.text
        assert links_to(response.text, r'hreflang="(\w+)"') <= {"en", "es"}
        assert '="/fr/' not in response.text
        assert not client.cookies


def test_n16_a_redirect_leads_to_no_language_that_is_not_public(client, three_languages, pages):
    propos = translate(pages["about"], three_languages, title="À propos", slug="a-propos")
    Redirect.objects.create(old_path="/fr/vieux", redirect_page=propos)
    assert client.get("/fr/vieux/").status_code == 404
    publish(HomePage.objects.get(locale=three_languages))
    assert client.get("/fr/vieux/")["Location"].endswith("/fr/a-propos/")


def test_a_third_language_is_walked_once_its_home_is_live(client, three_languages, pages, home):
    accueil = home.get_translation(three_languages)
    accueil.title = "Sommet pour la paix"
    publish(accueil)
    translate(pages["about"], three_languages, title="À propos", slug="a-propos")

    html = client.get("/fr/").content.decode()
    assert '<html lang="fr"' in html
    alternates = links_to(html, r'rel="alternate" hreflang="([\w-]+)"')
    assert alternates == {"en", "es", "fr", "x-default"}
    for path in ("/en/", "/es/"):
        html = client.get(path).content.decode()
        assert 'href="/fr/"' in html

    html = client.get("/fr/a-propos/").content.decode()
    for address in ("/en/about/", "/es/acerca/"):
        assert f'href="{address}"' in html
    assert client.get("/fr/acerca/")["Location"] == "/fr/a-propos/"
    assert client.get("/fr/search/?q=paix").status_code == 200

    response = client.get("/fr/a-propos/team/")
    assert response.status_code == 404
    assert 'href="/en/about/team/"' in response.content.decode()


def test_every_language_answers_with_its_own_header(client, pages):
    for path, code in (("/en/about/", "en"), ("/es/acerca/", "es")):
        response: HttpResponse = client.get(path)
        assert response.status_code == 200
        assert response["Content-Language"] == code


def test_the_switch_keeps_a_filter_and_the_canonical_address_does_not(client, pages):
    html = client.get("/en/?country=CA&page=2").text
    assert 'href="/es/?country=CA&amp;page=2"' in html
    assert re.search(r'rel="canonical" href="http://[^"?]+/en/"', html)
