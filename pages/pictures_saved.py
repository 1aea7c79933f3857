"""Update what depends on a saved image or alt text: steps of `peacesummit.publication`."""

from pages.files import drawing
from pages.languages import source_locale
from pages.models import PictureDescription, SummitImage


def describe(image, before, fields) -> None:
    """Store the alt text of an image in the source language as an object for translators."""
    if isinstance(image, SummitImage) and image.description and not image.is_decorative:
        PictureDescription.objects.update_or_create(
            image=image, locale=source_locale(), defaults={"text": image.description}
        )


def show_descriptions(description, before, fields) -> None:
    """Copy approved alt texts to their image, where pages read them."""
    if isinstance(description, PictureDescription):
        # Lock the row: simultaneous approvals in two languages take turns.
        image = SummitImage.objects.select_for_update(no_key=True).filter(pk=description.image_id)
        if image.exists():
            image.update(alt_texts=PictureDescription.approved(description.image_id))


def draw(image, before, fields) -> None:
    """Enqueue the rendering of all sizes of an image."""
    if isinstance(image, SummitImage):
        drawing.draw.enqueue(image.pk)
