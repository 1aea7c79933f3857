"""The summit with its programme, the page of the dialogues and the five dialogues.

Days are counted from the first day of the summit (0, 23 February), dialogues by their age: days
before the seed runs, negative for those to come. Times are those of the event's own zone.
"""

from sample.text import T

NONE = T("")


def _session(
    starts: str,
    ends: str,
    kind: str,
    title: T,
    description: T,
    room: T,
    *,
    track: T = NONE,
    themes: tuple[str, ...] = (),
    languages: tuple[str, ...] = ("es", "en"),
    interpretation: tuple[str, ...] = ("es", "en"),
    speakers: tuple[tuple[T, T], ...] = (),
) -> tuple[str, dict]:
    """One session of the programme, with what most sessions share filled in."""
    return (
        "session",
        {
            "starts": starts,
            "ends": ends,
            "kind": kind,
            "title": title,
            "description": description,
            "room": room,
            "track": track,
            "themes": list(themes),
            "languages": list(languages),
            "interpretation": list(interpretation),
            "speakers": [{"name": name, "role": role} for name, role in speakers],
        },
    )


# Rooms
HALL = T("Great hall", "Auditorio principal")
PATIO = T("Courtyard", "Patio central")
JACARANDA = T("Jacaranda room", "Sala Jacaranda")
CEIBA = T("Ceiba room", "Sala Ceiba")
MESQUITE = T("Mesquite room", "Sala Mezquite")

# Tracks
MOBILITY = T("Mobility", "Movilidad")
RIGHTS = T("Human rights", "Derechos humanos")
RESOURCES = T("Natural resources", "Recursos naturales")
INCLUSION = T("Inclusion", "Inclusión")

# Roles
HOST = T("facilitates", "facilita")
OPENS = T("opens the session", "abre la sesión")
SHARES = T("shares its experience", "comparte su experiencia")
TESTIMONY = T("bear witness", "dan testimonio")
REPORTS = T("reports", "presenta")


def _documents(key: str, label: T) -> tuple[str, dict]:
    """The block that offers one document."""
    title = T("To read and to share", "Para leer y compartir")
    return ("documents", {"title": title, "items": [{"document": key, "label": label}]})


CONCLUSIONS = T("Conclusions of the dialogue", "Conclusiones del diálogo")

