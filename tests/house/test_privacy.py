"""A private page is private in every language, and nobody else names it: at no public address."""

import datetime
import html
import json
import re
from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from events.models import DialogueIndexPage, DialoguePage, SummitPage
from home.models import BasePage, HomePage, Menu, MenuItem, SiteSettings, StandardPage
from news.models import NewsIndexPage, NewsPage
from partners.models import Partner, PartnerIndexPage
from signups.models import SignUpPage
from tests.reviewed import publish, translate
from tests.signups.conftest import block

pytestmark = pytest.mark.django_db

SECRET = "Zapotlanejo"
STARTS = [
    "/", "/en/", "/es/", "/sitemap.xml", "/robots.txt", "/nowhere", "/en/nowhere/", "/es/nada/",
    "/en/calendar.ics", "/es/calendar.ics", "/en/search/?q=xyzzy", "/es/buscar/?q=xyzzy",
    f"/en/search/?q={SECRET}", f"/es/buscar/?q={SECRET}",
    "/en/about-this/", "/es/dialogo/", "/es/about/", "/en/es-about/",
]  # fmt: skip
NOT_PUBLIC = ("/admin/", "/static/", "/media/", "/documents/", "/styleguide/")
WHEN = datetime.datetime(2040, 5, 1, 16, tzinfo=datetime.UTC)
HOURS = datetime.timedelta(hours=3)
TIMES = {"starts": WHEN, "ends": WHEN + HOURS, "city": "Tijuana", "venue": "Casa"}


@pytest.fixture
def site(home, inicio, spanish) -> dict[str, Page]:
    """A site in two languages with each type of page, each of them named wherever it can be."""
    pages: dict[str, Page] = {"home": home}

    def write(key: str, model, under: str = "home", **fields):
        page = model(title=f"The {key}", slug=key, listing_text=f"All of {key}", **fields)
        pages[under].add_child(instance=page)
        page.save_revision().publish()
        pages[key] = model.objects.get(pk=page.pk)
        return pages[key]

    write("about", StandardPage)
    write("team", StandardPage, "about")
    write("partners", PartnerIndexPage)
    host = Partner.objects.create(
        name="Voices", slug="voices", country="US", region="us-ca", locale=home.locale
    )
    write("dialogues", DialogueIndexPage)
    name = block("text", key="name", label="Name", help_text="", required=True)
    terms = block(
        "consent", key="terms", label="I agree", help_text="", required=True, page=pages["team"].pk
    )
    form = write("form", SignUpPage, fields=json.dumps([name, terms]))
    for key in ("dialogue", "talk"):
        page = write(key, DialoguePage, "dialogues", sign_up_page=form, **TIMES)
        page.hosts = [host]
        page.save_revision().publish()
    summit = write("summit", SummitPage, sign_up_page=form, **TIMES)
    form.event = summit
    form.save_revision().publish()
    write("news", NewsIndexPage)
    for key in ("report", "letter"):
        page = write(key, NewsPage, "news", introduction=f"All of {key}", date=WHEN.date())
        page.partners, page.events = [host], [summit, pages["dialogue"]]
        page.save_revision().publish()
    HomePage.objects.filter(pk=home.pk).update(summit=summit, call_page=form)
    for key, page in pages.items():
        if key != "home":
            texts = {"title": f"El {key}", "slug": f"es-{key}", "listing_text": f"Todo de {key}"}
            translate(page, spanish, **texts)
    HomePage.objects.filter(pk=inicio.pk).update(summit=summit, call_page=form)
    for slot in Menu.Slot.values:
        menu = Menu.objects.create(slot=slot, title="Menu", locale=home.locale)
        for page in pages.values():
            MenuItem.objects.create(menu=menu, page=page, locale=home.locale)
    SiteSettings.objects.update_or_create(
        site=home.get_site(), defaults={"privacy_page": pages["about"]}
    )
    return pages


def address(href: str, base: str) -> str:
    """Return the path of a link on this site, "" of any other and of what a filter leaves."""
    there = urlsplit(urldefrag(href)[0])
    if there.scheme not in ("", "http", "https") or there.query:
        return ""
    if there.netloc and there.netloc not in ("127.0.0.1:8000", "testserver", "localhost"):
        return ""
    path = there.path or base
    path = path if path.startswith("/") else base + path
    return "" if path.startswith(NOT_PUBLIC) else path


