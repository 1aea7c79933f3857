"""Let editors mark passages in another language for screen readers (WCAG 2.2, 3.1.2).

A mark is stored as `<a linktype="lang-es">` and rendered as `<a lang="es">`, an anchor without a
URL: wagtail-localize splits texts at all but a few elements, and only an `a` keeps an attribute
through a translation. Translators see it as a link, and are warned if it is lost.
"""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import Feature
from wagtail.rich_text import LinkHandler

from pages.compat_views import upstream
from pages.languages import language_in_a_sentence

FEATURE = "language-marks"


def _identifier(code: str) -> str:
    return f"lang-{code}"


def _style(code: str) -> str:
    return _identifier(code).upper()


# Widgets outlive requests, so the name is looked up when it is shown.
_named = lazy(language_in_a_sentence, str)


class LanguageMarks(Feature):
    """The editor buttons, one per language."""

    def construct_options(self, options):
        styles = options.setdefault("inlineStyles", [])
        for code, _name in settings.LANGUAGES:
            styles.append(
                {
                    "type": _style(code),
                    "label": code.upper(),
                    "description": format_lazy(_("Passage in {language}"), language=_named(code)),
                    "style": {"borderBottom": "2px dotted currentColor"},
                }
            )


def link_handler(code: str) -> type[LinkHandler]:
    """Return the handler that renders the marks of language `code`."""

    class LanguageMark(LinkHandler):
        identifier = _identifier(code)

        @classmethod
        def expand_db_attributes(cls, attrs: dict) -> str:
            return format_html('<a lang="{}">', code)

    return LanguageMark


def name_link_fields() -> None:
    """Label the fields of link forms in the reader's language: Wagtail uses their names."""
    names = {
        "link_text": _("Link text"),
        "email_address": _("Email address"),
        "subject": _("Subject"),
        "body": _("Message"),
        "phone_number": _("Phone number"),
    }
    for form in (
        upstream.ExternalLinkChooserForm,
        upstream.AnchorLinkChooserForm,
        upstream.EmailLinkChooserForm,
        upstream.PhoneLinkChooserForm,
    ):
        for name, field in form.base_fields.items():
            field.label = names.get(name, field.label)


def register(features) -> None:
    """Register the language marks with Wagtail's rich text features."""
    features.register_editor_plugin("draftail", FEATURE, LanguageMarks())
    codes = [code for code, _name in settings.LANGUAGES]
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {
                f'a[linktype="{_identifier(code)}"]': InlineStyleElementHandler(_style(code))
                for code in codes
            },
            "to_database_format": {
                "style_map": {
                    _style(code): {"element": "a", "props": {"linktype": _identifier(code)}}
                    for code in codes
                }
            },
        },
    )
    for code in codes:
        features.register_link_type(link_handler(code))
