"""Either the privacy notice is published, or nobody is asked to agree to it."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Site
from wagtail.users.models import UserProfile

from home.models import StandardPage
from pages import required_pages
from pages.models import SiteSettings
from pages.publication import PublicationRefusedError
from signups.checks import check_what_is_agreed_to
from signups.models import Submission
from tests.arranged import arranged
from tests.signups.conftest import ANSWERS, Visitor, publish, translate

EN, ES = "/en/sign-up/", "/es/inscripcion/"
HOUR = datetime.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(home, spanish):
    """Return the privacy notice, published in both languages, that the settings name."""
    return arranged("privacy notice", lambda: _notice(home, spanish), home, spanish)


def _notice(home, spanish):
    page = home.add_child(instance=StandardPage(title="Privacy", slug="privacy"))
    translate(page, spanish, title="Privacidad", slug="privacidad")
    settings = SiteSettings.for_site(Site.objects.get())
    settings.privacy_page = page
    settings.save()
    return page


@pytest.fixture
def conduct(home, spanish, form_page):
    """Return a code of conduct, published in both languages, that the form asks consent to."""
    return arranged(
        "code of conduct", lambda: _conduct(home, spanish, form_page), home, spanish, form_page
    )


def _conduct(home, spanish, form_page):
    page = home.add_child(instance=StandardPage(title="Conduct", slug="conduct"))
    translate(page, spanish, title="Conducta", slug="conducta")
    stream = form_page.fields.get_prep_value()
    consent = next(block for block in stream if block["type"] == "consent")
    consent["value"] |= {"page": page.pk, "required": True}
    form_page.fields = stream
    publish(form_page)
    return page


def in_spanish(page):
    return page.get_translations().get().specific


@pytest.fixture(params=["notice", "conduct"])
def named(request, form_page):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["en", "es"])
def version(request, named):
    """Return each language version of a page that is linked."""
    return named if request.param == "en" else in_spanish(named)


def is_live(page):
    return Page.objects.filter(pk=page.pk, live=True).exists()


# ------------------------------------------------------------------ every way to lose it
@pytest.mark.parametrize(
    "name",
    ["wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete", "translations_unpublish_all"],
)
def test_n04_a_named_page_stays_live(version, name, admin_client):
    response = admin_client.post(reverse(name, args=[version.pk]), follow=True)
    assert is_live(version)
    words = ("The site settings use it as", "is open and asks people to agree to this page")
    assert any(each in response.content.decode() for each in words)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Cannot be unpublished"), ("es", "No se puede despublicar")],
)
def test_who_would_take_it_down_is_told_at_once_that_it_stays(
    version, admin_client, admin_user, language, words
):
    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = language
    profile.save()
    url = reverse("wagtailadmin_pages:unpublish", args=[version.pk])
    html = admin_client.get(url).text
    assert words in html
    with translation.override(language):
        reasons = required_pages.reasons_for(version)
    assert reasons
    assert all(escape(reason) in html for reason in reasons)
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[version.pk])}"' in html
    assert f'action="{url}"' not in html


def test_what_nobody_needs_is_asked_about(home, admin_client):
    other = home.add_child(instance=StandardPage(title="Other", slug="other"))
    url = reverse("wagtailadmin_pages:unpublish", args=[other.pk])
    assert f'action="{url}"' in admin_client.get(url).text


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_n04_nor_with_others(version, home, action, admin_client):
    other = home.add_child(instance=StandardPage(title="Other", slug="other"))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    chosen = f"{url}?id={other.pk}&id={version.pk}&next=/admin/"
    response = admin_client.post(chosen, {"include_descendants": ""}, follow=True)
    assert "stays as it is" in response.content.decode() or "cannot be" in response.content.decode()
    assert is_live(version)
    assert is_live(other)


def test_n04_nor_with_what_is_above_it(notice, home, admin_client):
    above = home.add_child(instance=StandardPage(title="About", slug="about"))
    notice.move(above, pos="last-child")
    for name in ("unpublish", "delete"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[above.pk])
        response = admin_client.post(url, {"include_descendants": "on"}, follow=True)
        assert "Privacy" in response.content.decode()
    assert is_live(above)
    assert is_live(notice)


def test_n04_the_database_refuses_whatever_the_way(version):
    plain = Page.objects.get(pk=version.pk)
    for way in (version.unpublish, version.delete, plain.unpublish, plain.delete):
        with pytest.raises(PublicationRefusedError), transaction.atomic():
            way()
    assert is_live(version)


def test_n04_a_named_page_gets_no_date_to_expire(notice, admin_client):
    notice.expire_at = timezone.now() + HOUR
    with pytest.raises(PublicationRefusedError, match="Remove its expiration date"):
        notice.save_revision().publish()


def test_n04_a_date_from_before_takes_nothing_down(version, home):
    other = home.add_child(instance=StandardPage(title="Other", slug="other"))
    past = timezone.now() - HOUR
    Page.objects.filter(pk__in=[version.pk, other.pk]).update(expire_at=past)
    call_command("publish_scheduled")
    call_command("publish_scheduled")
    assert is_live(version)
    assert not is_live(other)
    [entry] = PageLogEntry.objects.filter(page=version.pk, action=required_pages.KEPT_PUBLISHED)
    assert "Not unpublished as scheduled" in str(entry.message)


def test_n04_what_nobody_names_any_more_goes(notice, conduct, event, form_page):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.privacy_page = conduct
    settings.save()
    notice.unpublish()
    notice.delete()
    settings.privacy_page = None
    settings.save()
    event.starts, event.ends = timezone.now() - 2 * HOUR, timezone.now() - HOUR
    event.save()
    conduct.unpublish()
    assert not is_live(conduct)


def test_n04_the_settings_name_only_what_can_be_read(notice, home, admin_client):
    settings = SiteSettings.for_site(Site.objects.get())
    draft = home.add_child(instance=StandardPage(title="Draft", slug="draft", live=False))
    closed = home.add_child(instance=StandardPage(title="Closed", slug="closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    going = StandardPage(title="Going", slug="going", expire_at=timezone.now() + HOUR)
    home.add_child(instance=going)
    for page in (draft, closed, going, None):
        settings.privacy_page = page
        with pytest.raises(ValidationError) as caught:
            settings.full_clean()
        assert list(caught.value.message_dict) == ["privacy_page"]


# ------------------------------------------------------------------ a form without its notice
def take_away(page):
    """Unpublish a page as older versions allowed, or directly in the database."""
    Page.objects.filter(pk=page.pk).update(live=False)


def test_n04_without_its_notice_a_form_does_not_open(notice, form_page, spanish_page):
    take_away(in_spanish(notice))
    assert '<form class="form"' in Visitor().get(EN).content.decode()
    page = Visitor().get(ES)
    assert page.status_code == 200
    assert '<form class="form"' not in page.content.decode()
    assert "no está disponible en este idioma" in page.content.decode()


@pytest.mark.parametrize("way", ["draft", "private", "never translated"])
def test_n04_whatever_keeps_the_notice_from_being_read(notice, form_page, spanish_page, way):
    page = in_spanish(notice)
    if way == "draft":
        take_away(page)
    elif way == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        Page.objects.filter(pk=page.pk).update(translation_key=uuid.uuid4())
    assert '<form class="form"' not in Visitor().get(ES).content.decode()


def test_n04_a_required_consent_to_nothing_is_not_asked_for(conduct, form_page, spanish_page):
    assert '<form class="form"' in Visitor().get(EN).content.decode()
    take_away(conduct)
    take_away(in_spanish(conduct))
    page = Visitor().get(EN).content.decode()
    assert '<form class="form"' not in page
    assert "is not available in this language" in page


def test_n04_who_was_writing_gets_back_what_was_typed(notice, form_page, spanish_page):
    visitor = Visitor()
    hidden = visitor.open(EN)
    take_away(notice)
    response = visitor.send(EN, ANSWERS, hidden)
    page = response.content.decode()
    assert response.status_code == 409
    assert ANSWERS["full_name"] in page
    assert "is not available in this language" in page
    assert "Español" in page
    assert not Submission.everything.exists()


def test_n04_without_a_notice_named_a_form_opens_as_before(form_page):
    assert '<form class="form"' in Visitor().get(EN).content.decode()


# ------------------------------------------------------------------ what editors see
WARNED = {
    "en": "No one can sign up with “Inscripción” (Spanish): the privacy notice “Privacy” is not",
    "es": "Nadie puede inscribirse con “Inscripción” (español): el aviso de privacidad “Privacy”",
}


@pytest.fixture(params=WARNED)
def warned(request, admin_user):
    """Return the warning in the language of the editor."""
    UserProfile.objects.create(user=admin_user, preferred_language=request.param)
    return WARNED[request.param]


def said(client, url) -> str:
    """Return the HTML of an admin screen, after redirects."""
    return client.get(url, follow=True).content.decode()


def test_n04_the_editors_are_told_that_it_does_not_open(
    notice, form_page, spanish_page, admin_client, warned
):
    screens = {
        "source": reverse("wagtailadmin_pages:edit", args=[form_page.pk]),
        "translation": reverse("wagtailadmin_pages:edit", args=[spanish_page.pk]),
        "list of forms": reverse("signups_forms"),
    }
    for name, url in screens.items():
        assert warned not in said(admin_client, url), name
    take_away(in_spanish(notice))
    for name, url in screens.items():
        assert said(admin_client, url).count(warned) == 1, name


def test_n04_a_consent_to_what_cannot_be_read_is_told(conduct, form_page, admin_client):
    take_away(conduct)
    url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])
    assert "asks people to agree to “Conduct,” which they cannot read" in said(admin_client, url)


def test_n04_the_checks_name_a_form_that_does_not_open(notice, form_page, spanish_page, event):
    def found():
        return [each.id for each in check_what_is_agreed_to(None, databases=["default"])]

    assert found() == []
    take_away(in_spanish(notice))
    assert found() == ["signups.W006"]
    take_away(notice)
    assert found() == ["signups.W006"] * 2
    event.starts, event.ends = timezone.now() - 2 * HOUR, timezone.now() - HOUR
    event.save()
    assert found() == [], "nobody signs up for what is over"
