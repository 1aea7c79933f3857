"""Define the sizes of resized images, and handle images that cannot be rendered."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import File
from django.tasks import task
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

from pages.compat import upstream

logger = logging.getLogger(__name__)

#: The sizes in `templates/components/picture.html`: lead images use all widths, others fewer.
SPECS = tuple(
    f"format-{name}|fill-{width}x{width * 3 // 4}"
    for name in ("avif", "jpeg")
    for width in (400, 640, 960, 1280)
)

#: Pillow's default (6) takes three times as long for a file that is a tenth smaller.
AVIF_SPEED = 8

# Keys of Pillow that only affect rendering; any other key may hold personal data.
HARMLESS = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform",
    "progression", "progressive", "transparency", "gamma", "srgb", "chromaticity", "aspect",
    "interlace", "version", "background", "duration", "timestamp", "loop", "extension",
    "default_image", "blend", "disposal", "bbox",
}  # fmt: skip


def has_metadata(file: File) -> bool:
    """Return whether the image in `file` (any format that Pillow opens) has metadata."""
    file.seek(0)
    with Image.open(file) as picture:
        picture.load()  # text may follow the pixel data
        found = bool(picture.getexif()) or bool(picture.info.keys() - HARMLESS)
    file.seek(0)
    return found


@contextmanager
def reported_as_missing(image, faults: type[Exception] = OSError) -> Iterator[None]:
    """Report an image that cannot be read, rendered or stored as missing.

    Raises SourceImageIOError, so that the page is shown with the alt text instead of failing: the
    storage may be unavailable, or a file damaged.
    """
    try:
        yield
    except SourceImageIOError:
        raise
    except faults as error:
        logger.exception("The picture %s could not be drawn", image.pk)
        raise SourceImageIOError(str(error)) from error


@task(backend="worker", priority=-50)  # emails come first
def draw(image_id: int) -> None:
    """Render an image in the first missing size of `SPECS`; enqueue the next.

    This saves readers the wait; a page that is requested earlier renders what it needs itself.
    There is one size per task because a worker that is stopped finishes its current task.
    """
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return
    wanted = [Filter(spec=spec) for spec in SPECS]
    there = image.find_existing_renditions(*wanted)
    missing = [each for each in wanted if each not in there]
    if missing:
        image.get_rendition(missing[0])
    if len(missing) > 1:
        draw.enqueue(image_id)


def _save_as_avif(picture, file, **options):
    picture.image.encoderinfo = {"speed": AVIF_SPEED}
    return upstream.PillowImage.save_as_avif(picture, file, **options)


upstream.registry.register_operation(upstream.PillowImage, "save_as_avif", _save_as_avif)
