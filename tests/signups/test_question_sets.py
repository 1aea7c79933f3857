"""Question sets are inserted as one block and become ordinary questions, in two languages."""

import uuid

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield
from wagtail_localize.models import String, StringTranslation, Translation, TranslationSource

from signups.form.question_sets import SETS, expand, holds_sets, known_words, words
from signups.form.questions import KINDS, read_questions
from signups.form.stream import FieldsBlock
from signups.models import SignUpPage
from tests.signups.conftest import Visitor, block, publish
from tests.signups.test_editing import form_data, post

ALL = [each.type for each in SETS]


def set_block(name: str) -> dict:
    return {"type": f"set_{name}", "value": None, "id": str(uuid.uuid4())}


# ------------------------------------------------------------------ contents
@pytest.mark.django_db
def test_each_set_is_a_sound_form():
    blocks = FieldsBlock()
    for each in SETS:
        stream = expand([{"type": each.type, "value": None, "id": str(uuid.uuid4())}])
        cleaned = blocks.clean(blocks.to_python(stream)).get_prep_value()
        assert [item["type"] for item in cleaned] == [kind for kind, _value in each.questions]
        assert {item["type"] for item in cleaned} <= KINDS
        assert cleaned == stream  # nothing is missing that the editor would fill in


def test_the_sets_ask_what_they_are_for():
    fields = {f.key: f for f in read_questions(expand([set_block(s.name) for s in SETS]))}
    assert fields["full_name"].autocomplete == "name"
    assert fields["full_name"].required
    assert fields["badge_name"].autocomplete == "nickname"
    assert (fields["email"].kind, fields["email"].autocomplete) == ("email", "email")
    assert (fields["telephone"].kind, fields["telephone"].autocomplete) == ("telephone", "tel")
    sensitive = {key for key, f in fields.items() if f.sensitive}
    assert sensitive == {
        "access_needs",
        "access_details",
        "interpretation",
        "interpretation_other",
        "arrival",
        "departure",
        "travel_from",
        "visa_letter",
        "passport_name",
        "nationality",
    }
    assert {"es", "en", "nah"} <= {choice.key for choice in fields["interpretation"].choices}
    assert fields["consent_privacy"].required
    assert not fields["consent_pictures"].required


def test_keys_that_are_taken_are_not_used_again():
    stream = [block("text", label="x", key="full_name"), set_block("name"), set_block("name")]
    keys = [f.key for f in read_questions(expand(stream))]
    assert keys == [
        "full_name",
        "full_name_2",
        "badge_name",
        "full_name_3",
        "badge_name_2",
    ]


def test_saved_twice_it_has_the_same_questions():
    stream = [set_block(each.name) for each in SETS]
    assert expand(stream) == expand(stream)
    assert expand(expand(stream)) == expand(stream)
    assert len({item["id"] for item in expand([*stream, set_block("name")])}) == len(
        expand([*stream, set_block("name")])
    )


def test_all_words_are_known_in_spanish():
    known = known_words("es")
    with_spanish = [str(text) for text in words() if str(text) in known]
    assert with_spanish == [str(text) for text in words()]
    assert known_words("en") == {}


# ------------------------------------------------------------------ the editor
@pytest.mark.django_db
def test_the_editor_inserts_a_set(form_page, admin_client):
    url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])
    html = admin_client.get(url).content.decode()
    assert "Question sets" in html
    for action in ("action-save", "action-publish"):
        fields = streamfield(
            [("text", {"label": "What I typed", "key": ""}), *((name, "") for name in ALL)]
        )
        changes = (
            {"fields": fields, "action-publish": ""}
            if action == "action-save"
            else {"fields": fields}
        )
        post(admin_client, form_page, **changes)
        draft = SignUpPage.objects.get(pk=form_page.pk).get_latest_revision_as_object()
        stream = draft.fields.get_prep_value()
        assert not holds_sets(stream)
        assert stream[0]["value"]["label"] == "What I typed"
        assert [f.key for f in read_questions(stream)][1:3] == ["full_name", "badge_name"]
    page = SignUpPage.objects.get(pk=form_page.pk)
    assert page.live
    assert [f.key for f in page.canonical_questions()][:2] == ["what_i_typed", "full_name"]
    html = admin_client.get(url).content.decode()
    assert "Name for your badge" in html


