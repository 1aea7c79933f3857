"""The pictures of the sample content: drawn by `papel.drawing`, kept as files beside this module.

Drawing all of them takes half a minute, so it is done once, by `manage.py draw_pictures`, when
the drawing or the list changes; the seed only reads the files.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files.images import ImageFile

from pages.models import SummitImage
from papel.drawing import raster
from sample.content.images import IMAGES
from sample.text import T

FOLDER = Path(__file__).parent / "drawn"
SIZE = (1280, 960)


def path_of(entry: dict) -> Path:
    """Return where the picture of an entry of `IMAGES` is kept."""
    return FOLDER / f"{entry['key']}.webp"


def draw_all() -> Iterator[Path]:
    """Draw every picture into its file; yield each path when it is written."""
    FOLDER.mkdir(exist_ok=True)
    for entry in IMAGES:
        picture = raster(entry["words"], *SIZE, motif=entry["motif"])
        picture.convert("RGB").save(path_of(entry), "WEBP", lossless=True, quality=90, method=6)
        yield path_of(entry)


def store_all(text: Callable[[T], str]) -> dict[str, SummitImage]:
    """Store every picture as an image of the site; return them by key.

    `text` is given each description in both languages, and returns its English.
    """
    return {entry["key"]: _store(entry, text(entry["alt"])) for entry in IMAGES}


def _store(entry: dict, description: str) -> SummitImage:
    with path_of(entry).open("rb") as file:
        return SummitImage.objects.create(
            title=entry["title"],
            file=ImageFile(file, name=path_of(entry).name),
            description=description,
            credit="Peace Summit · Cumbre Binacional",
        )
