"""What is kept of a picture that is uploaded: what the eye sees of it, and nothing else.

Every picture is decoded and rewritten, as upright 8-bit sRGB: a list of what to take out would miss
what the next camera invents. And what could not be drawn for a page is found here, and not by the
first reader.
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

#: A picture is tried in these before it is kept: one of each kind of file that pages show.
TRIED = ("format-avif|fill-400x300", "format-jpeg|fill-400x300")
QUALITY = {"JPEG": 92, "WEBP": 90, "AVIF": 90}


class UnusablePictureError(ValueError):
    """A file that is no picture, is broken, or is too large to be decoded."""


class CleanFile(ContentFile):
    """A file that was cleaned, and is stored as it is."""

    is_clean = True


def cleaned(file: File) -> File:
    """Return the picture in `file` without anything that is not seen; itself if it is clean.

    Name and format stay. Raises UnusablePictureError.
    """
    if getattr(file, "is_clean", False):
        return file
    file.seek(0)
    return CleanFile(rewrite(file.read()), name=file.name)


def clean_upload(file: Any) -> None:
    """Validator of form fields: clean the picture in an uploaded file, in its place.

    In its place, because Wagtail keeps the file that was sent and not what a form makes of it
    when somebody adds several pictures and has not described them yet.
    """
    file.seek(0)
    try:
        replace_content(file, rewrite(file.read()))
    except UnusablePictureError as error:
        raise FileRefusedError("unusable_picture") from error


def replace_content(file: Any, content: bytes) -> None:
    """Put `content` in the place of what an uploaded file holds, in memory or in its own file."""
    file.seek(0)
    file.truncate()
    file.write(content)
    file.seek(0)
    file.size = len(content)
    file.is_clean = True


def rewrite(content: bytes, as_it_lies: bool = False) -> bytes:
    """Return a picture rewritten, in its own format. Raises UnusablePictureError.

    `as_it_lies`: of a document, which is not turned and not drawn here.
    """
    try:
        result = _rewrite(content, as_it_lies)
        if not as_it_lies:
            _try_to_draw(result)
    except Exception as error:  # what decoders raise for broken files is anything
        raise UnusablePictureError(str(error)) from error
    return result


def _rewrite(content: bytes, as_it_lies: bool) -> bytes:
    with Image.open(BytesIO(content)) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        frames = getattr(picture, "n_frames", 1) if picture.format != "MPO" else 1
        # Wagtail counts the first frame only.
        if picture.width * picture.height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise UnusablePictureError("too many pixels")
        options: dict[str, Any] = {"quality": QUALITY[kind]} if kind in QUALITY else {}
        if kind == "WEBP" and content[12:16] == b"VP8L":
            options["lossless"] = True
        if kind == "AVIF":
            options["speed"] = 8
        if kind == "JPEG" and picture.mode == "RGB":
            # As strong as it was compressed before: so it loses next to nothing, and does not grow.
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
    """Return what is seen of a picture of any mode: upright, in sRGB, RGB or RGBA, 8 bits each."""
    profile = picture.info.get("icc_profile")
    picture = picture.copy() if as_it_lies else ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I"):  # 16 bits: Pillow would cut off what is above 255
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
            pass  # a profile that is broken, or for another kind of colors
        else:
            if colors is not None:
                if seen.mode == "RGBA":
                    colors.putalpha(seen.getchannel("A"))
                seen = colors
    seen.info = {}
    return seen


def _palette(picture: Image.Image) -> Image.Image:
    """Return a GIF of one frame with the colors that it has: Pillow would choose others."""
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
    image = get_image_model()(collection_id=0)  # of no collection: the database is not asked
    for spec in TRIED:
        Filter(spec=spec).run(image, BytesIO(), source=BytesIO(content))


# ------------------------------------------------------------------ the field of the model
class PictureFile(upstream.WagtailImageFieldFile):
    """The file of a picture, which cleans whatever is stored in it.

    Wagtail stores some of them past the model's `save`: each of several that were added at once.
    """

    def save(self, name, content, save=True):
        super().save(name, cleaned(content), save=save)

    def get_image_dimensions(self):
        """Return width and height; of a stored file that cannot be read those that it had.

        Each form that is saved asks for them, also one that leaves the file as it is.
        """
        try:
            return super().get_image_dimensions()
        except Exception:  # what decoders raise for broken files is anything
            if not is_stored(self):
                raise
            logger.exception("The picture %s cannot be read", self.name)
            return self.instance.width, self.instance.height


class PictureField(WagtailImageField):
    """Wagtail's field for the file of a picture, with `PictureFile`."""

    attr_class = PictureFile

    def deconstruct(self):
        """Return what Wagtail's own does: the database knows no difference."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs
