"""The metadata in the head of a page, and the plain links for sharing it."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from home.models import StandardPage
from pages.head import DESCRIPTION_LENGTH, share_links, shorten
from tests.arranged import arranged
from tests.pages.test_languages import links_to
from tests.reviewed import translate


def meta(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', html)
    return dict(found)


@pytest.fixture
def about(home, inicio, spanish):
    return arranged(
        "“About” with marks", lambda: _about(home, inicio, spanish), home, inicio, spanish
    )


def _about(home, inicio, spanish):
    page = home.add_child(instance=StandardPage(title="About “us” & them", slug="about"))
    page.save_revision().publish()
    translate(page, spanish, title="Acerca", slug="acerca")
    return StandardPage.objects.get(pk=page.pk)


def test_everything_is_in_the_language_of_the_page(client, about):
    english, spanish = (meta(client.get(path).text) for path in ("/en/about/", "/es/acerca/"))
    assert english["og:title"] == "About “us” &amp; them"
    assert english["og:site_name"] == "Peace Summit"
    assert english["og:locale"] == "en_US"
    assert english["og:locale:alternate"] == "es_MX"
    assert english["og:url"] == "http://localhost/en/about/"
    assert english["og:type"] == "website"
    assert english["twitter:card"] == "summary_large_image"
    assert english["og:image:alt"] == "About “us” &amp; them"
    assert spanish["og:title"] == "Acerca"
    assert spanish["og:site_name"] == "Cumbre Binacional por la Paz"
    assert spanish["og:locale"] == "es_MX"
    assert spanish["og:locale:alternate"] == "en_US"
    # Without a written description, each page gets a generated one in its language.
    assert "local dialogues" in english["description"]
    assert "local dialogues" not in spanish["description"]
    assert spanish["description"].startswith("Acerca. ")
    assert spanish["description"] == spanish["og:description"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"search_description": "One", "listing_text": "Two", "introduction": "Three"}, "One"),
        ({"listing_text": "Two", "introduction": "Three"}, "Two"),
        ({"introduction": "Three"}, "Three"),
    ],
)
def test_the_description_is_the_first_that_there_is(client, home, values, told):
    home.add_child(instance=StandardPage(title="Page", slug="page", **values))
    assert meta(client.get("/en/page/").text)["description"] == told


def test_a_long_description_ends_after_a_word():
    words = "palabra " * 40
    short = shorten(words)
    assert len(short) <= DESCRIPTION_LENGTH
    assert short.endswith("palabra…")
    assert shorten("Short\n  and  clean.") == "Short and clean."
    assert len(shorten("x" * 300)) <= DESCRIPTION_LENGTH


def test_alternates_are_reciprocal_and_the_host_is_that_of_the_site(client, about):
    expected = [
        ("en", "http://localhost/en/about/"),
        ("es", "http://localhost/es/acerca/"),
        ("x-default", "http://localhost/en/about/"),
    ]
    for path in ("/en/about/", "/es/acerca/"):
        html = client.get(path, headers={"host": "mirror.example.org"}).text
        assert re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]*)"', html) == expected
        assert f'<link rel="canonical" href="http://localhost{path}">' in html


def test_a_page_in_one_language_names_no_other(client, home, inicio):
    home.add_child(instance=StandardPage(title="Only", slug="only"))
    html = client.get("/en/only/").text
    assert links_to(html, r'rel="alternate" hreflang="([\w-]+)"') == {"en", "x-default"}
    assert "og:locale:alternate" not in meta(html)


def test_unknown_parameters_are_in_no_address(client, about):
    html = client.get("/en/about/?utm_source=x&page=3").text
    head = html.partition("</head>")[0]
    assert "utm_source" not in head
    assert "page=3" not in head


@pytest.mark.parametrize("path", ["/en/nothing/", "/en/search/?q=peace", "/es/acerca/x/"])
def test_what_is_no_page_is_not_kept_by_search_engines(client, about, path):
    html = client.get(path).text
    assert meta(html)["robots"] == "noindex"
    assert 'rel="canonical"' not in html
    assert 'rel="alternate"' not in html


# ------------------------------------------------------------------ sharing
def test_links_are_encoded():
    title, url = "¿Paz & justicia? 100% “ya” + #1", "https://example.org/es/página/?a=1&b=2"
    links = share_links(title, url)
    assert links["url"] == url
    for link in (links["whatsapp"], links["mail"]):
        assert link.isascii()
        assert " " not in link
        assert "+" not in link  # email programs show it literally
    assert parse_qs(urlsplit(links["whatsapp"]).query) == {"text": [f"{title} – {url}"]}
    assert links["whatsapp"].startswith("https://wa.me/?text=")
    fields = dict(part.split("=", 1) for part in links["mail"].partition("?")[2].split("&"))
    assert unquote(fields["subject"]) == title
    assert unquote(fields["body"]) == f"{title} – {url}"


@pytest.mark.parametrize(
    ("path", "label", "copy"),
    [
        ("/en/about/", "Share this page", "Copy link"),
        ("/es/acerca/", "Compartir esta página", "Copiar enlace"),
    ],
)
def test_a_page_offers_to_share_it(client, about, path, label, copy):
    html = client.get(path + "?secret=1").text
    nav = re.search(r'<nav class="share".*?</nav>', html, re.DOTALL)[0]
    assert f'aria-label="{label}"' in nav
    assert "secret" not in nav
    button = re.search(r"<button[^>]*>[^<]*</button>", nav)[0]
    assert f'data-copy="http://localhost{path}"' in button
    assert re.search(r"\shidden\s*>", button)  # without JavaScript the button would do nothing
    assert copy in button
    assert 'role="status"' in nav
    for third in ("<script", "<iframe", "<img", "facebook", "onclick"):
        assert third not in nav
