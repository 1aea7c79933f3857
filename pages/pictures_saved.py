"""What follows when a picture or its description is saved: steps of `peacesummit.publication`."""

from pages.files import drawing
from pages.languages import source_locale
from pages.models import PictureDescription, SummitImage


def describe(image, before, fields) -> None:
    """Write the description of a picture as one in the source language, for the translators."""
    if isinstance(image, SummitImage) and image.description and not image.is_decorative:
        PictureDescription.objects.update_or_create(
            image=image, locale=source_locale(), defaults={"text": image.description}
        )


def show_descriptions(description, before, fields) -> None:
    """Write the approved descriptions beside their picture, where pages read them."""
    if isinstance(description, PictureDescription):
        # Two languages that are approved at once take turns.
        image = SummitImage.objects.select_for_update(no_key=True).filter(pk=description.image_id)
        if image.exists():
            image.update(alt_texts=PictureDescription.approved(description.image_id))


def draw(image, before, fields) -> None:
    """Have the worker draw a picture in all its sizes."""
    if isinstance(image, SummitImage):
        drawing.draw.enqueue(image.pk)
