"""A consent links to its page, in the reader's language, in a new tab, if the page is public."""

import re

import pytest
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from signups.form.links import readable
from signups.models import SignUpPage
from tests.signups.conftest import Visitor, in_spanish, publish, translate

EN, ES = "/en/sign-up/", "/es/inscripcion/"
LINK = re.compile(
    r'<a href="([^"]+)" target="_blank" rel="noopener"([^>]*)>([^<]+) <small lang="(..)">'
    r"\(([^<]+)\)</small></a>"
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def conduct(home, form_page, spanish_page, spanish) -> StandardPage:
    """Return the code of conduct, in both languages, that the consent of the form links to."""
    page = home.add_child(instance=StandardPage(title="Code of conduct", slug="conduct"))
    translate(page, spanish, title="Código de conducta", slug="conducta")
    return page


def ask(page: SignUpPage, conduct: Page, english: str, spanish_words: str) -> None:
    """Make the consent of the form link to `conduct`, with this label."""
    stream = page.fields.get_prep_value()
    consent = next(block for block in stream if block["type"] == "consent")
    consent["value"] |= {"label": english, "page": conduct.pk}
    page.fields = stream
    publish(page)
    other = SignUpPage.objects.get(translation_key=page.translation_key, locale__language_code="es")
    stream = in_spanish(stream)
    consent = next(block for block in stream if block["type"] == "consent")
    # Whatever a translator has changed.
    consent["value"] |= {"label": spanish_words, "page": None}
    other.fields = stream
    other.save()


def links(url: str) -> list[tuple[str, ...]]:
    html = Visitor().get(url).content.decode()
    label = re.search(r'<label for="id_consent">.*?</label>', html, re.DOTALL)
    assert label
    return LINK.findall(label[0])


def test_n17_the_words_of_the_label_are_the_link(form_page, conduct):
    ask(form_page, conduct, "I will keep the code of conduct.", "Respetaré el código de conducta.")
    english = ("/en/conduct/", "", "code of conduct", "en", "opens in a new tab")
    spanish = ("/es/conducta/", "", "código de conducta", "es", "se abre en otra pestaña")
    assert links(EN) == [english]
    assert links(ES) == [spanish]
    html = Visitor().get(EN).content.decode()
    assert "I will keep the <a" in html


def test_n17_a_label_that_does_not_name_the_page_has_it_behind(form_page, conduct):
    ask(form_page, conduct, "I agree", "Estoy de acuerdo con las reglas")
    assert [found[2] for found in links(EN)] == ["Code of conduct"]
    assert [found[2] for found in links(ES)] == ["Código de conducta"]


def test_n17_the_form_that_comes_back_with_errors_has_it_too(form_page, conduct):
    ask(form_page, conduct, "I agree", "Sí")
    response = Visitor().send(EN, {"full_name": ""})
    assert response.status_code == 422
    assert len(LINK.findall(response.content.decode())) == 1


def test_n17_no_link_to_what_nobody_can_read(form_page, conduct):
    ask(form_page, conduct, "I agree", "Sí")
    restriction = PageViewRestriction.objects.create(
        page=conduct, restriction_type=PageViewRestriction.LOGIN
    )
    assert links(EN) == []
    assert links(ES) == []  # a page that is private in one language is private in all
    restriction.delete()
    Page.objects.filter(pk=conduct.pk).update(live=False)  # which the site itself refuses to do
    assert links(EN) == []
    html = Visitor().get(EN).content.decode()
    assert "I agree" in html


def test_n17_what_is_not_translated_is_marked(form_page, conduct):
    ask(form_page, conduct, "I agree", "De acuerdo")
    conduct.get_translations().update(live=False)
    [(url, attributes, words, lang, hint)] = links(ES)
    assert (url, words, lang) == ("/en/conduct/", "Code of conduct", "es")
    assert attributes == ' hreflang="en" lang="en"'
    assert hint == "se abre en otra pestaña"


def test_n16_no_link_leads_into_a_language_that_is_not_public(conduct, inicio, rf):
    def found() -> str:
        with translation.override("es"):
            return readable({conduct.pk}, rf.get(ES))[conduct.pk].url

    assert found() == "/es/conducta/"
    Page.objects.filter(pk=inicio.pk).update(live=False)
    assert found() == "/en/conduct/"


def test_n17_no_input_is_called_invalid_before_it_is(form_page):
    html = Visitor().get(EN).content.decode()
    assert 'aria-invalid="true"' not in html
    for name in ("full_name", "email", "country", "language", "consent"):
        assert re.search(rf'name="{name}"[^>]*aria-invalid="false"', html), name
    response = Visitor().send(EN, {"full_name": "", "email": "ana", "language": "es"})
    html = response.content.decode()
    wrong = set(re.findall(r'name="([^"]+)"[^>]*aria-invalid="true"', html))
    assert wrong == {"full_name", "email"}
