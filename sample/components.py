"""Objects for the components of the style guide; none is in the database.

Each text is as long as can be expected; Spanish is a quarter longer than English.
"""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page

from events.models import DialoguePage, Mode, Status, SummitPage
from events.program import Day, Session, Speaker
from home.models import StandardPage
from pages.blocks import BodyBlock
from pages.languages import LocalizedText
from pages.models import SummitImage, Topic
from partners.models import Partner
from sample.text import T
from signups.form.forms import SignUpForm
from signups.form.questions import Choice, Question
from signups.form.questions import LocalizedStr as Words
from signups.models import Submission

ZONE = "America/Mexico_City"

TITLE = T(
    "Gun violence and arms trafficking: what communities on both sides ask for",
    "Violencia armada y tráfico de armas: lo que exigen las comunidades de ambos lados",
)
SENTENCE = T(
    "What was heard in five dialogues, where they agree, where they do not, and what will be done "
    "about it before the year is over.",
    "Lo que se escuchó en cinco diálogos, en qué coinciden, en qué no, y lo que toca hacer al "
    "respecto antes de que termine el año, con responsables y fechas.",
)
TAG = T("Democracy and political participation", "Democracia y participación política")
VENUE = T("Centro Cultural Comunitario Dos Orillas del Río Bravo")
CITY = T("Mexico City", "Ciudad de México")
NOTE = T(
    "So many people signed up that we need a bigger hall. The day and time stay the same.",
    "Se inscribió tanta gente que necesitamos un salón más grande. El día y la hora no cambian.",
)


def samples(language: str) -> dict[str, Any]:
    """Return what the style guide shows in `language`, by name in its template.

    Query the database for one picture and one document; both are optional.
    """
    image = SummitImage.objects.order_by("pk").prefetch_related("renditions").first()
    document = get_document_model().objects.order_by("pk").first()
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    return {
        "title": TITLE.get(language),
        "sentence": SENTENCE.get(language),
        "tag": TAG.get(language),
        "card_page": _page(StandardPage, language, listing_image=image),
        "plain_page": _page(StandardPage, language),
        "sign_up_pages": [_page(StandardPage, language)],
        "events": events(language, now, image),
        "summit": _event(SummitPage, language, now + datetime.timedelta(days=90)),
        "days": program(language, now + datetime.timedelta(days=90)),
        "themes": {},
        "topics": [_topic(language, pk) for pk in (1, 2, 3)],
        "partners": partners(),
        "body": body(language, image, document),
        "empty_form": list(SignUpForm(questions(language, "")).rows()),
        "wrong": wrong_rows(language),
        "wrong_form": wrong_form(language),
        "submissions": submissions(),
        "page_obj": Paginator(range(40), 10).page(2),
    }


def _page(model: type, language: str, **values: Any) -> Any:
    """Return an unsaved page whose URL is the style guide itself."""
    page = model(
        title=TITLE.get(language),
        listing_text=SENTENCE.get(language),
        locale=Locale(language_code=language),
        **values,
    )
    vars(page)["get_url"] = lambda *args, **kwargs: "#content"
    return page


def _topic(language: str, pk: int) -> Topic:
    return Topic(pk=pk, name=TAG.get(language), slug="topic", locale=Locale(language_code=language))


def _event(model: type[Page], language: str, starts: datetime.datetime, **values: Any) -> Any:
    values = {
        "starts": starts,
        "ends": starts + datetime.timedelta(hours=6),
        "zone": ZONE,
        "mode": Mode.HYBRID,
        "venue": VENUE.get(language),
        "address": "Calle del Papel Picado 23, Centro, 06000 CDMX",
        "city": CITY.get(language),
        "livestream_url": "https://video.example.org/",
        "status_note": NOTE.get(language),
        **values,
    }
    return _page(model, language, **values)


def events(language: str, now: datetime.datetime, image: SummitImage | None) -> list:
    """Return an event in each of its states."""
    hour, day = datetime.timedelta(hours=1), datetime.timedelta(days=1)
    return [
        _event(DialoguePage, language, now + 30 * day, listing_image=image),
        _event(DialoguePage, language, now - hour, listing_image=image),
        _event(DialoguePage, language, now + 20 * day, status=Status.MOVED),
        _event(DialoguePage, language, now + 10 * day, status=Status.CANCELLED),
        _event(DialoguePage, language, now - 30 * day, mode=Mode.ONLINE),
    ]


def program(language: str, first: datetime.datetime) -> list[Day]:
    """Return a day of the program with sessions in all statuses, and an empty day."""
    midnight = first.astimezone(ZoneInfo(ZONE)).replace(hour=0)
    other = "es" if language == "en" else "en"

    def session(key: str, start: int, end: int, kind: str, **values: Any) -> Session:
        values = {
            "status": "scheduled",
            "title": LocalizedText(TITLE.get(language)),
            "description": LocalizedText(SENTENCE.get(language)),
            "room": LocalizedText(T("Main auditorium", "Auditorio principal").get(language)),
            "track": LocalizedText(""),
            "languages": ("en", "es"),
            "interpretation": ("en", "es"),
            "speakers": (
                Speaker(
                    LocalizedText("Centro de Derechos Humanos de la Montaña “Tlachinollan”"),
                    LocalizedText(T("Speaker", "Ponente").get(language)),
                ),
            ),
            **values,
        }
        return Session(
            id=key,
            kind=kind,
            starts=midnight.replace(hour=start),
            ends=midnight.replace(hour=end),
            **values,
        )

    track = LocalizedText(TAG.get(language))
    sessions = (
        session("sample-1", 9, 10, "break", description=LocalizedText(""), speakers=()),
        session("sample-2", 10, 13, "plenary", themes=(_topic(language, 1),)),
        session("sample-3", 15, 17, "workshop", track=track),
        session("sample-4", 15, 17, "workshop", track=track, status="moved"),
        session("sample-5", 15, 18, "panel", track=track, status="cancelled"),
        session("sample-6", 19, 21, "culture", title=LocalizedText(TITLE.get(other), other)),
    )
    title = LocalizedText(T("To listen and to name", "Escuchar y nombrar").get(language))
    return [
        Day("sample-day", midnight.date(), title, LocalizedText(SENTENCE.get(language)), sessions),
        Day(
            "sample-next",
            midnight.date() + datetime.timedelta(days=1),
            title,
            LocalizedText(""),
            (),
        ),
    ]


