"""The sample pictures: drawn by `papel.drawing`, stored in the repository.

Drawing them takes half a minute, so `manage.py draw_pictures` does it only when the drawing or the
list changes; the seed only reads the files.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from wagtail.utils.file import hash_filelike

from pages.files.pictures import CleanFile, rewrite
from pages.models import SummitImage
from papel.drawing import raster
from sample import files

FOLDER = Path(__file__).parent / "drawn"
SIZE = (1280, 960)


def path_of(key: str) -> Path:
    """Return the path of the picture for an entry of `pictures.yaml`."""
    return FOLDER / f"{key}.webp"


def draw_all() -> Iterator[Path]:
    """Draw each picture into its file, processed like an upload; yield each path."""
    FOLDER.mkdir(exist_ok=True)
    for key, entry in files.read("pictures").items():
        picture = raster(entry["words"], *SIZE, motif=entry["motif"])
        drawn = BytesIO()
        picture.convert("RGB").save(drawn, "WEBP", lossless=True, quality=90, method=6)
        path_of(key).write_bytes(rewrite(drawn.getvalue()))
        yield path_of(key)


def store_all() -> dict[str, SummitImage]:
    """Store each picture as an image of the site; return them by key."""
    return {key: _store(key, entry) for key, entry in files.read("pictures").items()}


def _store(key: str, entry: dict) -> SummitImage:
    """Store a picture unchanged: it was cleaned when it was drawn."""
    content = path_of(key).read_bytes()
    return SummitImage.objects.create(
        title=entry["title"],
        file=CleanFile(content, name=path_of(key).name),
        file_size=len(content),
        file_hash=hash_filelike(BytesIO(content)),
        description=entry["description"],
        credit="Peace Summit · Cumbre Binacional",
    )
