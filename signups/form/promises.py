"""Find promises in texts about a form that its questions do not keep: pure functions.

Looks for two kinds of promises, in English and Spanish: that answers are deleted after some time,
and that only the organizers can open them. A number of days counts only in a sentence about
deleting or keeping answers, and only if it is a period: "the summit lasts two days" and "arrive 7
days before" promise nothing. Text that cannot be understood passes; the form itself says what is
kept and for how long (`signups.form.retention_notice`).
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise, takewhile

from signups.form.questions import LocalizedStr, Question


class Which(Enum):
    """The answers that a promise is about."""

    ALL = auto()
    SENSITIVE = auto()
    OTHERS = auto()  # those that are not sensitive
    SOME = auto()  # some, but the wording does not say which


@dataclass(frozen=True)
class Promise:
    """One promise in the sentence `quote`: deletion after at most `days`; None: encryption."""

    quote: str
    which: Which
    days: float | None = None


@dataclass(frozen=True)
class BrokenPromise:
    """A promise that a question does not keep."""

    promise: Promise
    question: Question


# ------------------------------------------------------------------ the words, without accents
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "hundred": 100,
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
    "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "catorce": 14,
    "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "sesenta": 60, "noventa": 90,
    "cien": 100,
}  # fmt: skip
UNITS = {
    "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365,
    "hora": 1 / 24, "dia": 1, "semana": 7, "quincena": 15, "mes": 30, "ano": 365,
}  # fmt: skip
WORKING = 7 / 5  # days per working day
_NUMBER = rf"(?P<number>\d{{1,4}}|{'|'.join(NUMBERS)})"
_UNIT = rf"(?P<unit>{'|'.join(UNITS)})(?:e?s)?"
SPAN = re.compile(
    rf"\b{_NUMBER}[ -]+(?:(?P<working>working|business)|calendar|full|whole)?[ -]*{_UNIT}\b"
    r"(?P<habiles> habiles)?(?: naturales)?"
)
# Words before or after a number of days that make it a period.
BEFORE = re.compile(
    r"(?:\b(?:after|within|in|for|only|just|than|until|at most|maximum|maximum of|most|period of"
    r"|following|next|en|durante|por|tras|hasta|solo|a|al|pasad[oa]s|transcurrid[oa]s|cumplid[oa]s"
    r"|(?:maximo|plazo|periodo|termino|despues|mas|dentro|cabo) de)|:)"
    r"\s*(?:(?:a|the|un|los|las|unos|unas|solo|only|just|about|period of)\s+)*$"
)
AFTER = re.compile(
    r"\s*,?\s*(?:\w+ )?(?:after|later|following|past|from|once|since|retention|period|at most"
    r"|or less|at the latest|despues|mas tarde|siguientes|posteriores|tras|a partir|a mas tardar"
    r"|como maximo|o menos|contad[oa]s)\b"
)
NOT_AFTER = re.compile(r"\s*(?:\w+ )?(?:before|earlier|prior|ahead|antes|previos?|previas?)\b")
AT_LEAST = re.compile(r"\b(?:at least|no less than|al menos|por lo menos|minimo de)\s*$")
BARE = re.compile(rf"\b(?:after|within|a los|a las|tras|en|in) {_NUMBER}(?=\s*(?:[,.;)]|$))")
AT_ONCE = re.compile(
    r"\b(?:(?:when|once|as soon as|the moment)\b.{0,40}\b(?:ends?|ended|over|finish\w*|closes)"
    r"|(?:right|immediately|directly|straight|shortly) after|immediately|at once|(?:the )?same day"
    r"|al (?:terminar|acabar|concluir|finalizar|termino)|(?:en cuanto|cuando|apenas) "
    r"(?:se )?(?:termin|acab|conclu|finali)\w+|(?:inmediatamente|justo) despues|de inmediato"
    r"|inmediatamente|enseguida|el mismo dia)\b"
)

DELETE = re.compile(
    r"\b(?:delet(?:e|es|ed|ing|ion)|erase[sd]?|erasure|destroy\w*|wiped?|discard\w*|purged?"
    r"|remove[sd]?|gone|borr(?!ador|ach|asc|eg|os)\w+|elimin\w+|destru\w+|suprim\w+|desech\w+"
    r"|depur\w+)\b"
)
KEEP = re.compile(
    r"\b(?:keeps?|kept|keeping|stor(?:e|es|ed|ing)|retain\w*|retention|held|hold|saved?|preserved?"
    r"|conserv\w+|guard(?!eria)\w+|almacen\w+|reten(?:emos|ido|idas|cion)\w*)\b"
)
ANSWERS = re.compile(
    r"\b(?:answers?|responses?|data|information|details|what(?:ever)? you (?:write|wrote|send|type"
    r"|tell)|sign-?ups?|registrations?|respuestas?|datos?|informacion"
    r"|lo que (?:nos |te |se )?(?:escrib|envi|dig|diga|respond|cuent)\w*|inscripciones)\b"
)
THEM = re.compile(
    r"\b(?:(?:keep|kept|store|retain|hold|save) (?:it|them|these|this|everything|all of it)"
    r"|(?:they|it|these|this|everything|all) (?:is|are|will be|stays?) (?:\w+ )?"
    r"(?:kept|stored|retained|saved|held)|(?:se|l[oa]s?|todo) "
    r"(?:guard|conserv|almacen|reten)\w+)\b"
)
OTHER_THINGS = re.compile(
    r"\b(?:places?|seats?|chairs?|spots?|tickets?|badges?|codes?|recordings?|photo\w*|pictures?"
    r"|videos?|streams?|luggage|bags?|lost property|wait(?:ing )?-?list|lugar(?:es)?|asientos?"
    r"|sillas?|cupos?|gafetes?|codigos?|boletos?|grabaci\w+|fotos?|fotograf\w+|imagen(?:es)?"
    r"|transmisi\w+|equipaje|objetos|lista de espera)\b"
)
# Not a promise, but something that people may do or ask for.
ASKED_FOR = re.compile(
    r"\b(?:you (?:can|may|could) (?:\w+ )?(?:delete|erase|remove|withdraw|ask|have)"
    r"|(?:if|when|whenever|as soon as|once) you (?:\w+ )?(?:ask|want|request|wish|tell|write|cancel"
    r"|delete|withdraw)|(?:on|upon|at your) request|pued\w+ (?:\w+ )?(?:borrar|eliminar|pedir"
    r"|suprimir|retirar|solicitar)\w*|(?:si|cuando|en cuanto) (?:nos |l[oa]s? |tu |te )*(?:pid"
    r"|quier|dese|solicit|escrib|cancel|borr|retir)\w+|a peticion)\b"
)
# What only the organizers can open is "encrypted" in the words of the site, or "sealed".
_SEALED = r"(?:sealed|encrypted|(?:sellad|cifrad|encriptad)[oa]s?)"
SENSITIVE = re.compile(rf"\b(?:sensitiv\w*|sensib\w*|{_SEALED})\b")
OTHERS = re.compile(r"\b(?:others?|rest|demas|resto|otr[oa]s)\b")
SOME = re.compile(
    r"\b(?:those|the ones|about|concerning|some|marked|l[oa]s? de|l[oa]s que|sobre|algun[oa]s?"
    r"|marcad[oa]s?|relativ[oa]s?)\b"
)
CLAUSE = re.compile(r"[,;:(]| and | but | y | pero | mientras ")

SEALED = re.compile(rf"\b(?:{_SEALED}|se (?:sella|cifra|encripta)n?)\b")
NOT_SEALED = re.compile(
    rf"\b(?:not|never|no|sin|nunca|un)[ -](?:\w+ ){{0,2}}(?:{_SEALED}|(?:sella|cifra|encripta)n?)\b"
    rf"|\bencrypted (?:connection|channel)s?\b|\b(?:conexi\w+|canal(?:es)?) {_SEALED}\b"
)
SEALED_ONES = re.compile(
    rf"\b(?:{_SEALED} (?:answers?|questions?|ones)|(?:respuestas?|preguntas?|l[oa]s) {_SEALED})\b"
)
SEALED_THING = re.compile(
    r"\b(?:envelopes?|letters?|passports?|documents?|bottles?|packages?|packed|food"
    r"|connections?|conexi\w+"
    r"|sobres? (?:\w+ )?sellad\w+|cartas?|pasaportes?|documentos?|actas?|botellas?|paquetes?"
    r"|alimentos?|credencial\w*)\b"
)
_WHO = (
    r"(?:the )?(?:organi[sz]ers?|organi[sz]ing team|(?:those|people) who organi[sz]e)"
    r"|las personas que organizan|quien(?:es)? organizan?|el equipo organizador"
    r"|l[oa]s organizador\w+|la organizacion"
)
ONLY_ORGANIZERS = re.compile(
    rf"\b(?:only|nobody but|no one but|none but|solo|solamente|unicamente|nadie mas que) (?:{_WHO})"
    r"\b.{0,25}\b(?:open|read|decrypt|abr\w+|leer\w*|lee|leen|descifr\w+)\b"
    r"|\bend-to-end\b|\bde extremo a extremo\b"
    r"|\b(?:not even|nor) (?:the|this|our) (?:site|server)"
    r"|\bni (?:siquiera )?(?:el|este) (?:sitio|serv)"
    r"|\b(?:site|server) (?:itself )?can(?:not|'t| not) (?:open|read)"
    r"|\b(?:sitio|servidor) (?:mismo )?no (?:las? |l[oa]s )?puede"
)
ARE_SENSITIVE = re.compile(
    r"\b(?:(?:answers?|questions?|data|information|this|these|they|it) (?:\w+ ){0,2}(?:is|are) "
    r"(?:all |very )?sensitive|(?:respuestas?|preguntas?|datos|informacion|est[oa]s?) (?:\w+ ){0,2}"
    r"(?:son|es) (?:tod[oa]s |muy )?sensibles?)\b"
)


# ------------------------------------------------------------------ reading a text
def sentences(text: str) -> Iterator[str]:
    lines = re.sub(r"<br\s*/?>|</(?:p|li|h\d|div)>", "\n", text)
    lines = html.unescape(re.sub(r"<[^>]+>", "", lines))
    for sentence in re.split(r"(?<=[.!?…])\s+|\s*\n\s*", lines):
        if sentence.strip():
            yield " ".join(sentence.split())


def _plain(sentence: str) -> str:
    letters = unicodedata.normalize("NFKD", sentence.replace("’", "'")).lower()
    kept = (c for c in letters if unicodedata.category(c) not in ("Mn", "Cf"))
    return re.sub(r"[\u2010-\u2015]", "-", "".join(kept))


@lru_cache(maxsize=1024)
def promises(text: str, *, whole_form: bool = False) -> tuple[Promise, ...]:
    """Return the promises in a text; `whole_form`: it is about all questions, not some."""
    found: list[Promise] = []
    for sentence in sentences(text):
        plain = _plain(sentence)
        found += _periods(sentence, plain)
        which = _sealing(plain, whole_form=whole_form)
        if which is not None:
            found.append(Promise(sentence, which))
    return tuple(found)


def _periods(sentence: str, plain: str) -> Iterator[Promise]:
    if not _is_about_answers(plain):
        return
    marks = [
        (match.start(), match.end(), _days(match))
        for match in SPAN.finditer(plain)
        if _says_after_how_long(plain, match)
    ]
    if marks:
        unit = marks[-1][2] / _number(list(SPAN.finditer(plain))[-1])
        taken = [(start, end) for start, end, _value in marks]
        marks += [
            (match.start(), match.end(), _number(match) * unit)
            for match in BARE.finditer(plain)
            if not any(start <= match.end("number") <= end for start, end in taken)
        ]
        marks.sort()
    elif DELETE.search(plain) and (match := AT_ONCE.search(plain)):
        marks = [(match.start(), match.end(), 0.0)]
    edges = [0, *(_clause_end(plain, end) for _start, end, _value in marks[:-1]), len(plain)]
    for (start, end), (_start, _end, days) in zip(pairwise(edges), marks, strict=False):
        yield Promise(sentence, _which(plain[start:end]), days)


def _is_about_answers(plain: str) -> bool:
    if ASKED_FOR.search(plain):
        return False
    answers = ANSWERS.search(plain)
    if OTHER_THINGS.search(plain) and not answers:
        return False
    return bool(DELETE.search(plain) or (KEEP.search(plain) and (answers or THEM.search(plain))))


def _says_after_how_long(plain: str, match: re.Match) -> bool:
    before, after = plain[: match.start()], plain[match.end() :]
    if NOT_AFTER.match(after) or AT_LEAST.search(before):
        return False
    # "keep answers 7 days": the number follows what is kept.
    bare = KEEP.search(before) and re.search(
        r"\b(?:answers|data|them|it|kept|guard\w+|conserv\w+|respuestas|datos)\s*$", before
    )
    return bool(BEFORE.search(before) or AFTER.match(after) or bare)


def _number(match: re.Match) -> float:
    text = match["number"]
    return float(text) if text.isdigit() else NUMBERS[text]


def _days(match: re.Match) -> float:
    days = _number(match) * UNITS[match["unit"]]
    return days * WORKING if match["working"] or match["habiles"] else days


def _clause_end(plain: str, position: int) -> int:
    match = CLAUSE.search(plain, position)
    return match.start() if match else position


def _which(words: str) -> Which:
    if SENSITIVE.search(words):
        return Which.SENSITIVE
    if OTHERS.search(words):
        return Which.OTHERS
    return Which.SOME if SOME.search(words) else Which.ALL


def _sealing(plain: str, *, whole_form: bool) -> Which | None:
    """Return which answers are encrypted according to a sentence, or None."""
    if not whole_form and ARE_SENSITIVE.search(plain):
        return Which.SOME if re.search(r"\b(?:some|algun[oa]s)\b", plain) else Which.ALL
    if not ONLY_ORGANIZERS.search(plain):
        if not SEALED.search(plain) or NOT_SEALED.search(plain):
            return None
        if SEALED_THING.search(plain) and not ANSWERS.search(plain):
            return None
    if re.search(r"\b(?:sensitiv\w*|sensib\w*)\b", plain):
        return None  # the sensitive ones are encrypted
    ones = SEALED_ONES.search(plain)
    if ones and (whole_form or DELETE.search(plain) or KEEP.search(plain)):
        return Which.SOME
    return (
        Which.SOME if SOME.search(plain) or re.search(r"\bwhere\b|\bdonde\b", plain) else Which.ALL
    )


# ------------------------------------------------------------------ comparing with the questions
def broken(
    text: str, questions: Sequence[Question], *, whole_form: bool = False
) -> list[BrokenPromise]:
    """Return which of `questions` break a promise in `text`, at most one for each promise.

    Ignores retired questions and headings.
    """
    asked = [question for question in questions if question.is_asked]
    if not asked or not text:
        return []
    made = promises(text, whole_form=whole_form)
    found = []
    for each in made:
        others = [
            other
            for other in made
            if other is not each and other.quote == each.quote and other.days is not None
        ]
        culprit = _culprit(each, asked, others)
        if culprit is not None:
            found.append(BrokenPromise(each, culprit))
    return found


def _culprit(
    each: Promise, asked: Sequence[Question], others: Sequence[Promise]
) -> Question | None:
    """Return the question that breaks a promise worst, or None; `others` are in the same text."""
    if each.days is None:
        unsealed = [question for question in asked if not question.sensitive]
        holds = not unsealed or (each.which is Which.SOME and len(unsealed) < len(asked))
        return None if holds else unsealed[0]
    some = [other.days or 0 for other in others if other.which is Which.SOME]
    days = max([each.days, *some]) if each.which is Which.ALL else each.days
    exempt = {other.which for other in others}
    meant = [question for question in asked if _is_meant(question, each.which, exempt)]
    longer = [question for question in meant if question.days_to_keep > days]
    if each.which is Which.SOME:
        if len(longer) < len(meant) or not longer:
            return None
        return min(longer, key=lambda question: question.days_to_keep)
    return max(longer, key=lambda question: question.days_to_keep, default=None)


def _is_meant(question: Question, which: Which, exempt: Iterable[Which]) -> bool:
    """Return whether a promise is about `question`; `exempt` answers have their own period."""
    if which is Which.SENSITIVE:
        return question.sensitive
    if which is Which.OTHERS or (which is Which.ALL and Which.SENSITIVE in exempt):
        return not question.sensitive
    return True


# ------------------------------------------------------------------ the texts of a form
@dataclass(frozen=True)
class Scope:
    """One text of a question or heading, and the questions it is about.

    `name` is the name of the text in the block: "label" and "help_text", or "title" and "text".
    """

    place: int
    name: str
    text: LocalizedStr
    questions: tuple[Question, ...]
    whole_form: bool = False


def scopes(questions: Sequence[Question]) -> Iterator[Scope]:
    """Yield each text of a form that may make a promise, with the questions that it is about.

    A heading is about the questions up to the next heading, a help text about its question, and a
    consent about the whole form. The label of a question is no promise.
    """
    asked = tuple(question for question in questions if question.is_asked)
    for place, question in enumerate(questions):
        if question.retired:
            continue
        if question.kind == "section":
            rest = takewhile(lambda other: other.kind != "section", questions[place + 1 :])
            below = tuple(other for other in rest if not other.retired)
            yield Scope(place, "title", question.label, below)
            yield Scope(place, "text", question.help_text, below)
        elif question.kind == "consent":
            yield Scope(place, "label", question.label, asked, whole_form=True)
            yield Scope(place, "help_text", question.help_text, asked, whole_form=True)
        else:
            yield Scope(place, "help_text", question.help_text, (question,))


def truthful(questions: Sequence[Question], *, instead: Sequence[Question]) -> tuple[Question, ...]:
    """Return `questions` with the words of `instead` where they promise more than is kept."""
    found = list(questions)
    for scope in scopes(questions):
        if broken(scope.text, scope.questions, whole_form=scope.whole_form):
            other = instead[scope.place]
            if scope.name in ("title", "label"):
                found[scope.place] = replace(found[scope.place], label=other.label)
            else:
                found[scope.place] = replace(found[scope.place], help_text=other.help_text)
    return tuple(found)
