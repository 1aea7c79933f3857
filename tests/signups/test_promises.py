"""What a text about a form promises, and whether its questions keep the promise."""

import pytest

from signups.form.promises import Which, broken, promises
from signups.form.questions import LocalizedStr, Question


def question(
    label: str, days: int = 30, *, sensitive: bool = False, retired: bool = False
) -> Question:
    return Question(
        kind="text",
        key=label.lower(),
        label=LocalizedStr(label),
        sensitive=sensitive,
        days_to_keep=days,
        retired=retired,
    )


OPEN, SEALED = question("Languages"), question("Needs", 7, sensitive=True)

# Texts that promise less than 30 days, or that everything is sealed.
TOO_LITTLE = [
    "These answers are deleted 7 days after the summit.",
    "Everything is deleted after 7 days.",
    "Your answers will be deleted within one week.",
    "We delete your answers 7 days after the event.",
    "We keep them for 7 days.",
    "We keep your data only two weeks.",
    "What you write here is kept for at most 14 days.",
    "They are never kept for more than seven days.",
    "7 days after the event, all answers are erased.",
    "Deleted: 7 days after the event.",
    "Your answers are removed 48 hours after the event.",
    "Your answers are deleted as soon as the summit ends.",
    "Your answers are deleted right after the event.",
    "Answers have a 7-day retention.",
    "Your data are kept until 7 days after the event.",
    "<p>Hello.</p><p>Your answers are\u00a0deleted a\u00a0week after\u200b the event.</p>",
    "These answers are sealed.",
    "What you write here is sealed.",
    "Sealed.",
    "Sealed: only the organizers can open it, not this site.",
    "Your answers are encrypted.",
    "Encrypted.",
    "Encrypted: only the organizers can open these answers; this site cannot.",
    "Only the organizers can read what you write here.",
    "Your answers are end-to-end encrypted.",
    "These answers are sensitive. You need not give them.",
    "Estas respuestas se borran 7 días después de la Cumbre.",
    "Estas respuestas son sensibles. No es obligatorio darlas.",
    "Se borran a los 7 días.",
    "Se borran a los siete días del evento.",
    "Borramos tus respuestas una semana después del evento.",
    "Los eliminamos en 7 días.",
    "Tus datos se conservan 7 días.",
    "Tus datos se conservan durante un máximo de 7 días.",
    "Guardamos tus respuestas solo una quincena.",
    "Las guardamos por 15 días.",
    "Tus respuestas se borran al terminar el evento.",
    "Tus respuestas se borran en cuanto termine la Cumbre.",
    "Lo que escribes se elimina 48 horas después del evento.",
    "Estas respuestas se guardan selladas.",
    "Tus respuestas llegan selladas.",
    "Selladas: solo las personas que organizan pueden abrirlas, no este sitio.",
    "Tus respuestas se guardan cifradas.",
    "Tus respuestas se cifran.",
    "Cifradas: solo quienes organizan pueden abrir estas respuestas; este sitio no puede.",
    "Solo quienes organizan pueden leer lo que escribes aquí.",
    "Tus respuestas van cifradas de extremo a extremo.",
]
# Texts that are true of a form with an unsealed question kept for 30 days.
TRUE = [
    "",
    "The summit lasts two days.",
    "Arrive 7 days before the summit.",
    "Your answers are deleted 30 days after the summit.",
    "Your answers are deleted 60 days after the event.",
    "Your answers are deleted one month after the event.",
    "Your answers are deleted after the summit, which lasts two days.",
    "The two days of the summit are free; your answers are deleted 30 days after it.",
    "Answers about the two days are deleted 30 days after the event.",
    "We keep your place for 3 days.",
    "We keep a chair for you until 2 days after the opening.",
    "Unclaimed places are removed from the waiting list after 2 days.",
    "Unclaimed spots are removed from the waitlist after 2 days.",
    "The recordings are deleted after 7 days.",
    "Keep your code: it is all you need on both days.",
    "You can delete your answers up to 3 days before the event.",
    "If you ask us, we delete your answers within ten working days.",
    "We answer within 7 days. You can ask us to delete your data at any time.",
    "We keep your answers for at least 7 days.",
    "We do not store your IP address, and visits are counted for 7 days by nobody.",
    "This dialogue is held in two days.",
    "The roundtables were held for two days.",
    "Families of disappeared persons meet after two days.",
    "Your answers travel over an encrypted connection.",
    "The connection is encrypted.",
    "Bring a sealed envelope.",
    "Food must be sealed and packed.",
    "A sensitive subject: please take your time.",
    "This answer is not sealed.",
    "This answer is not encrypted.",
    "Only the team that welcomes you sees your answers.",
    "You will have an answer within ten business days.",
    "Write to us in 7 days if nobody has answered.",
    "The letter is sent 5 days after we have your data.",
    "The stored luggage can be collected for 7 days.",
    "Five minutes is all it takes.",
    "La Cumbre dura dos días.",
    "Llega 7 días antes de la Cumbre.",
    "Tus respuestas se borran 30 días después de la Cumbre.",
    "Tus respuestas se borran un mes después del evento.",
    "Tus respuestas se borran después de la Cumbre, que dura dos días.",
    "Las respuestas sobre los dos días se borran 30 días después del evento.",
    "Guardamos tu lugar 3 días.",
    "Guarda tu código: es lo único que necesitas los dos días.",
    "La guardería abre durante dos días.",
    "Las fotos se borran a los 7 días.",
    "Puedes borrar tus respuestas hasta 3 días antes.",
    "Si nos lo pides, borramos tus respuestas en diez días hábiles.",
    "Hay dos borradores, y se leen después de dos días.",
    "Conservamos tus respuestas al menos 7 días.",
    "Familias de personas desaparecidas se reúnen durante dos días.",
    "Trae la carta en un sobre sellado.",
    "El pasaporte debe estar sellado.",
    "Esta respuesta no está sellada.",
    "Esta respuesta no está cifrada.",
    "Tus respuestas viajan por una conexión cifrada.",
    "La conexión está cifrada.",
    "Tus respuestas solo las ve el equipo que te recibe.",
    "Tendrán respuesta en un máximo de diez días hábiles.",
    "Es un tema sensible.",
    "El lugar se libera a los 2 días.",
]


