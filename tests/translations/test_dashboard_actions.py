"""Sending, holding, unpublishing and “source only”, and the status in Wagtail's own views."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail_localize.models import Translation

from home.models import StandardPage
from pages.times import typed_dates
from tests.translations.conftest import change, send, state_of, translate
from translations.admin.reports import lines
from translations.engine import release, status_store
from translations.models import Hold, Notice, SourceOnly, State, Status

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def send_url(instance, label="wagtailcore.page") -> str:
    return reverse("translations_send", args=[label, instance.pk])


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


# ------------------------------------------------------------------ send
def test_an_editor_sends_a_page(page, spanish, as_editor):
    html = as_editor.get(send_url(page)).content.decode()
    assert "Not translated" in html
    assert "never overwritten" in html
    response = as_editor.post(send_url(page), {"locales": [spanish.pk]})
    assert "1 sent for translation" in response.content.decode()
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    assert not page.get_translation(spanish).live
    # Sending again adds nothing and explains why.
    response = as_editor.post(send_url(page), {"locales": [spanish.pk]})
    html = response.content.decode()
    assert "Nothing new was sent" in html
    assert "already in translation" in html
    assert Translation.objects.filter(source__object_id=page.translation_key).count() == 1


def test_with_all_pages_below_it(page, make_page, spanish, as_editor):
    below = make_page("Our team", parent=page)
    assert 'name="below"' in as_editor.get(send_url(page)).content.decode()
    assert 'name="below"' not in as_editor.get(send_url(below)).content.decode()
    as_editor.post(send_url(page), {"locales": [spanish.pk], "below": "on"})
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    assert state_of(below, spanish).status == Status.IN_PROGRESS


def test_without_a_language_nothing_is_sent(page, spanish, as_editor):
    for locales in ([], ["999"], ["x"]):
        response = as_editor.post(send_url(page), {"locales": locales})
        assert response.status_code == 200
        assert response.context["form"].errors["locales"]
    assert state_of(page, spanish).status == Status.MISSING


@pytest.mark.parametrize(
    "address",
    ["wagtailcore.page/999999", "wagtailcore.page/x", "wagtailcore.page/1", "auth.user/1",
     "no.model/1", "nonsense/1", "wagtailcore.page/99999999999999999999", "pages.topic/٣٣"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(address, as_editor):
    assert as_editor.get(f"/admin/translations/send/{address}/", follow=True).status_code == 404


def test_partners_and_topics_are_sent(partner, topic, spanish, as_editor):
    for label, each in (("partners.partner", partner), ("pages.topic", topic)):
        response = as_editor.post(send_url(each, label), {"locales": [spanish.pk]})
        assert "1 sent for translation" in response.content.decode()
        assert state_of(each, spanish).status == Status.IN_PROGRESS


def test_chosen_rows_are_sent(page, make_page, spanish, as_editor):
    other = make_page("Press")
    url = reverse("translations_send_selection")
    keys = [str(page.translation_key), str(other.translation_key)]
    response = as_editor.post(url, {"key": keys, "locale": "es"})
    assert "2 sent for translation" in response.content.decode()
    for bad in ({"key": ["x"], "locale": "es"}, {"key": keys, "locale": "xx"}, {"key": keys}):
        assert as_editor.post(url, bad, follow=True).status_code == 404
    assert "Select at least one row." in said(as_editor.post(url, {"locale": "es"}))
    assert as_editor.get(url).status_code == 405


# ------------------------------------------------------------------ in the source language only
def test_only_in_english_on_purpose_and_undone(page, spanish, as_editor, editor):
    url = reverse("translations_source_only", args=["wagtailcore.page", page.pk])
    assert as_editor.post(url, {"locales": [spanish.pk], "reason": " "}).status_code == 200
    assert not SourceOnly.objects.exists()
    as_editor.post(url, {"locales": [spanish.pk], "reason": "Only for lawyers."})
    assert state_of(page, spanish).status == Status.SOURCE_ONLY
    decision = SourceOnly.objects.get()
    assert (decision.reason, decision.decided_by) == ("Only for lawyers.", editor)
    html = as_editor.get(url).content.decode()
    assert "Only for lawyers." in html
    assert "Translate into Spanish after all" in html
    assert as_editor.post(url, {"undo": "xx"}, follow=True).status_code == 404
    as_editor.post(url, {"undo": "es"})
    assert state_of(page, spanish).status == Status.MISSING
    actions = PageLogEntry.objects.filter(page=page).values_list("action", flat=True)
    assert {"translations.source_only", "translations.to_translate"} <= set(actions)


def test_chosen_rows_stay_in_english(topic, page, spanish, as_editor):
    url = reverse("translations_source_only_selection")
    chosen = {"key": [topic.translation_key, page.translation_key], "locale": "es"}
    assert 'name="reason"' in as_editor.post(url, chosen).content.decode()
    assert not SourceOnly.objects.exists()
    assert as_editor.post(url, chosen | {"reason": ""}).status_code == 200
    assert as_editor.post(url, chosen | {"reason": "A name."}).status_code == 302
    assert SourceOnly.objects.filter(reason="A name.").count() == 2
    assert ModelLogEntry.objects.filter(action="translations.source_only").exists()


# ------------------------------------------------------------------ publish together
def test_hold_and_lift(page, spanish, as_editor):
    url = reverse("translations_coordinated_release", args=[page.pk])
    assert "There is no draft to hold" in as_editor.get(url).content.decode()
    response = as_editor.post(url, {"locales": [spanish.pk]})
    assert "There is no draft to hold" in response.content.decode()
    page.introduction = "Together."
    page.save_revision()
    past = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    late = (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")
    later = (timezone.now() + timedelta(days=10)).strftime("%Y-%m-%d %H:%M")
    for bad in (
        {"locales": []},
        {"locales": [spanish.pk], "deadline": past},
        {"locales": [spanish.pk], "deadline": "tomorrow"},
        {"locales": [spanish.pk], "deadline": late, "go_live_at": later},
    ):
        response = as_editor.post(url, bad)
        assert response.status_code == 200
        assert response.context["form"].errors
        assert not Hold.objects.exists()
    response = as_editor.post(url, {"locales": [spanish.pk], "deadline": late})
    assert response.status_code == 302
    assert Hold.objects.get().page_id == page.pk
    html = as_editor.get(url).content.decode()
    assert "not ready yet" in html
    edit = as_editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "This page is on hold until it is translated into: Spanish" in edit.content.decode()
    lift = reverse("translations_cancel_release", args=[page.pk])
    assert as_editor.get(lift).status_code == 405
    as_editor.post(lift)
    assert not Hold.objects.exists()
    assert as_editor.post(lift, follow=True).status_code == 404


def test_n20_when_to_publish_together_is_picked_or_typed_and_said_with_its_zone(
    page, spanish, as_editor
):
    url = reverse("translations_coordinated_release", args=[page.pk])
    page.introduction = "Together."
    page.save_revision()
    assert "wagtailadmin/js/date-time-chooser.js" in as_editor.get(url).text
    refused = as_editor.post(url, {"locales": [spanish.pk], "go_live_at": "whenever"})
    assert str(typed_dates.ERRORS["invalid"]) in refused.text
    assert 'value="whenever"' in refused.text
    as_editor.post(url, {"locales": [spanish.pk], "go_live_at": "20/03/2127 10:00"})
    assert Hold.objects.get().go_live_at == datetime(2127, 3, 20, 16, tzinfo=UTC)
    html = as_editor.get(url).text
    assert "March 20, 2127, 10 a.m. CST" in html
    assert 'value="2127-03-20 10:00"' in html


# ------------------------------------------------------------------ unpublishing
@pytest.fixture
def both(page, spanish, translator, reviewer):
    translate(page, spanish, translator, reviewer)
    return page


def test_taking_down_names_all_and_takes_all(both, spanish, as_editor):
    copy = both.get_translation(spanish)
    url = reverse("translations_unpublish_all", args=[both.pk])
    html = as_editor.get(url).content.decode()
    assert "Español" in html
    assert copy.url in html
    assert Page.objects.get(pk=copy.pk).live
    as_editor.post(url)
    assert not Page.objects.get(pk=copy.pk).live
    assert not Page.objects.get(pk=both.pk).live
    assert "not live in any language" in as_editor.get(url).content.decode()


def test_the_other_language_is_named_where_one_goes(both, home, spanish, as_editor):
    title = both.get_translation(spanish).title
    url = reverse("translations_unpublish_all", args=[both.pk])
    for name, args in (
        ("unpublish", [both.pk]),
        ("delete", [both.pk]),
        ("move_confirm", [both.pk, home.pk]),
    ):
        html = as_editor.get(
            reverse(f"wagtailadmin_pages:{name}", args=args), follow=True
        ).content.decode()
        assert title in html, name
        assert url in html, name


def test_of_a_topic_the_other_language_is_named_too(
    topic, spanish, as_editor, translator, reviewer
):
    translate(topic, spanish, translator, reviewer)
    address = reverse("wagtailsnippets_pages_topic:delete", args=[topic.pk])
    assert "ES: Land" in as_editor.get(address).content.decode()


def test_in_bulk_too(both, spanish, as_editor):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    response = as_editor.post(f"{url}?id={both.pk}&next=/admin/")
    assert not Page.objects.get(pk=both.pk).live
    assert "stays live in other languages" in said(response)


# ------------------------------------------------------------------ Wagtail's own views
def test_the_explorer_shows_the_status_with_a_constant_number_of_queries(
    home, make_page, spanish, as_editor
):
    url = reverse("wagtailadmin_explore", args=[home.pk])

    def queries():
        as_editor.get(url)
        with CaptureQueriesContext(connection) as asked:
            html = as_editor.get(url).content.decode()
        return len([q for q in asked if "translations_" in q["sql"]]), html

    for number in range(2):
        make_page(f"Page {number}")
    few, html = queries()
    assert html.count("Not translated") >= 2
    for number in range(2, 20):
        make_page(f"Page {number}")
    many, html = queries()
    assert html.count("Not translated") >= 20
    assert many == few
    assert "/admin/translations/send/" in html
    assert "/localize/" not in html


def test_the_editor_has_a_side_panel(page, spanish, as_editor):
    send(page, spanish)
    html = as_editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "0 of 3" in html
    assert reverse("translations_coordinated_release", args=[page.pk]) in html
    explorer = as_editor.get(reverse("wagtailadmin_explore", args=[page.pk])).content.decode()
    assert "0 of 3" in explorer


def test_an_administrator_sees_no_button_of_wagtail_localize(page, topic, partner, admin_client):
    for url in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailsnippets_pages_topic:list"),
        reverse("wagtailadmin_home"),
    ):
        html = admin_client.get(url).content.decode()
        assert "/admin/localize/submit" not in html, url
        assert "/admin/localize/update" not in html, url
        assert "/admin/localize/reports" not in html, url


def test_publishing_without_a_translation_says_so(make_page, as_editor):
    page = make_page("Fresh", publish=False)
    html = as_editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Fresh" in html
    response = publish_in_editor(as_editor, page)
    assert StandardPage.objects.get(pk=page.pk).live
    assert "has not been translated yet" in said(response)
    assert send_url(page) in said(response)


def publish_in_editor(client, page):
    """Publish a page through its form in the editor."""
    from wagtail.test.utils.form_data import querydict_from_html

    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(url).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form")
    data["body-count"] = "0"  # a script fills this in
    data["action-publish"] = "1"
    return client.post(url, data)


# ------------------------------------------------------------------ admin home
def test_the_first_screen_says_what_waits(page, spanish, client, translator, editor, reviewer):
    translation = send(page, spanish, editor)
    client.force_login(translator)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Translations waiting for you" in html
    assert "About us" in html
    assert reverse("translations_open", args=[page.translation_key, "es"]) in html
    assert "New since your last visit" in html
    response = client.post(reverse("translations_notices_seen"))
    assert response.status_code == 302
    assert not Notice.objects.filter(user=translator, seen_at__isnull=True).exists()
    # Wagtail's own list of pages in review appears next to it.
    from tests.translations.conftest import write_all
    from translations.engine import review

    write_all(translation, translator)
    review.submit(translation, translator)
    client.force_login(reviewer)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "awaiting-review" in html
    assert "Translations waiting for you" in html


def test_who_has_nothing_to_do_with_it_sees_no_panel(client, make_person):
    from home import structure

    client.force_login(make_person(structure.ORGANIZERS))
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Translations waiting for you" not in html
    assert "/admin/translations/" not in html


# ------------------------------------------------------------------ report
def test_the_report_counts_days(spanish, site_structure):
    first = timezone.now().replace(year=2026, month=3, day=2)
    month = first.date().replace(day=1)
    rows = [
        (month, "home.standardpage", "Español", first, first + timedelta(days=days))
        for days in (1, 2, 9)
    ]
    rows += [(month, "home.standardpage", "Español", first, None)]
    rows += [(month, "news.newspage", "Español", first, first - timedelta(days=5))]
    found = {line.model: line for line in lines(rows)}
    page = found["home.standardpage"]
    assert (page.translated, page.median_days, page.longest, page.never) == (3, "2.0", "9.0", 1)
    assert found["news.newspage"].median_days == "0.0"


def test_the_report_is_shown_and_downloaded(both, make_page, as_editor):
    make_page("Never mind")
    url = reverse("translations_report_days")
    html = as_editor.get(url).content.decode()
    assert "Never translated" in html
    assert "Never mind" in html
    assert as_editor.get(url, {"locale": "es", "model": "x"}).status_code == 200
    text = b"".join(as_editor.get(url, {"export": "csv"}).streaming_content).decode()
    assert text.splitlines()[0].startswith("Month published,Type,Language,Translated,Median days")
    assert len(text.splitlines()) >= 2


def test_a_change_is_true_on_the_dashboard_at_once(both, spanish, as_editor):
    change(both, introduction="Other words.")
    assert (
        status_store.for_keys([both.translation_key])[both.translation_key, spanish.pk].changed == 1
    )
    assert State.objects.filter(stale=True).count() == 0
    release.unpublish_all(both, None)
    assert state_of(both, spanish).status == Status.SOURCE_OFFLINE
