"""A text in the two languages of the sample content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class T:
    """One text, in English and in Spanish.

    `T("Program", "Programa")` holds two texts; `T("Casa Tochan")` is the same in both, for
    names and numbers. Rich text is HTML with the same elements in the same order in both,
    because every block element becomes one segment for the translator.
    """

    en: str
    es: str | None = None

    def __post_init__(self) -> None:
        if self.es is None:
            object.__setattr__(self, "es", self.en)

    def __str__(self) -> str:
        return self.en

    def __bool__(self) -> bool:
        return bool(self.en)

    def get(self, language: str) -> str:
        """The text in `language` ("en", "es-mx", …); English for a language that has none."""
        return self.es if language.split("-")[0] == "es" else self.en