def partners() -> list[Partner]:
    """Return organizations with short and long names."""
    names = (
        ("CIELO", "US"),
        ("Las Mujeres Rurales de la Frontera Sur S.A. de R.L. de C.V.", "MX"),
        ("Centro de Derechos Humanos de la Montaña “Tlachinollan”", "MX"),
        ("Black Lives Matter Canada", "CA"),
        ("North American Indigenous Center of New York", "US"),
    )
    found = [
        Partner(name=name, slug=f"p{number}", country=country)
        for number, (name, country) in enumerate(names)
    ]
    for partner in found:
        vars(partner)["directory_path"] = ""  # it is not in a directory
    return found


def body(language: str, image: SummitImage | None, document: Any) -> Any:
    """Return one of each block of a page's body, in the order of the block picker."""
    title, sentence, tag = TITLE.get(language), SENTENCE.get(language), TAG.get(language)
    other = "es" if language == "en" else "en"
    text = (
        f"<p>{sentence} <b>{tag}</b>: <a href='#content'>{title}</a>. "
        f'<a linktype="lang-{other}">{SENTENCE.get(other)}</a></p>'
        f"<h3>{title}</h3><ul><li>{tag}</li><li>{sentence}</li></ul>"
        f"<h4>{tag}</h4><ol><li>{tag}</li><li>{sentence}</li></ol>"
    )
    values = {
        "heading": title,
        "text": text,
        "picture": {"image": image, "caption": sentence, "alt_text": ""},
        "quote": {"text": sentence, "source": tag},
        "call_to_action": {
            "title": title,
            "text": sentence,
            "label": T("Sign up your organization", "Inscribe a tu organización").get(language),
            "page": None,
            "url": "https://example.org/",
        },
        "questions": {"title": tag, "items": [{"question": title, "answer": text}] * 2},
        "statistics": {
            "title": tag,
            "items": [
                {"number": number, "label": tag} for number in ("59", "5", "300+", "1,250", "2")
            ],
        },
        "documents": {"title": tag, "items": [{"document": document, "label": title}]},
        "video": {
            "title": title,
            "url": "https://video.example.org/",
            "image": image,
            "text": sentence,
            "captions": "captions",
            "transcript": f"<p>{sentence}</p>",
        },
        "people": {
            "title": tag,
            "items": [
                {"name": VENUE.get(language), "role": tag, "image": image, "text": sentence},
                {"name": "CIELO", "role": tag, "image": None, "text": sentence},
            ],
        },
        "timeline": {
            "title": tag,
            "items": [{"when": CITY.get(language), "title": title, "text": sentence}] * 3,
        },
    }
    return BodyBlock().normalize(list(values.items()))


def questions(language: str, prefix: str) -> tuple[Question, ...]:
    """Return a question of each kind; `prefix` distinguishes the field names of two forms."""
    label = T("What should we know so that you can take part?", "¿Qué debemos saber para que "
              "puedas participar plenamente en la Cumbre?")  # fmt: skip
    help_text = Words(SENTENCE.get(language))
    choices = tuple(
        Choice(f"c{number}", Words(words.get(language)))
        for number, words in enumerate((TAG, TITLE, T("None", "Ninguna")))
    )
    kinds = (
        "section", "text", "email", "telephone", "paragraph", "number", "date", "dropdown",
        "radio", "checkboxes", "yes_no", "consent",
    )  # fmt: skip
    return tuple(
        Question(
            kind,
            "" if kind == "section" else f"{prefix}{kind}",
            Words(label.get(language)),
            help_text,
            required=kind not in ("telephone", "number"),
            choices=choices if kind in ("dropdown", "radio", "checkboxes") else (),
        )
        for kind in kinds
    )


def _wrong(language: str) -> SignUpForm:
    data = QueryDict(mutable=True)
    data.update(
        {
            "wrong_text": "María José",
            "wrong_email": "maría.josé",
            "wrong_telephone": "cinco cinco",
            "wrong_number": "dos",
        }
    )
    return SignUpForm(questions(language, "wrong_"), data)


def wrong_rows(language: str) -> list:
    """Return the rows of a form with errors, for the error summary."""
    return _wrong(language).rows_with_errors()


def wrong_form(language: str) -> list:
    """Return the rows of that form, each with its error message."""
    return [row for row in _wrong(language).rows() if row.field.kind != "section"]


def submissions() -> list[Submission]:
    """Return a confirmed sign-up and one on the waitlist."""
    return [
        Submission(code="ABCD2345", status=Submission.Status.CONFIRMED),
        Submission(code="WXYZ6789", status=Submission.Status.WAITING),
    ]
