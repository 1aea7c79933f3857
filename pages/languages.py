"""Name languages, and find pages and objects in the reader's language.

Only the settings define how many languages there are.
"""

import gettext as gettext_module
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import get_language_info, pgettext, to_locale
from django.utils.translation import gettext as _
from wagtail.models import Locale, TranslatableMixin

#: Languages that capitalize language names everywhere; others only at the start of a sentence.
WITH_CAPITALS = ("en", "de", "nl")


@dataclass(frozen=True)
class LanguageLink:
    """A link to a page in another language.

    `available` is False if the page does not exist in that language; `url` then leads to the
    nearest ancestor that does, and `note` says so in that language.
    """

    code: str
    name: str
    url: str
    current: bool
    available: bool = True
    note: str = ""


def introduced() -> list[str]:
    """Return the site's languages that Django does not know by itself."""
    return [code for code, _name in settings.LANGUAGES if LANG_INFO.get(code, {}).get("is_ours")]


def introduce() -> None:
    """Register languages of the site for which Django raises KeyError.

    A language without an entry in `OWN_NAMES` gets its name in the settings, left to right.
    """
    for code, label in settings.LANGUAGES:
        try:
            get_language_info(code)
        except KeyError:
            with translation.override(settings.LANGUAGE_CODE):
                name = str(label)
            own, direction = settings.OWN_NAMES.get(code, (name, "ltr"))
            LANG_INFO[code] = {
                "bidi": direction == "rtl",
                "code": code,
                "name": name,
                "name_local": own,
                "is_ours": True,
            }


@dataclass(frozen=True)
class LocalizedText:
    """A text, and its language if that is not the reader's ("" if it is)."""

    words: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.words)


def language_of(item) -> str:
    """Return the language code of the text of `item` (page, partner, topic).

    An alias is in the page tree of one language but has the text of the source.
    """
    is_alias = getattr(item, "alias_of_id", None)
    return settings.LANGUAGE_CODE if is_alias else item.locale.language_code


def localized_text(words: str, item) -> LocalizedText:
    """Return `words` of `item`, with their language if it is not the active one."""
    code = language_of(item)
    return LocalizedText(words, "" if code == translation.get_language() else code)


def join_texts(*texts: LocalizedText | None) -> LocalizedText:
    """Return the non-empty texts joined, in another language if any of them is."""
    told = [text for text in texts if text]
    language = next((text.language for text in told if text.language), "")
    return LocalizedText(", ".join(text.words for text in told), language)


def language_name(code: str) -> str:
    """Return the language's own name, capitalized for use as a label."""
    name = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]


def language_in_a_sentence(code: str) -> str:
    """Return the name of a language within a sentence in the active language: "inglés"."""
    name = str(get_language_info(code)["name_translated"])
    active = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return name if active in WITH_CAPITALS else name[:1].lower() + name[1:]


def languages_in_a_sentence(codes: Iterable[str]) -> str:
    """Return a list of languages for a sentence, in the order of the settings."""
    return get_text_list(_names(codes), _("and"))


def into_languages(codes: Iterable[str]) -> str:
    """Return the target languages of an interpretation: "al inglés y al español"."""
    first, *others = _names(codes) or [""]
    if not first:
        return ""
    into = [pgettext("interpretation", "into %(language)s") % {"language": first}]
    further = pgettext("interpretation, after the first language", "%(language)s")
    into += [further % {"language": name} for name in others]
    return get_text_list(into, _("and"))


def _names(codes: Iterable[str]) -> list[str]:
    wanted = set(codes)
    return [language_in_a_sentence(code) for code, _name in settings.LANGUAGES if code in wanted]


def _is_source(code: str) -> bool:
    """Return whether a language is the source language or a variant of it."""
    return code.partition("-")[0] == settings.LANGUAGE_CODE.partition("-")[0]


def missing_words(code: str) -> int:
    """Return how many of our texts are missing in the catalog of `code` but are in another one."""
    if _is_source(code):
        return 0
    others = (_texts(other) for other, _name in settings.LANGUAGES if other != code)
    return len(set().union(*others) - _texts(code))


def _texts(code: str) -> set[str]:
    """Return the texts translated in our catalogs for a language or its base language."""
    found: set[str] = set()
    for folder in settings.LOCALE_PATHS:
        catalog = gettext_module.translation("django", folder, [to_locale(code)], fallback=True)
        # A text with plural forms has an entry for each: (text, index of the form).
        keys = getattr(catalog, "_catalog", {})
        found |= {key if isinstance(key, str) else key[0] for key in keys}
    return found


def is_spoken(code: str) -> bool:
    """Return whether the site's own texts are translated into a language or its base language."""
    if _is_source(code):
        return True
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Peace Summit")
    with translation.override(code):
        return _("Peace Summit") != name


def language_links(urls: dict[str, str], nearest: dict[str, str] | None = None):
    """Return a `LanguageLink` per public language: the reader's first, then as in the settings.

    `urls` maps language codes to the page's absolute path, `nearest` to that of its nearest
    ancestor. A language in neither has no home page and is not public.
    """
    current, nearest = translation.get_language(), nearest or {}
    links = []
    for code, _name in settings.LANGUAGES:
        url = urls.get(code) or nearest.get(code)
        if not url:
            continue
        note = ""
        if code not in urls:
            with translation.override(code):
                note = _("This page is not available in this language yet")
        links.append(
            LanguageLink(code, language_name(code), url, code == current, code in urls, note)
        )
    return sorted(links, key=lambda link: not link.current)


def source_locale() -> Locale:
    """Return the locale of the source language."""
    return Locale.get_default()


def localize[T: TranslatableMixin](objects: Iterable[T]) -> list[T]:
    """Return `objects` in the active language, in the same order, with one query.

    An object without a (live) translation is kept; the template marks its language.
    """
    objects = list(objects)
    active = Locale.get_active()
    foreign = [item for item in objects if item.locale_id != active.pk]
    if not foreign:
        return objects
    queryset = type(foreign[0])._default_manager.filter(
        translation_key__in={item.translation_key for item in foreign}, locale=active
    )
    if hasattr(foreign[0], "live"):
        queryset = queryset.filter(live=True, alias_of__isnull=True)
    found = {item.translation_key: item for item in queryset}
    for item in found.values():
        item.locale = active  # avoids a query when templates read the language
    return [found.get(item.translation_key, item) for item in objects]
