"""What a form says about its answers, and which promises keep it from being published."""

import datetime
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageLogEntry, Workflow
from wagtail.test.utils.form_data import rich_text, streamfield
from wagtail_localize.strings import extract_strings

from home.models import StandardPage
from pages.models import SiteSettings
from pages.publication import PublicationRefusedError
from sample import files
from sample.factories import FACTORIES, PageFactory, questions
from signups.checks import check_promises
from signups.form.promise_issues import TEXTS
from signups.form.promises import broken, scopes
from signups.form.question_sets import SETS, expand
from signups.form.questions import LocalizedStr, Question, read_questions
from signups.form.retention_notice import RetentionNotice
from signups.models import SignUpPage, Submission
from signups.registration.retention import periods_of
from tests.arranged import arranged
from tests.signups.conftest import Visitor, block, publish, translate
from tests.signups.test_editing import form_data
from translations.engine.exchange import po
from translations.engine.reviewed import declare_reviewed

EN, ES = "/en/sign-up/", "/es/inscripcion/"
SEALED = "Encrypted: only the organizers can open this answer; this site cannot."
ALL_SEALED = "Encrypted: only the organizers can open these answers; this site cannot."
# How Wagtail notifies moderators.
pytestmark = pytest.mark.filterwarnings("ignore:get_connection")


def question(key: str, days: int = 30, *, sensitive=False, kind="text", retired=False) -> Question:
    return Question(
        kind=kind,
        key=key,
        label=LocalizedStr(key.title()),
        sensitive=sensitive,
        days_to_keep=days,
        retired=retired,
    )


def section(title: str) -> Question:
    return Question(kind="section", key="", label=LocalizedStr(title))


def fresh(page) -> SignUpPage:
    return SignUpPage.objects.get(pk=page.pk)


# ------------------------------------------------------------------ what a form says
def told(*questions, has_event=True, sent=False) -> tuple[dict, str]:
    with translation.override("en"):
        keeping = RetentionNotice(questions, has_event=has_event, sent=sent)
        return keeping.notes(), keeping.summary()


def test_n05_the_usual_is_said_once():
    notes, summary = told(section("You"), question("name"), question("email"))
    assert notes == {}
    assert summary == "Your answers are deleted 30 days after the event."


def test_n05_a_sealed_question_says_so_at_its_place():
    notes, summary = told(question("name"), question("email"), question("needs", 7, sensitive=True))
    assert notes == {2: f"{SEALED} It is deleted 7 days after the event."}
    assert summary == "All other answers are deleted 30 days after the event."


def test_n05_a_section_of_sealed_questions_says_it_once():
    sealed = [question(key, 7, sensitive=True) for key in ("languages", "needs")]
    notes, _summary = told(section("You"), question("name"), section("Needs"), *sealed)
    assert notes == {2: f"{ALL_SEALED} They are deleted 7 days after the event."}


def test_n05_a_section_that_is_mixed_says_it_question_by_question():
    mixed = [question("languages"), question("needs", 7, sensitive=True)]
    notes, _summary = told(section("Needs"), *mixed)
    assert list(notes) == [2]
    differ = [question("languages", 3, sensitive=True), question("needs", 7, sensitive=True)]
    notes, summary = told(section("Needs"), *differ)
    assert notes == {
        1: f"{SEALED} It is deleted 3 days after the event.",
        2: f"{SEALED} It is deleted 7 days after the event.",
    }
    assert summary == ""


def test_n05_before_the_first_heading():
    sealed = [question(key, 7, sensitive=True) for key in ("languages", "needs")]
    notes, summary = told(*sealed, section("You"), question("name"))
    assert notes == {None: f"{ALL_SEALED} They are deleted 7 days after the event."}
    assert summary == "All other answers are deleted 30 days after the event."


