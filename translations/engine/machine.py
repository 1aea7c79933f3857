"""Machine translation, if configured; the results are drafts until a person confirms them.

Uses any translator of wagtail-localize (`WAGTAILLOCALIZE_MACHINE_TRANSLATOR`). Names and
addresses are never sent to it, and what a person wrote is never replaced.
"""

import logging
import re

import requests
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue, validate_translation_links

from translations.engine import segments
from translations.engine.segments import Segment, TextRefusedError

logger = logging.getLogger(__name__)

BATCH = 40  # texts per request; DeepL accepts fifty
#: The last path component of fields with names or addresses.
NEVER = ("slug", "name", "url", "website", "email", "link", "phone", "country", "region")
_ONLY_URL = re.compile(r"(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+\.\w+|[\d\W_]+)", re.IGNORECASE)


class MachineError(Exception):
    """The service failed or gave an invalid response; the message is for the user."""


def available(source_locale: Locale, target_locale: Locale) -> str:
    """Return the name of the service that translates between two languages, or ""."""
    translator = get_machine_translator()
    if translator is None or not translator.can_translate(source_locale, target_locale):
        return ""
    return str(translator.display_name)


def is_for_machines(text: Segment) -> bool:
    """Return whether a text may be machine-translated: not a name, an address or a number."""
    last = (text.context.field_path or text.context.path).rpartition(".")[2]
    if not text.counts or last in NEVER or last.endswith(("_name", "_url", "_email")):
        return False
    # A link in a rich text is a segment whose text is a URL.
    return _ONLY_URL.fullmatch(segments.plain(text.source).strip()) is None


def fill(translation: Translation, user) -> int:
    """Machine-translate the untranslated segments; return how many were written.

    Raises `MachineError` if the service fails, `TextRefusedError` if nothing can be written now; in
    both cases nothing is changed. No transaction is open during the requests.
    """
    locales = translation.source.locale, translation.target_locale
    name = available(*locales)
    if not name:
        raise MachineError(_("Machine translation into this language is not available."))
    if reason := segments.refusal(translation, user):
        raise TextRefusedError(reason)
    wanted = [
        text for text in segments.read(translation) if not text.data and is_for_machines(text)
    ]
    answers = _ask(locales, wanted)
    written = 0
    with transaction.atomic():
        for text in wanted:
            data = answers.get(text.source, "")
            if not data or _is_written(translation, text):
                continue
            segments.write(
                translation, text.context, text.string, data, user=user, machine=name[:255]
            )
            written += 1
    return written


def _is_written(translation: Translation, text: Segment) -> bool:
    """Return whether someone has translated a text during the request."""
    return text.context.translations.filter(
        translation_of=text.string, locale_id=translation.target_locale_id
    ).exists()


def _ask(locales: tuple[Locale, Locale], wanted: list[Segment]) -> dict[str, str]:
    """Return the translations by source text, without those that cannot be stored."""
    translator = get_machine_translator()
    sources = list(dict.fromkeys(text.source for text in wanted))
    answers: dict[str, str] = {}
    for start in range(0, len(sources), BATCH):
        batch = [StringValue(source) for source in sources[start : start + BATCH]]
        try:
            found = translator.translate(*locales, batch)
            said = {string.data: str(answer.data) for string, answer in found.items()}
        except (
            requests.RequestException, ValueError, KeyError, TypeError, AttributeError,
        ) as error:  # fmt: skip
            logger.warning("Machine translation failed: %s", type(error).__name__)
            raise MachineError(
                _("The machine translation service did not respond. Nothing was changed.")
            ) from error
        answers |= {
            source: html for source, data in said.items() if (html := _usable(source, data))
        }
    return answers


def _usable(source: str, data: str) -> str:
    """Return a translation in the form to be stored, "" if its markup is broken."""
    try:
        html = segments.fragment(data.strip())
        validate_translation_links(source, html)
    except ValueError:
        return ""
    return html