def crawl(starts: list[str], client: Client | None = None):
    """Give (address, answer as text) of whatever can be reached by following links."""
    client = client or Client()
    seen, waiting = set(starts), deque(starts)
    while waiting:
        path = waiting.popleft()
        response = client.get(path)
        said = [f"{name}: {value}" for name, value in response.items()]
        if response["Content-Type"].startswith("image/"):
            continue
        body = response.content.decode()
        yield path, html.unescape("\n".join([*said, body]))
        links = re.findall(r'(?:href|action|content)="([^"]+)"', body)
        links += re.findall(r"<loc>([^<]+)</loc>", body)
        links += re.findall(r'"(?:url|@id)":\s*"(http[^"]+)"', body)
        for link in [*links, response.get("Location", "")]:
            there = address(html.unescape(link), urlsplit(path).path)
            if there and there not in seen:
                seen.add(there)
                waiting.append(there)


def versions(page: Page) -> list[Page]:
    return [each.specific for each in page.get_translations(inclusive=True)]


def in_language(page: Page, code: str) -> Page:
    return page.get_translations(inclusive=True).get(locale__language_code=code).specific


def close(page: Page, kind: str = "password") -> PageViewRestriction:
    word = "sesame" if kind == "password" else ""
    restriction = page.view_restrictions.create(restriction_type=kind, password=word)
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="Press"))
    return restriction


def mark(page: Page) -> None:
    """Give each version of `page` words by which it is found wherever it is named."""
    for version in versions(page):
        version.title = f"{SECRET} {version.pk}"
        version.listing_text = version.search_description = f"About {SECRET} {version.pk}"
        version.save()


def named(starts: list[str], client: Client | None = None) -> list[tuple[str, str]]:
    """Return (address, line) wherever a marked page is named."""
    return [
        (path, line.strip()[:200])
        for path, said in crawl(starts, client)
        for line in said.splitlines()
        if f"{SECRET} " in line
    ]


LEAVES = ["about", "dialogue", "summit", "report", "form"]
LISTS = ["dialogues", "news", "partners"]


def test_n02_each_type_of_page_is_tried(site):
    kinds, found = [BasePage], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found |= set() if kind._meta.abstract else {kind}
    assert found == {type(site[key]) for key in (*LEAVES, *LISTS)} | {HomePage}


def test_n02_the_crawl_finds_a_page_that_is_not_private(site):
    mark(site["dialogue"])
    assert {
        "/en/",
        "/es/",
        "/en/dialogues/",
        "/es/es-dialogues/",
        "/en/partners/voices/",
        "/es/es-partners/voices/",
        "/en/news/report/",
        f"/en/search/?q={SECRET}",
        "/en/calendar.ics",
        "/es/es-dialogues/calendar.ics",
    } <= set(dict(named(STARTS)))


@pytest.mark.parametrize("on", ["en", "es"])
@pytest.mark.parametrize("key", [*LEAVES, *LISTS])
def test_n02_no_public_address_names_a_private_page(site, key, on):
    page = site[key]
    mark(page)
    below = page.get_descendants().specific()
    for each in below:
        mark(each)
    close(in_language(page, on))
    closed = [version for each in (page, *below) for version in versions(each)]
    own = [version.get_url() for version in closed]
    pictures = [reverse("share_page", args=[version.pk, "0" * 16]) for version in closed]
    pictures += [path.replace("/en/", "/es/") for path in pictures]
    assert not named([*STARTS, *own])
    for path in (*own, *pictures):
        response = Client().get(path)
        asks = response.status_code == 200 and b'type="password"' in response.content
        assert asks or response.status_code == 404, path
        assert "no-store" in response.get("Cache-Control", "no-store")
    linked = {path for path, _said in crawl(STARTS)}
    assert not linked & set(own)


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("on", ["en", "es"])
def test_n02_each_kind_holds_in_both_languages(site, kind, on):
    page = site["dialogue"]
    mark(page)
    restriction = close(in_language(page, on), kind)
    assert not named(STARTS)
    client = Client()
    for code in ("en", "es"):
        version = in_language(page, code)
        for path in (version.get_url(), f"{version.get_url()}calendar.ics"):
            response = client.get(path)
            if kind == "password":
                assert 'type="password"' in response.content.decode()
                assert f'<html lang="{code}"' in response.content.decode()
                assert 'class="site-header"' in response.content.decode()
            else:
                assert response.status_code == 302
                assert response["Location"].startswith(f"/{code}/_util/login/?next=")
    # Whoever is let in is let in in every language, by one password.
    if kind == "password":
        ask = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
        client.post(ask, {"password": "sesame", "return_url": page.get_url()})
    else:
        reader = User.objects.create_user("reader", password="x")
        client.force_login(reader)
        if kind == "groups":
            assert client.get(page.get_url()).status_code == 302
            reader.groups.set(restriction.groups.all())
    for code in ("en", "es"):
        response = client.get(in_language(page, code).get_url())
        assert response.status_code == 200
        assert f"<h1>{SECRET}" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
    # What is public stays the same for all: it may be kept by whatever stands in between.
    assert not [path for path, _line in named(["/en/", "/es/"], client) if path in ("/en/", "/es/")]