def test_n05_one_day_no_day_and_longer_than_usual():
    def note(days, *, sensitive=True, **facts):
        questions = question("a"), question("b", days, sensitive=sensitive), question("c")
        return told(*questions, **facts)[0][1]

    assert note(1) == f"{SEALED} It is deleted 1 day after the event."
    assert note(0) == f"{SEALED} It is deleted when the event ends."
    longer = "It is kept longer than usual and deleted 60 days after the event."
    assert note(60) == f"{SEALED} {longer}"
    assert note(90, sensitive=False) == "It is deleted 90 days after the event."


def test_n05_without_an_event_the_days_count_from_the_sending():
    facts = {"has_event": False}
    assert told(question("a"), **facts)[1] == (
        "Your answers are deleted 30 days after you send this form."
    )
    assert told(question("a", 1), **facts, sent=True)[1] == (
        "Your answers are deleted 1 day after you sent this form."
    )
    assert told(question("a", 0), **facts)[1] == (
        "Your answers are deleted the night after you send this form."
    )


def stream_with(*questions) -> list[dict]:
    return [
        block("section", title="About you", text=""),
        block("text", key="full_name", label="Full name"),
        block("section", title="So that you can take part", text=""),
        *questions,
    ]


LANGUAGES = {"key": "languages", "label": "Languages", "help_text": "Those you can follow."}
NEEDS = {"key": "needs", "label": "What do you need?", "sensitive": True}


@pytest.fixture
def mixed(form_page) -> SignUpPage:
    """Return a form with one sealed and one unsealed question below the same heading."""
    return arranged("mixed form", lambda: _mixed(form_page), form_page)


def _mixed(form_page) -> SignUpPage:
    form_page.fields = stream_with(block("text", **LANGUAGES), block("paragraph", **NEEDS))
    return publish(form_page)


@pytest.mark.django_db
def test_n05_the_form_tells_it_in_both_languages(mixed, in_spanish):
    for url, words in {
        EN: (SEALED, "deleted 7 days after", "All other answers are deleted 30 days after"),
        ES: ("Cifrada: solo", "7 días después del evento", "Las demás respuestas se borran 30"),
    }.items():
        html = Visitor().get(url).content.decode()
        for text in words:
            assert html.count(text) == 1, text
        # Screen readers read it with its own question and no other.
        (noted,) = re.findall(r'<p class="field-note" id="([\w-]+)"', html)
        (described,) = re.findall(rf'<(\w+) [^>]*aria-describedby="[^"]*\b{noted}\b', html)
        assert described == "textarea"


@pytest.mark.django_db
def test_n05_the_note_of_a_section_is_read_out_with_its_first_question(form_page):
    questions = [block("text", **{**LANGUAGES, "sensitive": True}), block("text", **NEEDS)]
    form_page.fields = stream_with(*questions)
    publish(form_page)
    html = Visitor().get(EN).content.decode()
    assert ALL_SEALED in html
    (noted,) = re.findall(r'<p class="field-note" id="([\w-]+)"', html)
    described = re.findall(rf'name="(\w+)"[^>]*aria-describedby="[^"]*\b{noted}\b', html)
    assert described == ["languages"]
    assert f'aria-describedby="id_languages_helptext {noted}"' in html


@pytest.mark.django_db
def test_n05_what_is_told_is_what_is_kept(mixed):
    """The sentences and the purge use the same facts, with an event and without."""
    for has_event in (True, False):
        page = fresh(mixed)
        if not has_event:
            page.event = None
            page = publish(page)
        periods = periods_of(page)
        assert (periods.event_ends is not None) == has_event
        keeping = page.retention_notice(page.canonical_questions())
        assert keeping.has_event == has_event
        for each in keeping.questions:
            if each.key:
                assert periods.of(each.key, sealed=each.sensitive) == each.days_to_keep
        words = "after the event" if has_event else "after you send this form"
        assert words in Visitor().get(EN).content.decode()


@pytest.mark.django_db
def test_n05_what_is_not_asked_any_more_does_not_count(mixed):
    stream = mixed.fields.get_prep_value()
    stream[-1]["value"]["retired"] = True
    mixed.fields = stream
    page = publish(mixed)
    html = Visitor().get(EN).content.decode()
    assert "Encrypted:" not in html
    assert "Your answers are deleted 30 days after the event." in html
    assert page.retention_notice(page.canonical_questions()).notes() == {}


