"""The pictures of the sample content, drawn by `home.papel` when the seed runs."""

from io import BytesIO

from django.core.files.base import ContentFile

from home.models import SummitImage
from home.papel import raster
from peacesummit.sample.content.images import IMAGES

SIZE = (1280, 960)


def draw_all() -> dict[str, SummitImage]:
    """Draw and store every picture that is not there yet; return them by key."""
    found = {}
    for entry in IMAGES:
        image = SummitImage.objects.filter(title=entry["title"]).first()
        found[entry["key"]] = image or _draw(entry)
    return found


def _draw(entry: dict) -> SummitImage:
    output = BytesIO()
    raster(entry["words"], *SIZE, motif=entry["motif"]).save(output, "PNG", optimize=True)
    return SummitImage.objects.create(
        title=entry["title"],
        file=ContentFile(output.getvalue(), name=f"{entry['key']}.png"),
        alt_texts={"en": entry["alt"].en, "es": entry["alt"].es},
        credit="Peace Summit",
    )
