"""The sample site: every page for every reader and every role, in both languages."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.operations import translate_object

from home.models import Menu
from pages.models import Topic
from partners.models import Partner
from sample.factories import FACTORIES
from translations.engine import status_store
from translations.models import Status

KEYS = [factory.key for factory in FACTORIES]
TRANSLATED = [factory.key for factory in FACTORIES if factory.translated]
ENGLISH_ONLY = [factory.key for factory in FACTORIES if not factory.translated]
ROLES = ["admin", "editor", "translator", "reviewer", "organizer"]


def page_of(sample, key: str, language: str) -> Page:
    page = Page.objects.get(pk=sample.pages[key].pk)
    if language != "en":
        page = page.get_translation(Locale.objects.get(language_code=language))
    return page.specific


def one_of_each(sample, keys: list[str]) -> list[str]:
    """Return the first page of each type and depth."""
    pages = {key: sample.pages[key] for key in keys}
    return list({(type(page), page.depth): key for key, page in reversed(pages.items())}.values())


def visible_text(html: str) -> str:
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", html)


class TestReaders:
    @pytest.mark.parametrize("key", KEYS)
    def test_every_page_answers_in_english(self, sample, public, key):
        """Every page answers in English, and sets no cookie except the token of a form."""
        page = page_of(sample, key, "en")
        response = public(page.url)
        assert response.status_code == 200
        assert '<html lang="en">' in response.text
        assert page.title in response.text.replace("&#x27;", "'").replace("&amp;", "&")
        assert set(response.cookies) <= ({"csrftoken"} if key.startswith("signup_") else set())

    @pytest.mark.parametrize("key", TRANSLATED)
    def test_every_translated_page_answers_in_spanish(self, sample, public, key):
        page = page_of(sample, key, "es")
        response = public(page.url)
        assert response.status_code == 200
        assert page.url.startswith("/es/")
        assert '<html lang="es">' in response.text

    def test_some_pages_are_left_for_the_translators(self):
        assert len(ENGLISH_ONLY) == 2

    @pytest.mark.parametrize("key", ENGLISH_ONLY)
    def test_a_page_without_spanish_says_so(self, sample, client, key):
        page = page_of(sample, key, "en")
        response = client.get(page.url.replace("/en/", "/es/", 1))
        assert response.status_code == 404
        assert '<html lang="es">' in response.text
        assert f'href="{page.url}"' in response.text

    def test_one_slug_is_spanish_where_the_title_is(self, sample):
        assert page_of(sample, "dialogues", "es").slug == "dialogos"

    def test_the_roll_has_all_fifty_nine(self, sample, client):
        for language in ("en", "es"):
            html = client.get(page_of(sample, "partners", language).url).text
            for name in Partner.objects.in_source_language().values_list("name", flat=True):
                assert name.replace("&", "&amp;") in html, name
        assert Partner.objects.in_source_language().count() == 59


class TestEnglishInSpanishPages:
    """At a Spanish address, English is shown only if it is marked as English."""

    @pytest.fixture
    def english_sentences(self, sample) -> set[str]:
        """Every English segment of the sample with another Spanish text, if long enough to tell."""
        strings = StringSegment.objects.select_related("string").values_list(
            "string__data", flat=True
        )
        spanish: set[str] = set()
        for source in TranslationSource.objects.all():
            for translation in source.translations.all():
                spanish |= set(
                    translation.source.stringsegment_set.filter(
                        string__translations__locale=translation.target_locale
                    ).values_list("string__translations__data", flat=True)
                )
        plain = {re.sub(r"<[^>]+>", "", text).strip() for text in strings}
        same = {re.sub(r"<[^>]+>", "", text).strip() for text in spanish}
        return {text for text in plain - same if len(text) > 24}

    def test_none_is_left(self, sample, public, english_sentences):
        assert len(english_sentences) > 400
        for key in TRANSLATED:
            html = public(page_of(sample, key, "es").url).text
            own = re.sub(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', " ", html, flags=re.DOTALL)
            text = " ".join(visible_text(own).split())
            left = [sentence for sentence in english_sentences if sentence in text]
            assert left == [], key


def opens(client, response, language: str) -> bool:
    """Return whether an edit address opens: in Spanish, through the translation editor."""
    if language == "en" or response.status_code != 302:
        return response.status_code == 200 and language == "en"
    return "/admin/translations/" in response.url and client.get(response.url).status_code == 200


class TestEditors:
    """Each role can open what it may edit, and is refused the rest."""

    MAY_EDIT = {
        "admin": {"en", "es"},
        "editor": {"en"},
        "translator": {"es"},
        "reviewer": {"es"},
        "organizer": set(),
    }

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_edit_pages(self, sample, sign_in, role, language):
        client = sign_in(role)
        allowed = language in self.MAY_EDIT[role]
        keys = TRANSLATED if language == "es" else KEYS
        # The administrator opens every page; who else may depends on a page’s type and position in
        # the tree, not on its content.
        for key in keys if role == "admin" else one_of_each(sample, keys):
            page = page_of(sample, key, language)
            response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            if allowed:
                assert opens(client, response, language), (key, response.status_code)
            else:
                assert response.status_code == 302, key
                assert response.url == reverse("wagtailadmin_home")

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_explore(self, sample, sign_in, role, language):
        client = sign_in(role)
        for key in ("home", "news", "dialogues"):
            page = page_of(sample, key, language)
            response = client.get(reverse("wagtailadmin_explore", args=[page.pk]))
            expected = 200 if language in self.MAY_EDIT[role] else 302
            assert response.status_code == expected, key

    @pytest.mark.parametrize("role", ROLES)
    def test_the_dashboard_opens(self, sign_in, role):
        response = sign_in(role).get(reverse("wagtailadmin_home"))
        assert response.status_code == 200
        spanish = role in ("translator", "reviewer")
        assert ('lang="es"' in response.text) == spanish

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_partners(self, sample, sign_in, role, language):
        locale = Locale.objects.get(language_code=language)
        partner = Partner.objects.filter(locale=locale).first()
        client = sign_in(role)
        response = client.get(f"/admin/partners/partner/edit/{partner.pk}/")
        assert opens(client, response, language) == (language in self.MAY_EDIT[role])
        assert response.status_code in (200, 302, 403)

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("model", [Topic, Menu])
    def test_topics_and_menus(self, sample, sign_in, role, language, model):
        locale = Locale.objects.get(language_code=language)
        url_name = model.snippet_viewset.get_url_name("edit")
        client = sign_in(role)
        for item in model.objects.filter(locale=locale):
            response = client.get(reverse(url_name, args=[item.pk]))
            allowed = language in self.MAY_EDIT[role]
            assert opens(client, response, language) == allowed, (role, language, response)

    def test_a_translation_is_never_made_an_alias(self, sample, sign_in):
        page = page_of(sample, "about", "es")
        client = sign_in("translator")
        editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), follow=True)
        assert "convert_to_alias" not in editor.text
        client.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
        page.refresh_from_db()
        assert page.alias_of_id is None
        assert client.get(page.url).status_code == 200

    @pytest.mark.parametrize("role", ROLES)
    def test_pictures_are_added_by_those_who_write(self, sign_in, role):
        response = sign_in(role).get(reverse("wagtailimages:add"))
        assert (response.status_code == 200) == (role in ("admin", "editor"))

    def test_nobody_is_signed_in_by_default(self, sample):
        response = Client().get(reverse("wagtailadmin_home"))
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


class TestTranslation:
    def test_spanish_came_through_wagtail_localize(self, sample):
        for key in TRANSLATED:
            page = page_of(sample, key, "en")
            source = TranslationSource.objects.get_for_instance(page)
            translation = source.translations.get(target_locale__language_code="es")
            assert translation.get_progress()[0] > 3, key

    def test_each_object_has_the_status_that_was_meant(self, sample):
        """All is live in Spanish except a page that is out of date and those left in English."""
        by_key = {page.translation_key: key for key, page in sample.pages.items()}
        found = {
            by_key[state.translation_key]: (state.status, state.changed)
            for state in status_store.all_statuses().filter(locale__language_code="es")
            if state.translation_key in by_key
        }
        wanted = {
            factory.key: (Status.LIVE, 0) if factory.translated else (Status.MISSING, 0)
            for factory in FACTORIES
        }
        assert found == wanted | {"dialogue_juarez": (Status.OUTDATED, found["dialogue_juarez"][1])}
        assert found["dialogue_juarez"][1] > 0
        others = status_store.all_statuses().exclude(translation_key__in=by_key)
        assert set(others.values_list("status", flat=True)) == {Status.LIVE}

    def test_every_page_survives_being_copied_for_a_third_language(self, sample):
        french, _created = Locale.objects.get_or_create(language_code="fr")
        for key in KEYS:  # parents come before children
            page = page_of(sample, key, "en")
            translate_object(page, [french])
            copy = page.get_translation(french).specific
            assert copy.title, key
            assert not copy.live, f"{key}: a new translation is a draft"

    def test_every_partner_survives_being_copied(self, sample):
        french, _created = Locale.objects.get_or_create(language_code="fr")
        for partner in Partner.objects.in_source_language():
            translate_object(partner, [french])
            copy = partner.get_translation(french)
            assert (copy.name, copy.country, copy.slug) == (
                partner.name,
                partner.country,
                partner.slug,
            )


class TestSeed:
    def test_a_second_run_changes_nothing(self, sample, capsys):
        page = page_of(sample, "about", "en")
        page.title = "Edited by somebody"
        page.save_revision().publish()
        before = Page.objects.count()
        call_command("seed")
        assert "there is content already" in capsys.readouterr().out
        assert Page.objects.count() == before
        assert page_of(sample, "about", "en").title == "Edited by somebody"

    def test_never_in_production(self, sample, settings):
        del settings.DEMO_PASSWORD
        with pytest.raises(CommandError, match="not made in production"):
            call_command("seed")

    def test_the_tree_is_sound(self, sample):
        assert Page.find_problems() == ([], [], [], [], [])
