"""What editors and translators can do with a form, in the admin and in wagtail-localize."""

import datetime
import zoneinfo

import pytest
from django.urls import reverse
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Locale, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import String, StringTranslation, Translation, TranslationSource

from pages.models import SiteSettings
from signups.form.stream import FieldsBlock
from signups.models import SignUpPage
from tests import reviewed
from tests.signups.conftest import WORDS, Visitor, block, every_kind

EN = "/en/sign-up/"


def form_data(page: SignUpPage, **changes) -> dict:
    """Return what the editor's form of `page` submits, without its stream of questions."""
    text = block("text", label="Full name", key="full_name")
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "event": page.event_id,
        "opens_at": "",
        "closes_at": "",
        "zone": "",
        "capacity": "",
        "waiting_list": "on",
        "privacy_notice": rich_text("<p>x</p>"),
        "confirmation": rich_text("<p>x</p>"),
        "fields": streamfield([(text["type"], text["value"])]),
        "listing_text": "",
        "listing_image": "",
        "social_image": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    return nested_form_data({**data, **changes})


def post(client, page, **changes):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(url, form_data(page, **changes), follow=True)
    return SignUpPage.objects.get(pk=page.pk), response.content.decode()


@pytest.mark.django_db
def test_the_editor_opens_and_publishes_a_form(form_page, spanish_page, admin_client):
    for page in (form_page, spanish_page):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        html = admin_client.get(url).content.decode()
        assert "No longer asked" in html
    page, _html = post(
        admin_client,
        form_page,
        fields=streamfield(
            [
                ("text", {"label": "¿Quién eres?", "key": ""}),
                ("text", {"label": "¿Quién eres?", "key": ""}),
                (
                    "dropdown",
                    {"label": "Where from?", "key": "", "choices": streamfield([])},
                ),
            ][:2]
        ),
    )
    assert [q.key for q in page.canonical_questions()] == ["quien_eres", "quien_eres_2"]


@pytest.mark.django_db
def test_keys_are_frozen_with_a_clear_message(form_page, admin_client):
    Visitor().send(EN, {"full_name": "Ana"})
    page, html = post(admin_client, form_page)
    assert "no question can be removed" in html
    assert r"Mark the question as \u201cNo longer asked\u201d instead" in html
    assert len(page.canonical_questions()) == len(WORDS) + 1


@pytest.mark.django_db
def test_times_are_those_of_the_event(form_page, admin_client):
    page, _html = post(admin_client, form_page, closes_at="2030-01-01 10:00")
    zone = zoneinfo.ZoneInfo("America/Mexico_City")
    assert page.closes_at == datetime.datetime(2030, 1, 1, 10, tzinfo=zone)
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="2030-01-01 10:00"' in html
    page, _html = post(
        admin_client, form_page, closes_at="2030-01-01 10:00", zone="America/Tijuana"
    )
    assert page.closes_at.astimezone(datetime.UTC).hour == 18
    _page, html = post(
        admin_client, form_page, opens_at="2030-01-02 10:00", closes_at="2030-01-01 10:00"
    )
    assert "The closing time must be after the opening time" in html


@pytest.mark.django_db
def test_the_event_is_that_of_the_source_language(form_page, admin_client, event, home):
    spanish_event = event.get_translation(Locale.objects.get(language_code="es"))
    page, _html = post(admin_client, form_page, event=spanish_event.pk)
    assert page.event_id == event.pk
    _page, html = post(admin_client, form_page, event=home.pk)
    assert "Choose a summit or a dialogue" in html


@pytest.mark.django_db
def test_forms_are_made_in_the_source_language(home, inicio, admin_client):
    assert SignUpPage.can_create_at(home)
    assert not SignUpPage.can_create_at(inicio)


def test_keys_must_be_sound_and_unique():
    blocks = FieldsBlock()
    stream = every_kind()
    blocks.clean(blocks.to_python(stream))
    doubled = [*stream, block("text", label="Again", key="full_name")]
    with pytest.raises(StreamBlockValidationError) as error:
        blocks.clean(blocks.to_python(doubled))
    assert list(error.value.block_errors) == [len(stream)]
    for key in ("Full name", "1st", "ñ", "csrfmiddlewaretoken", "a-b", "x" * 51):
        with pytest.raises(StreamBlockValidationError):
            blocks.clean(blocks.to_python([block("text", label="A", key=key)]))
    choices = [{"label": "A", "key": "a"}, {"label": "B", "key": "a"}]
    with pytest.raises(StreamBlockValidationError):
        blocks.clean(blocks.to_python([block("radio", label="A", key="a", choices=choices)]))


