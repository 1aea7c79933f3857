"""Parse phone numbers and numbers as people write them, or reject them with a reason.

Accept anything unambiguous. Each error has a message and a code.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.text import folded, ordinary

TELEPHONE_ERRORS = {
    "invalid": _("Enter a phone number, using only digits, spaces, and +."),
    "letters": _(
        "This phone number contains letters. Use digits, such as +52 55 1234 5678. If there is "
        "an extension, add it as “ext. 12” at the end."
    ),
    "character": _("“%(character)s” cannot be part of a phone number. Remove it."),
    "short": _("This phone number is too short. Check whether any digits are missing."),
    "long": _("This phone number has too many digits. Please check it."),
}
NUMBER_ERRORS = {"invalid": _("Enter a whole number in digits.")}

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


def telephone(text: str) -> str:
    """Return one or two phone numbers as written, without clutter.

    Raises ValidationError if the text cannot be a phone number.
    """
    plain = ordinary(text)
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

    Accepts nothing else that a program could read as a number, such as "1_0".
    """
    plain = ordinary(text).removeprefix("+").rstrip(".").strip()
    if (word := _WORDS.get(folded(plain))) is not None:
        return word
    if not plain.isdecimal() or len(plain) > most_digits:
        raise ValidationError(NUMBER_ERRORS["invalid"], code="invalid")
    return int(plain)
