"""Define the image form, which asks for alt text in the source language.

Translators add the other languages (`pages.models.PictureDescription`).
"""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from pages import translation_status
from pages.edit_conflicts import EditConflictMixin
from pages.files.pictures import clean_upload
from pages.files.refusals import FileRefusedError
from pages.languages import language_in_a_sentence, source_locale


class PictureFormField(WagtailImageField):
    """Wagtail's image field, which also cleans the image and refuses unusable ones."""

    default_validators = [*WagtailImageField.default_validators, clean_upload]

    def to_python(self, data):
        try:
            return super().to_python(data)
        except forms.ValidationError:
            raise
        except Exception as error:  # Wagtail reads the dimensions of broken files
            raise FileRefusedError("unusable_picture") from error


class SummitImageForm(EditConflictMixin, BaseImageForm):
    """Wagtail's image form, which requires alt text or "decorative" (WCAG 2.2, 1.1.1)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureFormField(
                label=field.label, required=field.required, widget=field.widget
            )
        # A partial form, such as that of the API, may lack either.
        self.asks_for_description = {"description", "is_decorative"} <= {*self.fields}
        if not self.asks_for_description:
            return
        field = self.fields["description"]
        field.label = _("Alt text in %(language)s") % {
            "language": language_in_a_sentence(source_locale().language_code)
        }
        field.help_text = _(
            "In one sentence, what a person who cannot see the image should know. Translators "
            "add it in the other languages."
        )
        if self.instance.pk:
            written = list(self.instance.descriptions.filter(locale=source_locale()))
            for stands in translation_status.for_objects(written, kwargs.get("user")).values():
                field.help_text = format_html("{} {}", field.help_text, stands)

    def clean(self):
        cleaned = super().clean()
        if (
            self.asks_for_description
            and "description" not in self.errors
            and not cleaned.get("is_decorative")
            and not cleaned.get("description", "").strip()
        ):
            self.add_error("description", _("Add alt text, or mark the image as decorative."))
        return cleaned