def test_n02_what_is_translated_later_is_private_too(site, spanish):
    page = StandardPage(title="Later", slug="later")
    site["about"].add_child(instance=page)
    close(page)
    copy = page.copy_for_translation(spanish)
    assert not copy.view_restrictions.exists()
    copy.title = f"{SECRET} 1"
    copy = publish(copy)
    assert not named([*STARTS, copy.get_url()])
    # In another place of its tree, with a page below it.
    copy.move(in_language(site["home"], "es"), pos="last-child")
    copy = Page.objects.get(pk=copy.pk).specific
    child = copy.add_child(instance=StandardPage(title=f"{SECRET} 2", slug="child"))
    assert not named([*STARTS, copy.get_url(), child.get_url()])
    # And open again, in every language, by the one restriction that there is.
    PageViewRestriction.objects.all().delete()
    assert child.get_url() in {
        path for path, _line in named(["/es/", "/sitemap.xml", child.get_url()])
    }


def test_n02_wagtail_localize_neither_doubles_nor_lifts_a_restriction(site, spanish):
    from wagtail_localize.models import TranslationSource

    source, _new = TranslationSource.get_or_create_from_instance(site["about"])
    close(in_language(site["about"], "es"))
    source.update_target_view_restrictions(spanish)
    assert PageViewRestriction.objects.count() == 1
    close(site["report"])
    source, _new = TranslationSource.get_or_create_from_instance(site["report"])
    source.update_target_view_restrictions(spanish)
    assert PageViewRestriction.objects.count() == 2


def test_n02_a_page_stays_private_when_its_other_language_is_deleted(site):
    restriction = close(site["dialogues"])
    other = in_language(site["dialogue"], "es")
    site["dialogues"].delete()
    restriction.refresh_from_db()
    assert b'type="password"' in Client().get(other.get_url()).content


@pytest.mark.parametrize("on", ["en", "es"])
def test_n02_a_copy_of_what_is_private_is_private(site, admin_client, on):
    """Also what is private below it, which Wagtail leaves out."""
    close(in_language(site["team"], on))
    data = {
        "new_title": "Twin", "new_slug": "twin", "copy_subpages": "on", "publish_copies": "on",
        "new_parent_page": site["home"].pk,
    }  # fmt: skip
    about = site["about"]
    admin_client.post(reverse("wagtailadmin_pages:copy", args=[about.pk]), data)
    twin = Page.objects.get(slug="twin")
    assert Client().get(twin.get_url()).status_code == 200
    below = twin.get_children().get()
    assert b'type="password"' in Client().get(below.get_url()).content


def test_n02_behind_a_door_what_the_same_door_closes_is_shown(site):
    """A site that is private as a whole works for its readers; a second door stays closed."""
    restriction = close(site["home"])
    mark(site["report"])
    close(site["report"], "login")
    client = Client()
    ask = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, site["home"].pk])
    client.post(ask, {"password": "sesame", "return_url": "/en/"})
    said = client.get("/es/").content.decode()
    for link in ("/es/es-summit/", "/es/es-dialogues/es-dialogue/", "/es/es-news/es-letter/"):
        assert f'href="{link}"' in said
    assert "Voices" in said
    assert not named(["/en/", "/es/"], client)


def test_n02_a_password_is_asked_for_pages_that_it_opens_only(site):
    """The address with any number would tell where drafts and private pages are."""
    restriction = close(site["report"])
    for page, status in ((site["report"], 200), (in_language(site["report"], "es"), 200),
                         (site["letter"], 404)):  # fmt: skip
        path = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
        assert Client().get(path).status_code == status
