"""The maximum length of a translation: enforced on every path, and counted during typing."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from home.models import Menu, MenuItem, StandardPage
from tests.translations.conftest import send, write_all
from translations.engine import review, segments, status_store
from translations.engine.exchange import importing, po, xliff
from translations.engine.exchange.document import TransUnit, document_of
from translations.engine.segments import TextRefusedError
from translations.models import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_page(home):
    page = StandardPage(
        title="About",
        listing_text="Who we are",
        introduction="We meet.",
        seo_title="About the summit",
        search_description="What it is",
        body=[
            {"type": "heading", "value": "Where"},
            {"type": "quote", "value": {"quote": "<p>Yes.</p>", "source": "Ana"}},
        ],
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def menu(english, home):
    Menu.objects.all().delete()
    menu = Menu(slot=Menu.Slot.values[0], title="Main", locale=english)
    menu.items = [MenuItem(page=Page.objects.get(pk=home.pk), label="Start", locale=english)]
    menu.save()
    return menu


def text_at(translation, ending: str) -> segments.Segment:
    return next(t for t in segments.read(translation) if t.context.path.endswith(ending))


@pytest.mark.parametrize(
    ("kind", "ending", "limit"),
    [
        ("long_page", "title", 255),
        ("long_page", "listing_text", 200),
        ("long_page", "introduction", 500),
        ("long_page", "heading", 150),
        ("long_page", "source", 200),
        ("partner", "description", 800),
        ("topic", "name", 80),
        ("menu", "title", 60),
        ("menu", "label", 40),
    ],
)
def test_n21_no_translation_is_longer_than_its_place(
    request, kind, ending, limit, spanish, translator, client
):
    """A text that is too long, from the editor or a file, is saved but not done."""
    translation = send(request.getfixturevalue(kind), spanish)
    write_all(translation, translator)
    text = next(
        t
        for t in segments.read(translation)
        if t.context.path.endswith(ending)
        or (ending == "heading" and t.context.field_path.endswith("heading"))
    )
    editor_page = reverse("translations_editor", args=[translation.pk])
    client.force_login(translator)
    fields = {"key": text.key, "value": "ñ" * (limit + 1), "version": text.version}
    said = client.post(reverse("translations_segment", args=[translation.pk]), fields).json()
    assert said["done"] is False
    assert f"The limit is {limit}." in " ".join(problem["message"] for problem in said["problems"])
    html = client.get(editor_page + "?show=all").content.decode()
    assert f'data-length="{limit}"' in html
    assert f"of {limit} characters" in html
    with pytest.raises(TextRefusedError):
        review.submit(translation, translator)
    for name, format_ in (("a.po", po), ("a.xlf", xliff)):
        document = document_of(translation, "x")
        for place, entry in enumerate(document.entries):
            if entry.path == text.context.path:
                words = "é" * (limit + 1)
                document.entries[place] = TransUnit(entry.path, entry.source, words, entry.version)
        [report] = importing.import_files([(name, format_.write(document))], translator)
        assert f"The limit here is {limit} characters." in report.broken[0].reason
    fields |= {"value": "ñ" * limit, "version": said["version"]}
    said = client.post(reverse("translations_segment", args=[translation.pk]), fields).json()
    assert (said["done"], said["problems"]) == (True, [])
    review.submit(translation, translator)


def test_n21_what_search_engines_show_is_advised(long_page, spanish, translator, client):
    translation = send(long_page, spanish)
    write_all(translation, translator)
    client.force_login(translator)
    address = reverse("translations_segment", args=[translation.pk])
    for ending, advised in (("seo_title", 60), ("search_description", 160)):
        text = text_at(translation, ending)
        fields = {"key": text.key, "value": "a" * (advised + 1), "version": text.version}
        said = client.post(address, fields).json()
        [problem] = said["problems"]
        assert f"about {advised}" in problem["message"]
        assert (said["done"], problem["serious"]) == (True, False)
    html = client.get(reverse("translations_editor", args=[translation.pk])).content.decode()
    for advised in (60, 160):
        assert f'data-length="{advised}"' in html
    review.submit(translation, translator)


def test_n21_a_text_of_before_that_does_not_fit_any_more_is_not_handed_in(
    partner, spanish, translator
):
    translation = send(partner, spanish)
    write_all(translation, translator)
    row = text_at(translation, "description").translation
    row.data = "a" * 801
    row.save()
    with pytest.raises(TextRefusedError, match="segment is too long"):
        review.submit(translation, translator)
    assert status_store.for_translation(translation).status == Status.IN_PROGRESS
