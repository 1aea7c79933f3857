"""The partner directory: grouped, filtered, without JavaScript, in both languages."""

from xml.etree import ElementTree

import pytest
from django.utils import translation

from pages.models import Topic
from partners.models import Partner

pytestmark = pytest.mark.both_databases


@pytest.fixture
def roll(make_partner, migration, migracion):
    make_partner("North", slug="north", themes=[migration])
    make_partner("Quebec", slug="quebec", country="CA")
    make_partner("Sur", slug="sur", country="HN", region="mx-ca", themes=[migration])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_all_partners_stand_under_their_region(client, directorio, roll):
    html = text_of(client.get("/en/partners/"))
    assert "3 organizations" in html
    assert html.index("United States and Canada</option>") < html.index('id="region-us-ca"')
    north, south = html.index('id="region-us-ca"'), html.index('id="region-mx-ca"')
    assert north < html.index("/en/partners/north/") < html.index("/en/partners/quebec/") < south
    assert south < html.index("/en/partners/sur/")
    assert "Clear filters" not in html
    html = text_of(client.get("/es/organizaciones/"))
    assert "/es/organizaciones/sur/" in html
    assert "Migración" in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("region=us-ca", {"North", "Quebec"}),
        ("country=HN", {"Sur"}),
        ("theme=migration", {"North", "Sur"}),
        ("theme=migration&region=us-ca", {"North"}),
        ("region=&country=&theme=", {"North", "Quebec", "Sur"}),
        ("region=mars", {"North", "Quebec", "Sur"}),
        ("country=MX", {"North", "Quebec", "Sur"}),  # no partner is from there: not a choice
        ("theme=%00", {"North", "Quebec", "Sur"}),
        ("country=CA&theme=migration", set()),
    ],
)
def test_filters(client, directory, roll, query, names):
    response = client.get(f"/en/partners/?{query}")
    regions = response.context["regions"]
    assert {partner.name for _region, partners in regions for partner in partners} == names
    assert response.context["count"] == len(names)


def test_the_page_tells_what_it_did_not_understand_and_how_to_go_back(client, directory, roll):
    html = text_of(client.get("/en/partners/?region=mars"))
    assert "Unknown filter ignored." in html
    html = text_of(client.get("/en/partners/?region=us-ca"))
    assert "2 organizations" in html
    assert '<option value="us-ca" selected>' in html
    assert '<a class="button quiet" href="/en/partners/">Clear filters</a>' in html
    html = text_of(client.get("/en/partners/?country=CA&theme=migration"))
    assert "0 organizations" in html
    assert "No organizations match" in html


def test_an_empty_directory_says_so(client, directory):
    assert "Participating organizations will be listed here" in text_of(client.get("/en/partners/"))


def test_a_partner_in_both_languages(
    client, directorio, make_partner, submit, migration, migracion
):
    partner = make_partner(
        "Voices",
        slug="voices",
        description="Who we are.",
        website="https://www.example.org/us/",
        themes=[migration],
    )
    html = text_of(client.get("/en/partners/voices/"))
    assert "<h1>Voices</h1>" in html
    assert "<title>Voices · Partners" in html
    assert '<meta name="description" content="Who we are.">' in html
    assert 'href="https://www.example.org/us/" rel="noopener external"' in html
    assert 'href="/en/partners/?theme=migration"' in html
    assert 'href="/es/organizaciones/voices/"' in html
    assert 'hreflang="es" href="http://localhost/es/organizaciones/voices/"' in html

    html = text_of(client.get("/es/organizaciones/voices/"))
    assert '<div lang="en"><p>Who we are.</p></div>' in html
    assert 'content="Who we are."' not in html
    assert 'href="/en/partners/voices/"' in html
    assert ">Migración</a>" in html

    submit(partner)  # an untranslated copy is still English
    assert '<div lang="en"><p>Who we are.' in text_of(client.get("/es/organizaciones/voices/"))
    submit(partner, "Quiénes somos.")
    assert "<div><p>Quiénes somos.</p></div>" in text_of(client.get("/es/organizaciones/voices/"))


def test_a_partner_without_a_description_is_still_a_page(client, directory, make_partner):
    make_partner("Voices", slug="voices")
    assert "Voices takes part in the Peace Summit." in text_of(client.get("/en/partners/voices/"))


@pytest.mark.parametrize("slug", ["nobody", "voices/more", "solo-en-espanol"])
def test_who_is_not_in_the_directory_is_not_found(client, directory, make_partner, spanish, slug):
    make_partner("Solo en español", slug="solo-en-espanol", locale=spanish)
    assert client.get(f"/en/partners/{slug}/").status_code == 404


def test_the_sitemap_names_every_partner_with_its_alternates(directory, directorio, roll, rf):
    request = rf.get("/sitemap.xml")
    with translation.override("en"):
        entries = directory.get_sitemap_urls(request)
    assert len(entries) == 1 + Partner.objects.in_source_language().count()
    assert entries[1]["location"].endswith("/en/partners/north/")
    assert {
        each["lang_code"]: each["location"].split("/", 3)[3] for each in entries[1]["alternates"]
    } == {"en": "en/partners/north/", "es": "es/organizaciones/north/"}


def test_the_sitemap_is_sound_xml(client, directorio, roll):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    locations = [each.text for each in root.iter() if each.tag.endswith("}loc")]
    assert sum("/north/" in each for each in locations) == 2


def count_queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # fills Wagtail's caches
    with CaptureQueriesContext(
        connection,
    ) as context:
        assert client.get(address).status_code == 200
    return len(context)


@pytest.mark.parametrize("address", ["/en/partners/", "/es/organizaciones/"])
def test_the_number_of_queries_does_not_grow(client, directorio, roll, make_partner, address):
    before = count_queries(client, address)
    for number in range(20):
        make_partner(f"Partner {number}")
    assert count_queries(client, address) == before <= 22
    assert count_queries(client, f"{address}sur/") <= 28


def test_n19_a_theme_without_a_name_in_the_language_is_marked(client, directorio, roll, english):
    Topic.objects.create(name="Land", slug="land", locale=english)
    html = text_of(client.get("/es/organizaciones/"))
    assert '<option value="land" lang="en">Land</option>' in html
    assert '<option value="migration">Migración</option>' in html
    assert '<option value="land">Land</option>' in text_of(client.get("/en/partners/"))
