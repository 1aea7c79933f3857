"""Telephone numbers, numbers and days as people write them: read, or refused with a reason.

What is meant is taken where there is no doubt about it. Each fault has a sentence and a code.
"""

import datetime
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from home.text import folded, seen

TELEPHONE_ERRORS = {
    "invalid": _("Write a telephone number: digits, spaces and +."),
    "letters": _(
        "There are letters in this telephone number. Write it in digits, such as +52 55 1234 5678, "
        "and an extension as “ext. 12”."
    ),
    "character": _("“%(character)s” cannot be part of a telephone number."),
    "short": _("This telephone number is too short. Is a part of it missing?"),
    "long": _("These are too many digits for a telephone number. Please look at it again."),
}
NUMBER_ERRORS = {"invalid": _("Write a whole number, in digits.")}
DAY_ERRORS = {
    "invalid": _("Write the date as year-month-day, such as 2030-02-23."),
    "no_such_day": _("There is no such day. Please look at the date again."),
    "ambiguous": _(
        "This could be two days: we cannot tell which number is the month. Write the date as "
        "year-month-day, such as 2030-02-23."
    ),
    "no_year": _("Please write the year of the date as well, in four digits."),
}

_LABEL = re.compile(
    r"(?:tel(?:ephone|efono|éfono)?|phone|mobile|cel(?:ular)?|m[oó]vil|whats ?app)"
    r"\s*[.:]*\s*(?=[+(\d])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"(?:\s|[,;])*(?:(?<![^\W\d_])(?:extensi[oó]n|ext|anexo|interno|int|poste|x)|#)\.?\s*[:=]?\s*"
    r"\d{1,8}\s*\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;/|]\s*|\s+(?:y|o|u|or|and)\s+", re.IGNORECASE)
_TELEPHONE = re.compile(r"[\d\s()+./*,;|-]*")
FEWEST_DIGITS, MOST_DIGITS = 5, 17  # fifteen (ITU-T E.164), and the 00 or 011 before them

_WORDS = {
    "zero": 0, "none": 0, "cero": 0, "ninguno": 0, "ninguna": 0, "nadie": 0, "one": 1, "uno": 1,
    "una": 1, "two": 2, "dos": 2, "three": 3, "tres": 3, "four": 4, "cuatro": 4, "five": 5,
    "cinco": 5, "six": 6, "seis": 6, "seven": 7, "siete": 7, "eight": 8, "ocho": 8, "nine": 9,
    "nueve": 9, "ten": 10, "diez": 10,
}  # fmt: skip

_MONTHS = (
    ("january", "enero"), ("february", "febrero"), ("march", "marzo"), ("april", "abril"),
    ("may", "mayo"), ("june", "junio"), ("july", "julio"), ("august", "agosto"),
    ("september", "septiembre", "setiembre"), ("october", "octubre"), ("november", "noviembre"),
    ("december", "diciembre"),
)  # fmt: skip


def _plain(text: str) -> str:
    """Return `text` with ordinary digits, hyphens and blanks, and nothing that cannot be seen."""
    text = unicodedata.normalize("NFKC", seen(text))
    letters = []
    for letter in text:
        if letter.isdecimal():
            letters.append(str(unicodedata.decimal(letter)))
        elif unicodedata.category(letter) == "Pd" or letter == "\N{MINUS SIGN}":
            letters.append("-")
        else:
            letters.append(letter)
    return " ".join("".join(letters).split())


def telephone(text: str) -> str:
    """Return a telephone number, or two of them, as it was written, without what is in the way.

    Raises ValidationError if it cannot be one.
    """
    plain = _plain(text)
    if plain.lower().startswith("tel:"):  # RFC 3966
        number, *more = plain[4:].split(";")
        extension = next((each[4:] for each in more if each.lower().startswith("ext=")), "")
        plain = f"{number} ext. {extension}" if extension else number
    plain = _LABEL.sub("", plain, count=1) if _LABEL.match(plain) else plain
    plain = plain.strip(" ,;.:")
    body = _EXTENSION.sub("", plain)
    numbers = _BETWEEN.split(body)
    counts = [sum(map(str.isdigit, number)) for number in numbers]
    two = len(numbers) == 2 and min(counts) >= FEWEST_DIGITS
    if not two and not _TELEPHONE.fullmatch(body):
        wrong = next(letter for letter in body if not _TELEPHONE.fullmatch(letter))
        if wrong.isalpha():
            raise ValidationError(TELEPHONE_ERRORS["letters"], code="letters")
        raise ValidationError(
            TELEPHONE_ERRORS["character"], code="character", params={"character": wrong}
        )
    if not sum(counts):
        raise ValidationError(TELEPHONE_ERRORS["invalid"], code="invalid")
    for count in counts if two else [sum(counts)]:
        if count < FEWEST_DIGITS:
            raise ValidationError(TELEPHONE_ERRORS["short"], code="short")
        if count > MOST_DIGITS:
            raise ValidationError(TELEPHONE_ERRORS["long"], code="long")
    return plain


def number(text: str, *, most_digits: int) -> int:
    """Return a whole number, written in digits or, up to ten, in words. Raises ValidationError.

    Nothing else that a program could take for one, such as "1_0".
    """
    plain = _plain(text).removeprefix("+").rstrip(".").strip()
    if (word := _WORDS.get(folded(plain))) is not None:
        return word
    if not plain.isdecimal() or len(plain) > most_digits:
        raise ValidationError(NUMBER_ERRORS["invalid"], code="invalid")
    return int(plain)


def day(text: str) -> datetime.date:
    """Return a day, unless there is more than one that could be meant. Raises ValidationError."""
    plain = _plain(text).strip(" .,")
    if found := re.fullmatch(r"(\d{4}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{1,2})", plain):
        year, month, number = (int(part) for part in found.groups())
        return _date(year, month, number)
    if found := re.fullmatch(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4})", plain):
        one, other, year = (int(part) for part in found.groups())
        if one != other and one <= 12 and other <= 12:
            raise ValidationError(DAY_ERRORS["ambiguous"], code="ambiguous")
        # The greater one is the day, whichever comes first.
        return _date(year, min(one, other), max(one, other))
    if re.fullmatch(r"\d{1,2} ?[-/. ] ?\d{1,2}(?: ?[-/. ] ?\d{2})?", plain):
        raise ValidationError(DAY_ERRORS["no_year"], code="no_year")
    return _day_in_words(plain)


