"""Passages in another language: from the editor to the reader, and through a translation."""

import json
from uuid import uuid4

import pytest
from django.conf import settings
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import StandardPage
from pages.blocks import RICH_TEXT_FEATURES, SMALL_TEXT_FEATURES, BodyBlock
from tests import reviewed

CODES = [code for code, _name in settings.LANGUAGES]
MARKED = '<a linktype="lang-es">papel picado</a>'


@pytest.mark.parametrize("features", [RICH_TEXT_FEATURES, SMALL_TEXT_FEATURES])
@pytest.mark.parametrize("code", CODES)
def test_what_the_editor_marks_is_kept(features, code):
    """The rich text editor returns the stored text unchanged."""
    stored = (
        f'<p data-block-key="abcde">They cut <a linktype="lang-{code}">papel '
        "<b>picado</b></a> by hand.</p>"
    )
    converter = ContentstateConverter(features)
    state = json.loads(converter.from_database_format(stored))
    [block] = state["blocks"]
    ranges = [
        (each["style"], each["offset"], each["length"]) for each in block["inlineStyleRanges"]
    ]
    assert (f"LANG-{code.upper()}", 9, 12) in ranges
    again = converter.to_database_format(json.dumps(state))
    assert again.count(f'linktype="lang-{code}"') >= 1
    assert json.loads(converter.from_database_format(again))["blocks"][0]["text"] == block["text"]


def test_each_language_has_a_button(admin_client):
    options = DraftailRichTextArea(features=["language-marks"]).options
    assert [style["type"] for style in options["inlineStyles"]] == [
        f"LANG-{code.upper()}" for code in CODES
    ]
    assert all(str(style["description"]) for style in options["inlineStyles"])


@pytest.mark.parametrize("code", CODES)
def test_a_screen_reader_is_told(code):
    html = expand_db_html(f'<p>They cut <a linktype="lang-{code}">papel picado</a>.</p>')
    assert html == f'<p>They cut <a lang="{code}">papel picado</a>.</p>'


def test_a_mark_outlives_a_translation(home, inicio, spanish, client):
    """The translator sees the mark like a link and can move it; the Spanish page has it there."""
    body = [
        {"type": "text", "id": str(uuid4()), "value": f"<p>They cut {MARKED} by hand.</p>"},
    ]
    page = StandardPage(title="Paper", slug="paper", body=json.dumps(body))
    home.add_child(instance=page)
    page.save_revision().publish()
    assert '<a lang="es">papel picado</a>' in client.get(page.url).text

    source, _created = TranslationSource.update_or_create_from_instance(
        Page.objects.get(pk=page.pk).specific
    )
    segments = {each.string.data: each for each in source.stringsegment_set.all()}
    text = 'They cut <a id="a1">papel picado</a> by hand.'
    assert text in segments
    words = {text: 'Cortan <a id="a1">papel picado</a> a mano.', "paper": "papel"}
    target = Translation.objects.create(source=source, target_locale=spanish)
    for data, segment in segments.items():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=spanish,
            context=segment.context,
            data=words.get(data, data),
            translation_type="manual",
        )
    target.save_target(publish=False)
    reviewed.publish(page.get_translation(spanish).get_latest_revision_as_object())
    assert 'Cortan <a lang="es">papel picado</a> a mano.' in client.get("/es/papel/").text


VIDEO = {"title": "The opening", "url": "https://example.org/", "image": None}


@pytest.mark.parametrize(
    ("words", "is_accepted"),
    [
        ({"captions": "captions", "transcript": "<p>Welcome.</p>", "text": ""}, True),
        ({"captions": "none", "transcript": "<p>Welcome.</p>", "text": ""}, True),
        ({"captions": "captions", "transcript": "<p> </p>", "text": "Ninety minutes."}, False),
        ({"captions": "none", "transcript": "", "text": "Ninety minutes."}, False),
        ({"captions": "silent", "transcript": "", "text": "Paper in the wind."}, True),
        ({"captions": "silent", "transcript": "", "text": " "}, False),
    ],
)
def test_a_video_can_be_followed_without_hearing_or_seeing(words, is_accepted):
    block = BodyBlock().child_blocks["video"]
    value = block.to_python(VIDEO | words)
    if is_accepted:
        assert block.clean(value)["captions"] == words["captions"]
    else:
        with pytest.raises(Exception, match="Validation error"):
            block.clean(value)
