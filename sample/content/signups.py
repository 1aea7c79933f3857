"""Sign-up pages: for the summit, for a dialogue and for an organisation that joins.

Keys of fields and of choices never change with the language; labels and help texts do.
"""

from sample.text import T

NONE = T("")


def _field(
    kind: str,
    key: str,
    label: T,
    help_text: T = NONE,
    *,
    required: bool = False,
    autocomplete: str = "",
    sensitive: bool = False,
    choices: tuple[tuple[str, T], ...] = (),
    page: str = "",
) -> tuple[str, dict]:
    """One question, with what most questions share filled in."""
    return (
        kind,
        {
            "key": key,
            "label": label,
            "help_text": help_text,
            "required": required,
            "autocomplete": autocomplete,
            "sensitive": sensitive,
            "choices": [{"key": choice, "label": text} for choice, text in choices],
            **({"page": page} if page else {}),
        },
    )


def _section(title: T, text: T = NONE) -> tuple[str, dict]:
    return ("section", {"title": title, "text": text})


FULL_NAME = _field(
    "text",
    "full_name",
    T("Full name", "Nombre completo"),
    T(
        "As you write it, with one surname or two.",
        "Como tú lo escribes, con un apellido o con dos.",
    ),
    required=True,
    autocomplete="name",
)
BADGE_NAME = _field(
    "text",
    "badge_name",
    T("Name for the badge", "Nombre para el gafete"),
    T(
        "What we should call you. It need not be your legal name.",
        "Cómo quieres que te llamemos. No tiene que ser tu nombre legal.",
    ),
    autocomplete="nickname",
)
EMAIL = _field(
    "email",
    "email",
    T("E-mail", "Correo electrónico"),
    T("Only to write to you about this.", "Solo para escribirte sobre esto."),
    required=True,
    autocomplete="email",
)
TELEPHONE = _field(
    "telephone",
    "telephone",
    T("Telephone", "Teléfono"),
    T(
        "With the country code, for example +52 or +1. Only for urgent changes.",
        "Con clave de país, por ejemplo +52 o +1. Solo para cambios urgentes.",
    ),
    autocomplete="tel",
)
ORGANISATION = _field(
    "text",
    "organisation",
    T("Organisation or collective", "Organización o colectivo"),
    T(
        "If you come on your own, leave it empty.",
        "Si vienes por tu cuenta, déjalo en blanco.",
    ),
    autocomplete="organization",
)
COUNTRIES = (
    ("mx", T("Mexico", "México")),
    ("us", T("United States", "Estados Unidos")),
    ("ca", T("Canada", "Canadá")),
    ("gt", T("Guatemala")),
    ("hn", T("Honduras")),
    ("sv", T("El Salvador")),
    ("other", T("Another country", "Otro país")),
)
COUNTRY = _field(
    "dropdown",
    "country",
    T("Country from which you come", "País desde el que vienes"),
    T(
        "Where you live, not where you were born.",
        "Donde vives, no donde naciste.",
    ),
    required=True,
    choices=COUNTRIES,
)
ACCESS = _field(
    "paragraph",
    "accessibility_needs",
    T("What do you need in order to take part?", "¿Qué necesitas para participar?"),
    T(
        "For instance a place for a wheelchair, large print, a rest, an assistant, a place to "
        "park.",
        "Por ejemplo, espacio para silla de ruedas, letra grande, momentos de descanso, una "
        "persona de apoyo o un lugar de estacionamiento.",
    ),
    sensitive=True,
)
LANGUAGES = (
    ("es", T("Spanish", "Español")),
    ("en", T("English", "Inglés")),
    ("nah", T("Nahuatl", "Náhuatl")),
    ("mix", T("Mixtec", "Mixteco")),
    ("zap", T("Zapotec", "Zapoteco")),
    ("may", T("A Mayan language", "Una lengua maya")),
    ("hat", T("Haitian Creole", "Criollo haitiano")),
    ("lsm", T("Mexican Sign Language", "Lengua de Señas Mexicana")),
    ("asl", T("American Sign Language", "Lengua de señas americana")),
)
INTERPRETATION = _field(
    "checkboxes",
    "interpretation",
    T("Languages in which you can follow", "Lenguas en las que puedes seguir las sesiones"),
    T("Mark all that suit you.", "Marca todas las que te sirvan."),
    choices=LANGUAGES,
    # A language may tell of an origin, a sign language of a disability.
    sensitive=True,
)
CONDUCT = _field(
    "consent",
    "conduct_consent",
    T(
        "I have read the code of conduct and will keep it.",
        "Leí el código de conducta y lo respetaré.",
    ),
    T(
        "It says how we treat one another, and where to ask for help.",
        "Dice cómo nos tratamos y dónde pedir ayuda.",
    ),
    required=True,
    page="conduct",
)
PRIVACY = _field(
    "consent",
    "privacy_consent",
    T(
        "I agree that you use my answers as the privacy notice says.",
        "Acepto que usen mis respuestas como dice el aviso de privacidad.",
    ),
    T(
        "You can withdraw your consent whenever you want.",
        "Puedes retirar tu consentimiento cuando quieras.",
    ),
    required=True,
    page="privacy",
)

