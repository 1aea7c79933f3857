"""Add languages to the site in a test, as the README says: a line, a catalog, `prepare`."""

from pathlib import Path

import polib
from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale
from wagtail.models import Locale

from home import structure
from pages.languages import introduce, introduced

#: What a reader of the first pages sees, in French.
FRENCH: dict[str, str | list[str]] = {
    "Peace Summit": "Sommet binational pour la paix",
    "Peace <b>Summit</b>": "Sommet pour la <b>paix</b>",
    "Skip to content": "Aller au contenu",
    "Menu": "Menu",
    "Search": "Rechercher",
    "Language": "Langue",
    "Home": "Accueil",
    "Page not found": "Page introuvable",
    "There is no page at this address. It may have changed, or the address may contain a typo.": (
        "Il n’y a rien à cette adresse : elle a peut-être changé, ou contient une faute."
    ),
    "Go to the home page": "À la page d’accueil",
    "This page is not available in this language yet": (
        "Cette page n’est pas encore disponible dans cette langue"
    ),
    "This page is not available in %(language)s yet": (
        "Cette page n’est pas encore disponible en %(language)s"
    ),
    "Something went wrong": "Une erreur est survenue",
    "Share this page": "Partager cette page",
    "%(total)s result for “%(query)s”|%(total)s results for “%(query)s”": [
        "%(total)s résultat pour « %(query)s »",
        "%(total)s résultats pour « %(query)s »",
    ],
}


def catalog(folder: Path, code: str, words: dict[str, str | list[str]]) -> None:
    """Write and compile a catalog of the site’s own texts below `folder`.

    A text with plural forms has "one|many" as its key and a list of translations as its value.
    """
    target = folder / to_locale(code) / "LC_MESSAGES"
    target.mkdir(parents=True)
    file = polib.POFile()
    plurals = "nplurals=2; plural=(n > 1);"
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plurals}
    for source, said in words.items():
        one, _bar, many = source.partition("|")
        entry = polib.POEntry(msgid=one, msgid_plural=many)
        if isinstance(said, str):
            entry.msgstr = said
        else:
            entry.msgstr_plural = dict(enumerate(said))
        file.append(entry)
    file.save_as_mofile(str(target / "django.mo"))


class Adder:
    """Add languages to the settings for one test; `leave` makes Django forget them."""

    def __init__(self, settings, folder: Path):
        self.settings, self.folder = settings, folder
        settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]

    def add(self, code: str, label: str, words: dict | None = None) -> Locale:
        """Add a language, with a catalog unless `words` is None; return its locale."""
        if words is not None:
            catalog(self.folder, code, words)
        added = [*self.settings.LANGUAGES, (code, label)]
        self.settings.LANGUAGES = self.settings.WAGTAIL_CONTENT_LANGUAGES = added
        introduce()
        structure.build()
        return Locale.objects.get(language_code=code)

    def leave(self) -> None:
        for code in introduced():
            del LANG_INFO[code]
