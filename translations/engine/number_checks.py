"""Compare numbers, times and dates in a text across languages.

The same number is written in many ways: "3 p.m." is "15:00" or "3 p. m.", "May 5" is
"5 de mayo", "five" may be "5". The checks only ask whether each number of the source is in the
translation, and whether the translation has one that the source does not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP, WEEKDAYS

_TIME = re.compile(
    r"(?<![\d.,:/-])(?P<hour>[01]?\d|2[0-4])"
    r"(?:[:.h](?P<minute>[0-5]\d))?"
    r"\s?(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?<![\d.,:/-])(?P<hour24>[01]?\d|2[0-4])(?::|\s?h\s?)(?P<minute24>[0-5]\d)(?![\d:])"
    r"|(?<![\d.,:/-])(?P<hour_only>[01]?\d|2[0-4])\s?(?:h|hrs?|horas|o’clock|o'clock)\b\.?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u202f\u2009 ](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*|(?<=[-–—/#$€£])\d+(?:[.,]\d+)*")
_DECADE = re.compile(r"(?<!\w)(?:19|20)?\d0s\b")
_ROMAN = re.compile(r"\b[IVXL]+\b")
_WORD = re.compile(r"[^\W\d_]+")

#: Small numbers in words: by language, the words for 0, 1, 2 …
_WORDS = {
    "en": (
        "zero no none", "one first once a an single", "two second twice both pair", "three third",
        "four fourth", "five fifth", "six sixth", "seven seventh", "eight eighth", "nine ninth",
        "ten tenth", "eleven eleventh", "twelve twelfth dozen noon midnight", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ),
    "es": (
        "cero ningún ninguna", "uno una un primer primero primera",
        "dos segundo segunda ambos ambas par", "tres tercer tercero tercera",
        "cuatro cuarto cuarta", "cinco quinto quinta", "seis sexto sexta",
        "siete séptimo séptima", "ocho octavo octava", "nueve noveno novena",
        "diez décimo décima", "once", "doce docena mediodía medianoche", "trece", "catorce",
        "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte",
    ),
    "fr": (
        "zéro aucun aucune", "un une premier première", "deux deuxième second seconde",
        "trois troisième", "quatre quatrième", "cinq cinquième", "six sixième",
        "sept septième", "huit huitième", "neuf neuvième", "dix dixième", "onze",
        "douze douzaine midi minuit", "treize", "quatorze", "quinze", "seize",
    ),
}  # fmt: skip
_LARGE = {
    "en": {"hundred": "100", "hundreds": "100", "thousand": "1000", "million": "1000000"},
    "es": {"cien": "100", "ciento": "100", "cientos": "100", "mil": "1000", "millón": "1000000"},
    "fr": {"cent": "100", "cents": "100", "mille": "1000", "million": "1000000"},
}


def in_words(text: str, language: str) -> set[str]:
    """Return the numbers that `text` spells out, in the supported languages."""
    words = {word.lower() for word in _WORD.findall(text)}
    said = {
        str(number)
        for number, names in enumerate(_WORDS.get(language, ()))
        if words & set(names.split())
    }
    said |= {number for name, number in _LARGE.get(language, {}).items() if name in words}
    return said


def _value(number: str, comma_is_decimal: bool) -> str:
    """Return a number without its group separators, which differ between languages."""
    if comma_is_decimal:
        return re.sub(r"[.,]", "", number)
    value = re.sub(r",(?=\d{3}(?!\d))", "", number)
    return value.lstrip("0") or "0"


def _times(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield each time of day: as written, hour, minute, and "a", "p" or ""."""
    for match in _TIME.finditer(text):
        hour = match["hour"] or match["hour24"] or match["hour_only"]
        minute = match["minute"] or match["minute24"] or "0"
        yield match[0].strip(), int(hour), int(minute), (match["half"] or "").lower()


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_GROUPED.sub("", _DECADE.sub(" ", text)))


