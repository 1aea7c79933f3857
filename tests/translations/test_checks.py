"""What the quality checks report, and above all what they do not report."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translations.engine.quality import problems
from translations.models import Term


def codes(source, data, language="es", terms=()):
    return sorted({problem.code for problem in problems(source, data, language, terms)})


RIGHT = [
    ("The 5 days from 3 p.m. on May 5", "Los cinco días desde las 15:00 del 5 de mayo"),
    ("1,000.50 pesos", "1,000.50 pesos"),
    ("It starts at 3 p.m.", "Empieza a las 3 p. m."),
    ("It starts at 3:30 pm", "Empieza a las 15:30 h"),
    ("It starts at 10 a.m.", "Empieza a las 10:00 de la mañana"),
    ("It starts at noon", "Empieza a las 12:00"),
    ("From 8:00 to 11:00", "De 8 a 11 h"),
    ("Five dialogues", "5 diálogos"),
    ("The 1st of May", "El 1.º de mayo"),
    ("May 1, 2023", "Primero de mayo de 2023"),
    ("In the 21st century", "En el siglo XXI"),
    ("In the 1990s", "En los años noventa"),
    ("50% of the spots", "50 % de los lugares"),
    ("On 2/23/2023", "El 23/2/2023"),
    ("Thursday, February 23", "jueves 23 de febrero"),
    ("They march in the streets", "Marchan por las calles"),
    ("You may come", "Puedes venir"),
    ("Write to hola@example.org.", "Escribe a hola@example.org."),
    ("See https://example.org/en/about.", "Ve https://example.org/es/acerca-de."),
    ("See https://en.wikipedia.org/wiki/Peace", "Ve https://es.wikipedia.org/wiki/Paz"),
    ("Hello {name}, %(count)s days, %s", "Hola, {name}: %(count)s días, %s"),
    ("{when:%d} of {0.name}, {{so it}}", "{when:%d} de {0.name}, {{es así}}"),
    ("Bla bla bla", "Bla bla bla"),
    ("10 10 20", "10 10 20"),
    ("Why? Because!", "¿Por qué? ¡Porque sí!"),
    ("What?!", "¡¿Qué?!"),
    ("Global Exchange", "Global Exchange"),
    ("Voices of the Border", "Voices of the Border"),
    ("Led by Voices of the Border", "Encabezada por Voices of the Border"),
    ("Read <a id=\"a1\">the call</a>", "Lee <a id=\"a1\">la convocatoria</a>"),
    ("<b>New</b>", "<strong>Nuevo</strong>"),
    ("24/7", "24/7"),
    ("", ""),
    ("Not translated yet", ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "data"), RIGHT)
def test_what_is_right_is_quiet(source, data):
    assert problems(source, data, "es") == []


WRONG = [
    ("More than 300 people", "Más de 30 personas", "number"),
    ("1,000 pesos", "1.000 pesos", "number"),
    ("Room 4", "Sala", "number"),
    ("It starts at 10 a.m.", "Empieza a las 22:00", "number"),
    ("It starts at 3:30 p.m.", "Empieza a las 15:00", "number"),
    ("May 5", "5 de marzo", "date"),
    ("Thursday, February 23", "viernes 23 de febrero", "date"),
    ("Write to hola@example.org", "Escribe a ola@example.org", "email"),
    ("See https://example.org/a", "Ve el sitio", "url"),
    ("Hello {name}", "Hola {nombre}", "placeholder"),
    ("%(count)s days", "%(cuenta)s días", "placeholder"),
    ("%s days", "días", "placeholder"),
    ("It is {when:%d}", "Es {cuando:%d}", "placeholder"),
    ("{place.name}", "{place.title}", "placeholder"),
    ("{place.name}", "El lugar", "placeholder"),
    ("{name} is here", "{{name}} está aquí", "placeholder"),
    ("{name} is here", "{name}} está aquí", "placeholder"),
    ("We meet for the peace of all", "We meet for the peace of all", "untranslated"),
    ("The voices of the city", "Las voces of the ciudad", "untranslated"),
    ("Will you come?", "Vienes?", "opening"),
    ("Welcome!", "Te damos la bienvenida!", "opening"),
    ("We meet", "Nos  encontramos", "spaces"),
    ("We meet", " Nos encontramos", "spaces"),
    ("Of the house", "De de la casa", "repeated"),
    ("They see each other", "Nosotras nos\nnos vemos", "repeated"),
    ('Read <a id="a1">the call</a>', "Lee la convocatoria", "link"),
    ('Read <a id="a1">it</a>', 'Lee <a id="a9">esto</a>', "tags"),
    ("Read it", "Lee <script>alert(x)</script>", "tags"),
    ("Read it", '<b onclick="x()">Lee</b>', "tags"),
    ("<b>New</b>", "Nuevo", "tags"),
]


@pytest.mark.parametrize(("source", "data", "code"), WRONG)
def test_what_is_wrong_is_said(source, data, code):
    assert codes(source, data) == [code]


def test_the_message_names_what_is_missing():
    said = " ".join(
        problem.message
        for problem in problems(
            'Room 4, hola@example.org, https://example.org, {x}, <a id="a1">here</a>', "Sala", "es"
        )
    )
    for name in ("4", "hola@example.org", "https://example.org", "{x}", "here"):
        assert f"“{name}”" in said or f" {name}" in said


def test_what_breaks_a_text_is_serious_and_style_is_not():
    assert all(problem.serious for problem in problems("Room 4, {x}", "Sala", "es"))
    assert not any(problem.serious for problem in problems("Come!", "Ven  aquí!", "es"))


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("Will you come?", "Viendrez-vous ?"),
        ("1,000.50 euros", "1 000,50 euros"),
        ("It starts at 3:30 p.m.", "Ça commence à 15 h 30"),
        ("Five days", "5 jours"),
        ("May 5, 2023", "le 5 mai 2023"),
        ("Thursday", "jeudi"),
        ("You and I are here", "Vous et moi sommes là, nous nous voyons"),
    ],
)
def test_french_follows_its_own_rules(source, data):
    assert problems(source, data, "fr") == []


def test_english_left_over_is_found_in_any_language():
    assert codes("All of the people", "Tous of the people", "fr") == ["untranslated"]
    assert codes("Will you come on May 5?", "Viendrez-vous le 5 mars ?", "fr") == ["date"]


TERM = Term(source="migrant", translation="persona migrante", forbidden="ilegal\nindocumentado\n\n")
PRESS = Term(source="press release", translation="comunicado / boletín")


@pytest.mark.parametrize(
    ("term", "data", "expected"),
    [
        (TERM, "La persona migrante", []),
        (TERM, "Las Personas Migrantes", []),
        (TERM, "El migrante", ["term"]),
        (TERM, "Los ilegales", ["forbidden"]),
        (TERM, "La persona migrante y los indocumentados", ["forbidden"]),
        (TERM, "La persona migrante es ilegal, no", ["forbidden"]),
        (PRESS, "El boletín", []),
        (PRESS, "Los boletines", []),
        (PRESS, "Los comunicados", []),
        (PRESS, "La nota", ["term"]),
        (Term(source="migration", translation="migración"), "Las migraciones", []),
        (Term(source="Peace", translation="paz"), "capaz", ["term"]),
        (Term(source="odd", translation="(¿x?)"), "nada", ["term"]),
    ],
)
def test_the_glossary_is_kept(term, data, expected):
    assert codes("nothing", data, terms=[term]) == expected


@settings(max_examples=60)
@given(st.text(), st.text(), st.sampled_from(["es", "fr", "de", "es-mx"]))
def test_no_text_breaks_the_checks(source, data, language):
    problems(source, data, language, [TERM])
