"""Register Django system checks for upstream APIs and the languages of the site."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_locale

from mailing.upstream import demand_everything
from pages.languages import introduced, missing_words
from pages.public_languages import has_urls


@register
def check_upstream(app_configs, **kwargs) -> Iterator[CheckMessage]:
    """Report unstable APIs of Wagtail and related packages that have changed."""
    try:
        demand_everything()
    except ImproperlyConfigured as error:
        yield Error(str(error), id="pages.E003")


@register(Tags.translation)
def check_languages(app_configs, **kwargs) -> Iterator[CheckMessage]:
    """Report languages without a name, URL or translations, and inconsistent language settings."""
    codes = [code for code, _name in settings.LANGUAGES]
    content = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    if codes != content or len(set(codes)) < len(codes) or codes[0] != settings.LANGUAGE_CODE:
        words = (
            "LANGUAGES and WAGTAIL_CONTENT_LANGUAGES must be the same, each language once, and "
            "LANGUAGE_CODE first."
        )
        yield Error(words, "They are one list in peacesummit/settings/base.py.", id="pages.E001")
    for code in codes:
        if code != code.lower():
            words = f"No address leads to the language {code}: its code has capitals."
            yield Error(words, f"Write {code.lower()}.", id="pages.E002")
        elif code != settings.LANGUAGE_CODE:
            yield from _of(code)


def _of(code: str) -> Iterator[CheckMessage]:
    if code in introduced() and code not in settings.OWN_NAMES:
        words = (
            f"Django does not know the language {code}, and nobody has said what it calls itself."
        )
        hint = "Add it to OWN_NAMES in peacesummit/settings/base.py."
        yield Warning(words, hint, id="pages.W001")
    folder = f"locale/{to_locale(code)}"
    if not has_urls(code):
        words = f"The language {code} has no address until there is a catalog for it."
        yield Warning(words, f"`make messages` makes {folder}, and compiles it.", id="pages.W002")
    elif missing := missing_words(code):
        words = (
            f"{missing} of the site's own texts are not translated into {code}: they are shown in "
            f"{settings.LANGUAGE_CODE}."
        )
        yield Warning(words, f"`make messages`, then fill in {folder}.", id="pages.W003")
