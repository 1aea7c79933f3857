"""A private page is private in every language, and no public address names it."""

import datetime
import html
import json
import re
from collections import deque
from collections.abc import Iterable
from urllib.parse import urldefrag, urlsplit

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from wagtail.models import GroupPagePermission, Locale, Page, PageViewRestriction

from events.models import DialogueIndexPage, DialoguePage, SummitPage
from home import structure
from home.models import HomePage, Menu, MenuItem, StandardPage
from news.models import NewsIndexPage, NewsPage
from pages.models import BasePage, SiteSettings
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


@pytest.fixture(scope="module")
def _site(django_db_setup, django_db_blocker):
    """Build the site once; it is rolled back after the last test of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        structure.build()
        numbers = {key: page.pk for key, page in build().items()}
        with django_db_blocker.block():
            yield numbers
        transaction.set_rollback(True)


@pytest.fixture
def site(_site, db) -> dict[str, Page]:
    """Return the pages in English, by key."""
    return {key: Page.objects.get(pk=number).specific for key, number in _site.items()}


def build() -> dict[str, Page]:
    """Build a site in two languages with each type of page, each named wherever possible."""
    spanish = Locale.objects.get(language_code="es")
    home = HomePage.objects.get(locale__language_code="en")
    inicio = HomePage.objects.get(locale=spanish)
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
        page = write(key, DialoguePage, "dialogues", **TIMES)
        page.hosts = [host]
        page.save_revision().publish()
    summit = write("summit", SummitPage, **TIMES)
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


def address(href: str) -> str:
    """Return the path of a link on this site; "" for other links and those of a filter."""
    there = urlsplit(urldefrag(href)[0])
    own = there.netloc in ("", "127.0.0.1:8000", "testserver", "localhost")
    if not own or there.query or not there.path.startswith("/"):
        return ""
    return "" if there.path.startswith(NOT_PUBLIC) else there.path


def crawl(starts: list[str]):
    """Yield (address, response text) of whatever can be reached by following links."""
    client = Client()
    seen, waiting = set(starts), deque(starts)
    while waiting:
        assert len(seen) < 300, sorted(seen)[-20:]
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
            there = address(html.unescape(link))
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


def named(crawled: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (address, line) wherever a marked page is named."""
    return [
        (path, line.strip()[:200])
        for path, said in crawled
        for line in said.splitlines()
        if f"{SECRET} " in line
    ]


def read(*paths: str, client: Client | None = None):
    """Yield (address, response text) of these addresses only."""
    client = client or Client()
    for path in paths:
        yield path, html.unescape(client.get(path).content.decode())


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
    } <= set(dict(named(crawl(STARTS))))


@pytest.mark.parametrize("on", ["en", "es"])
@pytest.mark.parametrize("keys", [LEAVES, LISTS], ids=["leaves", "lists"])
def test_n02_no_public_address_names_a_private_page(site, keys, on):
    closed = []
    for key in keys:
        page = site[key]
        close(in_language(page, on))
        for each in (page, *page.get_descendants().specific()):
            mark(each)
            closed += versions(each)
    own = [version.get_url() for version in closed]
    pictures = [reverse("share_page", args=[version.pk, "0" * 16]) for version in closed]
    pictures += [path.replace("/en/", "/es/") for path in pictures]
    crawled = list(crawl(STARTS))
    linked = {path for path, _said in crawled}
    assert not named(crawled)
    assert not linked & set(own)
    assert len(linked) > len(STARTS)
    for path in (*own, *pictures):
        response = Client().get(path)
        said = response.content.decode(errors="replace")
        asks = response.status_code == 200 and 'type="password"' in said
        assert asks or response.status_code == 404, path
        assert SECRET not in said
        assert "no-store" in response.get("Cache-Control", "no-store")


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("on", ["en", "es"])
def test_n02_each_kind_holds_in_both_languages(site, kind, on):
    page = site["dialogue"]
    mark(page)
    restriction = close(in_language(page, on), kind)
    lists = ["/en/", "/es/", "/en/dialogues/", "/es/es-dialogues/", "/sitemap.xml"]
    assert not named(read(*lists))
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
    # One password opens the page in every language.
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
    # Public responses are the same for everyone: proxies may cache them.
    assert not named(read(*lists, client=client))


