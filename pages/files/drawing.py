"""Pictures: in which sizes they are drawn, and what happens when one cannot be."""

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

#: What `templates/components/picture.html` asks for: a lead picture in all widths, others in less.
SPECS = tuple(
    f"format-{name}|fill-{width}x{width * 3 // 4}"
    for name in ("avif", "jpeg")
    for width in (400, 640, 960, 1280)
)

#: Pillow's own pace (6) takes three times as long, for a file that is a tenth smaller.
AVIF_SPEED = 8

# What Pillow reports of a picture that only says how to show it; the rest is told by somebody.
HARMLESS = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform",
    "progression", "progressive", "transparency", "gamma", "srgb", "chromaticity", "aspect",
    "interlace", "version", "background", "duration", "timestamp", "loop", "extension",
    "default_image", "blend", "disposal", "bbox",
}  # fmt: skip


def has_metadata(file: File) -> bool:
    """Return whether the picture in `file` (any format that Pillow opens) carries metadata."""
    file.seek(0)
    with Image.open(file) as picture:
        picture.load()  # text may stand behind the picture
        found = bool(picture.getexif()) or bool(picture.info.keys() - HARMLESS)
    file.seek(0)
    return found


@contextmanager
def reported_as_missing(image, faults: type[Exception] = OSError) -> Iterator[None]:
    """Raise what Wagtail takes for a missing picture if one cannot be read, drawn or stored.

    A page is then shown with the words of the picture in its place, and without a fault: the
    storage may be away, or a file damaged.
    """
    try:
        yield
    except SourceImageIOError:
        raise
    except faults as error:
        logger.exception("The picture %s could not be drawn", image.pk)
        raise SourceImageIOError(str(error)) from error


@task(backend="worker", priority=-50)  # whoever waits for a letter comes first
def draw(image_id: int) -> None:
    """Draw an image of the site in the first size of `SPECS` that it does not have; queue the next.

    So that no reader waits for it; a page that comes first draws what it needs itself. One size a
    task: a worker that is told to end does so after the task at hand.
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
