"""Every block: full and empty, shown and submitted for translation."""

import json
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from home.models import StandardPage
from pages.blocks import BodyBlock
from pages.models import SummitImage
from tests import reviewed
from tests.pages.test_images import photo

BLOCKS = list(BodyBlock().child_blocks)


def items(*values):
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


@pytest.fixture
def full(db) -> dict:
    """Return a complete raw value for each block type."""
    image = SummitImage.objects.create(title="A dove", file=photo(), description="A dove")
    document = Document.objects.create(title="Call", file=ContentFile(b"We call", name="call.txt"))
    target = Page.objects.filter(depth=2).first()
    return {
        "heading": "A heading",
        "text": '<h3>Title</h3><p>Words with a <a href="https://example.org/">link</a></p>',
        "picture": {"image": image.pk, "caption": "A caption", "alt_text": "Another description"},
        "quote": {"text": "Quoted words", "source": "A source"},
        "call_to_action": {
            "title": "Call title",
            "text": "Call text",
            "label": "Call label",
            "page": target.pk if target else None,
            "url": "" if target else "https://example.org/",
        },
        "questions": {
            "title": "Questions",
            "items": items({"question": "A question?", "answer": "<p>An answer</p>"}),
        },
        "statistics": {"title": "Numbers", "items": items({"number": "59", "label": "partners"})},
        "documents": {
            "title": "Documents",
            "items": items({"document": document.pk, "label": "The call"}),
        },
        "video": {
            "title": "Video title",
            "url": "https://example.org/video",
            "image": image.pk,
            "text": "Video text",
            "transcript": "<p>What is said</p>",
        },
        "people": {
            "title": "People",
            "items": items({"name": "A team", "role": "A role", "image": image.pk, "text": "Text"}),
        },
        "timeline": {
            "title": "Timeline",
            "items": items({"when": "Spring", "title": "A step", "text": "Step text"}),
        },
    }


# What remains when an editor adds a block and writes nothing, or when a key is missing.
EMPTY = {
    "heading": "",
    "text": "",
    "picture": {},
    "quote": {},
    "call_to_action": {},
    "questions": {"items": []},
    "statistics": {"items": items({})},
    "documents": {"items": items({})},
    "video": {},
    "people": {"items": items({})},
    "timeline": {},
}


def page_with(home, blocks) -> StandardPage:
    """Return a published page whose body holds (type, raw value) pairs."""
    body = [{"type": kind, "id": str(uuid4()), "value": value} for kind, value in blocks]
    page = StandardPage(title="Blocks", slug="blocks", body=json.dumps(body))
    home.add_child(instance=page)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def test_the_lists_above_know_every_block(full):
    assert set(full) == set(EMPTY) == set(BLOCKS)


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_full_block_is_shown_and_translated(home, spanish, client, full, kind):
    page = page_with(home, [(kind, full[kind])])
    html = client.get(page.url).text
    source, _created = TranslationSource.update_or_create_from_instance(page)
    segments = source.stringsegment_set.filter(context__path__startswith="body")
    assert segments.exists()
    for segment in segments:
        text = segment.string.data.split("<")[0]
        assert text in html or kind == "picture", text
    translate_object(page, [spanish])
    copy = page.get_translation(spanish).specific
    assert not copy.live
    assert [block.block_type for block in copy.body] == [kind]


@pytest.mark.parametrize("kind", BLOCKS)
def test_an_empty_block_is_shown_and_translated(home, spanish, client, kind):
    page = page_with(home, [(kind, EMPTY[kind])])
    assert client.get(page.url).status_code == 200
    translate_object(page, [spanish])
    assert page.get_translation(spanish).specific.body[0].block_type == kind


def test_each_block_says_what_it_is():
    for name, block in BodyBlock().child_blocks.items():
        assert block.meta.description, name
        assert block.meta.icon != "placeholder", name
        assert block.meta.template, name
        assert getattr(block.meta, "preview_value", None) is not None, name
        block.clean(block.get_preview_value()) if name in ("quote", "timeline") else None


@pytest.mark.parametrize("kind", BLOCKS)
def test_each_preview_is_shown_in_the_admin(admin_client, home, kind):
    from django.urls import reverse

    block = StandardPage.body.field.stream_block.child_blocks[kind]
    url = reverse("wagtailadmin_block_preview")
    response = admin_client.get(url, {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "css/site.css" in response.text


def test_a_call_leads_to_one_place(full):
    block = BodyBlock().child_blocks["call_to_action"]
    both = full["call_to_action"] | {"url": "https://example.org/"}
    neither = full["call_to_action"] | {"page": None, "url": ""}
    for value in (both, neither):
        if value is both and not value["page"]:
            continue
        with pytest.raises(Exception, match="Validation error"):
            block.clean(block.to_python(value))


def test_a_call_leads_to_the_page_in_the_readers_language(home, inicio, full):
    block = BodyBlock().child_blocks["call_to_action"]
    value = block.to_python(full["call_to_action"] | {"page": home.pk, "url": ""})
    assert value.href == "/en/"
    with translation.override("es"):
        assert value.href == "/es/"


def test_translated_words_reach_the_spanish_page(home, inicio, spanish, client):
    page = page_with(home, [("heading", "A heading")])
    source, _created = TranslationSource.update_or_create_from_instance(page)
    target = Translation.objects.create(source=source, target_locale=spanish)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=spanish,
            context=segment.context,
            data={"A heading": "Un título", "blocks": "bloques"}.get(
                segment.string.data, segment.string.data
            ),
            translation_type="manual",
        )
    target.save_target(publish=False)
    reviewed.publish(page.get_translation(spanish).get_latest_revision_as_object())
    assert "Un título" in client.get("/es/bloques/").text
