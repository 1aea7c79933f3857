"""What a page is called in the other languages, and objects in the reader's language.

How many languages there are is known to the settings alone.
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

#: Languages that write the names of languages with a capital; the others do so at a beginning only.
WITH_CAPITALS = ("en", "de", "nl")


@dataclass(frozen=True)
class LanguageLink:
    """A place to go in another language.

    `available` is False where the page does not exist in that language; `url` then leads to the
    nearest page above it that does, and `note` says so in that language.
    """

    code: str
    name: str
    url: str
    current: bool
    available: bool = True
    note: str = ""


def introduced() -> list[str]:
    """Return the languages of the site that Django does not know by itself."""
    return [code for code, _name in settings.LANGUAGES if LANG_INFO.get(code, {}).get("is_ours")]


def introduce() -> None:
    """Tell Django of the languages of the site that it does not know: it raises KeyError for them.

    One without a name in `OWN_NAMES` is called as in the settings, and runs from left to right.
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
    """Words, and the language they are in where that is not the reader's ("" where it is)."""

    words: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.words)


def language_of(item) -> str:
    """Return the language code of the words of `item` (page, partner, topic).

    An alias stands in the tree of one language in the words of the source.
    """
    is_alias = getattr(item, "alias_of_id", None)
    return settings.LANGUAGE_CODE if is_alias else item.locale.language_code


def localized_text(words: str, item) -> LocalizedText:
    """Return `words` of `item`, with their language where it is not the active one."""
    code = language_of(item)
    return LocalizedText(words, "" if code == translation.get_language() else code)


def join_texts(*texts: LocalizedText | None) -> LocalizedText:
    """Return those that say something as one text; in another language if any of them is."""
    told = [text for text in texts if text]
    language = next((text.language for text in told if text.language), "")
    return LocalizedText(", ".join(text.words for text in told), language)


def language_name(code: str) -> str:
    """Return the language's own name for itself, capitalized as the start of a label."""
    name = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]


def language_in_a_sentence(code: str) -> str:
    """Return what a language is called within a sentence of the active one: "inglés"."""
    name = str(get_language_info(code)["name_translated"])
    active = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return name if active in WITH_CAPITALS else name[:1].lower() + name[1:]


def languages_in_a_sentence(codes: Iterable[str]) -> str:
    """Return languages as a sentence of the active one lists them, in the order of the settings."""
    return get_text_list(_names(codes), _("and"))


def into_languages(codes: Iterable[str]) -> str:
    """Return into which languages something is interpreted: "al inglés y al español"."""
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
    """Return whether a language is the source language, or a variant of it."""
    return code.partition("-")[0] == settings.LANGUAGE_CODE.partition("-")[0]


def missing_words(code: str) -> int:
    """Return how many texts of ours the catalog of `code` lacks: those that another one has."""
    if _is_source(code):
        return 0
    others = (_texts(other) for other, _name in settings.LANGUAGES if other != code)
    return len(set().union(*others) - _texts(code))


def _texts(code: str) -> set[str]:
    """Return what is translated in our catalogs of a language, or of what it is a variant of."""
    found: set[str] = set()
    for folder in settings.LOCALE_PATHS:
        catalog = gettext_module.translation("django", folder, [to_locale(code)], fallback=True)
        # A text with plural forms has one entry each: (text, number of the form).
        keys = getattr(catalog, "_catalog", {})
        found |= {key if isinstance(key, str) else key[0] for key in keys}
    return found


def is_spoken(code: str) -> bool:
    """Return whether the site's own words are there in this language, or in a variant of it."""
    if _is_source(code):
        return True
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Peace Summit")
    with translation.override(code):
        return _("Peace Summit") != name


def language_links(urls: dict[str, str], nearest: dict[str, str] | None = None):
    """Return a `LanguageLink` for each public language: the reader's, then as in the settings.

    `urls` maps language codes to this page's absolute path; `nearest` to that of the closest
    page above it. A language in neither has not even a first page, and is not public.
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
    """Return the locale of the language that everything is written in first."""
    return Locale.get_default()


def localize[T: TranslatableMixin](objects: Iterable[T]) -> list[T]:
    """Return `objects` in the active language, in the same order, with one query.

    An object without a (live) translation stands for itself; the template marks its language.
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
        item.locale = active  # known already; templates ask each one for its language
    return [found.get(item.translation_key, item) for item in objects]
