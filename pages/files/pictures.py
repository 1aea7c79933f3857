"""Keep only what is visible of an uploaded image.

Every image is decoded and rewritten as upright 8-bit sRGB: a blocklist would miss what the next
camera invents. Images that cannot be rendered are found at upload, not by the first reader.
"""

import logging
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms, ImageOps, ImageSequence, JpegImagePlugin
from wagtail.images import get_image_model
from wagtail.images.models import Filter, WagtailImageField

from pages.compat import is_stored, upstream
from pages.files.refusals import FileRefusedError

logger = logging.getLogger(__name__)

#: Rendered as a test before an image is kept: both file formats that pages use.
TRIED = ("format-avif|fill-400x300", "format-jpeg|fill-400x300")
QUALITY = {"JPEG": 92, "WEBP": 90, "AVIF": 90}


class UnusablePictureError(ValueError):
    """A file that is not an image, is broken, or is too large to be decoded."""


class CleanFile(ContentFile):
    """A file that has been cleaned and is stored unchanged."""

    is_clean = True


def cleaned(file: File) -> File:
    """Return the image in `file` without hidden data, or `file` itself if it is clean.

    Name and format stay. Raises UnusablePictureError.
    """
    if getattr(file, "is_clean", False):
        return file
    file.seek(0)
    return CleanFile(rewrite(file.read()), name=file.name)


def clean_upload(file: Any) -> None:
    """Validator of form fields: clean the image in an uploaded file, in place.

    In place, because when several images are added at once, Wagtail keeps the uploaded file object
    and not the form's cleaned value until they are described.
    """
    file.seek(0)
    try:
        replace_content(file, rewrite(file.read()))
    except UnusablePictureError as error:
        raise FileRefusedError("unusable_picture") from error


def replace_content(file: Any, content: bytes) -> None:
    """Replace the content of an uploaded file, in memory or on disk."""
    file.seek(0)
    file.truncate()
    file.write(content)
    file.seek(0)
    file.size = len(content)
    file.is_clean = True


def rewrite(content: bytes, as_it_lies: bool = False) -> bytes:
    """Return an image, rewritten in its own format. Raises UnusablePictureError.

    `as_it_lies`: the image is part of a document, so do not rotate or test-render it.
    """
    try:
        result = _rewrite(content, as_it_lies)
        if not as_it_lies:
            _try_to_draw(result)
    except Exception as error:  # decoders raise all kinds of errors for broken files
        raise UnusablePictureError(str(error)) from error
    return result


def _rewrite(content: bytes, as_it_lies: bool) -> bytes:
    with Image.open(BytesIO(content)) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        frames = getattr(picture, "n_frames", 1) if picture.format != "MPO" else 1
        # Wagtail counts only the first frame.
        if picture.width * picture.height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise UnusablePictureError("too many pixels")
        options: dict[str, Any] = {"quality": QUALITY[kind]} if kind in QUALITY else {}
        if kind == "WEBP" and content[12:16] == b"VP8L":
            options["lossless"] = True
        if kind == "AVIF":
            options["speed"] = 8
        if kind == "JPEG" and picture.mode == "RGB":
            # The original compression level: almost no loss, and no growth.
            options = {
                "qtables": picture.quantization,  # type: ignore[attr-defined]
                "subsampling": JpegImagePlugin.get_sampling(picture),
            }
        if frames == 1:
            clean = _palette(picture) if kind == "GIF" else plain(picture, as_it_lies)
        else:
            clean, *others = [plain(frame) for frame in ImageSequence.Iterator(picture)]
            options |= {"save_all": True, "append_images": others} | _timing(picture)
    output = BytesIO()
    clean.save(output, kind, **options)
    return output.getvalue()


def plain(picture: Image.Image, as_it_lies: bool = False) -> Image.Image:
    """Return the visible image of any mode: upright, sRGB, as RGB or RGBA, 8 bits per channel."""
    profile = picture.info.get("icc_profile")
    picture = picture.copy() if as_it_lies else ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I"):  # 16 bits: Pillow would clip values above 255
        picture.info.pop("transparency", None)
        picture = picture.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    seen = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if profile:
        source = picture if picture.mode in ("CMYK", "L") else seen.convert("RGB")
        try:
            colors = ImageCms.profileToProfile(
                source,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except ImageCms.PyCMSError:
            pass  # a broken profile, or one for another color model
        else:
            if colors is not None:
                if seen.mode == "RGBA":
                    colors.putalpha(seen.getchannel("A"))
                seen = colors
    seen.info = {}
    return seen


def _palette(picture: Image.Image) -> Image.Image:
    """Return a single-frame GIF with its own palette: Pillow would choose another."""
    picture.load()
    if picture.mode not in ("P", "L"):
        return plain(picture)
    picture.info = {key: picture.info[key] for key in ("transparency",) if key in picture.info}
    return picture.copy()


def _timing(picture: Image.Image) -> dict[str, Any]:
    durations = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(picture)]
    timing: dict[str, Any] = {"duration": durations}
    if picture.format == "GIF":
        timing["disposal"] = 2
    if "loop" in picture.info:
        timing["loop"] = picture.info["loop"]
    return timing


def _try_to_draw(content: bytes) -> None:
    image = get_image_model()(collection_id=0)  # no collection, to avoid a database query
    for spec in TRIED:
        Filter(spec=spec).run(image, BytesIO(), source=BytesIO(content))


# ------------------------------------------------------------------ model field
class PictureFile(upstream.WagtailImageFieldFile):
    """The file of an image, which cleans everything that is stored in it.

    When several images are added at once, Wagtail stores them without the model's `save`.
    """

    def save(self, name, content, save=True):
        super().save(name, cleaned(content), save=save)

    def get_image_dimensions(self):
        """Return width and height; for an unreadable stored file, the recorded ones.

        Every saved form reads them, even one that does not change the file.
        """
        try:
            return super().get_image_dimensions()
        except Exception:  # decoders raise all kinds of errors for broken files
            if not is_stored(self):
                raise
            logger.exception("The picture %s cannot be read", self.name)
            return self.instance.width, self.instance.height


class PictureField(WagtailImageField):
    """Wagtail's image file field, with `PictureFile`."""

    attr_class = PictureFile

    def deconstruct(self):
        """Return the definition of Wagtail's own field, as the database column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs
