"""Images, their alt texts in each language, and their renditions."""

from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from pages import compat
from pages.files.drawing import has_metadata, reported_as_missing
from pages.files.pictures import PictureField, cleaned
from pages.languages import source_locale
from pages.publication import PublicAtOnce


class SummitImage(PublicAtOnce, AbstractImage):
    """An image with alt text, a credit, and no hidden data in its file.

    `description`, Wagtail's own field, is in the source language. In other languages it is a
    `PictureDescription`, translated and reviewed like everything else; `alt_texts` caches the
    approved ones by language code, so that pages with images need no more queries.
    """

    file: Any = PictureField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    alt_texts = models.JSONField(
        verbose_name=_("alt texts"), default=dict, blank=True, editable=False
    )
    is_decorative = models.BooleanField(
        verbose_name=_("decorative image"),
        default=False,
        help_text=_("Screen readers skip decorative images."),
    )
    credit = models.CharField(
        verbose_name=_("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made it and under which license it is used."),
    )

    admin_form_fields = (*Image.admin_form_fields, "is_decorative", "credit")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args, **kwargs):
        if self.file and not compat.is_stored(self.file):
            clean = cleaned(self.file.file)
            if clean is not self.file.file:
                self.file = clean
                compat.note_picture(self)
        with transaction.atomic():
            if self.pk:  # one may have been approved since this was loaded
                self.alt_texts = PictureDescription.approved(self.pk)
            super().save(*args, **kwargs)

    def alt_in(self, language: str) -> str:
        """Return the alt text in `language`, or "" if it has none or the image is decorative."""
        if self.is_decorative:
            return ""
        if language == settings.LANGUAGE_CODE:
            return self.description
        return self.alt_texts.get(language, "")

    @property
    def default_alt_text(self) -> str:
        """Return the alt text in the active language, or else in the source language.

        Wagtail requires this name. `alt_language` tells which of the two it is.
        """
        return self.alt_in(self.alt_language)

    @property
    def alt_language(self) -> str:
        """Return the language code of `default_alt_text`."""
        active = get_language() or settings.LANGUAGE_CODE
        return active if self.alt_in(active) else settings.LANGUAGE_CODE

    def get_rendition(self, filter):
        with reported_as_missing(self):
            return super().get_rendition(filter)

    def get_renditions(self, *filters):
        with reported_as_missing(self):
            return super().get_renditions(*filters)

    @contextmanager
    def get_willow_image(self):
        with (
            reported_as_missing(self, Exception),  # decoders raise anything for broken files
            super().get_willow_image() as picture,
        ):
            yield picture

    def generate_rendition_file(self, image_filter, *, source=None):
        with reported_as_missing(self, Exception):
            file = super().generate_rendition_file(image_filter, source=source)
            # A file stored without `save` may still contain a location.
            if not has_metadata(file):
                return file
            with file:
                return cleaned(file)


class PictureDescription(PublicAtOnce, TranslatableMixin, models.Model):
    """The alt text of an image in one language.

    In the source language it is written when the image is saved, in others when a translation is
    approved (see `translations.engine.objects`), as for topics and partners.
    """

    #: It has no draft to submit later, so translators are notified as soon as it is written.
    is_sent_at_once = True

    image = models.ForeignKey(SummitImage, on_delete=models.CASCADE, related_name="descriptions")
    text = models.CharField(verbose_name=_("description"), max_length=255)

    override_translatable_fields = [SynchronizedField("image", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("image alt text")
        verbose_name_plural = _("image alt texts")
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(fields=["image", "locale"], name="unique_description")
        ]

    def __str__(self):
        return self.text

    @classmethod
    def approved(cls, image_pk: int) -> dict[str, str]:
        """Return the alt texts of an image by language code, except the source language."""
        found = cls.objects.filter(image=image_pk).exclude(locale=source_locale())
        return dict(found.values_list("locale__language_code", "text"))


class SummitRendition(AbstractRendition):
    """A rendition of a `SummitImage`."""

    image = models.ForeignKey(SummitImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