def test_n02_what_is_translated_later_is_private_too(site, spanish):
    page = StandardPage(title="Later", slug="later")
    site["about"].add_child(instance=page)
    close(page)
    copy = page.copy_for_translation(spanish)
    assert not copy.view_restrictions.exists()
    copy.title = f"{SECRET} 1"
    copy = publish(copy)
    lists = ["/es/", "/sitemap.xml", "/es/es-about/", f"/es/buscar/?q={SECRET}"]
    assert not named(read(*lists, copy.get_url()))
    # In a different position in its tree, with a page below it.
    copy.move(in_language(site["home"], "es"), pos="last-child")
    copy = Page.objects.get(pk=copy.pk).specific
    child = copy.add_child(instance=StandardPage(title=f"{SECRET} 2", slug="child"))
    assert not named(read(*lists, copy.get_url(), child.get_url()))
    # Public again, in every language, by removing the only restriction.
    PageViewRestriction.objects.all().delete()
    assert dict(named(read(child.get_url())))


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
    """A copy of a private page is private, as are pages below it, which Wagtail leaves out."""
    close(in_language(site["team"], on))
    data = {
        "new_title": "Twin", "new_slug": "twin", "copy_subpages": "on", "publish_copies": "on",
        "new_parent_page": site["home"].pk,
    }  # fmt: skip
    about = site["about"]
    admin_client.post(reverse("wagtailadmin_pages:copy", args=[about.pk]), data)
    twin = publish(Page.objects.get(slug="twin"))
    assert Client().get(twin.get_url()).status_code == 200
    below = publish(twin.get_children().get())
    assert b'type="password"' in Client().get(below.get_url()).content


def test_n02_behind_a_door_what_the_same_door_closes_is_shown(site):
    """A private site works for its readers; pages with another restriction stay private."""
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
    assert not named(read("/en/", "/es/", client=client))


def test_n02_a_password_is_asked_for_pages_that_it_opens_only(site):
    """No password is requested for other pages: that would reveal drafts and private pages."""
    restriction = close(site["report"])
    for page, status in ((site["report"], 200), (in_language(site["report"], "es"), 200),
                         (site["letter"], 404)):  # fmt: skip
        path = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
        assert Client().get(path).status_code == status


# ------------------------------------------------------------------ the dialog
@pytest.fixture
def staff(site):
    """People with these rights below a page, and a person who may only enter the admin."""

    def make(name: str, *rights: str, under: Page | None = None) -> Client:
        person = User.objects.create_user(name, password="x")
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        group = Group.objects.create(name=name)
        for right in rights:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{right}_page"
            )
            GroupPagePermission.objects.create(group=group, page=under, permission=permission)
        person.groups.add(group)
        client = Client(raise_request_exception=False)
        client.force_login(person)
        return client

    return make


def dialog(page: Page) -> str:
    return reverse("wagtailadmin_pages:set_privacy", args=[page.pk])


@pytest.mark.parametrize("code", ["en", "es"])
def test_n02_the_dialog_of_any_language_sets_it_for_all(site, admin_client, code):
    page = in_language(site["dialogue"], code)
    close(in_language(site["dialogue"], "es"))
    assert "in every language" in json.loads(admin_client.get(dialog(page)).content)["html"]
    said = admin_client.post(dialog(page), {"restriction_type": "login"}).json()
    assert said == {"step": "set_privacy_done", "is_public": False}
    assert [each.restriction_type for each in PageViewRestriction.objects.all()] == ["login"]
    for each in versions(site["dialogue"]):
        assert Client().get(each.get_url()).status_code == 302
        listing = admin_client.get(reverse("wagtailadmin_pages:edit", args=[each.pk]))
        assert listing.status_code in (200, 302)
    assert admin_client.post(dialog(page), {"restriction_type": "none"}).json()["is_public"]
    for each in versions(site["dialogue"]):
        assert Client().get(each.get_url()).status_code == 200


def test_n02_the_dialog_says_that_a_page_above_closes_it(site, admin_client):
    close(in_language(site["dialogues"], "es"))
    html = json.loads(admin_client.get(dialog(site["dialogue"])).content)["html"]
    assert "Privacy is inherited" in html
    said = admin_client.post(dialog(site["dialogue"]), {"restriction_type": "none"}).json()
    assert not said["is_public"]


def test_n02_who_publishes_a_translation_opens_no_source(site, inicio, home, staff):
    close(site["report"])
    translation = in_language(site["report"], "es")
    spanish = staff("lectora", "change", "publish", under=inicio)
    for response in (
        spanish.get(dialog(translation)),
        spanish.post(dialog(translation), {"restriction_type": "none"}),
    ):
        assert "private in every language" in json.loads(response.content)["html"]
    assert spanish.post(dialog(site["report"]), {"restriction_type": "none"}).status_code == 302
    assert PageViewRestriction.objects.count() == 1
    english = staff("editor", "change", "publish", under=home)
    assert english.post(dialog(site["report"]), {"restriction_type": "none"}).json()["is_public"]


