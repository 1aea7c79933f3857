"""The addresses of each type of page of the sample site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """The path of a type of page in each language, and its HTTP status."""

    en: str
    es: str
    status: int = 200
    cookies: frozenset[str] = frozenset()

    def __getitem__(self, language: str) -> str:
        return getattr(self, language)


FORM = frozenset({"csrftoken"})
PAGES = {
    "home": Address("/en/", "/es/"),
    "summit": Address("/en/summit/", "/es/cumbre/"),
    "dialogues": Address("/en/dialogues/", "/es/dialogos/"),
    "dialogue-past": Address("/en/dialogues/tijuana-san-diego/", "/es/dialogos/tijuana-san-diego/"),
    "dialogue-moved": Address("/en/dialogues/los-angeles/", "/es/dialogos/los-angeles/"),
    "dialogue-online": Address("/en/dialogues/youth-online/", "/es/dialogos/juventudes-en-linea/"),
    "partners": Address("/en/partners/", "/es/organizaciones/"),
    "partners-none": Address(
        "/en/partners/?country=CA&region=mx-ca", "/es/organizaciones/?country=CA&region=mx-ca"
    ),
    "partner": Address(
        "/en/partners/witness-at-the-border/", "/es/organizaciones/witness-at-the-border/"
    ),
    "news": Address("/en/news/", "/es/noticias/"),
    "news-item": Address("/en/news/sign-up-is-open/", "/es/noticias/inscripciones-abiertas/"),
    "about": Address("/en/about/", "/es/acerca-de/"),
    "sign-up": Address("/en/sign-up/", "/es/inscripcion/", cookies=FORM),
    "sign-up-partner": Address(
        "/en/join-as-a-partner/", "/es/sumate-como-organizacion/", cookies=FORM
    ),
    "search": Address("/en/search/?q=peace", "/es/buscar/?q=paz"),
    "search-none": Address("/en/search/?q=xyzzy", "/es/buscar/?q=xyzzy"),
    "not-found": Address("/en/nowhere/", "/es/ninguna-parte/", status=404),
    "untranslated": Address(
        "/en/travelling-to-mexico-city/", "/es/travelling-to-mexico-city/", status=404
    ),
}