@pytest.mark.django_db
def test_n05_the_form_for_corrections_tells_it_as_well(mixed):
    visitor = Visitor()
    assert visitor.send(EN, {"full_name": "Ana", "needs": "A ramp"}).status_code == 303
    page = fresh(mixed)
    page.event, page.accepted_changes = None, ["event=None"]
    page = publish(page)
    url = page.personal_url(Submission.objects.get()).removeprefix("http://localhost")
    html = visitor.get(f"{url}?to=correct").content.decode()
    assert f"{SEALED} It is deleted 7 days after you sent this form." in html
    assert "All other answers are deleted 30 days after you sent this form." in html


# ------------------------------------------------------------------ what must not be published
WEEK = "These answers are deleted 7 days after the summit."


def with_text(page, text: str) -> SignUpPage:
    page = fresh(page)
    stream = page.fields.get_prep_value()
    stream[2]["value"]["text"] = text
    page.fields = stream
    return page


def submitted(page, **changes) -> dict:
    """Return what the editor's form submits, with the questions of `mixed`."""
    text = changes.pop("section_text", "")
    fields = streamfield(
        [
            ("text", {"label": "Full name", "key": "full_name"}),
            ("section", {"title": "So that you can take part", "text": text}),
            ("text", LANGUAGES | changes.pop("languages", {})),
            ("text", {**NEEDS, "sensitive": "on"}),
        ]
    )
    return form_data(page, fields=fields, **changes)


def errors(client, page, **changes):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(url, submitted(page, **changes))
    if response.status_code == 302 or "form" not in (response.context or ()):
        return {}
    return response.context["form"].errors.as_data()


@pytest.mark.django_db
def test_n05_the_editor_sees_it_at_the_text_of_the_section(mixed, admin_client):
    found = errors(admin_client, mixed, section_text=WEEK)
    (error,) = found["fields"]
    (message,) = error.block_errors[1].block_errors["text"].messages
    assert WEEK in message
    assert "“Languages” are kept for 30 days" in message
    assert "the form itself says" in message
    assert "Days to keep" in message
    url = reverse("wagtailadmin_pages:edit", args=[mixed.pk])
    html = admin_client.post(url, submitted(mixed, section_text=WEEK)).content.decode()
    assert "kept for 30 days" in html
    # It can be saved as a draft, and the corrected version can be published.
    assert not errors(admin_client, mixed, section_text=WEEK, **{"action-publish": ""})
    assert not errors(admin_client, mixed, section_text=WEEK, languages={"days_to_keep": "7"})
    assert fresh(mixed).live_revision.content["fields"].count(WEEK) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", TEXTS)
def test_n05_each_text_of_the_page_is_looked_at(mixed, admin_client, name):
    sealed = "Your answers are encrypted."
    value = sealed if name == "introduction" else rich_text(f"<p>{sealed}</p>")
    found = errors(admin_client, mixed, **{name: value})
    assert list(found) == [name]
    assert "this site can read the answers to “Full name.”" in found[name][0].messages[0]


@pytest.mark.django_db
@pytest.mark.parametrize("hour", ["", "2040-01-01 10:00"])
def test_n05_the_help_of_a_question_is_looked_at(mixed, admin_client, hour):
    help_text = "Encrypted: only the organizers can read it."
    found = errors(admin_client, mixed, languages={"help_text": help_text}, go_live_at=hour)
    (error,) = found["fields"]
    assert "this site can read" in error.block_errors[2].block_errors["help_text"].messages[0]
    marked = {"help_text": help_text, "sensitive": "on"}
    assert not errors(admin_client, mixed, languages=marked, go_live_at=hour)


