"""Pictures: what is taken out of an uploaded file before it is stored."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

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
