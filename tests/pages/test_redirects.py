"""Old URLs redirect in both languages, also below a page, and never in a loop."""

import re

import pytest
from django.contrib.auth.models import User
from django.forms import modelform_factory
from django.test import TestCase
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from events.models import DialogueIndexPage
from home.models import StandardPage
from news.models import NewsIndexPage
from pages.models import Topic
from partners.models import Partner, PartnerIndexPage
from tests import reviewed
from tests.arranged import arranged
from tests.events.conftest import add_dialogue

pytestmark = pytest.mark.both_databases


def publish(page, **values):
    """Publish a page with other values, as the editor's button does, including its transaction."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        reviewed.publish(page)
    return type(page).objects.get(pk=page.pk)


def add(parent, page, spanish=None, **values):
    parent.add_child(instance=page)
    page = publish(page)
    if spanish is None:
        return page
    copy = page.copy_for_translation(spanish)
    return page, publish(copy, **values)


def leads(client, path: str) -> str:
    """Return where a URL redirects permanently in a single step."""
    answer = client.get(path)
    assert answer.status_code == 301, (path, answer.status_code)
    target = answer["Location"]
    assert client.get(target).status_code == 200, target
    return target


@pytest.fixture
def pages(home, inicio, spanish):
    return arranged("pages that move", lambda: _pages(home, inicio, spanish), home, inicio, spanish)


def _pages(home, inicio, spanish):
    about, acerca = add(
        home, StandardPage(title="About", slug="about"), spanish, title="Acerca", slug="acerca"
    )
    team, equipo = add(
        about, StandardPage(title="Team", slug="team"), spanish, title="Equipo", slug="equipo"
    )
    return {"about": about, "acerca": acerca, "team": team, "equipo": equipo}


@pytest.fixture
def directories(home, inicio, spanish):
    return add(
        home,
        PartnerIndexPage(title="Partners", slug="partners"),
        spanish,
        title="Organizaciones",
        slug="organizaciones",
    )


def partner_named(name, locale, **more):
    return Partner.objects.create(name=name, country="US", region="us-ca", locale=locale, **more)


# ------------------------------------------------------------------ pages
def test_in_the_editor(client, pages):
    client.force_login(User.objects.create_superuser("admin", "a@example.org", "secret"))
    page = pages["about"]
    data = nested_form_data(
        {
            "title": page.title,
            "slug": "who-we-are",
            "introduction": "",
            "listing_text": "",
            "body": streamfield([("text", rich_text("<p>We.</p>"))]),
            "comments": {
                "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0,
            },
            "action-publish": "on",
        }
    )  # fmt: skip
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    client.logout()
    assert leads(client, "/en/about/") == "/en/who-we-are/"
    assert leads(client, "/en/about/team/") == "/en/who-we-are/team/"
    assert leads(client, "/en/about/?utm=1&b=2") == "/en/who-we-are/?utm=1&b=2"
    assert client.get("/es/acerca/").status_code == 200


def test_in_spanish(client, pages):
    publish(pages["acerca"], slug="quienes-somos")
    assert leads(client, "/es/acerca/") == "/es/quienes-somos/"
    assert leads(client, "/es/acerca/equipo/") == "/es/quienes-somos/equipo/"
    assert client.get("/en/about/").status_code == 200


def test_there_and_back_is_no_circle(client, pages):
    publish(pages["about"], slug="who")
    publish(pages["about"], slug="about")
    assert client.get("/en/about/").status_code == 200
    assert leads(client, "/en/who/") == "/en/about/"
    assert leads(client, "/en/who/team/") == "/en/about/team/"
    page = StandardPage.objects.get(pk=pages["about"].pk)
    page.unpublish()
    assert client.get("/en/about/").status_code == 404
    assert [each.old_path for each in Redirect.objects.filter(old_path="/en/about")] == []


def test_pages_that_change_places_do_not_lead_to_each_other(client, home, pages):
    other = add(home, StandardPage(title="Other", slug="other"))
    publish(pages["about"], slug="third")
    publish(other, slug="about")
    publish(pages["about"], slug="other")
    for page in (pages["about"], other):
        StandardPage.objects.get(pk=page.pk).unpublish()
    for path in ("/en/about/", "/en/other/"):
        assert client.get(path, follow=True).status_code == 404
    assert client.get("/en/third/", follow=True).redirect_chain == [("/en/other/", 301)]


def test_a_page_that_is_moved(client, home, pages):
    with TestCase.captureOnCommitCallbacks(execute=True):
        StandardPage.objects.get(pk=pages["team"].pk).move(home, pos="last-child")
    assert leads(client, "/en/about/team/") == "/en/team/"
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = StandardPage.objects.get(pk=pages["team"].pk)
        page.move(StandardPage.objects.get(pk=pages["about"].pk), pos="last-child")
    assert client.get("/en/about/team/").status_code == 200
    assert leads(client, "/en/team/") == "/en/about/team/"


def test_a_new_page_takes_an_old_address(client, home, pages):
    publish(pages["about"], slug="who")
    add(home, StandardPage(title="About, again", slug="about"))
    assert "About, again" in client.get("/en/about/").text
    assert leads(client, "/en/about/team/") == "/en/who/team/"


def test_what_an_editor_has_said_stays(client, pages):
    Redirect.objects.all().delete()  # Wagtail's own, from drafts that got their Spanish slug
    Redirect.add_redirect("/en/paper/", pages["team"])
    Redirect.add_redirect("/es/about/", "https://example.org/elsewhere/")
    assert leads(client, "/en/paper/") == "/en/about/team/"
    # The redirect wins, although the other language has a page with this path.
    assert client.get("/es/about/?x=1")["Location"] == "https://example.org/elsewhere/?x=1"
    publish(pages["about"], slug="who")
    assert Redirect.objects.filter(automatically_created=False).count() == 2


def test_a_redirect_to_itself_is_a_page_that_is_not_there(client, pages):
    pages["team"].unpublish()
    Redirect.add_redirect("/en/about/team/", pages["team"])
    answer = client.get("/en/about/team/")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


# ------------------------------------------------------------------ URLs below a page
def test_calendars_feeds_and_partners_follow_their_page(client, home, directories, english):
    partner_named("Voices", english, slug="voices")
    news = add(home, NewsIndexPage(title="News", slug="news"))
    dialogues = add(home, DialogueIndexPage(title="Dialogues", slug="dialogues"))
    add_dialogue(dialogues)
    publish(news, slug="updates")
    publish(dialogues, slug="talks")
    publish(directories[0], slug="allies")
    publish(directories[1], slug="aliadas")
    for old, new in (
        ("/en/news/feed/", "/en/updates/feed/"),
        ("/en/news/feed/?topic=land", "/en/updates/feed/?topic=land"),
        ("/en/dialogues/calendar.ics", "/en/talks/calendar.ics"),
        ("/en/dialogues/tijuana/", "/en/talks/tijuana/"),
        ("/en/dialogues/tijuana/calendar.ics", "/en/talks/tijuana/calendar.ics"),
        ("/en/partners/voices/", "/en/allies/voices/"),
        ("/es/organizaciones/voices/", "/es/aliadas/voices/"),
        ("/en/partners/?region=us-ca", "/en/allies/?region=us-ca"),
    ):
        assert leads(client, old) == new
    assert client.get("/en/partners/nobody/", follow=True).status_code == 404
    assert client.get("/en/news/strange/part/").status_code == 404


def test_a_personal_page_follows_the_form(client, home, english):
    from signups.models.page import SignUpPage

    form = add(home, SignUpPage(title="Sign up", slug="sign-up"))
    part = form.reverse_subpage("personal", ["A" * 32])
    publish(form, slug="register")
    answer = client.get(f"/en/sign-up/{part}")
    assert answer.status_code == 301
    assert answer["Location"] == f"/en/register/{part}"


# ------------------------------------------------------------------ partners
def test_a_partner_with_another_short_name(client, directories, english, spanish):
    partner = partner_named("Voices", english, slug="voices")
    partner.copy_for_translation(spanish).save()
    partner.slug = "voces"
    partner.save()
    assert leads(client, "/en/partners/voices/") == "/en/partners/voces/"
    assert leads(client, "/es/organizaciones/voices/") == "/es/organizaciones/voces/"


def test_a_partner_that_changes_twice_and_back(client, directories, english):
    partner = partner_named("Voices", english, slug="a")
    for slug in ("b", "c"):
        partner.slug = slug
        partner.save()
    assert leads(client, "/en/partners/a/") == "/en/partners/c/"
    assert leads(client, "/en/partners/b/") == "/en/partners/c/"
    partner.slug = "a"
    partner.save()
    assert client.get("/en/partners/a/").status_code == 200
    assert leads(client, "/en/partners/b/") == "/en/partners/a/"
    assert leads(client, "/en/partners/c/") == "/en/partners/a/"
    partner.delete()
    for slug in "abc":
        assert client.get(f"/en/partners/{slug}/", follow=True).status_code == 404


def test_a_partner_and_its_directory_both_change(client, directories, english):
    partner = partner_named("Voices", english, slug="voices")
    partner.slug = "voces"
    partner.save()
    publish(directories[0], slug="allies")
    answer = client.get("/en/partners/voices/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1] == ("/en/allies/voces/", 301)


def test_saving_a_partner_otherwise_leaves_no_trace(directories, english):
    partner = partner_named("Voices", english, slug="voices")
    before = Redirect.objects.count()
    partner.description = "They listen."
    partner.save()
    assert Redirect.objects.count() == before


# ------------------------------------------------------------------ different spellings
@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/ES/acerca/", "/es/acerca/"),
        ("/ES/", "/es/"),
        ("/Es", "/es/"),
        ("/en-US/", "/en/"),
        ("/es-MX/acerca/equipo/", "/es/acerca/equipo/"),
        ("/es-mx/acerca/?a=1", "/es/acerca/?a=1"),
        ("/ES/ACERCA/", "/es/acerca/"),
        ("/en/About/Team/", "/en/about/team/"),
        ("/es/ac%C3%A9rca/", "/es/acerca/"),
        ("/es/Buscar/?q=paz", "/es/buscar/?q=paz"),
    ],
)
def test_n09_an_address_in_capitals_or_with_accents_leads_on(client, pages, asked, meant):
    assert leads(client, asked) == meant


def test_n09_what_is_nowhere_stays_nowhere(client, pages):
    for path in ("/en/Nowhere/", "/en/About/Nobody/"):
        assert client.get(path).status_code == 404, path
    for path in ("/es-MX/ninguna/", "/ES/Ninguna/", "/xx/About/"):
        assert client.get(path, follow=True).status_code == 404, path


def test_n09_capitals_without_a_language_lead_on_as_well(client, pages):
    assert client.get("/ABOUT/", follow=True).redirect_chain[-1] == ("/en/about/", 301)


def test_n09_what_was_typed_comes_along(client, pages):
    answer = client.post("/ES/ACERCA/", {"words": "many"})
    assert (answer.status_code, answer["Location"]) == (308, "/es/acerca/")


def test_n09_an_old_address_in_capitals_is_still_one(client, pages):
    Redirect.add_redirect("/en/Who-We-Are/", pages["about"])
    assert leads(client, "/en/Who-We-Are/") == "/en/about/"


# ------------------------------------------------------------------ old and short URLs
TRACKERS = "utm_source=mail&utm_medium=x&fbclid=Ab-1&gclid=2"


def test_n09_trackers_do_not_hide_an_old_address(client, pages, home):
    Redirect.add_redirect("/page.php?id=12", pages["about"])
    Redirect.add_redirect("/page.php?id=12&part=2", pages["team"])
    Redirect.add_redirect("/page.php", home)
    for asked, target in (
        ("?id=12", "/en/about/"),
        (f"?id=12&{TRACKERS}", f"/en/about/?{TRACKERS}"),
        (f"?{TRACKERS}&part=2&id=12", f"/en/about/team/?{TRACKERS}"),
        ("?id=120&fbclid=1", "/en/?id=120&fbclid=1"),
        (f"?{TRACKERS}", f"/en/?{TRACKERS}"),
    ):
        assert client.get(f"/page.php{asked}")["Location"] == target


def test_n09_a_short_address_leads_to_the_readers_language(client, pages, home):
    only_english = add(home, StandardPage(title="Map", slug="map"))
    Redirect.add_redirect("/us", pages["about"])
    Redirect.add_redirect("/nosotros", pages["acerca"])
    Redirect.add_redirect("/map", only_english)
    for path in ("/us", "/nosotros/"):
        for asked, page in (("es-MX,es;q=0.9,en;q=0.8", "acerca"), ("en-US,en", "about")):
            answer = client.get(f"{path}?a=1", headers={"accept-language": asked})
            assert answer["Location"] == f"{pages[page].url}?a=1"
            assert answer.status_code == 302, "for ever would be for the next reader as well"
            assert "Accept-Language" in answer["Vary"]
    answer = client.get("/map", headers={"accept-language": "es"})
    assert answer["Location"] == "/en/map/"
    pages["acerca"].unpublish()
    assert client.get("/us", headers={"accept-language": "es"})["Location"] == "/en/about/"


# ------------------------------------------------------------------ slugs
def edit(client, page, **values):
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "introduction": "",
            "listing_text": "",
            "body": streamfield([]),
            "comments": {
                "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0,
            },
            "action-publish": "on",
            **values,
        }
    )  # fmt: skip
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_n09_short_names_have_no_accents_in_the_editor(admin_client, client, pages):
    url = reverse("wagtailadmin_pages:edit", args=[pages["about"].pk])
    words = admin_client.get(url).text
    assert 'data-controller="w-slug"' in words
    assert "data-w-slug-allow-unicode-value" not in words  # false attributes are not rendered
    answer = edit(admin_client, pages["about"], slug="Ciudad Juárez")
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert StandardPage.objects.get(pk=pages["about"].pk).slug == "ciudad-juarez"
    assert leads(client, "/en/about/") == "/en/ciudad-juarez/"
    assert leads(client, "/en/ciudad-ju%C3%A1rez/") == "/en/ciudad-juarez/"


def test_n09_short_names_have_no_accents_in_code(client, home):
    page = add(home, StandardPage(title="Mañana", slug="mañana"))
    assert page.slug == "manana"
    page = add(home, StandardPage(title="Łódź y Núñez"))
    assert page.slug == "lodz-y-nunez"
    assert publish(page, slug="juárez").slug == "juarez"


def test_n09_an_accented_name_of_before_leads_on(client, home, pages):
    """A page published with an accent in its slug keeps working, and loses it when saved."""
    Page.objects.filter(pk=pages["about"].pk).update(
        slug="juárez", url_path=pages["about"].url_path.replace("about", "juárez")
    )
    assert client.get("/en/ju%C3%A1rez/").status_code == 200
    publish(pages["about"])
    assert leads(client, "/en/ju%C3%A1rez/") == "/en/juarez/"
    assert leads(client, "/en/ju%C3%A1rez/team/") == "/en/juarez/team/"


@pytest.mark.parametrize("typed", ["Juárez", "juárez", "Ciudad  Juárez!", "k’iche’"])
def test_n09_every_field_for_a_short_name_takes_what_is_typed(typed, english):
    form = modelform_factory(Topic, fields=["name", "slug"])({"name": "T", "slug": typed})
    assert form.is_valid(), form.errors
    assert re.fullmatch(r"[a-z-]+", form.cleaned_data["slug"])
    assert Partner._meta.get_field("slug").formfield().clean(typed) == form.cleaned_data["slug"]