SUMMIT = {
    "key": "signup_summit",
    "title": T("Sign up for the summit", "Inscríbete a la Cumbre"),
    "slug": T("sign-up", "inscripcion"),
    "listing_text": T(
        "Keep your place at the Peace Summit in Mexico City. Free, and it takes five minutes.",
        "Aparta tu lugar en la Cumbre Binacional en la Ciudad de México. Es gratuita y toma cinco "
        "minutos.",
    ),
    "search_description": T(
        "Sign up, free of charge, for the Peace Summit on 23 and 24 February in Mexico City.",
        "Inscríbete sin costo a la Cumbre Binacional por la Paz, 23 y 24 de febrero en la Ciudad "
        "de México.",
    ),
    "image": "signup_summit",
    "event": "summit",
    "introduction": T(
        "Five minutes are enough. Only what is marked as required has to be answered; everything "
        "else helps us to receive you well.",
        "Con cinco minutos basta. Solo es obligatorio lo que está marcado; lo demás nos ayuda a "
        "recibirte bien.",
    ),
    "confirmation": T(
        "<p><b>Thank you! We have a chair for you.</b></p>"
        "<p>Keep your code: it is all we need at the door. If something changes for you, "
        "correct it or cancel on your personal page.</p>"
        '<p>Until we meet, have a look at the <a linktype="page" id="{page:summit}">programme'
        "</a>.</p>",
        "<p><b>¡Gracias! Ya tenemos una silla para ti.</b></p>"
        "<p>Guarda tu código: en la entrada no necesitamos nada más. Si algo cambia para ti, "
        "corrige o cancela en tu página personal.</p>"
        '<p>Mientras nos vemos, dale un vistazo al <a linktype="page" id="{page:summit}">'
        "programa</a>.</p>",
    ),
    "privacy_notice": T(
        "<p>Only the team that receives you sees your answers. We store no IP address.</p>",
        "<p>Tus respuestas solo las ve el equipo que te recibe. No guardamos tu dirección IP.</p>",
    ),
    "fields": [
        _section(T("About you", "Sobre ti")),
        FULL_NAME,
        BADGE_NAME,
        EMAIL,
        TELEPHONE,
        ORGANISATION,
        COUNTRY,
        _section(
            T("Your days with us", "Tus días en la Cumbre"),
            T(
                "So that we have enough chairs, headphones and tortillas.",
                "Para que alcancen las sillas, los audífonos y las tortillas.",
            ),
        ),
        _field(
            "radio",
            "attendance",
            T("How will you take part?", "¿Cómo participarás?"),
            required=True,
            choices=(
                ("both_days", T("In person, both days", "En persona, los dos días")),
                ("first_day", T("In person, 23 February", "En persona, el 23 de febrero")),
                ("second_day", T("In person, 24 February", "En persona, el 24 de febrero")),
                ("stream", T("I will watch the stream", "Veré la transmisión")),
            ),
        ),
        _field(
            "checkboxes",
            "working_tables",
            T("Which tables interest you?", "¿Qué mesas te interesan?"),
            choices=(
                ("natural_resources", T("Natural resources", "Recursos naturales")),
                ("mobility", T("Mobility", "Movilidad")),
                ("inclusion", T("Inclusion", "Inclusión")),
                ("human_rights", T("Human rights", "Derechos humanos")),
            ),
        ),
        _field(
            "yes_no",
            "officials_meeting",
            T(
                "Do you want to attend the meeting with government officials?",
                "¿Quieres asistir a la reunión con autoridades?",
            ),
            T(
                "If you say yes, your name may be put on the list at the entrance of the building.",
                "Si respondes que sí, tu nombre puede aparecer en la lista de acceso al edificio.",
            ),
        ),
        _field(
            "number",
            "children",
            T("How many children come with you?", "¿Cuántas niñas y niños vienen contigo?"),
            T(
                "For the children's room, from three to twelve years.",
                "Para el espacio infantil, de tres a doce años.",
            ),
        ),
        _section(
            T("So that you can take part", "Para que puedas participar"),
            T(
                "Answer only what helps us to receive you well; you may leave all of it empty.",
                "Responde solo lo que nos ayude a recibirte bien; puedes dejar todo en blanco.",
            ),
        ),
        INTERPRETATION,
        ACCESS,
        _field(
            "text",
            "food",
            T("Food and allergies", "Alimentación y alergias"),
            T("For instance: without meat, without nuts.", "Por ejemplo: sin carne, sin nueces."),
            sensitive=True,
        ),
        _section(
            T("Your journey", "Tu viaje"),
            T(
                "Only for those who come from abroad.",
                "Solo para quienes vienen de otro país.",
            ),
        ),
        _field(
            "yes_no",
            "invitation_letter",
            T(
                "Do you need a letter of invitation for your visa or your journey?",
                "¿Necesitas una carta de invitación para tu visa o tu viaje?",
            ),
            T(
                "We send it to you alone, by e-mail.",
                "Te la enviaremos solo a ti, por correo.",
            ),
            sensitive=True,
        ),
        _field(
            "text",
            "travel_document_name",
            T("Name in your travel document", "Nombre en tu documento de viaje"),
            T(
                "Only if you need the letter and the name differs from the one above.",
                "Solo si necesitas la carta y el nombre es distinto al de arriba.",
            ),
            sensitive=True,
        ),
        _field(
            "date",
            "arrival",
            T("Day of arrival in Mexico City", "Día de llegada a la Ciudad de México"),
            sensitive=True,
        ),
        _section(T("Our agreements", "Nuestros acuerdos")),
        CONDUCT,
        PRIVACY,
    ],
}

