"""Languages that Django does not know, variants of known ones, and a right-to-left language."""

import datetime
import re

import pytest
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.translation import get_language_info

from home.models import HomePage, StandardPage
from pages import checks
from pages.languages import language_name
from pages.times import dates
from tests import reviewed
from translations.engine.number_checks import lost_dates

pytestmark = pytest.mark.django_db

NAHUATL = {"Peace Summit": "Tlanechikolli", "Skip to content": "Xikalaki"}
ADDED = [
    # code, name in the settings, own name, direction
    ("nah", "Nahuatl", "Nāhuatl", "ltr"),
    ("tzo", "Tsotsil", "Bats'i k'op", "ltr"),
    ("pt-br", "Brazilian Portuguese", "Português Brasileiro", "ltr"),
    ("ar", "Arabic", "العربيّة", "rtl"),
    ("es-mx", "Mexican Spanish", "Español de Mexico", "ltr"),
]


def ids(of_check: list) -> list[str]:
    return [message.id for message in of_check]


@pytest.mark.parametrize(("code", "label", "own", "direction"), ADDED)
def test_n17_it_stands_beside_the_others(client, home, add_language, code, label, own, direction):
    locale = add_language(code, label, NAHUATL)
    about = home.add_child(instance=StandardPage(title="About us", slug="about"))
    assert language_name(code) == own
    paths = ("/en/", "/es/", "/en/about/", "/en/search/?q=us", "/en/nowhere/", f"/{code}/")
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        assert f'="/{code}/' not in answer.text, path
    reviewed.publish(HomePage.objects.get(locale=locale))
    reviewed.translate(about, locale, title="Tlen", slug="tlen")
    for path in (*paths, f"/{code}/tlen/", f"/{code}/search/?q=tlen", f"/{code}/nowhere/"):
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        here = path.split("/")[1]
        opening = re.search(r"<html[^>]*>", answer.text)[0]
        right = ' dir="rtl"' if here == code and direction == "rtl" else ""
        assert opening == f'<html lang="{here}"{right}>', path
        if here != code:
            link = rf'lang="{code}"\s+hreflang="{code}"[^>]*>{re.escape(escape(own))}'
            assert re.search(link, answer.text), path
    html = client.get(f"/{code}/").text
    assert "Xikalaki" in html
    assert f'<meta property="og:locale" content="{translation.to_locale(code)}">' in html
    assert f'hreflang="{code}"' in client.get("/en/about/").text
    assert client.get("/", headers={"accept-language": code})["Location"] == f"/{code}/"


@pytest.mark.parametrize("code", ["nah", "tzo"])
def test_n17_without_a_catalog_nothing_falls_and_a_check_says_so(client, home, add_language, code):
    locale = add_language(code, "A language", None)
    about = home.add_child(instance=StandardPage(title="About us", slug="about"))
    paths = ("/", "/en/", "/es/", "/en/about/", f"/{code}/", "/en/search/?q=us", "/en/nowhere/")
    for path in paths:
        assert client.get(path).status_code in (200, 302, 404), path
    assert ids(checks.check_languages(None)) == ["pages.W002"]
    # Approved or not, no page names a URL of it.
    reviewed.publish(HomePage.objects.get(locale=locale))
    reviewed.translate(about, locale, title="Tlen", slug="tlen")
    for path in (*paths, "/es/about/", "/sitemap.xml", "/robots.txt"):
        answer = client.get(path)
        assert answer.status_code in (200, 302, 404), path
        assert f"/{code}/" not in answer.text, path
    answer = client.get("/", headers={"accept-language": f"{code},es;q=0.5"})
    assert answer["Location"] == "/es/"


def test_n17_a_check_says_what_is_missing(add_language, settings):
    assert not list(checks.check_languages(None))
    add_language("tzh", "Tseltal", NAHUATL)
    own, words = checks.check_languages(None)
    assert (own.id, words.id) == ("pages.W001", "pages.W003")
    assert "tzh" in own.msg
    assert int(words.msg.split()[0]) > 500
    assert language_name("tzh") == "Tseltal"
    assert get_language_info("tzh")["bidi"] is False
    settings.LANGUAGES = [*settings.LANGUAGES, ("pt-BR", "Portuguese")]
    assert {"pages.E001", "pages.E002"} <= set(ids(checks.check_languages(None)))


def test_n17_a_variant_speaks_as_what_it_is_a_variant_of(add_language):
    add_language("es-mx", "Mexican Spanish", None)
    assert not list(checks.check_languages(None))
    with translation.override("es-mx"):
        assert translation.gettext("Skip to content") == "Ir al contenido"


def test_n17_dates_and_numbers_fall_back_to_the_source_language(add_language):
    add_language("nah", "Nahuatl", NAHUATL)
    moment = datetime.datetime(2027, 2, 23, 10, tzinfo=datetime.UTC)
    said = {}
    for code in ("en", "nah"):
        with translation.override(code):
            said[code] = [
                date_format(moment),
                date_format(moment, "SHORT_DATE_FORMAT"),
                date_format(moment, "DATETIME_FORMAT"),
                number_format(1234.5, use_l10n=True, force_grouping=True),
                dates.weekday(moment),
                dates.hour(moment),
                translation.ngettext("%(count)d spot", "%(count)d spots", 2),
            ]
    assert said["nah"] == said["en"]
    assert "February 23, 2027" in said["nah"]


def test_n17_no_date_is_called_lost_where_nobody_knows_its_name(add_language):
    add_language("nah", "Nahuatl", NAHUATL)
    said = "We meet on Tuesday, February 23."
    assert lost_dates(said, "Timonechikoskej.", "en", "es")
    assert not lost_dates(said, "Timonechikoskej ipan tonalli 23.", "en", "nah")