PROGRAMME = [
    (
        "day",
        {
            "day": 0,
            "title": T("To listen and to name", "Escuchar y nombrar"),
            "introduction": T(
                "The first day belongs to those who have lived what we talk about. It ends with "
                "music.",
                "El primer día es de quienes han vivido aquello de lo que hablamos. Termina con "
                "música.",
            ),
        },
    ),
    _session(
        "08:30",
        "10:00",
        "break",
        T("Welcome and breakfast", "Bienvenida y desayuno"),
        T(
            "Badges, headphones for the interpretation, coffee and tamales in the courtyard.",
            "Gafetes, audífonos para la interpretación, café y tamales en el patio.",
        ),
        PATIO,
        interpretation=(),
    ),
    _session(
        "10:00",
        "13:00",
        "plenary",
        T("Opening plenary: peace has two shores", "Plenaria inaugural: la paz tiene dos orillas"),
        T(
            "Families, young people and peoples of both countries say what brings them here. The "
            "five dialogues hand over their conclusions. Streamed live with captions and sign "
            "language.",
            "Familias, juventudes y pueblos de ambos países dicen qué les trae hasta aquí. Los "
            "cinco diálogos entregan sus conclusiones. Transmisión en vivo con subtítulos y lengua "
            "de señas.",
        ),
        HALL,
        themes=("human_rights", "disappeared", "migration", "democracy"),
        speakers=(
            (T("Familiares en Búsqueda María Herrera"), OPENS),
            (
                T("Youth of both countries", "Juventudes de ambos países"),
                T("read the call", "leen la convocatoria"),
            ),
            (T("Red de Pueblos Trasnacionales"), SHARES),
        ),
    ),
    _session(
        "13:00",
        "14:30",
        "break",
        T("Lunch by regions", "Comida por regiones"),
        T(
            "Each table has a region of the map. Sit at one that is not yours.",
            "Cada mesa lleva el nombre de una región del mapa. Siéntate en una que no sea la tuya.",
        ),
        PATIO,
        interpretation=(),
    ),
    _session(
        "14:30",
        "16:00",
        "panel",
        T("Round of the five dialogues", "Ronda de los cinco diálogos"),
        T(
            "What was heard in Tijuana, Ciudad Juárez, Tapachula, Los Angeles and online, where "
            "the five agree and where they do not.",
            "Lo que se escuchó en Tijuana, Ciudad Juárez, Tapachula, Los Ángeles y en línea: en "
            "qué coinciden los cinco diálogos y en qué no.",
        ),
        HALL,
        themes=("migration", "gun_violence", "environment"),
        speakers=(
            (T("Al Otro Lado"), REPORTS),
            (T("Las Mujeres Rurales de la Frontera Sur S.A. de R.L. de C.V."), REPORTS),
            (T("March for Our Lives"), REPORTS),
        ),
    ),
    _session(
        "16:15",
        "17:45",
        "workshop",
        T("Following a weapon from the shop to the grave", "Seguir un arma de la tienda a la fosa"),
        T(
            "How public records, lawsuits and the memory of families show the way a gun has "
            "taken, and what each country can do at its end of the road.",
            "Cómo los registros públicos, las demandas y la memoria de las familias muestran el "
            "camino que recorrió un arma, y qué puede hacer cada país en su tramo.",
        ),
        JACARANDA,
        track=RIGHTS,
        themes=("gun_violence",),
        speakers=(
            (T("Stop US Arms to Mexico"), HOST),
            (T("Global Action on Gun Violence"), SHARES),
            (T("Change the Ref"), SHARES),
        ),
    ),
    _session(
        "16:15",
        "17:45",
        "workshop",
        T("A shelter is more than a roof", "Un albergue es más que un techo"),
        T(
            "Shelters from the Río Bravo to the Suchiate compare how they receive families, what "
            "they lack and how they could send word to one another.",
            "Albergues del río Bravo al Suchiate comparan cómo reciben a las familias, qué les "
            "hace falta y cómo avisarse entre sí.",
        ),
        CEIBA,
        track=MOBILITY,
        themes=("migration", "human_rights"),
        speakers=(
            (T("Casa Tochan"), HOST),
            (T("Albergue para Migrantes de Piedras Negras"), SHARES),
            (T("South Texas Human Rights Center"), SHARES),
        ),
    ),
    _session(
        "16:15",
        "17:45",
        "workshop",
        T("Reporting from where one lives", "Informar desde donde se vive"),
        T(
            "Community radio, photography and local newsrooms: how to tell what happens next door "
            "and stay safe the day after.",
            "Radio comunitaria, fotografía y redacciones locales: cómo contar lo que pasa en la "
            "puerta de al lado y estar a salvo al día siguiente.",
        ),
        MESQUITE,
        track=INCLUSION,
        themes=("press_freedom", "democracy"),
        speakers=(
            (T("Desde Nosotras, Colectiva de Fotoperiodistas"), HOST),
            (T("Península 360 Press"), SHARES),
            (T("El Molino Informativo"), SHARES),
        ),
    ),
    _session(
        "18:00",
        "19:00",
        "meeting",
        T("Meeting of families who search", "Encuentro de familias que buscan"),
        T(
            "A closed meeting, without press and without recording, for families of the "
            "disappeared from every country.",
            "Reunión cerrada, sin prensa y sin grabaciones, para familias de personas "
            "desaparecidas de todos los países.",
        ),
        CEIBA,
        track=RIGHTS,
        themes=("disappeared",),
        languages=("es",),
        speakers=(
            (T("Familiares en Búsqueda María Herrera"), HOST),
            (
                T("Families of the disappeared", "Familias de personas desaparecidas"),
                TESTIMONY,
            ),
        ),
    ),
    _session(
        "19:30",
        "21:30",
        "culture",
        T("Night of memory and music", "Noche de memoria y música"),
        T(
            "Son jarocho, corridos and hip-hop in three languages, under a sky of cut paper. Each "
            "of us writes a name on a banner and hangs it up.",
            "Son jarocho, corridos y hip-hop en tres lenguas, bajo un cielo de papel picado. Cada "
            "quien escribe un nombre en una banderita y la cuelga.",
        ),
        PATIO,
        themes=("disappeared", "indigenous_peoples"),
        interpretation=(),
        speakers=(
            (T("Culturas del Pasado Voces del Presente"), HOST),
            (T("Musicians of the neighbourhood", "Músicas y músicos del barrio"), SHARES),
        ),
    ),
    (
        "day",
        {
            "day": 1,
            "title": T("To agree and to begin", "Acordar y empezar"),
            "introduction": T(
                "On the second day conversations become commitments: with those who govern, and "
                "with one another.",
                "El segundo día las conversaciones se vuelven compromisos: con quienes gobiernan y "
                "entre nosotras y nosotros.",
            ),
        },
    ),
    _session(
        "09:00",
        "11:00",
        "meeting",
        T("Working table: mobility", "Mesa de trabajo: movilidad"),
        T(
            "Asylum, work across borders, return and the right not to have to leave. The table "
            "writes three demands and one plan.",
            "Asilo, trabajo transfronterizo, retorno y el derecho a no tener que irse. La mesa "
            "redacta tres demandas y un plan.",
        ),
        JACARANDA,
        track=MOBILITY,
        themes=("migration",),
        speakers=(
            (T("Instituto para las Mujeres en las Migraciones"), HOST),
            (T("Witness at the Border"), SHARES),
            (T("Alianza de Ex-Braceros"), SHARES),
        ),
    ),
    _session(
        "09:00",
        "11:00",
        "meeting",
        T("Working table: natural resources", "Mesa de trabajo: recursos naturales"),
        T(
            "Water, land and harvests on a warming continent, told by those who sow.",
            "Agua, tierra y cosechas en un continente que se calienta, contado por quienes "
            "siembran.",
        ),
        CEIBA,
        track=RESOURCES,
        themes=("environment", "inequality", "indigenous_peoples"),
        speakers=(
            (T("Mujeres Organización y Territorios MOOTS"), HOST),
            (T("California Institute for Rural Studies"), SHARES),
            (T("Florida Farm Workers"), SHARES),
        ),
    ),
    _session(
        "09:00",
        "11:00",
        "meeting",
        T("Working table: inclusion", "Mesa de trabajo: inclusión"),
        T(
            "Afro-descendant and indigenous peoples on both sides of the border write down what "
            "has to change so that nobody speaks for them again.",
            "Pueblos afrodescendientes e indígenas de ambos lados de la frontera escriben qué debe "
            "cambiar para que nadie vuelva a hablar en su nombre.",
        ),
        MESQUITE,
        track=INCLUSION,
        themes=("indigenous_peoples", "inequality", "democracy"),
        speakers=(
            (T("CIELO, Indigenous Leadership"), HOST),
            (T("Black Lives Matter South Bend"), SHARES),
            (T("Centro de Derechos Humanos de la Montaña “Tlachinollan”"), SHARES),
        ),
    ),
    _session(
        "11:00",
        "11:30",
        "break",
        T("Coffee, and a walk to the meeting", "Café y caminata a la reunión"),
        T(
            "Whoever takes part in the meeting with officials leaves together from the main "
            "entrance. The way has no steps.",
            "Quienes participan en la reunión con autoridades salen en grupo desde la entrada "
            "principal. El camino no tiene escalones.",
        ),
        PATIO,
        interpretation=(),
    ),
    _session(
        "12:00",
        "14:00",
        "meeting",
        T(
            "Meeting with government officials",
            "Reunión con funcionarias y funcionarios de gobierno",
        ),
        T(
            "The demands of the summit are handed over and read aloud. Each official has five "
            "minutes to say what will be done, by whom and by when; the answers are published.",
            "Se entregan y se leen en voz alta las demandas de la Cumbre. Cada autoridad tiene "
            "cinco minutos para decir qué se hará, quién y para cuándo; las respuestas se "
            "publican.",
        ),
        T("Outside the venue, on foot", "Fuera de la sede, a pie"),
        themes=("human_rights", "democracy", "gun_violence", "migration"),
        speakers=(
            (T("Comisión Mexicana de Defensa y Promoción de los Derechos Humanos"), HOST),
            (T("Latin America Working Group"), SHARES),
            (
                T("Delegation of the working tables", "Delegación de las mesas de trabajo"),
                T("hands over the demands", "entrega las demandas"),
            ),
        ),
    ),
    _session(
        "12:00",
        "14:00",
        "workshop",
        T("Organising a majority with a telephone", "Organizar a la mayoría con un teléfono"),
        T(
            "Digital tools that have worked in campaigns of both countries, and how to use them "
            "without handing your people's data to strangers.",
            "Herramientas digitales que han funcionado en campañas de ambos países, y cómo usarlas "
            "sin entregar los datos de tu gente a extraños.",
        ),
        JACARANDA,
        track=INCLUSION,
        themes=("democracy", "press_freedom"),
        speakers=(
            (T("NuestraRed Mx"), HOST),
            (T("Jóvenes Ante la Emergencia Nacional"), SHARES),
        ),
    ),
    _session(
        "14:00",
        "15:30",
        "break",
        T("Lunch", "Comida"),
        T(
            "Cooked by women of the shelters, with a table without meat and one without gluten.",
            "Preparada por mujeres de los albergues, con una mesa sin carne y otra sin gluten.",
        ),
        PATIO,
        interpretation=(),
    ),
    _session(
        "15:30",
        "17:00",
        "plenary",
        T(
            "Founding of the working groups and platforms",
            "Instalación de los grupos de trabajo y las plataformas",
        ),
        T(
            "Four groups (natural resources, mobility, inclusion, human rights) and four platforms "
            "say who convenes them and when they meet next.",
            "Cuatro grupos (recursos naturales, movilidad, inclusión y derechos humanos) y cuatro "
            "plataformas dicen quién los convoca y cuándo se reúnen de nuevo.",
        ),
        HALL,
        themes=("human_rights", "environment", "migration", "indigenous_peoples"),
        speakers=(
            (T("Servicios y Asesorías para la Paz"), HOST),
            (T("Americas Program"), SHARES),
        ),
    ),
    _session(
        "17:00",
        "18:00",
        "plenary",
        T("Closing: what each of us takes home", "Clausura: lo que cada quien se lleva a casa"),
        T(
            "The final declaration is read in all the languages of the room. Then one sentence "
            "from everybody who wants to say one.",
            "La declaración final se lee en todas las lenguas de la sala. Después, una frase de "
            "cada persona que quiera decirla.",
        ),
        HALL,
        themes=("democracy", "human_rights"),
        speakers=(
            (T("Global Exchange"), T("closes the summit", "clausura la Cumbre")),
            (
                T("Voices of the nine themes", "Voces de los nueve temas"),
                T("read the declaration", "leen la declaración"),
            ),
        ),
    ),
]

