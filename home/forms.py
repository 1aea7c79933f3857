"""The image form, which asks for a description in each language.

Alternative text is kept by language on the image itself (WCAG 2.2, 1.1.1), because one file
serves every translation of a page.
"""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from home.pictures import clean_upload, unusable


class PictureFormField(WagtailImageField):
    """Wagtail's field for a picture, which cleans it and refuses what cannot be drawn."""

    default_validators = [*WagtailImageField.default_validators, clean_upload]

    def to_python(self, data):
        try:
            return super().to_python(data)
        except forms.ValidationError:
            raise
        except Exception as error:  # Wagtail asks a broken file for its size
            raise unusable() from error


class SummitImageForm(BaseImageForm):
    """Wagtail's image form with one description for each language of the site."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureFormField(
                label=field.label, required=field.required, widget=field.widget
            )
        self.alt_fields: dict[str, str] = {}
        if "is_decorative" not in self.fields:  # a partial form, as the API makes
            return
        for code, language in settings.WAGTAIL_CONTENT_LANGUAGES:
            name = f"alt_{code}"
            self.alt_fields[name] = code
            self.fields[name] = forms.CharField(
                label=_("Description in %(language)s") % {"language": language},
                help_text=_(
                    "What a person who cannot see the picture should know, in one sentence."
                ),
                initial=self.instance.alt_texts.get(code, ""),
                max_length=250,
                required=False,
            )

    def clean(self):
        cleaned = super().clean()
        if self.alt_fields and not cleaned.get("is_decorative"):
            for name in self.alt_fields:
                if name not in self.errors and not cleaned.get(name, "").strip():
                    self.add_error(
                        name, _("Describe the picture in this language, or mark it as decorative.")
                    )
        return cleaned

    def save(self, commit=True):
        for name, code in self.alt_fields.items():
            self.instance.alt_texts[code] = self.cleaned_data[name].strip()
        return super().save(commit=commit)
