"""The editor: what it shows, saves and refuses, for those who write, review or only read."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from home import structure
from home.models import HomePage, StandardPage
from tests.arranged import arranged
from tests.translations.conftest import change, send, state_of, translate, write_all
from translations.engine import review, segments
from translations.models import Notice, Presence, Remark, Review, Status, Suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(page, spanish) -> Translation:
    return arranged("sent page", lambda: send(page, spanish), page, spanish)


def url(translation: Translation, name: str = "editor") -> str:
    return reverse(f"translations_{name}", args=[translation.pk])


def text_at(translation: Translation, path: str) -> segments.Segment:
    return next(each for each in segments.read(translation) if each.context.path == path)


def save(client, translation, path: str, value: str, version: str | None = None):
    """Save one text as the translation editor does while its user types."""
    text = text_at(translation, path)
    version = text.version if version is None else version
    fields = {"key": text.key, "value": value, "version": version}
    return client.post(url(translation, "segment"), fields)


def reviews(translation):
    return Review.objects.filter(translation_key=translation.source.object_id)


def press(client, translation, button: str, **fields):
    return client.post(url(translation), {"do": button, **fields}, follow=True)


# ------------------------------------------------------------------ writing
def test_a_text_saves_by_itself(client, translation, translator):
    client.force_login(translator)
    answer = save(client, translation, "title", "Quiénes somos")
    assert answer.status_code == 200
    said = answer.json()
    stored = text_at(translation, "title")
    assert stored.data == "Quiénes somos"
    assert stored.translation.last_translated_by == translator
    assert said["version"] == stored.version
    assert (said["progress"]["done"], said["progress"]["total"]) == (1, 3)
    assert said["state"]["status"] == Status.IN_PROGRESS
    assert said["done"]
    assert said["current"]


def test_plain_text_is_taken_and_shown_as_plain_text(client, translation, translator):
    client.force_login(translator)
    written = 'Pan & paz\n<script>alert("1")</script> <b>'
    assert save(client, translation, "introduction", written).status_code == 200
    stored = text_at(translation, "introduction").data
    assert stored.startswith("Pan &amp; paz<br/>&lt;script&gt;")
    html = client.get(url(translation)).content.decode()
    assert "<script>alert" not in html
    assert "Pan &amp; paz\n&lt;script&gt;alert" in html
    # The field holds exactly the stored text, so saving it again changes nothing.
    assert save(client, translation, "introduction", written).json()[
        "version"
    ] == segments.version_of(text_at(translation, "introduction").translation)


def test_rich_text_keeps_its_tags(client, home, spanish, translator):
    page = StandardPage(
        title="Rich",
        body=[
            {
                "type": "text",
                "value": '<p>See <a href="https://example.org">our <b>list</b></a> & more</p>',
            }
        ],
    )
    home.add_child(instance=page)
    translation = send(page, spanish)
    client.force_login(translator)
    path = next(
        t.context.path for t in segments.read(translation) if t.context.path.startswith("body")
    )
    html = client.get(url(translation)).content.decode()
    assert "See &lt;a id=&quot;a1&quot;&gt;our &lt;b&gt;list&lt;/b&gt;&lt;/a&gt; &amp; more" in html
    good = 'Ve <a id="a1">nuestra <b>lista</b></a> & más'
    assert save(client, translation, path, good).status_code == 200
    stored = text_at(translation, path).data
    assert stored == 'Ve <a id="a1">nuestra <b>lista</b></a> &amp; más'
    for bad in ('<a id="a2">x</a>', "<script>x</script>", '<b onclick="x">x</b>'):
        answer = save(client, translation, path, bad)
        assert answer.status_code == 400
        assert answer.json()["error"]
    assert text_at(translation, path).data == stored


def test_n21_the_address_follows_the_title_until_the_page_is_live(
    client, page, spanish, translation, translator, reviewer
):
    """The slug follows the title until the page is live, even after a refused submission."""
    write_all(translation, translator)

    def put(path: str, words: str) -> None:
        text = text_at(translation, path)
        segments.write(translation, text.context, text.string, words, user=translator)

    put("title", "Palabras rechazadas")
    review.submit(translation, translator)
    client.force_login(reviewer)
    assert "palabras-rechazadas" in client.get(url(translation) + "?show=all").content.decode()
    review.request_changes(translation, reviewer, "Otro título.")
    put("title", "Quiénes somos")
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert page.get_translation(spanish).slug == "quienes-somos"
    # Once the page is live, its slug stays, even if the title changes.
    put("title", "Somos más")
    client.force_login(translator)
    assert "“quienes-somos”" in client.get(url(translation) + "?show=all").content.decode()
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert page.get_translation(spanish).slug == "quienes-somos"
    assert page.get_translation(spanish).title == "Somos más"
    put("slug", "nosotras")
    put("title", "Nosotras")
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert page.get_translation(spanish).slug == "nosotras"


@pytest.mark.parametrize("kind", ["page", "partner"])
def test_n21_a_second_review_shows_what_has_changed_since_it_was_returned(
    client, request, kind, spanish, translator, reviewer
):
    translation = send(request.getfixturevalue(kind), spanish)
    write_all(translation, translator)
    path = {"page": "introduction", "partner": "description"}[kind]
    client.force_login(reviewer)
    review.submit(translation, translator)
    html = client.get(url(translation)).content.decode()
    assert "since the last review" not in html
    review.request_changes(translation, reviewer, "Se dice de otro modo.")
    review.submit(translation, translator)
    html = client.get(url(translation)).content.decode()
    assert "Se dice de otro modo." in html
    assert "No text has changed since then." in html
    # After a withdrawal and a new submission, what counts is what the reviewer has seen.
    review.withdraw(translation, translator)
    text = text_at(translation, path)
    segments.write(translation, text.context, text.string, text.data + " Y más.", user=translator)
    review.submit(translation, translator)
    html = client.get(url(translation)).content.decode()
    assert html.count("changed since the last review") == 1
    assert len(re.findall("<article", html)) == 1  # no other segment is shown first
    assert text.data in html.partition("At the last review")[2].partition("editor-label")[0]
    added = "".join(re.findall("<ins>(.*?)</ins>", html))
    assert added == " Y más."
    assert "No text has changed" not in html
    review.approve(translation, reviewer)
    client.force_login(translator)
    assert "Se dice de otro modo." not in client.get(url(translation)).content.decode()


def test_whoever_is_slower_loses_no_word(client, translation, translator, make_person):
    other = make_person(structure.translators("es"), first_name="Ana", last_name="Ruiz")
    seen = text_at(translation, "title").version
    client.force_login(other)
    assert save(client, translation, "title", "Sobre nosotras", seen).status_code == 200
    client.force_login(translator)
    answer = save(client, translation, "title", "Quiénes somos", seen)
    assert answer.status_code == 409
    said = answer.json()
    assert (said["theirs"], said["by"]) == ("Sobre nosotras", "Ana Ruiz")
    assert text_at(translation, "title").data == "Sobre nosotras"
    assert Suggestion.objects.get().data == "Quiénes somos"
    assert "Quiénes somos" in client.get(url(translation)).content.decode()
    # After seeing the other text, the translator can save.
    assert save(client, translation, "title", "Quiénes somos", said["version"]).status_code == 200
    assert text_at(translation, "title").data == "Quiénes somos"


def test_the_source_is_published_while_she_writes(
    client, page, spanish, translation, translator, reviewer
):
    write_all(translation, translator)
    old = text_at(translation, "introduction")
    change(page, introduction="We meet for a just peace.")
    client.force_login(translator)
    fields = {"key": old.key, "value": "Nos vemos por la paz.", "version": old.version}
    answer = client.post(url(translation, "segment"), fields)
    assert answer.status_code == 200
    assert answer.json()["current"] is False
    # It becomes an earlier translation of the current source text.
    html = client.get(url(translation)).content.decode()
    assert "Nos vemos por la paz." in html
    assert text_at(translation, "introduction").data == ""


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"key": "x", "value": "y"}, 400),
        ({"key": "1:1:1", "value": "y"}, 400),
        ({"key": "999999:1", "value": "y"}, 410),
        ({"key": "999999999999999999:1", "value": "y"}, 410),
    ],
)
def test_bad_input_is_answered_in_words(client, translation, translator, fields, status):
    client.force_login(translator)
    answer = client.post(url(translation, "segment"), fields)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert not any(text.data for text in segments.read(translation))


def test_n11_what_cannot_be_seen_is_taken_out_of_a_translation(client, translation, translator):
    client.force_login(translator)
    fields = {"key": text_at(translation, "title").key, "value": "Paz\0 \u200bjusta"}
    assert client.post(url(translation, "segment"), fields).status_code == 200
    assert text_at(translation, "title").data == "Paz justa"


def test_a_text_of_another_object_is_not_found(client, translation, make_page, spanish, translator):
    other = text_at(send(make_page("Other"), spanish), "title")
    client.force_login(translator)
    answer = client.post(url(translation, "segment"), {"key": other.key, "value": "x"})
    assert answer.status_code == 410


def test_without_javascript_the_whole_form_is_saved(client, translation, translator, make_person):
    client.force_login(translator)
    title, introduction = text_at(translation, "title"), text_at(translation, "introduction")
    other = make_person(structure.translators("es"))
    segments.write(translation, title.context, title.string, "De ella", user=other)
    fields = {
        f"text-{title.key}": "Mío",
        f"version-{title.key}": "",
        f"text-{introduction.key}": "Nos vemos.",
        f"version-{introduction.key}": "",
    }
    answer = client.post(url(translation), {"do": "submit", **fields})
    assert answer.status_code == 200  # not submitted: a text could not be saved
    html = answer.content.decode()
    assert ">Mío</textarea>" in html
    assert "De ella" in html
    assert text_at(translation, "introduction").data == "Nos vemos."
    assert not reviews(translation).exists()
    # Sent again with the current version, it is saved.
    version = re.search(rf'name="version-{title.key}"\s+value="(\w+)"', html)
    fields[f"version-{title.key}"] = version[1]
    fields[f"version-{introduction.key}"] = text_at(translation, "introduction").version
    answer = client.post(url(translation), {"do": "save", **fields})
    assert answer.status_code == 302
    assert text_at(translation, "title").data == "Mío"


def test_a_machine_made_text_counts_once_it_is_confirmed(client, translation, translator):
    title = text_at(translation, "title")
    segments.write(translation, title.context, title.string, "Sobre", machine="Robot")
    client.force_login(translator)
    assert f"confirm:{title.key}" in client.get(url(translation)).content.decode()
    key, version = title.key, text_at(translation, "title").version
    # Sent unchanged, it stays machine-made.
    press(client, translation, "save", **{f"text-{key}": "Sobre", f"version-{key}": version})
    assert text_at(translation, "title").is_machine_made
    press(client, translation, f"confirm:{key}")
    assert text_at(translation, "title").is_done


def test_the_short_name_is_optional_and_put_right(client, translation, translator):
    client.force_login(translator)
    assert save(client, translation, "slug", "Acá & allá").status_code == 200
    assert text_at(translation, "slug").data == "aca-alla"
    assert save(client, translation, "slug", "¿?").status_code == 400


# ------------------------------------------------------------------ life cycle of a page
def test_from_handing_in_to_the_live_page(client, page, spanish, translation, translator, reviewer):
    client.force_login(translator)
    html = press(client, translation, "submit").content.decode()
    assert "segments are still untranslated" in html
    for path, words in (
        ("title", "Quiénes somos"),
        ("introduction", "Nos reunimos por la paz."),
        ("listing_text", "Quiénes"),
    ):
        assert save(client, translation, path, words).status_code == 200
    press(client, translation, "submit", note="Por favor, los nombres.")
    assert state_of(page, spanish).status == Status.IN_REVIEW
    html = client.get(url(translation)).content.decode()
    assert "data-field" not in html
    assert "withdraw" in html
    assert 'value="approve"' not in html
    assert save(client, translation, "title", "Otro").status_code == 403

    client.force_login(reviewer)
    html = client.get(url(translation)).content.decode()
    assert "Por favor, los nombres." in html
    assert 'value="approve"' in html
    assert not Notice.objects.filter(user=reviewer, seen_at=None).exists()
    press(client, translation, "return")  # without a comment
    assert state_of(page, spanish).status == Status.IN_REVIEW
    press(client, translation, "return", comment="Falta un verbo.")
    assert state_of(page, spanish).returned

    client.force_login(translator)
    assert "Falta un verbo." in client.get(url(translation)).content.decode()
    press(client, translation, "submit")
    press(client, translation, "withdraw")
    assert state_of(page, spanish).status == Status.IN_PROGRESS
    press(client, translation, "submit")
    client.force_login(reviewer)
    press(client, translation, "approve", comment="Gracias.")
    assert state_of(page, spanish).status == Status.LIVE
    assert "Nos reunimos por la paz." in client.get("/es/quienes-somos/").content.decode()


def test_nobody_approves_what_she_wrote(client, page, spanish, translation, reviewer):
    write_all(translation, reviewer)
    client.force_login(reviewer)
    press(client, translation, "submit")
    html = client.get(url(translation)).content.decode()
    assert 'value="approve"' not in html
    press(client, translation, "approve")
    assert state_of(page, spanish).status == Status.IN_REVIEW


def test_only_what_changed_is_shown(client, page, spanish, translator, reviewer):
    translation = translate(page, spanish, translator, reviewer)
    change(page, introduction="We meet for a just peace.")
    client.force_login(translator)
    html = client.get(url(translation)).content.decode()
    assert html.count("data-field") == 1
    assert "We meet for <ins>a just </ins>peace." in html
    assert "ES: We meet for peace." in html  # offers the earlier translation
    assert client.get(url(translation) + "?show=all").content.decode().count("data-field") == 4
    assert client.get(url(translation) + "?show=nonsense").content.decode().count("data-field") == 1
    save(client, translation, "introduction", "ES: We meet for a just peace.")
    press(client, translation, "submit")
    client.force_login(reviewer)
    html = client.get(url(translation)).content.decode()
    assert html.count("ES: We meet for <ins>a just </ins>peace.") == 1
    assert html.count("data-row") == 1


def test_a_deleted_word_is_marked_and_escaped(client, page, spanish, translator, reviewer):
    page = change(page, introduction="Peace & <b>bread</b> for all.")
    translation = translate(page, spanish, translator, reviewer)
    change(page, introduction="Peace & bread for all.")
    client.force_login(translator)
    html = client.get(url(translation)).content.decode()
    assert "Peace &amp; <del>&lt;b&gt;</del>bread<del>&lt;/b&gt;</del> for all." in html


def test_published_again_after_it_was_taken_down(client, page, spanish, translator, reviewer):
    translation = translate(page, spanish, translator, reviewer)
    page.get_translation(spanish).specific.unpublish()
    client.force_login(translator)
    assert 'value="again"' not in client.get(url(translation)).content.decode()
    client.force_login(reviewer)
    assert 'value="again"' in client.get(url(translation)).content.decode()
    press(client, translation, "again")
    assert state_of(page, spanish).status == Status.LIVE


def test_a_partner_that_does_not_exist_yet(client, partner, spanish, translator, reviewer):
    translation = send(partner, spanish)
    client.force_login(translator)
    save(client, translation, "description", "Escuchan.")
    assert client.get(url(translation, "preview"), follow=True).status_code == 404
    press(client, translation, "submit")
    client.force_login(reviewer)
    press(client, translation, "approve")
    copy = partner.get_translation(spanish)
    assert copy.description == "Escuchan."
    client.force_login(translator)
    edit = reverse("partners_partner_modeladmin_edit", args=[copy.pk])
    for answer in (client.get(edit), client.post(edit, {"action": "publish"})):
        assert (answer.status_code, answer["Location"]) == (302, url(translation))


def test_remarks_are_made_and_settled(client, translation, translator, reviewer):
    key = text_at(translation, "title").key
    client.force_login(reviewer)
    press(client, translation, f"remark:{key}", **{f"remark-{key}": "¿Seguro?"})
    press(client, translation, "remark:all", **{"remark-all": "Muy bien."})
    press(client, translation, "remark:all", **{"remark-all": "  "})
    press(client, translation, "remark:all", **{"remark-all": "x" * 2001})
    assert list(Remark.objects.values_list("text", flat=True)) == ["¿Seguro?", "Muy bien."]
    client.force_login(translator)
    assert "¿Seguro?" in client.get(url(translation)).content.decode()
    first = Remark.objects.first()
    press(client, translation, f"resolve:{first.pk}")
    first.refresh_from_db()
    assert first.resolved_at
    for odd in ("resolve:x", "drop:99999999999999999999"):
        assert press(client, translation, odd).status_code == 404
    assert press(client, translation, "explode").status_code == 400


def test_a_suggestion_is_removed(client, translation, translator):
    title = text_at(translation, "title")
    kept = segments.keep_suggestion(translation, title.context, "Nosotras", "archivo.po")
    client.force_login(translator)
    assert "archivo.po" in client.get(url(translation)).content.decode()
    press(client, translation, f"drop:{kept.pk}")
    assert not Suggestion.objects.exists()


def test_who_else_is_here(client, translation, translator, make_person):
    other = make_person(structure.translators("es"), first_name="Ana", last_name="Ruiz")
    client.force_login(other)
    client.get(url(translation))
    client.force_login(translator)
    assert client.post(url(translation, "presence")).json()["here"] == ["Ana Ruiz"]
    row = Presence.objects.get(user=other)
    row.seen_at = row.seen_at.replace(year=row.seen_at.year - 1)
    row.save()
    assert client.post(url(translation, "presence")).json()["here"] == []


def test_the_preview_shows_the_texts_as_they_are(client, translation, translator, reviewer):
    write_all(translation, translator)
    client.force_login(translator)
    answer = client.get(url(translation, "preview"))
    assert "ES: We meet for peace." in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    press(client, translation, "submit")
    StringTranslation.objects.filter(data__startswith="ES: We").update(data="Otra cosa")
    client.force_login(reviewer)
    html = client.get(url(translation, "preview")).content.decode()
    assert "ES: We meet for peace." in html
    assert "Otra cosa" not in html


# ------------------------------------------------------------------ permissions and closed routes
def test_an_editor_of_the_source_reads_and_changes_nothing(client, translation, editor, translator):
    write_all(translation, translator)
    client.force_login(editor)
    answer = client.get(url(translation))
    assert answer.status_code == 200
    assert "data-field" not in answer.content.decode()
    assert save(client, translation, "title", "Nada").status_code == 403
    for button in ("save", "submit", "withdraw", "approve", "return", "again", "remark:all"):
        answer = client.post(url(translation), {"do": button, "remark-all": "x", "comment": "x"})
        assert answer.status_code == 302
        assert answer["Location"] == reverse("wagtailadmin_home")
    assert text_at(translation, "title").data == "ES: About us"
    assert not reviews(translation).exists()
    assert not Remark.objects.exists()


def test_others_do_not_get_in(client, translation, make_person):
    for name in ("editor", "preview", "stop"):
        assert "/login/" in client.get(url(translation, name))["Location"]
    assert client.post(url(translation, "segment")).status_code == 302
    client.force_login(make_person(structure.ORGANIZERS))
    for name in ("editor", "preview", "stop"):
        answer = client.get(url(translation, name))
        assert answer["Location"] == reverse("wagtailadmin_home")
    for name in ("segment", "presence"):
        answer = client.post(url(translation, name))
        assert answer.status_code == 403
        assert answer.json()["error"]
        assert client.get(url(translation, name)).status_code in (403, 405)


def test_what_does_not_exist_is_not_found(client, translator):
    client.force_login(translator)
    for name in ("editor", "preview", "stop"):
        assert (
            client.get(reverse(f"translations_{name}", args=[10**6]), follow=True).status_code
            == 404
        )


def test_the_edit_address_leads_to_the_editor_page_and_publishes_nothing(
    client, page, spanish, translation, translator, reviewer
):
    copy = page.get_translation(spanish)
    write_all(translation, translator)
    edit = reverse("wagtailadmin_pages:edit", args=[copy.pk])
    for person in (translator, reviewer):
        client.force_login(person)
        for fields in (
            None,
            {"action": "publish"},
            {"action-publish": "1"},
            {"localize-convert-to-alias": "1"},
            {"localize-restart-translation": "1"},
        ):
            answer = client.get(edit) if fields is None else client.post(edit, fields)
            assert (answer.status_code, answer["Location"]) == (302, url(translation))
    copy.refresh_from_db()
    assert not copy.live
    assert copy.alias_of_id is None


def test_a_topic_leads_to_its_editor_page(client, topic, spanish, translator, reviewer):
    translation = translate(topic, spanish, translator, reviewer)
    copy = topic.get_translation(spanish)
    edit = reverse("wagtailsnippets_pages_topic:edit", args=[copy.pk])
    client.force_login(translator)
    for answer in (client.get(edit), client.post(edit, {"action": "publish"})):
        assert answer["Location"] == url(translation)


def test_stopped_and_started_again(client, page, spanish, translation, translator, editor):
    write_all(translation, translator)
    copy = page.get_translation(spanish)
    edit = reverse("wagtailadmin_pages:edit", args=[copy.pk])
    client.force_login(translator)
    assert client.get(url(translation, "stop")).status_code == 200
    assert client.post(url(translation, "stop"))["Location"] == edit
    translation.refresh_from_db()
    assert not translation.enabled
    # No text is lost: it is in the draft, which now opens in Wagtail's editor.
    draft = Page.objects.get(pk=copy.pk).get_latest_revision_as_object()
    assert draft.introduction == "ES: We meet for peace."
    assert client.get(edit).status_code == 200
    assert client.get(url(translation))["Location"] == edit
    client.post(url(translation), {"do": "save"})
    assert save(client, translation, "title", "Nada").status_code == 403
    client.force_login(editor)
    client.post(edit, {"localize-restart-translation": "1"})
    translation.refresh_from_db()
    assert not translation.enabled
    client.force_login(translator)
    client.post(edit, {"localize-restart-translation": "1"})
    translation.refresh_from_db()
    assert translation.enabled


def test_the_way_from_a_mail(client, page, make_page, spanish, translation, translator, editor):
    def opened(key, code="es"):
        return client.get(reverse("translations_open", args=[key, code]))

    client.force_login(translator)
    assert opened(page.translation_key)["Location"] == url(translation)
    missing = reverse("translations_open", args=[page.translation_key, "xx"])
    assert client.get(missing, follow=True).status_code == 404
    translation.enabled = False
    translation.save()
    edit = reverse("wagtailadmin_pages:edit", args=[page.get_translation(spanish).pk])
    assert opened(page.translation_key)["Location"] == edit
    untouched = make_page("Untouched")
    assert opened(untouched.translation_key)["Location"] == reverse("wagtailadmin_home")
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[untouched.pk])
    assert opened(untouched.translation_key)["Location"] == edit
    key = untouched.translation_key
    untouched.delete()
    assert opened(key)["Location"] == reverse("wagtailadmin_home")


def test_a_third_language(client, page, home, settings, make_person, translator, django_user_model):
    french = Locale.objects.create(language_code="fr")
    accueil = home.copy_for_translation(french)
    accueil.title = "Sommet"
    accueil.save_revision()
    translation = send(page, french)
    client.force_login(translator)
    assert client.get(url(translation)).status_code == 302
    admin = django_user_model.objects.create_superuser("root", "root@example.org", "secret")
    client.force_login(admin)
    html = client.get(url(translation)).content.decode()
    assert 'lang="fr"' in html
    assert "Français" in html
    assert save(client, translation, "title", "À propos").status_code == 200
    assert text_at(translation, "title").data == "À propos"
    assert HomePage.objects.filter(locale=french).exists()


# ------------------------------------------------------------------ cost
def test_the_editor_page_costs_the_same_whatever_its_length(client, home, spanish, translator):
    def cost(paragraphs: int) -> int:
        words = "".join(f"<p>Sentence {number} of the text.</p>" for number in range(paragraphs))
        page = StandardPage(title=f"Long {paragraphs}", body=[{"type": "text", "value": words}])
        home.add_child(instance=page)
        translation = send(page, spanish)
        write_all(translation, translator)
        client.get(url(translation) + "?show=all")
        with CaptureQueriesContext(connection) as queries:
            html = client.get(url(translation) + "?show=all").content.decode()
        assert html.count("data-field") == paragraphs + 2  # plus the title and the slug
        return len(queries)

    client.force_login(translator)
    assert cost(5) == cost(50) == EDITOR_PAGE_QUERIES


EDITOR_PAGE_QUERIES = 46