def _day_in_words(plain: str) -> datetime.date:
    """Return the day in "23 de febrero de 2030" or "February 23rd, 2030"."""
    words = [word for word in folded(plain).split() if word not in ("de", "del", "of", "the", "el")]
    months = [_month(word) for word in words if word.isalpha()]
    numbers = [re.fullmatch(r"(\d+)(?:st|nd|rd|th|o)?", w) for w in words if not w.isalpha()]
    if len(months) != 1 or not months[0] or not all(numbers):
        raise ValidationError(DAY_ERRORS["invalid"], code="invalid")
    days = [found[1] for found in numbers if found and len(found[1]) <= 2]
    years = [found[1] for found in numbers if found and len(found[1]) == 4]
    if len(days) == 1 and not years and len(numbers) == 1:
        raise ValidationError(DAY_ERRORS["no_year"], code="no_year")
    if len(days) != 1 or len(years) != 1 or len(numbers) != 2:
        raise ValidationError(DAY_ERRORS["invalid"], code="invalid")
    return _date(int(years[0]), months[0], int(days[0]))


def _month(word: str) -> int | None:
    """Return the number of the month called so, or in short so, in English or Spanish."""
    for number, names in enumerate(_MONTHS, start=1):
        if any(
            word == name or (word == name[: len(word)] and len(word) in (3, 4)) for name in names
        ):
            return number
    return None


def _date(year: int, month: int, number: int) -> datetime.date:
    try:
        return datetime.date(year, month, number)
    except ValueError as error:
        raise ValidationError(DAY_ERRORS["no_such_day"], code="no_such_day") from error
