"""Pictures: what is taken out of an uploaded file, and in which sizes they are drawn."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from django.tasks import task
from PIL import Image, ImageOps
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError
from willow.plugins.pillow import PillowImage
from willow.registry import registry

logger = logging.getLogger(__name__)

#: What `templates/components/picture.html` asks for: a lead picture in all widths, others in less.
SPECS = tuple(
    f"format-{name}|fill-{width}x{width * 3 // 4}"
    for name in ("avif", "jpeg")
    for width in (400, 640, 960, 1280)
)

# Where Pillow reports embedded metadata (position, camera, author, thumbnails, comments).
METADATA_KEYS = ("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment")


def has_metadata(file: File) -> bool:
    """Return whether the picture in `file` (any format that Pillow opens) carries metadata."""
    file.seek(0)
    with Image.open(file) as picture:
        found = bool(picture.getexif()) or any(key in picture.info for key in METADATA_KEYS)
    file.seek(0)
    return found


def without_metadata(file: File) -> File:
    """Return the picture in `file` turned upright and without any embedded metadata.

    The same file is returned when there is nothing to take out. Frames of an animation and the
    colour profile are kept. Raises `PIL.UnidentifiedImageError` when it is not a picture.
    """
    if not has_metadata(file):
        return file
    with Image.open(file) as picture:
        options: dict[str, Any] = {"format": picture.format}
        if profile := picture.info.get("icc_profile"):
            options["icc_profile"] = profile
        if picture.format in ("JPEG", "MPO"):
            options |= {"format": "JPEG", "quality": 92, "optimize": True}
        elif picture.format in ("WEBP", "AVIF"):
            options["quality"] = 90
        if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
            options |= {"save_all": True, "exif": b""}
            clean: Image.Image = picture
        else:
            clean = ImageOps.exif_transpose(picture)
            # A fresh canvas: whatever the decoder left in `info` is not written again.
            clean.info = {}
        output = BytesIO()
        clean.save(output, **options)
    return ContentFile(output.getvalue(), name=file.name)


@contextmanager
def told_as_missing(image) -> Iterator[None]:
    """Raise what Wagtail takes for a missing picture if one cannot be read, drawn or stored.

    A page is then shown with the words of the picture in its place, and without a fault: the
    storage may be away, or a file damaged.
    """
    try:
        yield
    except SourceImageIOError:
        raise
    except OSError as error:
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


def _save_as_avif(picture: PillowImage, file, **options):
    # Pillow's own pace (6) takes three times as long, for a file that is a tenth smaller.
    picture.image.encoderinfo = {"speed": 8}
    return PillowImage.save_as_avif(picture, file, **options)


registry.register_operation(PillowImage, "save_as_avif", _save_as_avif)