@pytest.mark.django_db
def test_n05_with_a_ready_made_set_just_inserted(mixed, admin_client):
    fields = streamfield(
        [("set_name", ""), ("section", {"title": "You", "text": WEEK}), ("text", LANGUAGES)]
    )
    url = reverse("wagtailadmin_pages:edit", args=[mixed.pk])
    response = admin_client.post(url, form_data(mixed, fields=fields))
    (message,) = response.context["form"].errors["fields"]
    assert message.startswith("In “You”:")


@pytest.mark.django_db
def test_n05_the_editor_reads_it_in_her_language(mixed, admin_user, admin_client):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "es"})
    found = errors(admin_client, mixed, section_text=WEEK)
    message = found["fields"][0].block_errors[1].block_errors["text"].messages[0]
    assert "se guardan 30 días" in message


@pytest.mark.django_db
def test_n05_a_program_cannot_publish_it(mixed):
    page = with_text(mixed, WEEK)
    with pytest.raises(PublicationRefusedError, match="In “So that you can take part”"):
        page.save_revision().publish()
    assert WEEK not in Visitor().get(EN).content.decode()


@pytest.mark.django_db
def test_n05_nor_can_the_clock(mixed):
    page = with_text(mixed, WEEK)
    page.save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert WEEK not in Visitor().get(EN).content.decode()
    entry = PageLogEntry.objects.get(page=mixed, action="pages.publication_refused")
    assert "kept for 30 days" in str(entry.message)


@pytest.mark.django_db
def test_n05_nor_together_with_other_pages_nor_by_approval(mixed, admin_user, admin_client):
    page = with_text(mixed, WEEK)
    page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = admin_client.post(f"{url}?id={page.pk}", {"include_descendants": ""}, follow=True)
    assert "kept for 30 days" in response.content.decode()
    state = Workflow.objects.first().start(fresh(mixed), admin_user)
    task = state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    response = admin_client.post(url, follow=True)
    assert "kept for 30 days" in response.content.decode()
    assert WEEK not in Visitor().get(EN).content.decode()


@pytest.mark.django_db
def test_n05_a_question_that_is_changed_later_is_compared_again(mixed):
    """A text is checked again after its question is kept longer or is no longer sealed."""
    page = with_text(mixed, WEEK)
    stream = page.fields.get_prep_value()
    stream[3]["value"]["days_to_keep"] = 7
    page.fields = stream
    publish(page)
    for changes in ({"days_to_keep": 14}, {"days_to_keep": None}):
        page = fresh(mixed)
        stream = page.fields.get_prep_value()
        stream[3]["value"] |= changes
        page.fields = stream
        with pytest.raises(ValidationError, match="“Languages” are kept for"):
            page.save_revision().publish()
    page = fresh(mixed)
    stream = page.fields.get_prep_value()
    stream[3]["value"] |= {"days_to_keep": 14, "retired": True}
    page.fields = stream
    publish(page)


# ------------------------------------------------------------------ the translation
SEMANA = "Estas respuestas se borran 7 días después de la Cumbre."


@pytest.fixture
def in_spanish(mixed, spanish) -> SignUpPage:
    """Return the same form in Spanish, without any promise."""
    return arranged("mixed form in Spanish", lambda: _in_spanish(mixed, spanish), mixed, spanish)


def _in_spanish(mixed, spanish) -> SignUpPage:
    mixed = publish(with_text(mixed, "You need not answer."))
    stream = mixed.fields.get_prep_value()
    return translate(mixed, spanish, title="Inscripción", slug="inscripcion", fields=stream)


def spanish_draft(page, text: str = "", **values) -> SignUpPage:
    page = fresh(page)
    stream = page.fields.get_prep_value()
    stream[2]["value"]["text"] = text
    page.fields = stream
    for name, value in values.items():
        setattr(page, name, value)
    return page


def approved(page: SignUpPage):
    """Return the approved but unpublished revision of `page`."""
    revision = page.save_revision()
    declare_reviewed(revision)
    return revision


