"""A text in two languages, for the style guide."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class T:
    """One text of the style guide, in English and Spanish.

    `T("Program", "Programa")` holds two texts; `T("Casa Tochan")` is the same in both, for names
    and numbers.
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
        """Return the text in `language` ("en", "es-mx", …); English for other languages."""
        return self.es if language.split("-")[0] == "es" else self.en
