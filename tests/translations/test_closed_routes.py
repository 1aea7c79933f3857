"""The URLs of wagtail-localize are closed to everyone and redirect to ours."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from partners.models import Partner
from tests.translations.conftest import send, state_of, translate
from translations.models import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(page, partner, topic, spanish, translator, reviewer):
    """Publish one translation, start another, and leave other objects untranslated."""
    translation = translate(page, spanish, translator, reviewer)
    send(topic, spanish)
    segment = translation.source.stringsegment_set.first()
    source = TranslationSource.objects.get(object_id=page.translation_key)
    return {
        "submit_page": f"submit/page/{page.pk}/",
        "submit_topic": f"submit/snippet/pages/topic/{topic.pk}/",
        "submit_partner": f"modeladmin/submit/partners/partner/{partner.pk}/",
        "update": f"update/{source.pk}/",
        "string": f"translate/{translation.pk}/strings/{segment.pk}/edit/",
        "override": f"translate/{translation.pk}/overrides/1/edit/",
        "download": f"translate/{translation.pk}/pofile/download/",
        "upload": f"translate/{translation.pk}/pofile/upload/",
        "machine": f"translate/{translation.pk}/machine_translate/",
        "preview": f"translate/{translation.pk}/preview/",
        "preview_mode": f"translate/{translation.pk}/preview/x/",
        "stop": f"translate/{translation.pk}/disable/",
        "report": "reports/translations/",
        "report_results": "reports/translations/results/",
        "snippets": "api/snippets/pages/topic/",
        "snippet": f"api/snippets/pages/topic/{topic.pk}/",
        "new_one": "anything/else/",
    }


LEADS_TO = {
    "submit_page": "/admin/translations/send/wagtailcore.page/",
    "submit_topic": "/admin/translations/send/pages.topic/",
    "submit_partner": "/admin/translations/send/partners.partner/",
    "update": "/admin/translations/",
    "report": "/admin/translations/",
    "report_results": "/admin/translations/",
    "preview": "/admin/translations/",
    "preview_mode": "/admin/translations/",
}


def contents() -> dict:
    return {
        "texts": sorted(StringTranslation.objects.values_list("pk", "data", "translation_type")),
        "translations": sorted(Translation.objects.values_list("pk", "enabled")),
        "sources": sorted(TranslationSource.objects.values_list("pk", "last_updated_at")),
        "pages": sorted(Page.objects.values_list("pk", "live", "title", "alias_of")),
        "partners": sorted(Partner.objects.values_list("pk", "name")),
    }


@pytest.mark.parametrize("who", ["admin", "editor", "translator", "reviewer", "newcomer"])
def test_nothing_is_changed_at_any_address(who, everything, client, request, make_person):
    person = (
        make_person("Organizers")
        if who == "newcomer"
        else request.getfixturevalue("admin_user" if who == "admin" else who)
    )
    client.force_login(person)
    before = contents()
    for name, rest in everything.items():
        url = f"/admin/localize/{rest}"
        response = client.get(url)
        if name in LEADS_TO:
            assert response.status_code == 302, name
            assert response.url.startswith(LEADS_TO[name]), name
        else:
            assert response.status_code == 403, name
            assert "translation dashboard" in response.content.decode()
        for data in ({}, {"locales": ["1", "2"], "publish_translations": "on", "value": "x"}):
            assert client.post(url, data).status_code == 403, name
        for method in (client.put, client.delete, client.patch):
            assert method(url).status_code == 403, name
    assert contents() == before


def test_a_program_is_answered_in_its_own_format(everything, client, translator):
    client.force_login(translator)
    url = f"/admin/localize/{everything['string']}"
    response = client.post(url, {}, headers={"accept": "application/json"})
    assert response.status_code == 403
    assert "translation dashboard" in response.json()["message"]


def test_who_is_not_signed_in_is_asked_to(everything, client):
    before = contents()
    for rest in everything.values():
        for ask in (client.get, client.post):
            response = ask(f"/admin/localize/{rest}")
            assert response.status_code == 302
            assert response.url.startswith("/admin/login/")
    assert contents() == before


def test_the_words_of_its_scripts_stay(client, translator):
    client.force_login(translator)
    response = client.get("/admin/localize/jsi18n/")
    assert response.status_code == 200
    assert "javascript" in response["Content-Type"]


def test_the_names_of_the_addresses_are_ours(everything, page):
    assert reverse("wagtail_localize:submit_page_translation", args=[page.pk]) == (
        f"/admin/localize/submit/page/{page.pk}/"
    )


def test_locales_can_still_be_managed(admin_client):
    assert admin_client.get("/admin/locales/").status_code == 200


def test_an_alias_is_made_nowhere(page, spanish, translator, reviewer, admin_client):
    translate(page, spanish, translator, reviewer)
    copy = page.get_translation(spanish)
    url = f"/admin/localize/page/{copy.pk}/convert_to_alias/"
    for ask in (admin_client.get, admin_client.post):
        assert ask(url).status_code in (302, 403)
    assert Page.objects.get(pk=copy.pk).alias_of_id is None
    assert state_of(page, spanish).status == Status.LIVE
