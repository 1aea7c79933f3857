"""The sitemap and robots.txt list every public page of every language, and nothing else."""

import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.models import StandardPage
from partners.models import Partner, PartnerIndexPage
from tests.arranged import arranged
from tests.reviewed import translate

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
ROOT = "http://localhost"


@pytest.fixture
def pages(home, inicio, spanish):
    return arranged(
        "pages of a sitemap", lambda: _pages(home, inicio, spanish), home, inicio, spanish
    )


def _pages(home, inicio, spanish):
    def both(parent, page, **values):
        page = parent.add_child(instance=page)
        page.save_revision().publish()
        translate(page, spanish, **values)
        return page

    about = both(home, StandardPage(title="About", slug="about"), slug="acerca", title="Acerca")
    home.add_child(instance=StandardPage(title="English only", slug="only"))
    home.add_child(instance=StandardPage(title="Draft", slug="draft", live=False))
    secret = home.add_child(instance=StandardPage(title="Secret", slug="secret"))
    secret.view_restrictions.create(restriction_type="login")
    alias = Page.objects.get(slug="only").copy_for_translation(spanish, alias=True)
    Page.objects.filter(pk=alias.pk).update(live=True)
    both(
        home,
        PartnerIndexPage(title="Partners", slug="partners"),
        slug="organizaciones",
        title="Organizaciones",
    )
    Partner.objects.create(name="One", slug="one", country="US", region="us-ca", locale=home.locale)
    return about


def sitemap(client) -> dict[str, dict[str, str]]:
    """Return the addresses of the sitemap with their alternates by language."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    tree = ET.fromstring(response.content)
    return {
        url.find("s:loc", NAMES).text: {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)
        }
        for url in tree.findall("s:url", NAMES)
    }


def test_all_languages_with_their_alternates(client, pages):
    found = sitemap(client)
    expected = {
        "en": f"{ROOT}/en/about/",
        "es": f"{ROOT}/es/acerca/",
        "x-default": f"{ROOT}/en/about/",
    }
    assert found[f"{ROOT}/en/about/"] == expected
    assert found[f"{ROOT}/es/acerca/"] == expected
    assert f"{ROOT}/en/" in found
    assert f"{ROOT}/es/" in found


def test_a_page_in_one_language_stands_alone(client, pages):
    only = f"{ROOT}/en/only/"
    assert sitemap(client)[only] == {"en": only, "x-default": only}


def test_no_drafts_private_pages_or_aliases(client, pages):
    addresses = " ".join(sitemap(client))
    assert "draft" not in addresses
    assert "secret" not in addresses
    assert "/es/only/" not in addresses


def test_the_partners_have_addresses_in_every_language(client, pages):
    found = sitemap(client)
    expected = {
        "en": f"{ROOT}/en/partners/one/",
        "es": f"{ROOT}/es/organizaciones/one/",
        "x-default": f"{ROOT}/en/partners/one/",
    }
    assert found[f"{ROOT}/en/partners/one/"] == expected
    assert found[f"{ROOT}/es/organizaciones/one/"] == expected


def test_reciprocal(client, pages):
    found = sitemap(client)
    for address, alternates in found.items():
        assert address in alternates.values()
        for other in alternates.values():
            assert found[other] == alternates


def test_lastmod(client, pages):
    html = client.get("/sitemap.xml").content.decode()
    pages.refresh_from_db()
    day = timezone.localdate(pages.last_published_at).isoformat()
    assert f"<loc>{ROOT}/en/about/</loc>" in html
    assert f"<lastmod>{day}</lastmod>" in html


def test_more_pages_cost_no_more_queries(client, pages, home, django_assert_max_num_queries):
    sitemap(client)
    for number in range(10):
        home.add_child(instance=StandardPage(title=f"Page {number}", slug=f"page-{number}"))
    with django_assert_max_num_queries(22):
        assert len(sitemap(client)) >= 16


def test_robots(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    for line in (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /en/search/",
        "Disallow: /es/buscar/",
        f"Sitemap: {ROOT}/sitemap.xml",
    ):
        assert line in lines