DIALOGUE = {
    "key": "signup_dialogue",
    "title": T("Sign up for the dialogue in Los Angeles", "Inscríbete al diálogo de Los Ángeles"),
    "slug": T("sign-up-los-angeles", "inscripcion-los-angeles"),
    "listing_text": T(
        "A day of circles and a common table. Free, with lunch and interpretation.",
        "Un día de círculos y una mesa común. Sin costo, con comida e interpretación.",
    ),
    "search_description": T(
        "Sign up, free of charge, for the preparatory dialogue of the Peace Summit in Los Angeles.",
        "Inscríbete sin costo al diálogo preparatorio de la Cumbre Binacional en Los Ángeles.",
    ),
    "image": "signup_dialogue",
    "event": "dialogue_los_angeles",
    "capacity": 120,
    "introduction": T(
        "Tell us which circle you choose and in which languages you can follow. We do the rest.",
        "Dinos qué círculo eliges y en qué lenguas puedes seguirlo. De lo demás nos encargamos.",
    ),
    "confirmation": T(
        "<p><b>Done! Your place in the circle is kept.</b></p>"
        "<p>Keep your code: it opens the door for you. The hall has changed: please look at "
        'the address on the <a linktype="page" id="{page:dialogue_los_angeles}">page of the '
        "dialogue</a> before you set out.</p>",
        "<p><b>¡Listo! Tu lugar en el círculo está apartado.</b></p>"
        "<p>Guarda tu código: con él entras. El salón cambió: antes de salir, revisa la "
        'dirección en la <a linktype="page" id="{page:dialogue_los_angeles}">página del '
        "diálogo</a>.</p>",
    ),
    "privacy_notice": T(
        "<p>Only the team that receives you sees your answers. We store no IP address.</p>",
        "<p>Tus respuestas solo las ve el equipo que te recibe. No guardamos tu dirección IP.</p>",
    ),
    "fields": [
        FULL_NAME,
        EMAIL,
        _field(
            "radio",
            "circle",
            T("Your circle", "Tu círculo"),
            required=True,
            choices=(
                (
                    "language_work",
                    T("Language and dignity at work", "Lengua y dignidad en el trabajo"),
                ),
                ("safe_streets", T("Safe streets", "Calles seguras")),
                ("local_news", T("Local news", "Noticias locales")),
            ),
        ),
        INTERPRETATION,
        _field(
            "group_size",
            "people",
            T("How many of you are coming?", "¿Cuántas personas vienen?"),
            T("You included, children too.", "Contándote a ti y a las niñas y niños."),
            required=True,
        ),
        ACCESS,
        CONDUCT,
        PRIVACY,
    ],
}

