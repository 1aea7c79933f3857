"""What Django's checks say about the languages of the site, before a reader meets it."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_locale

from mailing.upstream import demand_everything
from pages.languages import introduced, missing_words, names_of_its_own
from pages.public_languages import has_addresses


@register
def check_upstream(app_configs, **kwargs) -> list[CheckMessage]:
    """What Wagtail and its neighbours do not promise to keep may have changed."""
    try:
        demand_everything()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="pages.E003")]
    return []


@register(Tags.translation)
def check_languages(app_configs, **kwargs) -> list[CheckMessage]:
    """A language may lack a name, an address, words; the codes stand in one place."""
    found: list[CheckMessage] = []
    codes = [code for code, _name in settings.LANGUAGES]
    content = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    if codes != content or len(set(codes)) < len(codes) or codes[0] != settings.LANGUAGE_CODE:
        found.append(
            Error(
                "LANGUAGES and WAGTAIL_CONTENT_LANGUAGES must be the same, each language once, "
                "and LANGUAGE_CODE first.",
                hint="They are one list in peacesummit/settings/base.py.",
                id="pages.E001",
            )
        )
    for code in codes:
        if code != code.lower():
            found.append(
                Error(
                    f"No address leads to the language {code}: its code has capitals.",
                    hint=f"Write {code.lower()}.",
                    id="pages.E002",
                )
            )
        elif code != settings.LANGUAGE_CODE:
            found += _of(code)
    return found


def _of(code: str) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if code in introduced() and code not in names_of_its_own():
        found.append(
            Warning(
                f"Django does not know the language {code}, and nobody has said what it calls "
                "itself.",
                hint="Add it to OWN_NAMES in peacesummit/settings/base.py.",
                id="pages.W001",
            )
        )
    if not has_addresses(code):
        found.append(
            Warning(
                f"The language {code} has no address until there is a catalog for it.",
                hint=f"`make messages` makes locale/{to_locale(code)}, and compiles it.",
                id="pages.W002",
            )
        )
    elif missing := missing_words(code):
        found.append(
            Warning(
                f"{missing} of the site's own texts are not translated into {code}: they are "
                f"shown in {settings.LANGUAGE_CODE}.",
                hint=f"`make messages`, then fill in locale/{to_locale(code)}.",
                id="pages.W003",
            )
        )
    return found
