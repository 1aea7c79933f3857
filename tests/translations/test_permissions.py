"""Who may do what: each role at each URL, for English and Spanish content."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import NoReverseMatch, reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from home import structure
from home.models import StandardPage
from pages.models import Topic
from partners.models import Partner
from tests.arranged import arranged
from tests.translations.conftest import send, translate, write_all
from translations.engine import permissions, review
from translations.models import Hold, Notice, Review, SourceOnly

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "newcomer", "editor", "translator", "reviewer", "organizer", "admin")
#: What a request results in: the page opens, redirects to the sign-in, or is refused.
OPENS, LOGIN, NO = "opens", "login", "no"


@pytest.fixture
def person_of(make_person, editor, translator, reviewer, db):
    """Return a function that gives the user of a role; None is anonymous."""

    def person_of(role: str):
        match role:
            case "anonymous":
                return None
            case "newcomer":
                person = make_person()
                person.user_permissions.add(Permission.objects.get(codename="access_admin"))
                return User.objects.get(pk=person.pk)
            case "organizer":
                return make_person(structure.ORGANIZERS)
            case "admin":
                return User.objects.create_superuser("boss", "boss@example.org", "secret")
        return {"editor": editor, "translator": translator, "reviewer": reviewer}[role]

    return person_of


@pytest.fixture
def world(home, page, partner, topic, spanish, translator, reviewer, make_page):
    """Create a page, a partner and a topic, live in both languages, and a draft translation."""

    def build() -> dict:
        live = translate(page, spanish, translator, reviewer)
        translate(partner, spanish, translator, reviewer)
        translate(topic, spanish, translator, reviewer)
        other = make_page("Under way")
        draft = send(other, spanish)
        return {
            "page": page,
            "copy": page.get_translation(spanish),
            "partner": partner,
            "copied_partner": partner.get_translation(spanish),
            "topic": topic,
            "copied_topic": topic.get_translation(spanish),
            "live": live,
            "draft": draft,
        }

    return arranged("world", build, home, page, partner, topic, spanish, translator, reviewer)


def addresses(world) -> dict[str, str]:
    """Return every URL by name."""
    page, copy = world["page"], world["copy"]
    partner, copied_partner = world["partner"], world["copied_partner"]
    topic, copied_topic = world["topic"], world["copied_topic"]

    def page_url(name, each):
        return reverse(f"wagtailadmin_pages:{name}", args=[each.pk])

    return {
        "dashboard": reverse("translations_dashboard"),
        "dashboard all": reverse("translations_dashboard_list", args=["all"]),
        "dashboard results": reverse("translations_dashboard_results", args=["all"]),
        "dashboard csv": reverse("translations_dashboard_list", args=["all"]) + "?export=csv",
        "report": reverse("translations_report_days"),
        "send page": reverse("translations_send", args=["wagtailcore.page", page.pk]),
        "send copy": reverse("translations_send", args=["wagtailcore.page", copy.pk]),
        "send partner": reverse("translations_send", args=["partners.partner", partner.pk]),
        "send topic": reverse("translations_send", args=["pages.topic", topic.pk]),
        "on purpose": reverse("translations_source_only", args=["wagtailcore.page", page.pk]),
        "together": reverse("translations_coordinated_release", args=[page.pk]),
        "take down": reverse("translations_unpublish_all", args=[page.pk]),
        "take down copy": reverse("translations_unpublish_all", args=[copy.pk]),
        "edit page": page_url("edit", page),
        "edit copy": page_url("edit", copy),
        "unpublish page": page_url("unpublish", page),
        "unpublish copy": page_url("unpublish", copy),
        "delete page": page_url("delete", page),
        "delete copy": page_url("delete", copy),
        "edit partner": f"/admin/partners/partner/edit/{partner.pk}/",
        "edit copied partner": f"/admin/partners/partner/edit/{copied_partner.pk}/",
        "edit topic": reverse("wagtailsnippets_pages_topic:edit", args=[topic.pk]),
        "edit copied topic": reverse("wagtailsnippets_pages_topic:edit", args=[copied_topic.pk]),
        "editor": reverse("translations_editor", args=[world["draft"].pk]),
    }


DASHBOARD = {"editor", "translator", "reviewer", "admin"}
ENGLISH = {"editor", "admin"}
SPANISH = {"translator", "reviewer", "admin"}
MAY_OPEN = {
    "dashboard": DASHBOARD,
    "dashboard all": DASHBOARD,
    "dashboard results": DASHBOARD,
    "dashboard csv": DASHBOARD,
    "report": DASHBOARD,
    "send page": ENGLISH,
    "send copy": ENGLISH,
    "send partner": ENGLISH,
    "send topic": ENGLISH,
    "on purpose": ENGLISH,
    "together": ENGLISH,
    "take down": ENGLISH,
    "take down copy": ENGLISH,
    "edit page": ENGLISH,
    "edit copy": SPANISH,
    "unpublish page": ENGLISH,
    "unpublish copy": {"reviewer", "admin"},
    "delete page": ENGLISH,
    "delete copy": {"reviewer", "admin"},
    "edit partner": ENGLISH,
    "edit copied partner": SPANISH,
    "edit topic": ENGLISH,
    "edit copied topic": SPANISH,
    "editor": {*SPANISH, "editor"},  # editors of the source may see the progress
}


def answer(response) -> str:
    """Return the result of a response."""
    if response.status_code == 403:
        return NO
    if response.status_code == 302:
        if response.url.startswith("/admin/login/"):
            return LOGIN
        if response.url == reverse("wagtailadmin_home"):
            return NO
        return OPENS  # the translation editor replaces the page editor
    assert response.status_code == 200
    return OPENS


@pytest.mark.parametrize("role", ROLES)
def test_what_opens(role, world, person_of, client):
    if person := person_of(role):
        client.force_login(person)
    found, expected = {}, {}
    for name, url in addresses(world).items():
        found[name] = answer(client.get(url))
        allowed = OPENS if role in MAY_OPEN[name] else NO
        expected[name] = LOGIN if role == "anonymous" else allowed
    assert found == expected


def contents() -> dict:
    return {
        "pages": sorted(
            Page.objects.values_list("pk", "live", "title", "locked", "latest_revision")
        ),
        "partners": sorted(Partner.objects.values_list("pk", "name", "description")),
        "topics": sorted(Topic.objects.values_list("pk", "name")),
        "texts": sorted(StringTranslation.objects.values_list("pk", "data")),
        "translations": sorted(Translation.objects.values_list("pk", "enabled")),
        "reviews": sorted(Review.objects.values_list("pk", "state")),
        "holds": Hold.objects.count(),
        "on purpose": SourceOnly.objects.count(),
    }


@pytest.mark.parametrize("role", ROLES)
def test_what_is_refused_changes_nothing(role, world, person_of, client, spanish):
    if person := person_of(role):
        client.force_login(person)
    chosen = {"key": [str(world["page"].translation_key)], "locale": "es", "reason": "No."}
    posts = {
        **addresses(world),
        "send chosen": reverse("translations_send_selection"),
        "on purpose chosen": reverse("translations_source_only_selection"),
        "lift": reverse("translations_cancel_release", args=[world["page"].pk]),
    }
    allowed = MAY_OPEN | dict.fromkeys(("send chosen", "on purpose chosen", "lift"), ENGLISH)
    before = contents()
    data = chosen | {
        "locales": [spanish.pk], "title": "Stolen", "name": "Stolen", "slug": "stolen",
        "action-publish": "1", "action-submit": "1", "localize-restart-translation": "1",
        "localize-convert-to-alias": "1", "approve": "1",
    }  # fmt: skip
    for name, url in posts.items():
        if role in allowed[name] or name.startswith(("dashboard", "report")):
            continue
        assert answer(client.post(url, data)) == (LOGIN if role == "anonymous" else NO), name
    assert contents() == before


def test_a_translation_is_published_by_nobody_without_review(world, client, person_of, spanish):
    """No user who works in Spanish can publish a translation without review, at any URL."""
    StringTranslation.objects.filter(locale=spanish).update(data="UNREVIEWED")
    urls = addresses(world)
    for role in ("translator", "reviewer", "admin"):
        client.force_login(person_of(role))
        for name in ("edit copy", "edit copied partner", "edit copied topic", "editor"):
            client.post(urls[name], {"action-publish": "1", "action-submit": "1", "publish": "1"})
    assert not StandardPage.objects.filter(live=True, introduction="UNREVIEWED").exists()
    assert not Partner.objects.filter(description="UNREVIEWED").exists()
    assert not Topic.objects.filter(name="UNREVIEWED").exists()


def test_the_names_of_other_parts_are_guarded_too(world, client, person_of):
    """Files and the glossary, if installed, refuse users without translation work."""
    for name in ("translations_exchange", "translations_exchange_export"):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        assert answer(client.get(url)) == LOGIN
        for role in ("newcomer", "organizer"):
            client.force_login(person_of(role))
            for ask in (client.get, client.post):
                assert ask(url).status_code in (302, 403, 405), name
                assert Notice.objects.filter(user__username="newcomer").count() == 0
        client.logout()


# ------------------------------------------------------------------ a third language
@pytest.fixture
def french(settings, site_structure) -> Locale:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        ("en", "English"), ("es", "Spanish"), ("fr", "French"),
    ]  # fmt: skip
    structure.build()
    return Locale.objects.get(language_code="fr")


def test_the_reviewer_of_spanish_has_no_power_over_french(
    page, french, spanish, reviewer, translator, make_person, client
):
    french_translator = make_person(structure.translators("fr"))
    translation = send(page, french)
    write_all(translation, french_translator, "FR: ")
    assert not permissions.may_translate(reviewer, translation)
    assert not permissions.may_review(reviewer, french)
    assert french.pk not in permissions.languages(reviewer)
    review.submit(translation, french_translator)
    from django.core.exceptions import PermissionDenied

    for person in (reviewer, translator):
        for decide in (review.approve, review.withdraw):
            with pytest.raises(PermissionDenied):
                decide(translation, person)
        with pytest.raises(PermissionDenied):
            review.request_changes(translation, person, "No.")
    copy = page.get_translation(french)
    client.force_login(reviewer)
    assert answer(client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk]))) == NO
    assert answer(client.get(reverse("translations_editor", args=[translation.pk]))) == NO
    # None of it is work for a Spanish reviewer; the full list shows only their language.
    shown = client.get(reverse("translations_dashboard")).context["object_list"]
    assert not shown
    everything = client.get(reverse("translations_dashboard_list", args=["all"]))
    languages = {row.locale.language_code for row in everything.context["object_list"]}
    assert languages == {"es"}
    assert Group.objects.filter(name=structure.reviewers("fr")).exists()


def test_the_dashboard_works_for_a_third_language(page, french, make_person, client):
    person = make_person(structure.reviewers("fr"))
    translation = send(page, french)
    write_all(translation, make_person(structure.translators("fr"), name="traductrice"), "FR: ")
    review.submit(translation, User.objects.get(username="traductrice"))
    client.force_login(person)
    response = client.get(reverse("translations_dashboard"))
    assert [row.title for row in response.context["object_list"]] == ["About us"]
    assert "Français" in response.content.decode()