@pytest.mark.parametrize("text", TOO_LITTLE)
def test_n05_a_text_that_promises_less_is_found(text):
    assert [each.question for each in broken(text, [SEALED, OPEN])] == [OPEN], promises(text)


@pytest.mark.parametrize("text", TRUE)
def test_n05_a_text_that_is_true_is_left_alone(text):
    for whole_form in (False, True):
        assert broken(text, [SEALED, OPEN], whole_form=whole_form) == [], promises(text)


@pytest.mark.parametrize(
    "text", [t for t in TOO_LITTLE if "sensitive" not in t and "sensib" not in t]
)
def test_n05_it_is_found_beside_the_whole_form_as_well(text):
    assert broken(text, [SEALED, OPEN], whole_form=True)


@pytest.mark.parametrize("text", TOO_LITTLE)
def test_n05_questions_that_keep_the_promise(text):
    """A question sealed and deleted at the end keeps every promise; retired ones do not count."""
    kept = [question("Needs", 0, sensitive=True), question("Old", 90, retired=True)]
    assert broken(text, kept) == []


@pytest.mark.parametrize(
    ("text", "culprits"),
    [
        # A separate period for the sensitive questions.
        ("Deleted 30 days after the dialogue, the sensitive ones after 7.", []),
        ("Se borran 30 días después del diálogo; las sensibles, a los 7 días.", []),
        ("Sensitive answers are deleted after 3 days.", ["Needs"]),
        ("Las respuestas sensibles se borran a los 3 días.", ["Needs"]),
        ("Deleted 20 days after the event, the sensitive ones after 7.", ["Languages"]),
        ("Se borran a los 20 días; las selladas, a los 3.", ["Languages", "Needs"]),
        ("Sealed answers are deleted after 7 days, the others after 30.", []),
        ("Sealed answers are deleted after 7 days, the others after 20.", ["Languages"]),
        # For questions that cannot be identified, at least one must keep the promise.
        ("Those about accessibility, food and travel are deleted after 7 days.", []),
        ("Deleted 30 days after the summit; those about food and travel after 7 days.", []),
        ("Las de accesibilidad, alimentación y viaje se borran a los 7 días.", []),
        ("Those about accessibility are deleted after 3 days.", ["Needs"]),
        ("Encrypted answers are deleted after 7 days, the others after 30.", []),
        ("Encrypted answers are deleted after 7 days, the others after 20.", ["Languages"]),
        ("Se borran a los 20 días; las cifradas, a los 3.", ["Languages", "Needs"]),
        ("Some answers are sealed.", []),
        ("Some answers are encrypted.", []),
        ("Sensitive answers are encrypted.", []),
        ("Las respuestas sensibles llegan cifradas.", []),
        ("Sensitive answers are sealed.", []),
        ("Las respuestas sensibles llegan selladas.", []),
    ],
)
def test_n05_a_promise_for_some_of_the_answers(text, culprits):
    for whole_form in (False, True):
        found = broken(text, [OPEN, SEALED], whole_form=whole_form)
        assert [each.question.label for each in found] == culprits, promises(text)


@pytest.mark.parametrize("word", ["sealed", "encrypted"])
def test_n05_some_are_sealed_where_none_is(word):
    assert broken(f"Some answers are {word}.", [OPEN])


def test_n05_a_promise_has_its_sentence_and_its_number():
    (found,) = promises("<p>Hello.</p><p>We delete your answers <b>two weeks</b> after it.</p>")
    assert (found.days, found.which) == (14, Which.ALL)
    assert found.quote == "We delete your answers two weeks after it."


def test_n05_many_texts_do_not_take_long_to_read():
    """No regular expression takes too long on a text made long on purpose."""
    for text in (
        "a " * 4000,
        "7 days " * 1500,
        "sealed answers not " * 400,
        "encrypted answers not " * 400,
        "borran a los " * 600,
    ):
        promises(text)
