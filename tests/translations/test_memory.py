"""The translation memory: what it offers, what it never does, and how long it takes."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation, TranslationContext

from tests.translations.conftest import send, write_all
from translations.engine import memory, segments

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def text_of(translation, path):
    return next(text for text in segments.read(translation) if text.context.path == path)


def put(translation, path, data, machine=""):
    text = text_of(translation, path)
    segments.write(translation, text.context, text.string, data, machine=machine)


def offered(translation, path, **options):
    text = text_of(translation, path)
    found = memory.suggestions(translation, segments.read(translation), **options)
    return found.get(text.key, [])


@pytest.fixture
def pages(make_page, spanish):
    """Return a function that sends a page with this introduction for translation."""

    def pages(introduction, title="Page"):
        return send(make_page(title, introduction=introduction), spanish)

    return pages


def test_the_same_text_elsewhere_is_exact(pages):
    first, second = pages("We meet for peace."), pages("We meet for peace.", title="Other")
    put(first, "introduction", "Nos encontramos por la paz.")
    [match] = offered(second, "introduction")
    assert match == memory.Match(
        "Nos encontramos por la paz.", "We meet for peace.", percent=100, exact=True
    )


def test_what_is_like_it_has_its_percentage(pages):
    first, second = pages("We meet for peace."), pages("We meet for a just peace.")
    put(first, "introduction", "Nos encontramos por la paz.")
    [match] = offered(second, "introduction")
    assert (match.data, match.source) == ("Nos encontramos por la paz.", "We meet for peace.")
    assert 70 <= match.percent < 100
    assert not match.exact


def test_capitals_alone_are_not_the_same_text(pages):
    first, second = pages("We Meet For Peace."), pages("We meet for peace.")
    put(first, "introduction", "Nos encontramos por la paz.")
    [match] = offered(second, "introduction")
    assert (match.percent, match.exact) == (99, False)


def test_tags_do_not_count(spanish, english):
    assert memory.folded('Read <a id="a1">the  call</a>.') == "read the call ."


def test_nothing_is_offered_for_what_is_like_nothing(pages):
    first, second = pages("We meet for peace."), pages("Bring a sleeping bag and a torch.")
    put(first, "introduction", "Nos encontramos por la paz.")
    assert offered(second, "introduction") == []


def test_short_texts_have_to_be_nearly_the_same(pages):
    first, second = pages("Date"), pages("Gate")
    put(first, "introduction", "Fecha")
    assert offered(second, "introduction") == []


def test_its_own_text_is_never_offered(pages):
    first, second = pages("We meet for peace."), pages("We meet for peace.", title="Other")
    put(first, "introduction", "Nos encontramos por la paz.")
    assert offered(first, "introduction") == []
    put(second, "introduction", "Nos encontramos por la paz.")
    assert offered(second, "introduction") == []  # the text already has it
    put(second, "introduction", "Nos reunimos por la paz.")
    assert [match.data for match in offered(second, "introduction")] == [
        "Nos encontramos por la paz."
    ]


def test_machines_and_errors_are_not_remembered(pages):
    first, second = pages("We meet for peace."), pages("We meet for peace.", title="Other")
    put(first, "introduction", "Hecho por una máquina.", machine="LibreTranslate")
    assert offered(second, "introduction") == []
    put(first, "introduction", "Nos encontramos por la paz.")
    StringTranslation.objects.update(has_error=True)
    assert offered(second, "introduction") == []


def test_another_language_is_another_memory(pages, make_page):
    french = Locale.objects.create(language_code="fr")
    first = pages("We meet for peace.")
    put(first, "introduction", "Nos encontramos por la paz.")
    second = first.source.translations.create(target_locale=french)
    assert offered(second, "introduction") == []


def test_each_translation_once_the_longest_first_and_no_more_than_asked(pages):
    for number, data in enumerate(["Por la paz.", "Por la paz.", "Nos vemos por la paz.", "Paz."]):
        put(pages("We meet for peace.", title=f"Page {number}"), "introduction", data)
    last = pages("We meet for peace.", title="Last")
    assert [match.data for match in offered(last, "introduction")] == [
        "Nos vemos por la paz.",
        "Por la paz.",
        "Paz.",
    ]
    assert len(offered(last, "introduction", limit=2)) == 2


def test_short_names_in_addresses_get_nothing(pages, translator):
    first, second = pages("We meet for peace."), pages("We meet for peace.")
    write_all(first, translator)
    assert offered(second, "slug") == []


def test_one_query_however_many_texts(pages, translator):
    write_all(pages("We meet for peace."), translator)
    translation = pages("We meet for a just peace.")
    found = segments.read(translation)
    with CaptureQueriesContext(connection) as queries:
        memory.suggestions(translation, found)
    assert len(queries) == 1
    assert memory.suggestions(translation, []) == {}


@pytest.mark.slow
def test_ten_thousand_strings_are_quick(pages, english, spanish):
    words = ["peace", "border", "dialogue", "summit", "people", "rights", "land", "youth", "city"]
    words += ["music", "voice", "memory"]
    translation = pages("The people of the border meet in the city for peace and music.")
    context = TranslationContext.objects.create(
        object=translation.source.object, path="body", field_path="body"
    )
    strings = String.objects.bulk_create(
        String(
            locale=english,
            data=(
                data := f"{words[n % 12]} {words[n // 12 % 12]} of the {words[n // 144 % 12]} {n}"
            ),
            data_hash=String._get_data_hash(data),
        )
        for n in range(10_000)
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=string, locale=spanish, context=context, data=f"ES {string.data}"
        )
        for string in strings
    )
    found = segments.read(translation)
    started = time.perf_counter()
    memory.suggestions(translation, found * 10)
    assert time.perf_counter() - started < 3
