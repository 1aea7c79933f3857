"""Alt texts of images: written in the source language, translated and reviewed."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation as languages
from PIL import Image
from wagtail.models import Locale, ReferenceIndex
from wagtail_localize.models import Translation

from home import structure
from pages.models import PictureDescription, SummitImage
from tests.reviewed import translate
from tests.translations.conftest import state_of, write_all
from translations.engine import review, segments, sending
from translations.models import Notice, Status

pytestmark = pytest.mark.django_db


def picture(description="A white dove", **fields) -> SummitImage:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    file = ContentFile(data.getvalue(), "dove.png")
    return SummitImage.objects.create(title="Dove", file=file, description=description, **fields)


@pytest.fixture
def image(site_structure, translator, reviewer) -> SummitImage:
    return picture()


def described(image: SummitImage) -> PictureDescription:
    return image.descriptions.get(locale__language_code="en")


def work_on(image: SummitImage, locale) -> Translation:
    return Translation.objects.get(
        source__object_id=described(image).translation_key, target_locale=locale
    )


def approve(image, locale, translator, reviewer, words: str) -> None:
    task = work_on(image, locale)
    [text] = segments.read(task)
    segments.write(task, text.context, text.string, words, user=translator)
    review.submit(task, translator)
    review.approve(task, reviewer)
    image.refresh_from_db()


def test_n18_an_editor_writes_the_source_and_the_translators_are_asked(
    client, editor, translator, spanish
):
    client.force_login(editor)
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    file = ContentFile(data.getvalue(), "dove.png")
    form = {"title": "Dove", "file": file, "collection": 1, "description": "A white dove"}
    assert client.post(reverse("wagtailimages:add"), form).status_code == 302
    image = SummitImage.objects.get()
    assert state_of(described(image), spanish).status == Status.IN_PROGRESS
    assert Notice.objects.filter(user=translator, title="A white dove").exists()
    client.force_login(translator)
    dashboard = client.get(reverse("translations_dashboard")).text
    assert "A white dove" in dashboard
    assert "Image alt text" in dashboard
    editor_page = client.get(reverse("translations_editor", args=[work_on(image, spanish).pk])).text
    assert "editor-picture" in editor_page


def test_n18_a_description_is_public_when_somebody_else_has_approved_it(
    image, spanish, translator, reviewer
):
    task = work_on(image, spanish)
    write_all(task, translator)
    review.submit(task, translator)
    image.refresh_from_db()
    assert image.alt_texts == {}
    with pytest.raises(review.PermissionDenied):
        review.approve(task, translator)
    review.approve(task, reviewer)
    image.refresh_from_db()
    assert image.alt_texts == {"es": "ES: A white dove"}
    with languages.override("es"):
        assert image.default_alt_text == "ES: A white dove"
    assert state_of(described(image), spanish).status == Status.LIVE


def test_n18_until_then_the_picture_speaks_the_source_language_and_says_so(
    client, image, page, spanish, translator, reviewer
):
    page.listing_image = image
    page.save_revision().publish()
    assert 'alt="A white dove" lang' not in client.get(page.url).text
    address = translate(page, spanish, title="Acerca", slug="acerca").url
    html = client.get(address).text
    assert 'alt="A white dove"' in html
    [tag] = [part for part in html.split("<img")[1:] if "A white dove" in part.split(">")[0]]
    assert 'lang="en"' in tag.split(">")[0]
    approve(image, spanish, translator, reviewer, "Una paloma blanca")
    html = client.get(address).text
    [tag] = [part for part in html.split("<img")[1:] if "Una paloma" in part.split(">")[0]]
    assert "lang=" not in tag.split(">")[0]
    assert "A white dove" not in html


def test_n18_another_source_leaves_the_approved_one_and_puts_it_on_the_list(
    image, spanish, translator, reviewer
):
    approve(image, spanish, translator, reviewer, "Una paloma blanca")
    stale = SummitImage.objects.get(pk=image.pk)
    stale.alt_texts = {}
    stale.description = "Two doves"
    stale.save()
    image.refresh_from_db()
    assert image.alt_texts == {"es": "Una paloma blanca"}, "what was approved is not lost"
    stale.is_decorative = True  # temporarily, so that the alt text is not written again
    stale.alt_texts = {}
    stale.save()
    image.refresh_from_db()
    assert image.alt_texts == {"es": "Una paloma blanca"}
    stale.is_decorative = False
    stale.save()
    assert state_of(described(image), spanish).status == Status.OUTDATED
    approve(image, spanish, translator, reviewer, "Dos palomas")
    assert image.alt_texts == {"es": "Dos palomas"}


def test_n18_a_decorative_picture_asks_nobody(site_structure):
    image = picture(description="", is_decorative=True)
    assert not PictureDescription.objects.exists()
    image.is_decorative, image.description = False, "A white dove"
    image.save()
    assert described(image).text == "A white dove"


def test_n18_a_description_is_no_use_of_its_picture(image):
    assert not ReferenceIndex.get_references_to(image).exists()
    assert image.get_usage().count() == 0
    image.delete()
    assert not PictureDescription.objects.exists()


def test_n18_a_third_language_needs_no_new_column(image, settings, make_person):
    added = [*settings.LANGUAGES, ("fr", "French")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = added
    structure.build()
    french = Locale.objects.get(language_code="fr")
    assert state_of(described(image), french).status == Status.MISSING
    sending.send([described(image)], [french])
    people = [make_person(each("fr")) for each in (structure.translators, structure.reviewers)]
    approve(image, french, *people, "Une colombe blanche")
    assert image.alt_texts == {"fr": "Une colombe blanche"}