def test_n02_the_editors_show_that_a_translation_is_private(site, admin_client):
    close(site["report"])
    path = reverse("wagtailadmin_explore", args=[in_language(site["news"], "es").pk])
    html = admin_client.get(path).content.decode()
    assert "no-view" in html.split("El report")[1].split("</tr>")[0]


# ------------------------------------------------------------------ titles in the admin
ABOUT_PAGES = (
    "admin/pages/",
    "admin/choose-page/",
    "admin/workflows/",
    "admin/reports/",
    "admin/translations/",
    "admin/redirects/",
    "admin/sign-ups/",
)


def admin_addresses(page: Page, other: Page) -> Iterable[str]:
    """Yield every admin address that takes the id of a page."""
    revision = page.latest_revision_id or 0
    numbers = {
        "page_id": page.pk, "parent_page_id": page.pk, "page_to_move_id": page.pk, "pk": page.pk,
        "destination_id": other.pk, "revision_id": revision, "revision_id_a": "earliest",
        "revision_id_b": "latest", "task_state_id": 1, "task_id": 1, "workflow_state_id": 1,
        "action_name": "approve", "content_type_app_name": "home", "app_label": "home",
        "content_type_model_name": "standardpage", "model_name": "standardpage",
        "content_type_app_label": "home", "object_id": page.pk, "rest": "x",
    }  # fmt: skip

    def walk(patterns, prefix: str = "", spaces: tuple[str, ...] = ()):
        for each in patterns:
            if isinstance(each, URLResolver):
                space = (*spaces, each.namespace) if each.namespace else spaces
                yield from walk(each.url_patterns, prefix + str(each.pattern), space)
            elif each.name:
                yield ":".join((*spaces, each.name)), prefix + str(each.pattern)

    for name, pattern in walk(get_resolver().url_patterns):
        if not pattern.startswith(ABOUT_PAGES):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        try:
            yield reverse(name, kwargs={each: numbers[each] for each in names})
        except (KeyError, NoReverseMatch):
            continue


@pytest.mark.parametrize("method", ["get", "post"])
def test_n13_no_title_is_shown_to_whoever_may_only_enter_the_admin(site, inicio, staff, method):
    """No title is shown without rights on the page, except what is live and public."""
    page = StandardPage(title=f"{SECRET} 1", slug="draft", live=False)
    site["about"].add_child(instance=page)
    page.save_revision()
    private = site["team"].add_child(instance=StandardPage(title=f"{SECRET} 2", slug="closed"))
    private.save_revision().publish()
    close(private)
    shown, tried = {}, 0
    people = {
        "organizer": staff("organizer"),
        "traductora": staff("traductora", "change", under=inicio),
    }
    for person, client in people.items():
        for secret, parent in ((page, site["about"]), (private, site["team"])):
            data = {
                "new_parent_page": secret.pk, "new_slug": "x", "new_title": "x", "page": secret.pk,
            }  # fmt: skip
            paths = set(admin_addresses(secret, site["team"]))
            paths |= set(admin_addresses(site["letter"], secret))
            paths |= {
                f"{reverse('wagtailadmin_choose_page')}?q={SECRET}",
                reverse("wagtailadmin_choose_page_child", args=[parent.pk]),
                f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={secret.pk}",
                f"{reverse('wagtailadmin_pages:search')}?q={SECRET}",
                reverse("wagtailadmin_explore", args=[parent.pk]),
                f"/admin/api/main/pages/{secret.pk}/",
                "/admin/api/main/pages/?limit=100",
                f"/admin/bulk/wagtailcore/page/delete/?id={secret.pk}",
                f"/admin/bulk/wagtailcore/page/move/?id={secret.pk}",
                f"/admin/bulk/wagtailcore/page/publish/?id={secret.pk}",
                f"/admin/bulk/wagtailcore/page/unpublish/?id={secret.pk}",
            }
            if person == "traductora":  # translation screens list what waits to be translated
                paths = {path for path in paths if "translation" not in path}
            for path in sorted(paths):
                tried += 1
                response = getattr(client, method)(path, data if method == "post" else {})
                said = "" if response.streaming else response.content.decode(errors="replace")
                if found := re.search(rf"[^\n]*{SECRET} \d[^\n]*", said):
                    shown[path] = found[0].strip()[:300]
    assert not shown, "\n".join(map(str, shown.items()))
    assert tried > 100