@pytest.mark.django_db
def test_translators_see_words_and_no_keys(form_page, spanish, django_capture_on_commit_callbacks):
    source, _created = TranslationSource.update_or_create_from_instance(form_page)
    strings = {segment.string.data for segment in source.stringsegment_set.all()}
    assert {english for english, _spanish in WORDS.values()} <= strings
    assert {"About you", "Only what we need.", "Spanish", "A ramp"} <= strings
    assert not strings & {"full_name", "mx", "ramp", "name", "True", "False"}
    translation = Translation.objects.create(source=source, target_locale=spanish)
    for english, words in WORDS.values():
        for segment in source.stringsegment_set.filter(string__data=english):
            # Those of a ready-made question are already translated.
            StringTranslation.objects.update_or_create(
                translation_of=String.objects.get(pk=segment.string_id),
                locale=spanish,
                context=segment.context,
                defaults={"data": words},
            )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=False)
    page = SignUpPage.objects.get(locale=spanish).get_latest_revision_as_object()
    page.slug = "inscripcion"
    page = reviewed.publish(page)
    questions = form_page.questions_for(page)
    assert [q.label for q in questions if q.key] == [words for _e, words in WORDS.values()]
    keys = [item["value"].get("key") for item in form_page.fields.get_prep_value()]
    assert [item["value"].get("key") for item in page.fields.get_prep_value()] == keys
    assert page.event_id == form_page.event_id


@pytest.mark.django_db
def test_facts_follow_the_source_at_once(form_page, spanish_page):
    form_page.capacity, form_page.zone = 7, "America/Tijuana"
    form_page.save_revision().publish()
    spanish_page.refresh_from_db()
    assert (spanish_page.capacity, spanish_page.zone) == (7, "America/Tijuana")


@pytest.mark.django_db
def test_a_draft_can_be_looked_at_before_it_is_open(form_page, admin_client):
    form_page.opens_at = datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC)
    form_page.save_revision()
    url = reverse("wagtailadmin_pages:view_draft", args=[form_page.pk])
    response = admin_client.get(url)
    assert response.status_code == 200
    assert "Your story" in response.content.decode()


@pytest.mark.django_db
def test_n11_what_an_editor_types_is_clean(form_page, admin_client):
    """Titles, short texts, rich text and questions are cleaned like what visitors type."""
    question = block("text", label="Full\u200b name", key="full\u200d_name", help_text="\u202eHelp")
    page, _html = post(
        admin_client,
        form_page,
        title="Sign\u00ad up\u200b",
        introduction="Two\nlines\u2060",
        privacy_notice=rich_text("<p>We\u200b keep <b>no\ufeffthing</b>.</p>"),
        fields=streamfield([(question["type"], question["value"])]),
    )
    assert page.title == "Sign up"
    assert page.introduction == "Two\nlines"
    assert "We keep <b>nothing</b>." in page.privacy_notice
    value = page.fields[0].value
    assert (value["label"], value["key"], value["help_text"]) == (
        "Full name",
        "full_name",
        "Help",
    )
    _page, html = post(admin_client, form_page, title="\u200b\u3164")
    assert "This field is required" in html


@pytest.mark.django_db
def test_n12_addresses_of_organizers_as_they_are_pasted(form_page, admin_client):
    pasted = "Ana <ana@example.org>; o’connor@Example.org,\r\n<mailto:luz@example.org>\u200b"
    page, _html = post(admin_client, form_page, staff_addresses=pasted)
    assert page.staff_addresses.split("\n") == [
        "ana@example.org",
        "o'connor@example.org",
        "luz@example.org",
    ]
    _page, html = post(admin_client, form_page, staff_addresses="ana@example.org\nana.example.org")
    assert "This email address is missing the @" in html
    _page, html = post(admin_client, form_page, staff_addresses="ana@example.org\npeña@example.org")
    assert "letters such as ñ or é before the @" in html


@pytest.mark.django_db
def test_n12_the_address_in_the_settings_of_the_site(home, admin_client):
    site = Site.objects.get()
    settings = SiteSettings.for_site(site)
    url = reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk])
    data = {"organisation": "Global\u200b Exchange", "email": "Office <office@example.org>,"}
    assert admin_client.post(url, data).status_code == 302
    settings.refresh_from_db()
    assert settings.email == "office@example.org"
    assert settings.organisation == "Global Exchange"
    refused = admin_client.post(url, {**data, "email": "office at example.org"}).content.decode()
    assert "This email address is missing the @" in refused
