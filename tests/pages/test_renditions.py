"""Images in the sizes that pages request."""

from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.template.loader import render_to_string
from PIL import Image

from pages.files.drawing import SPECS
from pages.models import SummitImage, SummitRendition

pytestmark = pytest.mark.django_db

PAPERS = ("#d6006f", "#f7a400", "#7038ad", "#007a70", "#0a66b8")


@pytest.fixture
def image():
    """Return an image of 1280 × 960 px with many edges, like cut paper."""
    picture = Image.new("RGB", (1280, 960), PAPERS[0])
    for number in range(600):
        x, y = number * 53 % 1240, number * 97 % 920
        picture.paste(PAPERS[number % 5], (x, y, x + 36, y + 24))
    output = BytesIO()
    picture.save(output, "PNG")
    return SummitImage.objects.create(
        title="Paper", file=ImageFile(output, name="paper.png"), description="Cut paper"
    )


def shown(image, **params) -> str:
    return render_to_string("components/picture.html", {"image": image, **params})


def test_the_worker_draws_what_pages_ask_for(image):
    """After the worker has run, no page has to generate a rendition."""
    assert not image.renditions.exists()
    call_command("worker", until_idle=True)
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(SPECS)
    image = SummitImage.objects.get()
    shown(image)
    shown(image, eager=True)
    assert SummitRendition.objects.count() == len(SPECS)


def test_drawing_again_or_what_is_gone_does_no_harm(image):
    call_command("worker", until_idle=True)
    image.save()
    image.save()
    gone = SummitImage.objects.get()
    call_command("worker", until_idle=True)
    gone.delete()
    call_command("worker", until_idle=True)
    assert not SummitRendition.objects.exists()


def test_a_lead_picture_is_light(image):
    image.get_renditions(*SPECS)
    sizes = {
        (rendition.file.name.rpartition(".")[2], rendition.width): rendition.file.size
        for rendition in image.renditions.all()
    }
    for width in (400, 640, 960, 1280):
        assert sizes["avif", width] < sizes["jpg", width], width
    assert sizes["avif", 960] < 100 * 1024
    assert sizes["jpg", 640] < 100 * 1024


def test_what_is_written(image):
    lead, other = shown(image, eager=True, sizes="40rem"), shown(image, sizes="40rem")
    assert 'type="image/avif"' in lead
    assert ".format-jpeg." in lead.split("<img")[1]
    assert 'fetchpriority="high"' in lead
    assert "lazy" not in lead
    assert 'loading="lazy"' in other
    assert "fetchpriority" not in other
    for html in (lead, other):
        assert 'alt="Cut paper"' in html
        assert 'width="400"' in html
        assert 'height="300"' in html
        assert html.count('10rem, (max-width: 30rem) 16rem, 40rem"') == 2
    assert 'alt="Another"' in shown(image, alt="Another")


def test_a_decorative_picture_is_passed_over(image):
    image.is_decorative = True
    assert 'alt=""' in shown(image)