SUMMIT = {
    "key": "summit",
    "title": T("Peace Summit", "Cumbre Binacional por la Paz"),
    "slug": T("summit", "cumbre"),
    "listing_text": T(
        "Two days in Mexico City: plenaries, workshops, a meeting with government officials and a "
        "night of music. Free, and interpreted throughout.",
        "Dos días en la Ciudad de México: plenarias, talleres, una reunión con autoridades y una "
        "noche de música. Sin costo y con interpretación.",
    ),
    "search_description": T(
        "Programme, place and sign-up of the Peace Summit, 23 and 24 February in Mexico City.",
        "Programa, sede e inscripción de la Cumbre Binacional por la Paz, 23 y 24 de febrero en la "
        "Ciudad de México.",
    ),
    "image": "summit_sun",
    "introduction": T(
        "More than 300 people from both sides of the border meet for two days: to listen, to agree "
        "on demands and to found the groups that will carry them on.",
        "Más de 300 personas de ambos lados de la frontera se encuentran durante dos días para "
        "escuchar, acordar demandas e instalar los grupos que las llevarán adelante.",
    ),
    "day": 0,
    "starts": "10:00",
    "end_day": 1,
    "ends": "18:00",
    "zone": "America/Mexico_City",
    "mode": "hybrid",
    "status": "scheduled",
    "status_note": NONE,
    "venue": T("Centro Cultural Dos Orillas"),
    "city": T("Mexico City", "Ciudad de México"),
    "address": T("Calle del Papel Picado 23, Centro, 06000"),
    "livestream_url": "https://live.example.org/peace-summit",
    "themes": [
        "migration",
        "human_rights",
        "gun_violence",
        "inequality",
        "environment",
        "democracy",
        "indigenous_peoples",
        "disappeared",
        "press_freedom",
    ],
    "documents": ["programme", "access_guide", "call"],
    "programme": PROGRAMME,
    "body": [
        ("heading", T("How the two days work", "Cómo funcionan los dos días")),
        (
            "text",
            T(
                "<p>The opening plenary, from 10:00 to 13:00 in Mexico City (08:00 to 11:00 "
                "Pacific time), is streamed and open to everybody. The rest takes place in the "
                'building, for those who have <a linktype="page" id="{page:signup_summit}">'
                "signed up</a>.</p>"
                "<p>You choose sessions on the day; only the meeting with government officials "
                "needs your yes beforehand. Every room has interpretation between Spanish and "
                "English, and you can borrow headphones at the welcome desk.</p>",
                "<p>La plenaria inaugural, de 10:00 a 13:00 en la Ciudad de México (de 08:00 a "
                "11:00, tiempo del Pacífico), se transmite en vivo y está abierta a todo el mundo. "
                'Lo demás sucede en la sede, para quienes <a linktype="page" '
                'id="{page:signup_summit}">se inscribieron</a>.</p>'
                "<p>Las sesiones se eligen el mismo día; solo la reunión con autoridades requiere "
                "tu confirmación previa. Todas las salas tienen interpretación entre español e "
                "inglés, y puedes pedir audífonos en la mesa de bienvenida.</p>",
            ),
        ),
        (
            "picture",
            {
                "image": "venue_sun",
                "caption": T(
                    "The courtyard is the heart of the venue: breakfast, lunch and the night of "
                    "music take place there.",
                    "El patio es el corazón de la sede: ahí son el desayuno, la comida y la noche "
                    "de música.",
                ),
                "alt_text": "",
            },
        ),
        (
            "questions",
            {
                "title": T("Good to know", "Conviene saber"),
                "items": [
                    {
                        "question": T("How do I get there?", "¿Cómo llego?"),
                        "answer": T(
                            "<p>On foot or by metro from anywhere in the centre. There is no "
                            "parking, except for people who need it because of a disability: ask "
                            "for a place in the form.</p>",
                            "<p>A pie o en metro desde cualquier punto del centro. No hay "
                            "estacionamiento, salvo para personas con discapacidad que lo "
                            "necesiten: pide un lugar en el formulario.</p>",
                        ),
                    },
                    {
                        "question": T(
                            "Is there somebody to look after children?",
                            "¿Hay quien cuide a niñas y niños?",
                        ),
                        "answer": T(
                            "<p>Yes, from three to twelve years, on both days, beside the "
                            "courtyard. Younger children are welcome in every session.</p>",
                            "<p>Sí, de tres a doce años, ambos días, junto al patio. Las niñas y "
                            "los niños más pequeños pueden estar en todas las sesiones.</p>",
                        ),
                    },
                    {
                        "question": T("Can I take photographs?", "¿Puedo tomar fotos?"),
                        "answer": T(
                            "<p>Only of people who agree, and never in closed meetings. Our <a "
                            'linktype="page" id="{page:conduct}">code of conduct</a> says '
                            "more.</p>",
                            "<p>Solo de personas que estén de acuerdo, y nunca en reuniones "
                            'cerradas. Nuestro <a linktype="page" id="{page:conduct}">código '
                            "de conducta</a> lo explica.</p>",
                        ),
                    },
                ],
            },
        ),
        (
            "documents",
            {
                "title": T("To take along", "Para llevar"),
                "items": [
                    {
                        "document": "programme",
                        "label": T("Programme for printing", "Programa para imprimir"),
                    },
                    {
                        "document": "access_guide",
                        "label": T("Access guide", "Guía de accesibilidad"),
                    },
                ],
            },
        ),
    ],
}

