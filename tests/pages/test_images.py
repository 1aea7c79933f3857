"""Images: no hidden data in a file, and an alt text in each language."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from pages.files.drawing import has_metadata
from pages.files.pictures import cleaned
from pages.models import SummitImage

GPS_POINTER, ORIENTATION = 0x8825, 0x0112


def photo(image_format="JPEG", orientation=6, size=(60, 40)) -> ContentFile:
    """Return an image with a location, a camera and an orientation in its EXIF data."""
    picture = Image.new("RGB", size, "#e4007c")
    exif = picture.getexif()
    exif[0x010F] = "A camera"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS_POINTER).update({1: "N", 2: (19.0, 25.0, 57.0), 3: "W", 4: (99.0, 7.0, 59.0)})
    output = BytesIO()
    picture.save(output, image_format, exif=exif)
    return ContentFile(output.getvalue(), name=f"photo.{image_format.lower()}")


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_is_taken_out(image_format):
    file = photo(image_format)
    assert has_metadata(file)
    clean = cleaned(file)
    assert not has_metadata(clean)
    with Image.open(clean) as picture:
        assert picture.format == image_format
        assert picture.size == (40, 60), "turned upright"


def test_what_was_cleaned_is_not_cleaned_again():
    """A clean file is not cleaned again, and cleaning does not make it larger."""
    file = photo(orientation=1, size=(600, 400))
    clean = cleaned(file)
    assert cleaned(clean) is clean
    assert clean.size <= file.size


def test_an_animation_keeps_its_frames():
    output = BytesIO()
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "green", "blue")]
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    frames[0].save(output, "WEBP", save_all=True, append_images=frames[1:], exif=exif)
    clean = cleaned(ContentFile(output.getvalue(), name="moving.webp"))
    with Image.open(clean) as picture:
        assert picture.n_frames == 3
        assert not picture.getexif()


def test_what_is_uploaded_is_stored_cleaned(db):
    image = SummitImage.objects.create(title="Photo", file=photo())
    stored = SummitImage.objects.get(pk=image.pk)
    with stored.file.open() as file:
        assert not has_metadata(file)
    assert (stored.width, stored.height) == (40, 60)
    assert stored.file_size == stored.file.size


def test_a_rendition_of_an_old_file_has_no_metadata(db):
    image = SummitImage.objects.create(title="Photo", file=photo())
    # A file from before the rule, or one that bypassed it.
    image.file.storage.delete(image.file.name)
    image.file.storage.save(image.file.name, photo())
    stored = SummitImage.objects.get(pk=image.pk)
    with stored.file.open():
        rendition = stored.get_rendition("width-20|format-jpeg")
    with rendition.file.open() as file:
        assert not has_metadata(file)


def test_description_follows_the_language(db):
    image = SummitImage(description="A dove", alt_texts={"es": "Una paloma"})
    assert image.default_alt_text == "A dove"
    assert image.alt_language == "en"
    with translation.override("es"):
        assert image.default_alt_text == "Una paloma"
        assert image.alt_language == "es"
    with translation.override("fr"):
        assert image.default_alt_text == "A dove"
        assert image.alt_language == "en"
        assert image.alt_in("fr") == ""
    image.is_decorative = True
    assert image.default_alt_text == ""


class TestUpload:
    @pytest.fixture
    def post(self, admin_client):
        def post(**data):
            data = {"title": "Photo", "file": photo(), "collection": 1, **data}
            return admin_client.post(reverse("wagtailimages:add"), data)

        return post

    def test_n18_only_the_source_language_is_asked_for(self, post):
        response = post()
        assert response.status_code == 200
        assert "description" in response.context["form"].errors
        assert not SummitImage.objects.exists()
        assert post(description="A pink square").status_code == 302
        image = SummitImage.objects.get()
        assert (image.description, image.alt_texts) == ("A pink square", {})

    def test_decorative_needs_none(self, post):
        assert post(is_decorative="on").status_code == 302
        assert SummitImage.objects.get().is_decorative

    def test_the_edit_form_shows_what_is_there(self, post, admin_client):
        post(description="A pink square")
        url = reverse("wagtailimages:edit", args=[SummitImage.objects.get().pk])
        html = admin_client.get(url).content.decode()
        assert 'value="A pink square"' in html
        # … and the status of its translations.
        assert "In progress" in html