PARTNER = {
    "key": "signup_partner",
    "title": T("Join as a partner", "Súmate como organización aliada"),
    "slug": T("join-as-a-partner", "sumate-como-organizacion"),
    "listing_text": T(
        "For organisations and collectives that want to carry the summit with us.",
        "Para organizaciones y colectivos que quieren sostener la Cumbre en común.",
    ),
    "search_description": T(
        "How organisations and collectives join the alliance of the Peace Summit.",
        "Cómo pueden sumarse las organizaciones y los colectivos a la alianza de la Cumbre "
        "Binacional.",
    ),
    "image": "signup_partner",
    "event": None,
    "introduction": T(
        "You need no legal papers and no minimum size. What counts is the work you do and that you "
        "share the aims of the summit.",
        "No hace falta tener registro legal ni un tamaño mínimo. Lo que cuenta es el trabajo que "
        "hacen y que compartan los propósitos de la Cumbre.",
    ),
    "confirmation": T(
        "<p><b>Thank you for wanting to walk with us.</b></p>"
        "<p>Two partners, one from each side of the border, read every request. You will have an "
        'answer within ten working days. Meanwhile you can meet <a linktype="page" '
        'id="{page:partners}">those who are already here</a>.</p>',
        "<p><b>Gracias por querer caminar en esta alianza.</b></p>"
        "<p>Dos organizaciones aliadas, una de cada lado de la frontera, leen cada solicitud. "
        "Tendrán respuesta en un máximo de diez días hábiles. Mientras tanto, pueden conocer a <a "
        'linktype="page" id="{page:partners}">quienes ya están aquí</a>.</p>',
    ),
    "privacy_notice": T(
        "<p>We publish only the name, country and themes of an organisation, and only after you "
        "have agreed. The data of the person who writes to us are not published.</p>",
        "<p>De cada organización publicamos únicamente el nombre, el país y los temas, y solo con "
        "su consentimiento. Los datos de la persona que nos escribe no se publican.</p>",
    ),
    "fields": [
        _section(T("Your organisation", "Tu organización")),
        _field(
            "text",
            "organisation_name",
            T("Name of the organisation", "Nombre de la organización"),
            T(
                "As it should appear in the directory. We do not translate names.",
                "Como debe aparecer en el directorio. No traducimos los nombres.",
            ),
            required=True,
            autocomplete="organization",
        ),
        _field(
            "dropdown",
            "organisation_country",
            T("Country where you work", "País donde trabajan"),
            required=True,
            choices=COUNTRIES,
        ),
        _field(
            "checkboxes",
            "themes",
            T("Themes", "Temas"),
            T("Those to which you give most of your time.", "A los que dedican más tiempo."),
            required=True,
            choices=(
                ("migration", T("Migration", "Migración")),
                ("human_rights", T("Human rights", "Derechos humanos")),
                (
                    "gun_violence",
                    T("Gun violence and arms trafficking", "Violencia armada y tráfico de armas"),
                ),
                (
                    "inequality",
                    T("Inequality and fair development", "Desigualdad y desarrollo justo"),
                ),
                ("environment", T("Environment and climate", "Medio ambiente y clima")),
                (
                    "democracy",
                    T(
                        "Democracy and political participation",
                        "Democracia y participación política",
                    ),
                ),
                ("indigenous_peoples", T("Indigenous peoples", "Pueblos indígenas")),
                ("disappeared", T("Disappeared persons", "Personas desaparecidas")),
                ("press_freedom", T("Press freedom", "Libertad de prensa")),
            ),
        ),
        _field(
            "paragraph",
            "work",
            T("Tell us about your work", "Cuéntanos de su trabajo"),
            T(
                "A few sentences: with whom, where, since when.",
                "Unas cuantas frases: con quién, dónde, desde cuándo.",
            ),
            required=True,
        ),
        _field(
            "yes_no",
            "can_host",
            T("Could you host a dialogue?", "¿Podrían recibir un diálogo?"),
            T(
                "A room, a kitchen or an evening is already a great deal.",
                "Un salón, una cocina o una tarde ya es muchísimo.",
            ),
        ),
        _section(T("Whom we answer", "A quién respondemos")),
        _field(
            "text",
            "contact_name",
            T("Your name", "Tu nombre"),
            required=True,
            autocomplete="name",
        ),
        EMAIL,
        TELEPHONE,
        _field(
            "consent",
            "directory_consent",
            T(
                "My organisation agrees to be named in the public directory.",
                "Mi organización acepta aparecer en el directorio público.",
            ),
        ),
        PRIVACY,
    ],
}

SIGNUPS = [SUMMIT, DIALOGUE, PARTNER]