DIALOGUE_INDEX = {
    "key": "dialogues",
    "title": T("Dialogues", "Diálogos"),
    "slug": T("dialogues", "dialogos"),
    "listing_text": T(
        "Five local conversations on both sides of the border prepare the summit.",
        "Cinco conversaciones locales, en ambos lados de la frontera, preparan la Cumbre.",
    ),
    "search_description": T(
        "The five preparatory dialogues of the Peace Summit: dates, hosts and conclusions.",
        "Los cinco diálogos preparatorios de la Cumbre Binacional: fechas, organizaciones "
        "anfitrionas y conclusiones.",
    ),
    "image": "dialogues_heart",
    "introduction": T(
        "Before we meet in one place, we listen in five. Each dialogue is hosted by organisations "
        "that live there, lasts a day and ends with conclusions that go to the summit.",
        "Antes de reunirnos en un solo lugar, escuchamos en cinco. Cada diálogo lo reciben "
        "organizaciones que viven ahí, dura un día y termina con conclusiones que llegan a la "
        "Cumbre.",
    ),
}

DIALOGUES = [
    {
        "key": "dialogue_tijuana",
        "title": T(
            "Tijuana – San Diego: to wait with dignity", "Tijuana – San Diego: esperar con dignidad"
        ),
        "slug": T("tijuana-san-diego"),
        "listing_text": T(
            "Shelters, lawyers and people who wait at the border say what waiting does to a "
            "family, and what would shorten it.",
            "Albergues, abogadas, abogados y personas que esperan en la frontera cuentan lo que la "
            "espera le hace a una familia y qué la acortaría.",
        ),
        "search_description": T(
            "Dialogue in Tijuana and San Diego about asylum, waiting and families, with its "
            "conclusions.",
            "Diálogo en Tijuana y San Diego sobre asilo, espera y familias, con sus conclusiones.",
        ),
        "image": "dialogue_tijuana",
        "introduction": T(
            "Where the fence runs into the sea, the first dialogue brought together those who "
            "wait, those who shelter them and those who argue their cases on the other side.",
            "Donde la barda se mete al mar, el primer diálogo reunió a quienes esperan, a quienes "
            "les dan techo y a quienes defienden sus casos del otro lado.",
        ),
        "age": 150,
        "starts": "10:00",
        "ends": "17:00",
        "zone": "America/Tijuana",
        "mode": "in_person",
        "status": "scheduled",
        "status_note": NONE,
        "venue": T("Casa de la Cultura Playas"),
        "city": T("Tijuana"),
        "address": T("Paseo Costero 59, Playas de Tijuana"),
        "livestream_url": "",
        "hosts": [
            "Al Otro Lado",
            "Witness at the Border",
            "Instituto para las Mujeres en las Migraciones",
        ],
        "themes": ["migration", "human_rights"],
        "documents": ["conclusions_tijuana"],
        "body": [
            ("heading", T("What it was about", "De qué se trató")),
            (
                "text",
                T(
                    "<p>Some eighty people met in a circle, half of them from San Diego. In the "
                    "morning only those who were waiting spoke: about lists that move without "
                    "explanation, about children who have changed school four times, about the "
                    "fear of the telephone.</p>"
                    "<p>In the afternoon shelters and lawyers answered with what they can do, and "
                    "everybody wrote down what neither can do alone.</p>",
                    "<p>Unas ochenta personas se sentaron en círculo, la mitad de San Diego. Por "
                    "la mañana solo hablaron quienes esperaban: de listas que avanzan sin "
                    "explicación, de niñas y niños que han cambiado cuatro veces de escuela, del "
                    "miedo al teléfono.</p>"
                    "<p>Por la tarde, albergues y defensoras respondieron con lo que sí pueden "
                    "hacer, y entre todas las personas se escribió lo que nadie puede hacer por su "
                    "cuenta.</p>",
                ),
            ),
            (
                "quote",
                {
                    "text": T(
                        "A waiting list is also a border.",
                        "Una lista de espera también es una frontera.",
                    ),
                    "source": T(
                        "From the conclusions of the dialogue Tijuana – San Diego",
                        "De las conclusiones del diálogo Tijuana – San Diego",
                    ),
                },
            ),
            (
                "timeline",
                {
                    "title": T("The day", "El día"),
                    "items": [
                        {
                            "when": T("10:00"),
                            "title": T("Circle by the sea", "Círculo frente al mar"),
                            "text": T(
                                "Those who wait speak; the others listen.",
                                "Hablan quienes esperan; las demás personas escuchan.",
                            ),
                        },
                        {
                            "when": T("13:00"),
                            "title": T("Fish soup for all", "Caldo de pescado para todas y todos"),
                            "text": T(
                                "Cooked by the families of a shelter.",
                                "Preparado por las familias de un albergue.",
                            ),
                        },
                        {
                            "when": T("14:30"),
                            "title": T("Working tables", "Mesas de trabajo"),
                            "text": T(
                                "Information, families, legal defence.",
                                "Información, familias y defensa legal.",
                            ),
                        },
                        {
                            "when": T("16:30"),
                            "title": T("Agreements", "Acuerdos"),
                            "text": T(
                                "Read aloud at the fence, so that both sides hear.",
                                "Leídos en voz alta junto a la barda, para que se oigan de los dos "
                                "lados.",
                            ),
                        },
                    ],
                },
            ),
            _documents("conclusions_tijuana", CONCLUSIONS),
        ],
        "conclusions": T(
            "<h3>What we saw</h3>"
            "<ul>"
            "<li>Nobody explains to the people who wait where they stand and why.</li>"
            "<li>Shelters fill the gap, each on its own and each with different papers.</li>"
            "<li>Women who travel alone with children carry the heaviest part.</li>"
            "</ul>"
            "<h3>What we demand</h3>"
            "<ol>"
            "<li>No family is separated at the border, for whatever reason.</li>"
            "<li>Nobody is returned without having been heard by somebody who can decide.</li>"
            "<li>Information in the languages that people really speak.</li>"
            "</ol>"
            "<h3>What we do ourselves</h3>"
            "<p>The shelters of both cities publish <b>one shared sheet of information</b>, in "
            "five languages and in drawings, and renew it every month.</p>",
            "<h3>Lo que vimos</h3>"
            "<ul>"
            "<li>Nadie explica a las personas que esperan en qué lugar van ni por qué.</li>"
            "<li>Los albergues llenan ese hueco, cada uno por su lado y con papeles "
            "distintos.</li>"
            "<li>Las mujeres que viajan solas con sus hijas e hijos cargan con lo más pesado.</li>"
            "</ul>"
            "<h3>Lo que exigimos</h3>"
            "<ol>"
            "<li>Que ninguna familia sea separada en la frontera, por ningún motivo.</li>"
            "<li>Que a nadie se le devuelva sin que le haya escuchado alguien con facultad de "
            "decidir.</li>"
            "<li>Información en las lenguas que la gente habla de verdad.</li>"
            "</ol>"
            "<h3>Lo que nos toca</h3>"
            "<p>Los albergues de ambas ciudades publicarán <b>una hoja informativa común</b>, en "
            "cinco idiomas y con dibujos, y la renovarán cada mes.</p>",
        ),
    },
    {
        "key": "dialogue_juarez",
        "title": T(
            "El Paso – Ciudad Juárez: the iron river", "El Paso – Ciudad Juárez: el río de hierro"
        ),
        "slug": T("el-paso-ciudad-juarez"),
        "listing_text": T(
            "Families from both sides of the river follow the weapons that took somebody from "
            "them, and write one list of demands.",
            "Familias de ambos lados del río siguen el rastro de las armas que les quitaron a "
            "alguien y escriben una sola lista de demandas.",
        ),
        "search_description": T(
            "Dialogue in El Paso and Ciudad Juárez about gun violence and arms trafficking, with "
            "its conclusions.",
            "Diálogo en El Paso y Ciudad Juárez sobre violencia armada y tráfico de armas, con sus "
            "conclusiones.",
        ),
        "image": "dialogue_juarez",
        "introduction": T(
            "Migrants go north and weapons go south, over the same bridges. The second dialogue "
            "gave the floor to families who lost somebody to a bullet.",
            "Las personas migrantes van al norte y las armas al sur, por los mismos puentes. El "
            "segundo diálogo dio la palabra a familias que perdieron a alguien por una bala.",
        ),
        # The English text of the introduction that is published once the Spanish is approved:
        # it leaves one page whose translation is out of date.
        "later_change": {
            "introduction": (
                "Migrants go north and weapons go south, over the same bridges. The second "
                "dialogue gave the floor to families who lost somebody to a bullet; since then "
                "they have met every month, and anyone who has lived the same may join them."
            )
        },
        "age": 95,
        "starts": "09:30",
        "ends": "16:30",
        "zone": "America/Ciudad_Juarez",
        "mode": "in_person",
        "status": "scheduled",
        "status_note": NONE,
        "venue": T("Centro Comunitario Paso del Norte"),
        "city": T("Ciudad Juárez"),
        "address": T("Calle de los Puentes 31, Centro"),
        "livestream_url": "",
        "hosts": [
            "Stop US Arms to Mexico",
            "Gun Violence Prevention Network",
            "Comisión Mexicana de Defensa y Promoción de los Derechos Humanos",
            "Servicios y Asesorías para la Paz",
        ],
        "themes": ["gun_violence", "human_rights", "disappeared"],
        "documents": ["conclusions_juarez"],
        "body": [
            (
                "text",
                T(
                    "<p>Each family brought one object: a cap, a school notebook, a set of keys. "
                    "They lay on the table all day, between the papers of the lawyers and the "
                    "maps of those who study the trade in weapons.</p>"
                    "<p>Nobody was asked to tell a story twice. Whoever wanted to speak did, in "
                    "Spanish or in English, and two interpreters carried the words across.</p>",
                    "<p>Cada familia llevó un objeto: una gorra, un cuaderno de la escuela, un "
                    "juego de llaves. Estuvieron sobre la mesa todo el día, entre los papeles de "
                    "las abogadas y los mapas de quienes estudian el tráfico de armas.</p>"
                    "<p>A nadie se le pidió contar su historia dos veces. Quien quiso habló, en "
                    "español o en inglés, y dos intérpretes llevaron las palabras de un lado al "
                    "otro.</p>",
                ),
            ),
            (
                "picture",
                {
                    "image": "desert_cactus",
                    "caption": T(
                        "The desert does not end at the river.",
                        "El desierto no termina en el río.",
                    ),
                    "alt_text": "",
                },
            ),
            (
                "statistics",
                {
                    "title": T("The dialogue in numbers", "El diálogo en números"),
                    "items": [
                        {
                            "number": T("64"),
                            "label": T("people at the table", "personas a la mesa"),
                        },
                        {
                            "number": T("19"),
                            "label": T("families", "familias"),
                        },
                        {"number": T("1"), "label": T("list of demands", "lista de demandas")},
                    ],
                },
            ),
            _documents("conclusions_juarez", CONCLUSIONS),
        ],
        "conclusions": T(
            "<h3>What we saw</h3>"
            "<p>The grief is the same on both banks of the river. So is the question: <i>who sold "
            "the weapon?</i></p>"
            "<h3>What we demand</h3>"
            "<ul>"
            "<li>Whoever makes and sells weapons answers for where they end up.</li>"
            "<li>Both governments publish where the weapons found at crimes were bought.</li>"
            "<li>No sales to police and armies that violate human rights.</li>"
            "<li>The families have a seat wherever this is negotiated.</li>"
            "</ul>"
            "<h3>What we do ourselves</h3>"
            "<p>A <b>binational circle of families</b> meets every month, once on each side of the "
            "river and otherwise by telephone.</p>",
            "<h3>Lo que vimos</h3>"
            "<p>El dolor es el mismo en las dos orillas del río. También la pregunta: <i>¿quién "
            "vendió el arma?</i></p>"
            "<h3>Lo que exigimos</h3>"
            "<ul>"
            "<li>Que quien fabrica y vende armas responda por el lugar donde terminan.</li>"
            "<li>Que ambos gobiernos publiquen dónde se compraron las armas halladas en delitos.</li>"
            "<li>Que no haya ventas a policías y ejércitos que violan derechos humanos.</li>"
            "<li>Que las familias tengan asiento dondequiera que esto se negocie.</li>"
            "</ul>"
            "<h3>Lo que nos toca</h3>"
            "<p>Un <b>círculo binacional de familias</b> se reunirá cada mes, a veces en una orilla "
            "del río, a veces en la otra y, si no, por teléfono.</p>",
        ),
    },
    {
        "key": "dialogue_tapachula",
        "title": T("Tapachula: the right to stay", "Tapachula: el derecho a quedarse"),
        "slug": T("tapachula"),
        "listing_text": T(
            "At the southern border, rural women and migrants talk of water, harvests and the "
            "right not to have to leave.",
            "En la frontera sur, mujeres rurales y personas migrantes hablan de agua, de cosechas "
            "y del derecho a no tener que irse.",
        ),
        "search_description": T(
            "Dialogue in Tapachula about land, climate and migration, with its conclusions.",
            "Diálogo en Tapachula sobre tierra, clima y migración, con sus conclusiones.",
        ),
        "image": "dialogue_tapachula",
        "introduction": T(
            "The border begins long before the wall. At the Suchiate the third dialogue asked why "
            "people leave, and what it would take for leaving to be a choice.",
            "La frontera empieza mucho antes del muro. Cerca del Suchiate, el tercer diálogo "
            "preguntó por qué se va la gente y qué haría falta para que irse fuera una elección.",
        ),
        "age": 40,
        "starts": "09:00",
        "ends": "17:00",
        "zone": "America/Mexico_City",
        "mode": "hybrid",
        "status": "scheduled",
        "status_note": NONE,
        "venue": T("Casa Comunitaria del Soconusco"),
        "city": T("Tapachula"),
        "address": T("Avenida de las Ceibas 9, Centro"),
        "livestream_url": "https://live.example.org/tapachula",
        "hosts": [
            "Las Mujeres Rurales de la Frontera Sur S.A. de R.L. de C.V.",
            "Centro de Protección a Refugiados y Migrantes Internacionales (CEPREMI)",
            "Mujeres Organización y Territorios MOOTS",
        ],
        "themes": ["environment", "migration", "inequality", "indigenous_peoples"],
        "documents": ["conclusions_tapachula"],
        "body": [
            ("heading", T("Corn, coffee, water", "Maíz, café y agua")),
            (
                "text",
                T(
                    "<p>The room smelled of coffee and rain. Women who sow told how the seasons "
                    "have come loose: rain when the coffee flowers, drought when the corn should "
                    "fill. Those who had come from further south nodded; they had left for the "
                    "same reasons.</p>"
                    "<p>The dialogue was interpreted into Mam, Haitian Creole and English.</p>",
                    "<p>El salón olía a café y a lluvia. Mujeres que siembran contaron cómo se han "
                    "desacomodado las temporadas: llueve cuando florece el café y hay sequía "
                    "cuando el maíz tendría que llenar. Quienes venían de más al sur asentían; se "
                    "fueron por las mismas razones.</p>"
                    "<p>El diálogo tuvo interpretación al mam, al criollo haitiano y al inglés."
                    "</p>",
                ),
            ),
            (
                "picture",
                {
                    "image": "land_corn",
                    "caption": T(
                        "Deep roots hold the hillside when the rain comes all at once.",
                        "Las raíces profundas sostienen el cerro cuando la lluvia cae de golpe.",
                    ),
                    "alt_text": "",
                },
            ),
            (
                "quote",
                {
                    "text": T(
                        "We do not come to ask for a place in somebody else's plan. We bring our "
                        "own.",
                        "No venimos a pedir lugar en el plan de alguien más. Traemos el nuestro.",
                    ),
                    "source": T(
                        "From the conclusions of the dialogue in Tapachula",
                        "De las conclusiones del diálogo de Tapachula",
                    ),
                },
            ),
            _documents("conclusions_tapachula", CONCLUSIONS),
        ],
        "conclusions": T(
            "<h3>What we saw</h3>"
            "<ul>"
            "<li>People leave when the land no longer feeds them, and the land is sick.</li>"
            "<li>Women keep the seed, but rarely the title to the soil.</li>"
            "</ul>"
            "<h3>What we demand</h3>"
            "<ul>"
            "<li>The right to stay is defended with the same strength as the right to leave.</li>"
            "<li>Climate funds reach the communities directly.</li>"
            "<li>Those who pass through the south may work while they wait.</li>"
            "</ul>"
            "<h3>What we do ourselves</h3>"
            "<p>An <b>exchange of seed and knowledge</b> between rural women of the southern "
            "border and farm workers in the north. The first visit is planned for after the <a "
            'linktype="page" id="{page:summit}">summit</a>.</p>',
            "<h3>Lo que vimos</h3>"
            "<ul>"
            "<li>La gente se va cuando la tierra deja de alimentarla, y la tierra está "
            "enferma.</li>"
            "<li>Las mujeres guardan la semilla, pero rara vez tienen el título de la "
            "parcela.</li>"
            "</ul>"
            "<h3>Lo que exigimos</h3>"
            "<ul>"
            "<li>Que el derecho a quedarse se defienda con la misma fuerza que el derecho a "
            "irse.</li>"
            "<li>Que los fondos para el clima lleguen directamente a las comunidades.</li>"
            "<li>Que quienes pasan por el sur puedan trabajar mientras esperan.</li>"
            "</ul>"
            "<h3>Lo que nos toca</h3>"
            "<p>Un <b>intercambio de semillas y saberes</b> entre mujeres rurales de la frontera "
            "sur y personas jornaleras del norte. La primera visita será después de la <a "
            'linktype="page" id="{page:summit}">Cumbre</a>.</p>',
        ),
    },
    {
        "key": "dialogue_los_angeles",
        "title": T(
            "Los Angeles: many peoples, one city", "Los Ángeles: muchos pueblos, una ciudad"
        ),
        "slug": T("los-angeles"),
        "listing_text": T(
            "Indigenous and Afro-descendant organisers, workers and local newsrooms talk about "
            "power in a city that speaks a hundred languages.",
            "Pueblos indígenas y afrodescendientes, gente trabajadora y medios locales conversan "
            "sobre el poder en una ciudad que habla cien lenguas.",
        ),
        "search_description": T(
            "Dialogue in Los Angeles about indigenous peoples, democracy and local press. New "
            "venue; sign-up is open.",
            "Diálogo en Los Ángeles sobre pueblos indígenas, democracia y prensa local. Nueva "
            "sede; inscripciones abiertas.",
        ),
        "image": "dialogue_los_angeles",
        "introduction": T(
            "Zapotec, Mixtec, K'iche', Spanish, English: in Los Angeles the border is a street "
            "corner. The fourth dialogue asks how those who keep the city going come to have a say "
            "in it.",
            "Zapoteco, mixteco, k'iche', español, inglés: en Los Ángeles la frontera es una "
            "esquina. El cuarto diálogo pregunta cómo logran voz y voto quienes mantienen viva la "
            "ciudad.",
        ),
        "age": -12,
        "starts": "10:00",
        "ends": "16:00",
        "zone": "America/Los_Angeles",
        "mode": "in_person",
        "status": "moved",
        "status_note": T(
            "So many people signed up that we need a bigger hall. The dialogue now takes place at "
            "the Maple Community Hall; day and time stay the same.",
            "Se inscribió tanta gente que necesitamos un salón más grande. El diálogo será ahora "
            "en el Maple Community Hall; el día y la hora no cambian.",
        ),
        "venue": T("Maple Community Hall"),
        "city": T("Los Angeles", "Los Ángeles"),
        "address": T("59 Maple Garden Street"),
        "livestream_url": "",
        "hosts": [
            "CIELO, Indigenous Leadership",
            "Red de Pueblos Trasnacionales",
            "Women Against Gun Violence",
            "Península 360 Press",
        ],
        "themes": ["indigenous_peoples", "democracy", "press_freedom", "gun_violence"],
        "documents": [],
        "body": [
            ("heading", T("What awaits you", "Lo que te espera")),
            (
                "text",
                T(
                    "<p>The morning belongs to three circles: language and dignity at work, safe "
                    "streets, and news that the neighbourhood makes for itself. You choose yours "
                    'when you <a linktype="page" id="{page:signup_dialogue}">sign up</a>.</p>'
                    "<p>After lunch the circles meet and write what Los Angeles brings to the "
                    "summit.</p>",
                    "<p>La mañana es de tres círculos: lengua y dignidad en el trabajo, calles "
                    "seguras, y noticias que el barrio hace para sí mismo. El tuyo lo eliges al "
                    '<a linktype="page" id="{page:signup_dialogue}">inscribirte</a>.</p>'
                    "<p>Después de la comida los círculos se juntan y escriben lo que Los Ángeles "
                    "lleva a la Cumbre.</p>",
                ),
            ),
            (
                "people",
                {
                    "title": T("Who facilitates", "Quiénes facilitan"),
                    "items": [
                        {
                            "name": T("CIELO, Indigenous Leadership"),
                            "role": T(
                                "Circle on language and dignity at work",
                                "Círculo de lengua y dignidad en el trabajo",
                            ),
                            "text": T(
                                "With interpreters of indigenous languages.",
                                "Con intérpretes de lenguas indígenas.",
                            ),
                        },
                        {
                            "name": T("Women Against Gun Violence"),
                            "role": T("Circle on safe streets", "Círculo de calles seguras"),
                            "text": T(
                                "For everybody who has lost somebody, or is afraid to.",
                                "Para quienes han perdido a alguien o temen perderlo.",
                            ),
                        },
                        {
                            "name": T("Península 360 Press"),
                            "role": T("Circle on local news", "Círculo de noticias locales"),
                            "text": T(
                                "Bring a story that nobody has told yet.",
                                "Trae una historia que nadie haya contado todavía.",
                            ),
                        },
                    ],
                },
            ),
            (
                "call_to_action",
                {
                    "title": T("Keep a chair free", "Aparta una silla"),
                    "text": T(
                        "It is free, there is lunch, and children are welcome.",
                        "No cuesta, hay comida y puedes venir con niñas y niños.",
                    ),
                    "label": T("Sign up for the dialogue", "Inscríbete al diálogo"),
                    "page": "signup_dialogue",
                    "url": "",
                },
            ),
        ],
        "conclusions": NONE,
    },
    {
        "key": "dialogue_youth",
        "title": T(
            "Youth online: the future is already here",
            "Juventudes en línea: el futuro ya está aquí",
        ),
        "slug": T("youth-online", "juventudes-en-linea"),
        "listing_text": T(
            "An online afternoon for people under thirty, wherever they are: climate, guns, "
            "disappearances and the vote.",
            "Una tarde en línea para menores de treinta años, estén donde estén: clima, armas, "
            "desapariciones y voto.",
        ),
        "search_description": T(
            "Online dialogue of young people from Mexico, Central America, the United States and "
            "Canada before the Peace Summit.",
            "Diálogo en línea de juventudes de México, Centroamérica, Estados Unidos y Canadá "
            "antes de la Cumbre Binacional.",
        ),
        "image": "dialogue_youth",
        "introduction": T(
            "Drills against shootings in one country, search brigades in the other: growing up "
            "should not be an act of courage. The last dialogue before the summit belongs to "
            "those who will live with its results the longest.",
            "Simulacros de tiroteo en un país, brigadas de búsqueda en el otro: crecer no debería "
            "ser un acto de valentía. El último diálogo antes de la Cumbre es de quienes vivirán "
            "más tiempo con sus resultados.",
        ),
        "age": -25,
        "starts": "16:00",
        "ends": "19:00",
        "zone": "America/Mexico_City",
        "mode": "online",
        "status": "scheduled",
        "status_note": NONE,
        "venue": T("Online", "En línea"),
        "city": T("Mexico City", "Ciudad de México"),
        "address": NONE,
        "livestream_url": "https://live.example.org/youth",
        "hosts": [
            "March for Our Lives",
            "Jóvenes Ante la Emergencia Nacional",
            "Change the Ref",
            "ReverdeSer Colectivo",
        ],
        "themes": ["democracy", "gun_violence", "environment", "disappeared"],
        "documents": ["call"],
        "body": [
            ("heading", T("How to take part", "Cómo participar")),
            (
                "text",
                T(
                    "<p>You need no account and no sign-up: open the stream at the hour and write "
                    "or speak in Spanish or English. Cameras stay off unless you turn yours "
                    "on.</p>"
                    "<ul>"
                    "<li>First hour: four short stories from four countries.</li>"
                    "<li>Second hour: rooms by theme, no more than ten people in each.</li>"
                    "<li>Third hour: the five sentences that we take to the summit.</li>"
                    "</ul>",
                    "<p>No necesitas cuenta ni inscripción: abre la transmisión a la hora y "
                    "escribe o habla en español o en inglés. Las cámaras están apagadas, a menos "
                    "que enciendas la tuya.</p>"
                    "<ul>"
                    "<li>Primera hora: cuatro historias breves de cuatro países.</li>"
                    "<li>Segunda hora: salas por tema, de no más de diez personas.</li>"
                    "<li>Tercera hora: las cinco frases que llevaremos a la Cumbre.</li>"
                    "</ul>",
                ),
            ),
            (
                "questions",
                {
                    "title": T("Questions", "Preguntas"),
                    "items": [
                        {
                            "question": T(
                                "I am older than thirty. May I listen?",
                                "Tengo más de treinta. ¿Puedo escuchar?",
                            ),
                            "answer": T(
                                "<p>Yes, the first and the last hour. In the rooms we stay among "
                                "ourselves.</p>",
                                "<p>Sí, la primera hora y la última. En las salas nos quedamos "
                                "entre jóvenes.</p>",
                            ),
                        },
                        {
                            "question": T(
                                "My connection is poor. What can I do?",
                                "Mi conexión es mala. ¿Qué hago?",
                            ),
                            "answer": T(
                                "<p>There is a stream with sound only, and everything that is "
                                "said is also written along.</p>",
                                "<p>Hay una transmisión solo de audio, y todo lo que se dice "
                                "también se va escribiendo.</p>",
                            ),
                        },
                    ],
                },
            ),
            _documents("call", T("The call, on one page", "La convocatoria, en una página")),
        ],
        "conclusions": NONE,
    },
]