@pytest.mark.django_db
def test_a_mistake_beside_a_set_is_shown_where_it_is(form_page, admin_client):
    fields = streamfield([("set_name", ""), ("text", {"label": "A", "key": "Not a key"})])
    url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])
    response = admin_client.post(url, form_data(form_page, fields=fields))
    errors = response.context["form"].errors.as_data()["fields"][0].block_errors
    assert list(errors) == [1]


@pytest.mark.django_db
def test_a_preview_shows_the_questions(form_page, admin_client):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[form_page.pk])
    data = form_data(form_page, fields=streamfield([("set_accessibility", "")]))
    assert admin_client.post(url, data).json()["is_valid"]
    assert "Step-free access" in admin_client.get(url).content.decode()


@pytest.mark.django_db
def test_a_program_may_insert_sets(form_page, visitor):
    form_page.fields = [set_block("name"), set_block("contact")]
    form_page.save_revision()
    assert not holds_sets(form_page.get_latest_revision_as_object().fields.get_prep_value())
    page = publish(form_page)
    keys = ["full_name", "badge_name", "email", "telephone"]
    assert [f.key for f in page.canonical_questions()] == keys
    form_page.fields = [set_block("consent")]
    form_page.save()
    assert not holds_sets(SignUpPage.objects.get(pk=form_page.pk).fields.get_prep_value())
    # Even if something wrote it straight into the database, visitors get questions.
    SignUpPage.objects.filter(pk=form_page.pk).update(fields=[set_block("name")])
    assert visitor.send("/en/sign-up/", {"full_name": "Ana"}).status_code == 303


# ------------------------------------------------------------------ the translator
def segments_with_spanish(source, spanish) -> dict[str, str]:
    found = StringTranslation.objects.filter(
        locale=spanish, translation_of__in=source.stringsegment_set.values("string")
    )
    return {each.translation_of.data: each.data for each in found.select_related("translation_of")}


@pytest.mark.django_db
def test_the_translator_finds_the_spanish_of_a_set(form_page, spanish, monkeypatch):
    # Give the texts of every set a Spanish translation in the interface.
    monkeypatch.setattr(
        "signups.publishing.prefill.known_words",
        lambda code: {str(text): f"{code}: {text}" for text in words()},
    )
    form_page.fields = [
        set_block("name"),
        set_block("interpretation"),
        block("text", label="Mine"),
    ]
    publish(form_page)
    source, _new = TranslationSource.update_or_create_from_instance(
        SignUpPage.objects.get(pk=form_page.pk)
    )
    Translation.objects.create(source=source, target_locale=spanish)
    known = segments_with_spanish(source, spanish)
    assert known["Full name"] == "es: Full name"
    assert known["Nahuatl"] == "es: Nahuatl"
    assert "Mine" not in known
    assert form_page.title not in known

    # A translator can reword it; later changes leave that alone.
    StringTranslation.objects.filter(translation_of__data="Full name").update(data="Tu nombre")
    page = SignUpPage.objects.get(pk=form_page.pk)
    page.fields = [*page.fields.get_prep_value(), set_block("contact")]
    publish(page)
    source.update_from_db()
    known = segments_with_spanish(source, spanish)
    assert known["Full name"] == "Tu nombre"
    assert known["Phone"] == "es: Phone"


@pytest.mark.django_db
def test_a_submitted_set_stays_a_draft_until_it_is_reviewed(form_page, spanish):
    form_page.fields = [set_block("name")]
    publish(form_page)
    source, _new = TranslationSource.update_or_create_from_instance(
        SignUpPage.objects.get(pk=form_page.pk)
    )
    Translation.objects.create(source=source, target_locale=spanish)
    assert String.objects.filter(data="Full name").exists()
    assert not SignUpPage.objects.filter(locale=spanish, live=True).exists()
    assert Visitor().get("/en/sign-up/").status_code == 200