@pytest.mark.django_db
def test_n05_a_translation_must_not_promise_more_either(mixed, in_spanish):
    for changes in (
        {"text": SEMANA},
        {"introduction": "Tus respuestas llegan cifradas."},
        {"privacy_notice": "<p>Borramos tus respuestas a los 7 días.</p>"},
        {"confirmation": "<p>Tus datos se conservan 15 días.</p>"},
    ):
        revision = approved(spanish_draft(in_spanish, **changes))
        with pytest.raises(PublicationRefusedError, match=r"Full name|Languages"):
            revision.publish()
    truth = "<p>Borramos tus respuestas a los 30 días.</p>"
    approved(spanish_draft(in_spanish, privacy_notice=truth)).publish()
    assert truth in fresh(in_spanish).privacy_notice


@pytest.mark.django_db
def test_n05_what_a_translation_promised_before_is_not_shown(mixed, in_spanish):
    """A Spanish text that contradicts the new retention period of the source is not shown."""
    page = fresh(mixed)
    stream = page.fields.get_prep_value()
    stream[1]["value"]["days_to_keep"] = stream[3]["value"]["days_to_keep"] = 7
    stream[2]["value"]["text"] = WEEK
    page.fields = stream
    page.privacy_notice = "<p>All is deleted after 7 days.</p>"
    publish(page)
    texts = {
        "privacy_notice": "<p>Todo se borra a los 7 días.</p>",
        "introduction": "Tus respuestas se borran a los 7 días.",
    }
    approved(spanish_draft(in_spanish, text=SEMANA, **texts)).publish()
    html = Visitor().get(ES).content.decode()
    assert SEMANA in html
    assert html.count("a los 7 días") >= 2

    page = fresh(mixed)
    stream = page.fields.get_prep_value()
    stream[3]["value"]["days_to_keep"] = 30
    stream[2]["value"]["text"] = "You need not answer."
    page.fields = stream
    page.privacy_notice = "<p>Only we read it.</p>"
    publish(page)
    main = Visitor().get(ES).content.decode().partition("<main")[2]
    assert SEMANA not in main
    assert "a los 7 días" not in main
    assert '<span lang="en">You need not answer.</span>' in main
    assert '<div lang="en"><p data-block-key' in main or '<div lang="en"><p>Only we' in main


# ------------------------------------------------------------------ question sets and sample site
SIGNUPS = [recipe for recipe in FACTORIES if recipe.model is SignUpPage]


