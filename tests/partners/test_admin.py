"""The admin of partners: permissions first, and the right language for new partners."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from partners.models import Partner

INDEX = "/admin/partners/partner/"
CREATE = f"{INDEX}create/"


def act(action, partner) -> str:
    return f"{INDEX}{action}/{partner.pk}/"


def refused(response) -> bool:
    """Return whether the admin redirected the user with "you do not have permission"."""
    return response.status_code == 403 or (
        response.status_code == 302 and response.headers["Location"] == reverse("wagtailadmin_home")
    )


@pytest.fixture
def partner(make_partner, migration):
    return make_partner("Voices", slug="voices", description="Who we are.", themes=[migration])


@pytest.fixture
def translated(partner, submit):
    return submit(partner, "Quiénes somos.")


def form(**changes):
    return {
        "name": "Puentes",
        "slug": "",
        "country": "MX",
        "region": "mx-ca",
        "description": "",
        "website": "",
        "logo": "",
        "order": "0",
        "joined_on": "",
    } | changes


class TestWithoutRights:
    @pytest.mark.parametrize("action", ["edit", "delete", "inspect", "history"])
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_nothing_opens(self, client, newcomer, partner, translated, action, language):
        client.force_login(newcomer)
        address = act(action, partner if language == "en" else translated)
        assert refused(client.get(address))
        assert refused(client.post(address, {"action": "publish"}))
        assert Partner.objects.count() == 2

    def test_lists_and_forms_do_not_open(self, client, newcomer, partner):
        client.force_login(newcomer)
        assert refused(client.get(INDEX))
        assert refused(client.get(f"{INDEX}?export=csv"))
        assert refused(client.get(CREATE))
        assert refused(client.post(CREATE, form()))
        assert Partner.objects.count() == 1

    def test_a_translation_cannot_be_published(
        self, client, newcomer, partner, translated, spanish
    ):
        StringTranslation.objects.filter(locale=spanish).update(data="BORRADOR")
        client.force_login(newcomer)
        assert refused(client.post(act("edit", translated), {"action": "publish"}))
        assert Partner.objects.get(pk=translated.pk).description == "Quiénes somos."

    def test_a_stopped_translation_cannot_be_restarted(self, client, newcomer, translated):
        Translation.objects.update(enabled=False)
        client.force_login(newcomer)
        assert refused(client.post(act("edit", translated), {"localize-restart-translation": "1"}))
        assert not Translation.objects.filter(enabled=True).exists()

    def test_an_address_without_a_number_is_not_found(self, admin_client, partner):
        assert admin_client.get(f"{INDEX}edit/abc/", follow=True).status_code == 404


class TestTranslator:
    def test_english_is_closed(self, client, translator, partner, translated):
        client.force_login(translator)
        assert refused(client.get(act("edit", partner)))
        assert refused(client.post(act("edit", partner), form()))
        for each in (partner, translated):
            assert refused(client.get(act("delete", each)))
            assert refused(client.post(act("delete", each)))
        assert refused(client.get(CREATE))
        assert Partner.objects.get(pk=partner.pk).name == "Voices"
        assert Partner.objects.count() == 2

    def test_spanish_is_open(self, client, translator, partner, translated, spanish):
        client.force_login(translator)
        assert client.get(f"{INDEX}?locale=es").status_code == 200
        sheet = client.get(act("edit", translated)).url
        assert client.get(sheet).status_code == 200
        StringTranslation.objects.filter(locale=spanish).update(data="Somos muchas.")
        client.post(act("edit", translated), {"action": "publish"})
        assert Partner.objects.get(pk=translated.pk).description == "Quiénes somos."


class TestEditor:
    def test_list_shows_where_each_partner_stands(
        self, client, editor, partner, translated, make_partner, submit
    ):
        make_partner("Bridges", description="Over there.")
        submit(make_partner("Copy", description="A copy."))
        client.force_login(editor)
        html = client.get(INDEX).content.decode()
        assert "Voices" in html
        assert "Migration" in html
        assert html.count("Español") >= 3
        assert "Not translated" in html
        assert "1 of 1" in html
        assert "0 of 1" in html
        assert "Voices" in client.get(f"{INDEX}?q=voic").content.decode()
        assert "Voices" not in client.get(f"{INDEX}?region=mx-ca").content.decode()
        assert "Voices" not in client.get(f"{INDEX}?country=HN").content.decode()
        assert client.get(f"{INDEX}?export=csv").status_code == 200

    def test_the_list_asks_the_same_number_of_questions_for_more_partners(
        self, client, editor, make_partner, migration, django_assert_max_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.force_login(editor)
        make_partner("First", themes=[migration])
        client.get(INDEX)
        with CaptureQueriesContext(connection) as few:
            client.get(INDEX)
        for number in range(10):
            make_partner(f"Partner {number}", themes=[migration])
        client.get(INDEX)  # the first request computes the status of new partners
        with CaptureQueriesContext(connection) as many:
            client.get(INDEX)
        assert len(many) == len(few)

    @pytest.mark.parametrize("interface", ["en", "es"])
    def test_what_is_new_is_in_the_source_language(
        self, client, editor, interface, migration, migracion
    ):
        from wagtail.users.models import UserProfile

        UserProfile.objects.create(user=editor, preferred_language=interface)
        client.force_login(editor)
        html = client.get(CREATE).content.decode()
        assert "Migration" in html
        assert "Migración" not in html
        response = client.post(CREATE, form(themes=[migration.pk]))
        assert response.status_code == 302
        partner = Partner.objects.get()
        assert partner.locale.language_code == "en"
        assert partner.slug == "puentes"
        assert list(partner.themes.all()) == [migration]

    def test_a_topic_in_another_language_is_no_choice(self, client, editor, migracion):
        client.force_login(editor)
        assert client.post(CREATE, form(themes=[migracion.pk])).status_code == 200
        assert not Partner.objects.exists()

    def test_another_language_only_by_translation(self, admin_client, spanish, client, editor):
        """A partner cannot be added in another language: it would be public without approval."""
        client.force_login(editor)
        for one in (admin_client, client):
            assert refused(one.post(f"{CREATE}?locale=es", form()))
        assert not Partner.objects.exists()

    def test_country_and_region_are_compared(self, client, editor):
        client.force_login(editor)
        response = client.post(CREATE, form(region="us-ca"))
        assert response.status_code == 200
        assert "is in the other region" in response.content.decode()

    def test_edit_inspect_history_delete(self, client, editor, partner, translated, migration):
        client.force_login(editor)
        for action in ("edit", "inspect", "history", "delete"):
            assert client.get(act(action, partner)).status_code == 200, action
        changes = form(name="Voices United", slug="voices", description="We.", themes=[])
        assert client.post(act("edit", partner), changes).status_code == 302
        for each in Partner.objects.all():
            assert (each.name, each.country) == ("Voices United", "MX")
            assert list(each.themes.all()) == []
        assert partner.revisions.count() == 1
        assert refused(client.get(act("edit", translated)))
        assert client.post(act("delete", partner)).status_code == 302
        assert not Partner.objects.exists()