@dataclass
class NumberDifferences:
    """Numbers as written: `missing` in the translation, or `added` by it.

    `half_of_day` holds times that are in the other half of the day in the translation.
    """

    half_of_day: list[str]
    missing: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def differences(
    source: str, target: str, source_language: str, target_language: str
) -> NumberDifferences:
    """Return the numbers of the source that the translation lacks, and vice versa.

    Both texts are plain; the languages are codes without a region.
    """
    # In Mexico numbers are written as in English; in other languages compare only the digits.
    free = target_language not in ("en", "es")
    times = [list(_times(text)) for text in (source, target)]
    rest = [_TIME.sub(" ", text) for text in (source, target)]
    numbers = [{_value(number, free): number for number in _numbers(text)} for text in rest]
    said = [
        {_value(number, free) for number in in_words(source, source_language)},
        {_value(number, free) for number in in_words(target, target_language)},
    ]
    clocks = [{_clock(hour, minute) for _text, hour, minute, _half in each} for each in times]
    hours = [{str(hour) for _text, hour, _minute, _half in each} for each in times]
    romans = [{str(_roman(found)) for found in _ROMAN.findall(text)} for text in rest]
    decades = [{found.rstrip("s")[-2:] for found in _DECADE.findall(text)} for text in rest]
    found = NumberDifferences(_wrong_half(*times))
    for here, there, result in ((0, 1, found.missing), (1, 0, found.added)):
        known = {*numbers[there], *said[there], *romans[there], *hours[there], *decades[there]}
        known |= {f"19{decade}" for decade in decades[there]}
        result += [number for value, number in numbers[here].items() if value not in known]
        result += [
            text
            for text, hour, minute, _half in times[here]
            if _clock(hour, minute) not in clocks[there]
            and not (minute == 0 and {str(hour), str((hour + 12) % 24)} & known)
        ]
    return found


def _wrong_half(source: list, target: list) -> list[str]:
    """Return the times of the source (10 a.m.) that are twelve hours off in the translation
    (22:00).

    Only if both specify the half of the day.
    """
    there = {
        (hour if not half else _whole(hour, half), minute) for _t, hour, minute, half in target
    }
    wrong = []
    for text, hour, minute, half in source:
        if not half:
            continue
        meant = _whole(hour, half)
        other = (meant + 12) % 24
        same = {(meant, minute), (meant % 24, minute), (meant % 12, minute), (12, minute)}
        if (other, minute) in there and other >= 12 and not same & there:
            wrong.append(text)
    return wrong


def _whole(hour: int, half: str) -> int:
    return hour % 12 + (12 if half == "p" else 0)


def _clock(hour: int, minute: int) -> tuple[int, int]:
    return hour % 12, minute


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in text]
    return sum(
        -value if value < max(values[place:], default=0) else value
        for place, value in enumerate(values)
    )


# ------------------------------------------------------------------ names of days and months
@cache
def _months(language: str) -> dict[int, tuple[str, ...]]:
    """Return the names of each month in a language, from Django's translations."""
    with translation.override(language):
        return {
            number: tuple(
                dict.fromkeys(
                    str(names[number]).lower().rstrip(".")
                    for names in (MONTHS, MONTHS_AP, MONTHS_3)
                )
            )
            for number in range(1, 13)
        }


@cache
def _weekdays(language: str) -> dict[int, tuple[str, ...]]:
    with translation.override(language):
        return {number: (str(name).lower(),) for number, name in WEEKDAYS.items()}


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _dates(language: str) -> re.Pattern[str]:
    """Return a pattern for a month next to a number: "may" and "march" alone are not months."""
    names = _alternatives(name for month in _months(language).values() for name in month)
    return re.compile(
        rf"(?<!\w)(?P<after>{names})\.?(?:\s+the)?,?\s+\d{{1,4}}(?:st|nd|rd|th)?\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<before>{names})(?!\w)",
        re.IGNORECASE,
    )


def lost_dates(
    source: str, target: str, source_language: str, target_language: str
) -> list[tuple[str, str]]:
    """Return (source text, missing name) for months and days that the translation lacks."""
    if source_language != target_language and _months(source_language) == _months(target_language):
        return []  # Django does not know the names in that language
    words = " ".join(_WORD.findall(target.lower()))
    lost = []
    for match in _dates(source_language).finditer(source):
        name = (match["after"] or match["before"]).lower()
        month = next(n for n, names in _months(source_language).items() if name in names)
        numeric = re.search(rf"(?<!\d)0?{month}(?!\d)", target) and re.search(r"\d[/.-]\d", target)
        if not numeric and not _says(words, _months(target_language)[month]):
            lost.append((match[0], _months(target_language)[month][0]))
    for day, names in _weekdays(source_language).items():
        said = re.search(rf"(?<!\w)(?:{_alternatives(names)})s?(?!\w)", source, re.IGNORECASE)
        if said is None or not said[0][0].isupper():
            continue
        there = _weekdays(target_language)[day]
        if not _says(words, there):
            lost.append((said[0], there[0]))
    return lost


def _says(words: str, names: Iterable[str]) -> bool:
    return re.search(rf"(?<!\w)(?:{_alternatives(names)})s?(?!\w)", words) is not None