def words_in(value, words: dict[str, str]):
    """Return a sample value with its texts translated by `words`; rich text becomes plain text."""
    if isinstance(value, dict):
        return {key: words_in(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [words_in(item, words) for item in value]
    if isinstance(value, str) and value.startswith("<"):
        return "\n".join(words.get(text.data, text.data) for text, _ in extract_strings(value)[1])
    return words.get(value, value) if isinstance(value, str) else value


def sample_words(recipe: PageFactory, language: str) -> dict[str, str]:
    """Return {source: target} of the texts of a sample page; empty for English."""
    if language == "en":
        return {}
    path = files.translation_path(recipe.file, language)
    return {entry.source: entry.data for entry in po.read(path.read_bytes()).entries}


def sample_questions(recipe: PageFactory, language: str) -> tuple[Question, ...]:
    words = sample_words(recipe, language)
    return read_questions(
        [
            {
                "type": kind,
                "id": str(place),
                "value": words_in(value, words),
            }
            for place, block in enumerate(questions(recipe.content))
            for kind, value in block.items()
        ]
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("form", SIGNUPS, ids=lambda form: form.key)
def test_n05_the_sample_promises_what_it_keeps(form, language):
    asked = sample_questions(form, language)
    words = sample_words(form, language)
    assert len([q for q in asked if q.key]) > 7
    assert (words_in(form.content["title"], words) == form.content["title"]) == (language == "en")
    for name in TEXTS:
        assert broken(words_in(form.content[name], words), asked, whole_form=True) == []
    for scope in scopes(asked):
        assert broken(scope.text, scope.questions, whole_form=scope.whole_form) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_n05_the_sets_promise_what_they_keep(language):
    with translation.override(language):
        for each in SETS:
            stream = expand([{"type": each.type, "value": None, "id": None}])
            values = [
                {
                    name: str(text) if name in ("label", "help_text", "title", "text") else text
                    for name, text in value.items()
                    if name != "choices"
                }
                for _kind, value in each.questions
            ]
            shown = [
                {**item, "value": {**item["value"], **value}}
                for item, value in zip(stream, values, strict=True)
            ]
            for scope in scopes(read_questions(shown)):
                assert broken(scope.text, scope.questions, whole_form=scope.whole_form) == []


# Reveals health, origin, faith or migration, or the whereabouts of people at risk.
SENSITIVE = {
    "access_needs", "access_details", "accessibility_needs", "interpretation",
    "interpretation_other", "food", "arrival", "departure", "travel_from", "visa_letter",
    "invitation_letter", "passport_name", "travel_document_name", "nationality",
}  # fmt: skip


def test_n05_the_same_question_is_sensitive_everywhere():
    streams = [expand([{"type": each.type, "value": None, "id": None}]) for each in SETS]
    asked = [q for stream in streams for q in read_questions(stream)]
    asked += [q for form in SIGNUPS for q in sample_questions(form, "en")]
    assert {q.key for q in asked if q.sensitive} == SENSITIVE
    assert not {q.key for q in asked if not q.sensitive} & SENSITIVE
    assert all(q.days_to_keep == (7 if q.sensitive else 30) for q in asked if q.key)


@pytest.mark.django_db
def test_n05_languages_are_sealed_in_what_is_stored(form_page):
    stream = expand([{"type": "set_interpretation", "value": None, "id": None}])
    form_page.fields = [block("text", key="full_name", label="Full name"), *stream]
    publish(form_page)
    sent = {"full_name": "Ana", "interpretation": ["nah"], "interpretation_other": "Mam"}
    assert Visitor().send(EN, sent).status_code == 303
    submission = Submission.objects.get()
    assert submission.answers == {"full_name": "Ana"}
    assert set(submission.sealed) == {"interpretation", "interpretation_other"}


# ------------------------------------------------------------------ the privacy notice of the site
@pytest.fixture
def notice(mixed, home):
    page = home.add_child(
        instance=StandardPage(
            title="Privacy",
            slug="privacy",
            body=json.dumps(
                [
                    {"type": "heading", "value": "In short"},
                    {
                        "type": "text",
                        "value": "<ul><li>No cookies for 7 days.</li><li>What you write is deleted "
                        "30 days after the event; sensitive answers after 7 days.</li></ul>",
                    },
                ]
            ),
        )
    )
    settings = SiteSettings.for_site(mixed.get_site())
    settings.privacy_page = page
    settings.save()
    return page


@pytest.mark.django_db
def test_n05_the_editor_is_warned_of_the_privacy_notice_of_the_site(mixed, notice, admin_client):
    url = reverse("wagtailadmin_pages:edit", args=[mixed.pk])
    html = admin_client.post(url, submitted(mixed), follow=True).content.decode()
    assert "has been published" in html
    assert "site’s privacy notice says" not in html
    assert check_promises(None, ["default"]) == []
    changed = submitted(mixed, languages={"days_to_keep": "60"})
    html = admin_client.post(url, changed, follow=True).content.decode()
    assert "has been published" in html
    assert "site’s privacy notice says" in html
    assert "“Languages” for 60 days" in html
    (warning,) = check_promises(None, ["default"])
    assert warning.id == "signups.W003"


@pytest.mark.django_db
def test_n05_a_form_that_was_published_before_is_told_of(mixed):
    page = with_text(mixed, WEEK)
    SignUpPage.objects.filter(pk=page.pk).update(fields=page.fields)
    (warning,) = check_promises(None, ["default"])
    assert warning.id == "signups.W002"
    assert WEEK in warning.msg
    assert check_promises(None, []) == []
