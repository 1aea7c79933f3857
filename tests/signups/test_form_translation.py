"""A form and its translation change through wagtail-localize; columns and codes stay."""

import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from signups.models import SignUpPage, Submission
from tests import reviewed
from tests.signups.conftest import ANSWERS, CHOICES, STORED, WORDS, Visitor, block, publish

ES = "/es/inscripcion/"
pytestmark = pytest.mark.django_db


class Translator:
    """A translator who works in wagtail-localize."""

    def __init__(self, page: SignUpPage, locale):
        self.page, self.locale = page, locale
        self.source, _new = TranslationSource.update_or_create_from_instance(page)
        self.translation = Translation.objects.create(source=self.source, target_locale=locale)

    def say(self, words: dict[str, str]) -> None:
        for segment in self.source.stringsegment_set.filter(string__data__in=words):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=self.locale,
                context=segment.context,
                defaults={"data": words[segment.string.data]},
            )

    def publish(self, commit) -> SignUpPage:
        with commit(execute=True):
            self.translation.save_target(publish=False)
        page = SignUpPage.objects.get(locale=self.locale).get_latest_revision_as_object()
        page.slug = "inscripcion"
        return reviewed.publish(page)

    def synchronize(self) -> None:
        self.source.update_from_db()
        self.translation.refresh_from_db()


def spanish_words() -> dict[str, str]:
    found = dict(WORDS.values())
    for words in CHOICES.values():
        found |= dict(words.values())
    return found


def shape(page: SignUpPage) -> list:
    return [(q.kind, q.key, tuple(c.key for c in q.choices)) for q in page.canonical_questions()]


def test_renamed_translated_and_synchronized(
    form_page, spanish, django_capture_on_commit_callbacks
):
    commit = django_capture_on_commit_callbacks
    translator = Translator(SignUpPage.objects.get(pk=form_page.pk), spanish)
    translator.say(spanish_words())
    translator.publish(commit)
    html = Visitor().get(ES).content.decode()
    assert "Nombre completo" in html
    before = shape(form_page)
    assert Visitor().send(ES, ANSWERS | {"email": "a@example.org"}).status_code == 303

    # The translator rewords questions and choices.
    translator.say(
        {"Full name": "¿Cómo te llamas?", "Mexico": "México lindo", "Spanish": "Castellano"}
    )
    page = translator.publish(commit)
    html = Visitor().get(ES).content.decode()
    assert "¿Cómo te llamas?" in html
    assert "México lindo" in html
    assert shape(page) == before
    assert Visitor().send(ES, ANSWERS | {"email": "b@example.org"}).status_code == 303

    # The source changes (a label, a choice, the order, a new question) and is synchronized.
    source = SignUpPage.objects.get(pk=form_page.pk)
    stream = source.fields.get_prep_value()
    for item in stream:
        if item["value"].get("key") == "full_name":
            item["value"]["label"] = "Your name in full"
        if item["value"].get("key") == "country":
            item["value"]["choices"].reverse()
            item["value"]["choices"][-1]["value"]["label"] = "The Mexican Republic"
            more = block("radio", choices=[{"label": "Canada", "key": "ca"}])["value"]["choices"]
            item["value"]["choices"] += more
    stream = [stream[0], block("text", label="Organization"), *stream[1:]]
    source.fields = stream
    source = publish(source)
    # Until it is translated, Spanish shows what it has, and stores the same.
    html = Visitor().get(ES).content.decode()
    assert '<span lang="en">Organization</span>' in html
    assert "¿Cómo te llamas?" in html
    assert Visitor().send(ES, ANSWERS | {"email": "c@example.org"}).status_code == 303

    translator.synchronize()
    translator.say({"Organization": "Organización", "Your name in full": "Nombre y apellidos"})
    translator.publish(commit)
    html = Visitor().get(ES).content.decode()
    assert "Organización" in html
    assert "Nombre y apellidos" in html
    assert Visitor().send(ES, ANSWERS | {"email": "d@example.org"}).status_code == 303
    assert Visitor().send("/en/sign-up/", ANSWERS | {"email": "e@example.org"}).status_code == 303

    sent = list(Submission.objects.order_by("pk"))
    assert [each.language for each in sent] == ["es"] * 4 + ["en"]
    for each in sent:
        assert each.answers == STORED | {"email": each.answers["email"]}
        assert list(each.sealed) == ["needs"]
        assert each.page_id == form_page.pk
    columns = [q.key for q in source.canonical_questions() if q.key]
    assert set(columns) == {*WORDS, "organization"}


def test_a_translator_is_never_offered_a_key(form_page, spanish):
    translator = Translator(SignUpPage.objects.get(pk=form_page.pk), spanish)
    texts = {s.string.data for s in translator.source.stringsegment_set.select_related("string")}
    assert not texts & {"full_name", "country", "mx", "us", "ramp"}
    assert {"Full name", "Mexico", "A ramp"} <= texts
