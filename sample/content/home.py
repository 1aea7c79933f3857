"""Home page, standard pages, topics, menus, footer and documents."""

from sample.text import T

CONTACT = {
    "organisation": T("Global Exchange"),
    "email": "hola@example.org",
    "privacy_email": "privacy@example.org",
    "accessibility_email": "access@example.org",
}

TOPICS = [
    {"key": "migration", "name": T("Migration", "Migración"), "slug": "migration"},
    {"key": "human_rights", "name": T("Human rights", "Derechos humanos"), "slug": "human-rights"},
    {
        "key": "gun_violence",
        "name": T("Gun violence and arms trafficking", "Violencia armada y tráfico de armas"),
        "slug": "gun-violence",
    },
    {
        "key": "inequality",
        "name": T("Inequality and fair development", "Desigualdad y desarrollo justo"),
        "slug": "inequality",
    },
    {
        "key": "environment",
        "name": T("Environment and climate", "Medio ambiente y clima"),
        "slug": "environment",
    },
    {
        "key": "democracy",
        "name": T("Democracy and political participation", "Democracia y participación política"),
        "slug": "democracy",
    },
    {
        "key": "indigenous_peoples",
        "name": T("Indigenous peoples", "Pueblos indígenas"),
        "slug": "indigenous-peoples",
    },
    {
        "key": "disappeared",
        "name": T("Disappeared persons", "Personas desaparecidas"),
        "slug": "disappeared",
    },
    {
        "key": "press_freedom",
        "name": T("Press freedom", "Libertad de prensa"),
        "slug": "press-freedom",
    },
]

MENUS = {
    "main": [
        ("summit", T("The summit", "La Cumbre")),
        ("dialogues", T("")),
        ("partners", T("")),
        ("news", T("")),
        ("about", T("About", "Acerca de")),
    ],
    "footer": [
        ("partners", T("Who is behind it", "Quiénes la hacen posible")),
        ("privacy", T("")),
        ("conduct", T("")),
        ("accessibility", T("")),
        ("travel", T("")),
        ("signup_partner", T("")),
    ],
}

FOOTER_TEXT = T(
    "The Peace Summit brings together movements from both sides of the border. "
    "It is led by Global Exchange with 59 partner organisations and collectives.",
    "La Cumbre Binacional por la Paz reúne a movimientos de ambos lados de la frontera. "
    "La encabeza Global Exchange junto con 59 organizaciones y colectivos aliados.",
)

DOCUMENTS = [
    {
        "key": "call",
        "title": T("Call to the Peace Summit", "Convocatoria a la Cumbre Binacional por la Paz"),
        "paragraphs": [
            T(
                "We call on organisations, collectives and people of Mexico, the United States, "
                "Canada and Central America to meet in Mexico City on 23 and 24 February.",
                "Convocamos a organizaciones, colectivos y personas de México, Estados Unidos, "
                "Canadá y Centroamérica a encontrarnos en la Ciudad de México el 23 y 24 de "
                "febrero.",
            ),
            T(
                "Violence, forced migration, the trade in weapons, inequality and the climate "
                "crisis cross the border every day. The movements that answer them must cross it "
                "too.",
                "La violencia, la migración forzada, el tráfico de armas, la desigualdad y la "
                "crisis climática cruzan la frontera todos los días. Los movimientos que les "
                "hacen frente también tienen que cruzarla.",
            ),
            T(
                "We put first the voices that are usually left out: young people, migrants, "
                "indigenous and Afro-descendant peoples, victims of violence, families of the "
                "disappeared and community journalists.",
                "Ponemos en primer lugar las voces que suelen quedar fuera: juventudes, personas "
                "migrantes, pueblos indígenas y afrodescendientes, víctimas de la violencia, "
                "familias de personas desaparecidas y periodistas comunitarias y comunitarios.",
            ),
            T(
                "Taking part costs nothing. There is interpretation between Spanish and English "
                "throughout, and further languages on request.",
                "Participar no tiene costo. Habrá interpretación entre español e inglés en todo "
                "momento, y a otras lenguas si se solicita.",
            ),
        ],
    },
    {
        "key": "programme",
        "title": T("Programme for printing", "Programa para imprimir"),
        "paragraphs": [
            T(
                "First day, 23 February: opening plenary at 10:00, round of the five dialogues "
                "after lunch, workshops in the afternoon, an evening of music and memory.",
                "Primer día, 23 de febrero: plenaria inaugural a las 10:00, ronda de los cinco "
                "diálogos después de la comida, talleres por la tarde y una noche de música y "
                "memoria.",
            ),
            T(
                "Second day, 24 February: working tables in the morning, meeting with government "
                "officials at noon, founding of the working groups and closing plenary.",
                "Segundo día, 24 de febrero: mesas de trabajo por la mañana, reunión con "
                "funcionarias y funcionarios de gobierno a mediodía, instalación de los grupos "
                "de trabajo y plenaria de clausura.",
            ),
            T(
                "All times are those of Mexico City. Rooms may change: the programme on the web "
                "site is always the latest.",
                "Todos los horarios son de la Ciudad de México. Las salas pueden cambiar: el "
                "programa del sitio web siempre es el más reciente.",
            ),
        ],
    },
    {
        "key": "conclusions_tijuana",
        "title": T(
            "Conclusions of the dialogue Tijuana – San Diego",
            "Conclusiones del diálogo Tijuana – San Diego",
        ),
        "paragraphs": [
            T(
                "Shelters on both sides agreed on a shared sheet of information for people who "
                "wait, in five languages and in drawings.",
                "Los albergues de ambos lados acordaron una hoja informativa común para las "
                "personas que esperan, en cinco idiomas y con dibujos.",
            ),
            T(
                "The dialogue asks both governments that no family be separated at the border "
                "and that nobody be returned without having been heard.",
                "El diálogo pide a ambos gobiernos que ninguna familia sea separada en la "
                "frontera y que a nadie se le devuelva sin escucharle antes.",
            ),
        ],
    },
    {
        "key": "conclusions_juarez",
        "title": T(
            "Conclusions of the dialogue El Paso – Ciudad Juárez",
            "Conclusiones del diálogo El Paso – Ciudad Juárez",
        ),
        "paragraphs": [
            T(
                "Families who lost somebody to a bullet sat at one table, whichever side of the "
                "river they live on, and wrote one list of demands.",
                "Familias que perdieron a alguien por una bala se sentaron a la misma mesa, sin "
                "importar de qué lado del río viven, y escribieron una sola lista de demandas.",
            ),
            T(
                "The list goes to the opening plenary of the summit and to the meeting with "
                "government officials on the second day.",
                "La lista llegará a la plenaria inaugural de la Cumbre y a la reunión con "
                "funcionarias y funcionarios de gobierno del segundo día.",
            ),
        ],
    },
    {
        "key": "conclusions_tapachula",
        "title": T("Conclusions of the dialogue Tapachula", "Conclusiones del diálogo Tapachula"),
        "paragraphs": [
            T(
                "People leave when the land no longer feeds them. The dialogue speaks of water, "
                "of harvests and of the right not to have to migrate.",
                "La gente se va cuando la tierra deja de alimentarla. El diálogo habla de agua, "
                "de cosechas y del derecho a no tener que migrar.",
            ),
            T(
                "It proposes an exchange between rural women of the southern border and farm "
                "workers in the north.",
                "Propone un intercambio entre mujeres rurales de la frontera sur y personas "
                "jornaleras del campo en el norte.",
            ),
        ],
    },
    {
        "key": "access_guide",
        "title": T(
            "Getting around the summit: access guide",
            "Cómo moverse en la Cumbre: guía de accesibilidad",
        ),
        "paragraphs": [
            T(
                "The main entrance has no steps. A lift reaches every room of the programme; "
                "the quiet room is on the ground floor, beside the courtyard.",
                "La entrada principal no tiene escalones. Un elevador llega a todas las salas "
                "del programa; la sala de descanso está en la planta baja, junto al patio.",
            ),
            T(
                "Places for wheelchairs, seats near the interpreters and receivers for "
                "hearing aids are kept in every room until the session begins.",
                "En cada sala se reservan espacios para sillas de ruedas, asientos cerca de las "
                "y los intérpretes y receptores para aparatos auditivos hasta que empieza la "
                "sesión.",
            ),
        ],
    },
]

HOME = {
    "key": "home",
    "title": T("Peace Summit", "Cumbre Binacional por la Paz"),
    "slug": T("home", "inicio"),
    "listing_text": T(
        "Two days in Mexico City for the movements that answer violence, forced migration and "
        "inequality on both sides of the border.",
        "Dos días en la Ciudad de México para los movimientos que enfrentan la violencia, la "
        "migración forzada y la desigualdad en ambos lados de la frontera.",
    ),
    "search_description": T(
        "Peace Summit: 59 organisations from Mexico, Central America, the United States and "
        "Canada meet in Mexico City on 23 and 24 February.",
        "Cumbre Binacional por la Paz: 59 organizaciones de México, Centroamérica, Estados "
        "Unidos y Canadá se reúnen en la Ciudad de México el 23 y 24 de febrero.",
    ),
    "image": "home_doves",
    "hero_title": T("Peace has two shores", "La paz tiene dos orillas"),
    "hero_text": T(
        "What wounds us crosses the border: weapons, hunger, fear. What heals us crosses it too. "
        "Come and build it with people from both sides.",
        "Lo que nos lastima cruza la frontera: las armas, el hambre, el miedo. Lo que nos sana "
        "también la cruza. Ven a construirlo con gente de los dos lados.",
    ),
    "cta_label": T("Sign up for the summit", "Inscríbete a la Cumbre"),
    "cta_page": "signup_summit",
    "body": [
        ("heading", T("Why we meet", "Por qué nos encontramos")),
        (
            "text",
            T(
                "<p>A gun bought on one side of the border ends a life on the other. A river that "
                "runs dry on one side empties a village on the other. The fortunes of Mexico and "
                "the United States hang together, and so do those of the people who work for "
                "justice in both.</p>"
                "<p>That is why organisations and collectives from four regions are coming to "
                'the same table, after <a linktype="page" id="{page:dialogues}">five local '
                "dialogues</a>, to write demands, plans and promises that <b>they will keep to "
                "one another</b>.</p>",
                "<p>Un arma comprada de un lado de la frontera termina con una vida del otro. Un "
                "río que se seca de un lado vacía un pueblo del otro. La suerte de México y la de "
                "Estados Unidos van juntas, y también la de quienes trabajan por la justicia en "
                "ambos países.</p>"
                "<p>Por eso organizaciones y colectivos de toda la región llegan a la misma mesa, "
                'después de <a linktype="page" id="{page:dialogues}">cinco diálogos '
                "locales</a>, para escribir demandas, planes y compromisos que <b>se cumplirán "
                "mutuamente</b>.</p>",
            ),
        ),
        (
            "statistics",
            {
                "title": T("The summit in numbers", "La Cumbre en números"),
                "items": [
                    {
                        "number": T("59"),
                        "label": T(
                            "partner organisations and collectives",
                            "organizaciones y colectivos aliados",
                        ),
                    },
                    {
                        "number": T("5"),
                        "label": T(
                            "dialogues on both sides of the border",
                            "diálogos en ambos lados de la frontera",
                        ),
                    },
                    {
                        "number": T("300+"),
                        "label": T("people expected", "personas que esperamos recibir"),
                    },
                    {
                        "number": T("2"),
                        "label": T(
                            "days of work, memory and music",
                            "días de trabajo, memoria y música",
                        ),
                    },
                ],
            },
        ),
        (
            "video",
            {
                "title": T("An invitation in two minutes", "Una invitación en dos minutos"),
                "url": "https://video.example.org/peace-summit-invitation",
                "image": "video_moon",
                "captions": "captions",
                "text": T(
                    "Everything that is said in it can be read here.",
                    "Todo lo que se dice en él también se puede leer aquí.",
                ),
                "transcript": T(
                    "<p>Night. A paper moon hangs over the roofs of a city; the wind moves it.</p>"
                    "<p>A voice: We come from the desert and from the coast, from the fields and "
                    "from the neighbourhoods. Some of us crossed a border. Others saw it cross "
                    "their land.</p>"
                    "<p>More paper banners appear, one by one: hands, corn, a bridge.</p>"
                    "<p>The voice: On 23 and 24 February we will sit at one table in Mexico City. "
                    "There is a chair for you.</p>",
                    "<p>Es de noche. Una luna de papel cuelga sobre los techos de la ciudad; el "
                    "viento la mueve.</p>"
                    "<p>Una voz: Venimos del desierto y de la costa, del campo y de los barrios. "
                    "Hay quienes cruzamos una frontera. A otras y otros, la frontera nos cruzó "
                    "la tierra.</p>"
                    "<p>Aparecen más papeles picados, uno por uno: manos, maíz, un puente.</p>"
                    "<p>La voz: El 23 y 24 de febrero nos sentaremos a una misma mesa en la Ciudad "
                    "de México. Hay una silla para ti.</p>",
                ),
            },
        ),
        (
            "quote",
            {
                "text": T(
                    "We do not come to ask for a place in somebody else's plan. We bring our own.",
                    "No venimos a pedir lugar en el plan de alguien más. Traemos el nuestro.",
                ),
                "source": T(
                    "From the conclusions of the dialogue in Tapachula",
                    "De las conclusiones del diálogo de Tapachula",
                ),
            },
        ),
        (
            "questions",
            {
                "title": T("Before you ask", "Preguntas frecuentes"),
                "items": [
                    {
                        "question": T("Who can come?", "¿Quién puede participar?"),
                        "answer": T(
                            "<p>Anyone who works for peace and justice, in an organisation, in a "
                            "collective or alone. If places run short, those who are usually left "
                            "out come first.</p>",
                            "<p>Cualquier persona que trabaje por la paz y la justicia, en una "
                            "organización, en un colectivo o por su cuenta. Si los lugares no "
                            "alcanzan, tienen prioridad las voces que suelen quedar fuera.</p>",
                        ),
                    },
                    {
                        "question": T("What does it cost?", "¿Cuánto cuesta?"),
                        "answer": T(
                            "<p>Nothing. Meals on both days are included. Travel support is "
                            "limited; tell us in the form if you need it.</p>",
                            "<p>Nada. La comida de ambos días está incluida. El apoyo para viajes "
                            "es limitado; si lo necesitas, dínoslo en el formulario.</p>",
                        ),
                    },
                    {
                        "question": T(
                            "I do not speak Spanish. Can I follow?",
                            "No hablo inglés. ¿Podré seguir las sesiones?",
                        ),
                        "answer": T(
                            "<p>Yes. Every session is interpreted between Spanish and English. "
                            "For an indigenous language or a sign language, mark it when you "
                            '<a linktype="page" id="{page:signup_summit}">sign up</a>.</p>',
                            "<p>Sí. Todas las sesiones tienen interpretación entre español e "
                            "inglés. Si necesitas una lengua indígena o lengua de señas, márcalo "
                            'al <a linktype="page" id="{page:signup_summit}">inscribirte</a>.'
                            "</p>",
                        ),
                    },
                ],
            },
        ),
        (
            "call_to_action",
            {
                "title": T(
                    "Does your organisation want to join?", "¿Tu organización quiere sumarse?"
                ),
                "text": T(
                    "Partners help to shape the programme, host dialogues and carry the "
                    "agreements home.",
                    "Las organizaciones aliadas dan forma al programa, reciben diálogos y llevan "
                    "los acuerdos a su territorio.",
                ),
                "label": T("Join as a partner", "Súmate como organización aliada"),
                "page": "signup_partner",
                "url": "",
            },
        ),
    ],
}

ABOUT = {
    "key": "about",
    "title": T("About the summit", "Acerca de la Cumbre"),
    "slug": T("about", "acerca-de"),
    "listing_text": T(
        "Who calls the summit, what it wants to reach and how it got here.",
        "Quiénes convocan la Cumbre, qué buscan y cómo llegamos hasta aquí.",
    ),
    "search_description": T(
        "Who leads the Peace Summit, why movements of both countries meet and what is to follow.",
        "Quiénes encabezan la Cumbre Binacional por la Paz, por qué se encuentran los "
        "movimientos de ambos países y qué sigue después.",
    ),
    "image": "about_hands",
    "introduction": T(
        "The summit was not born in an office. It grew out of shelters, newsrooms, classrooms and "
        "kitchens where people from both countries found that they were fighting the same fight.",
        "La Cumbre no nació en una oficina. Creció en albergues, redacciones, aulas y cocinas "
        "donde personas de ambos países descubrieron que daban la misma lucha.",
    ),
    "body": [
        ("heading", T("What we want", "Qué buscamos")),
        (
            "text",
            T(
                "<p>We come with four aims:</p>"
                "<ul>"
                "<li><b>Denounce</b> the injustices that both countries cause and suffer.</li>"
                "<li><b>Demand</b> human rights, justice, democracy and peace, with one voice.</li>"
                "<li><b>Propose</b> solutions that are led by the communities themselves.</li>"
                "<li><b>Organise</b> with digital tools that reach active majorities in both "
                "countries.</li>"
                "</ul>"
                "<p>Once every twelve years both countries elect their presidents in the same "
                "year. The time to build political power together is before, not after.</p>",
                "<p>Llegamos con cuatro propósitos:</p>"
                "<ul>"
                "<li><b>Denunciar</b> las injusticias que ambos países causan y padecen.</li>"
                "<li><b>Exigir</b> derechos humanos, justicia, democracia y paz, a una sola "
                "voz.</li>"
                "<li><b>Proponer</b> soluciones encabezadas por las propias comunidades.</li>"
                "<li><b>Organizarnos</b> con herramientas digitales que lleguen a mayorías activas "
                "en ambos países.</li>"
                "</ul>"
                "<p>Cada doce años los dos países eligen presidencia en el mismo año. El momento "
                "de construir poder político en común es antes, no después.</p>",
            ),
        ),
        (
            "picture",
            {
                "image": "memory_flower",
                "caption": T(
                    "Every session begins with a minute for those who are missing.",
                    "Cada sesión comienza con un minuto por quienes nos faltan.",
                ),
                "alt_text": "",
            },
        ),
        (
            "statistics",
            {
                "title": T("Who calls", "Quiénes convocan"),
                "items": [
                    {
                        "number": T("28"),
                        "label": T(
                            "organisations from the United States and Canada",
                            "organizaciones de Estados Unidos y Canadá",
                        ),
                    },
                    {
                        "number": T("31"),
                        "label": T(
                            "organisations from Mexico and Central America",
                            "organizaciones de México y Centroamérica",
                        ),
                    },
                    {"number": T("9"), "label": T("shared themes", "temas en común")},
                ],
            },
        ),
        (
            "timeline",
            {
                "title": T("The road to the summit", "El camino a la Cumbre"),
                "items": [
                    {
                        "when": T("The beginning", "El inicio"),
                        "title": T("A question", "Una pregunta"),
                        "text": T(
                            "Global Exchange asks organisations in both countries what they could "
                            "only do together.",
                            "Global Exchange pregunta a organizaciones de ambos países qué es lo "
                            "que solo podrían hacer juntas.",
                        ),
                    },
                    {
                        "when": T("The dialogues", "Los diálogos"),
                        "title": T("Five conversations", "Cinco conversaciones"),
                        "text": T(
                            "Local dialogues on both sides of the border gather what hurts, what "
                            "already works and what is missing.",
                            "Los diálogos locales, en ambos lados de la frontera, recogen lo que "
                            "duele, lo que ya funciona y lo que hace falta.",
                        ),
                    },
                    {
                        "when": T("23 February", "23 de febrero"),
                        "title": T("One table", "Una sola mesa"),
                        "text": T(
                            "The opening plenary in Mexico City, streamed so that everybody can "
                            "take part.",
                            "Plenaria inaugural en la Ciudad de México, con transmisión en vivo "
                            "para que nadie se quede fuera.",
                        ),
                    },
                    {
                        "when": T("24 February", "24 de febrero"),
                        "title": T("Face to face", "Frente a frente"),
                        "text": T(
                            "Participants bring their demands to government officials and found "
                            "the working groups.",
                            "Las y los participantes llevan sus demandas ante funcionarias y "
                            "funcionarios de gobierno e instalan los grupos de trabajo.",
                        ),
                    },
                    {
                        "when": T("Afterwards", "Después"),
                        "title": T("The work goes on", "El trabajo sigue"),
                        "text": T(
                            "Four binational working groups (natural resources, mobility, "
                            "inclusion, human rights) and four platforms: Afro-descendants, "
                            "victims of armed violence, indigenous peoples and migrants.",
                            "Cuatro grupos de trabajo binacionales (recursos naturales, movilidad, "
                            "inclusión y derechos humanos) y cuatro plataformas: pueblos "
                            "afrodescendientes, víctimas de la violencia armada, pueblos indígenas "
                            "y personas migrantes.",
                        ),
                    },
                ],
            },
        ),
        (
            "people",
            {
                "title": T("Who does what", "Quién hace qué"),
                "items": [
                    {
                        "name": T("Coordination team", "Equipo de coordinación"),
                        "role": T("Global Exchange"),
                        "text": T(
                            "Convenes the partners, looks for the funds and answers for the whole.",
                            "Convoca a las organizaciones aliadas, busca los fondos y responde "
                            "por el conjunto.",
                        ),
                    },
                    {
                        "name": T("Programme committee", "Comité de programa"),
                        "role": T(
                            "Partner organisations of both regions",
                            "Organizaciones aliadas de ambas regiones",
                        ),
                        "text": T(
                            "Decides on sessions and speakers, half from each side of the border.",
                            "Decide las sesiones y las voces invitadas, la mitad de cada lado de "
                            "la frontera.",
                        ),
                    },
                    {
                        "name": T("Care team", "Equipo de cuidados"),
                        "role": T(
                            "Volunteers with training in support",
                            "Personas voluntarias con formación en acompañamiento",
                        ),
                        "text": T(
                            "Keeps the quiet room, listens when somebody needs it and watches "
                            "over the code of conduct.",
                            "Atiende la sala de descanso, escucha a quien lo necesite y vela por "
                            "el código de conducta.",
                        ),
                    },
                    {
                        "name": T("Language team", "Equipo de lenguas"),
                        "role": T("Interpreters and translators", "Intérpretes y traductoras"),
                        "text": T(
                            "Makes sure that each person can speak in the language she thinks in.",
                            "Se encarga de que cada persona pueda hablar en la lengua en la que "
                            "piensa.",
                        ),
                    },
                ],
            },
        ),
        (
            "questions",
            {
                "title": T("About the organisation", "Sobre la organización"),
                "items": [
                    {
                        "question": T("Who pays for the summit?", "¿Quién paga la Cumbre?"),
                        "answer": T(
                            "<p>The partner organisations share the costs in money, rooms, food and "
                            "work. The accounts are laid open at the closing plenary.</p>",
                            "<p>Las organizaciones aliadas comparten los gastos con dinero, "
                            "espacios, comida y trabajo. Las cuentas se presentan en la plenaria "
                            "de clausura.</p>",
                        ),
                    },
                    {
                        "question": T(
                            "Does the summit support a party?", "¿La Cumbre apoya a algún partido?"
                        ),
                        "answer": T(
                            "<p>No. It speaks with people in office from every party and asks all "
                            "of them the same.</p>",
                            "<p>No. Dialoga con personas en cargos públicos de cualquier partido y "
                            "a todas les pide lo mismo.</p>",
                        ),
                    },
                    {
                        "question": T("How are decisions made?", "¿Cómo se toman las decisiones?"),
                        "answer": T(
                            '<p>By agreement between the partners. See <a linktype="page" '
                            'id="{page:partners}">who they are</a>.</p>',
                            "<p>Por acuerdo entre las organizaciones aliadas. Conoce <a "
                            'linktype="page" id="{page:partners}">quiénes son</a>.</p>',
                        ),
                    },
                ],
            },
        ),
        (
            "documents",
            {
                "title": T("To read and to share", "Para leer y compartir"),
                "items": [
                    {
                        "document": "call",
                        "label": T("The call, on one page", "La convocatoria, en una página"),
                    },
                ],
            },
        ),
    ],
}

PRIVACY = {
    "key": "privacy",
    "title": T("Privacy notice", "Aviso de privacidad"),
    "slug": T("privacy-notice", "aviso-de-privacidad"),
    "listing_text": T(
        "What we ask of you, why, how long we keep it, who sees it and what you can ask of us.",
        "Qué datos te pedimos, para qué, cuánto tiempo los guardamos, quién los ve y qué puedes "
        "pedirnos.",
    ),
    "search_description": T(
        "Privacy notice of the Peace Summit: no cookies for readers, no trackers, and sign-ups "
        "deleted 30 days after the event.",
        "Aviso de privacidad de la Cumbre Binacional: sin cookies para quien lee, sin rastreo, y "
        "con inscripciones que se borran 30 días después del evento.",
    ),
    "image": "privacy_moon",
    "introduction": T(
        "Some of the people who come to the summit are in danger because of their work or because "
        "of their papers. That is why we ask for little, keep it for a short time and show it to "
        "few.",
        "Algunas de las personas que vienen a la Cumbre corren peligro por su trabajo o por su "
        "situación migratoria. Por eso pedimos poco, lo guardamos poco tiempo y lo ven pocas "
        "personas.",
    ),
    "body": [
        ("heading", T("In short", "En pocas palabras")),
        (
            "text",
            T(
                "<ul>"
                "<li>You can read the whole site without telling us anything. Reading sets no "
                "cookies.</li>"
                "<li>We do not store your IP address, and no page asks another company for "
                "anything: no trackers, no advertising, no fonts or videos from elsewhere.</li>"
                "<li>What you write in a form is deleted 30 days after the event; sensitive "
                "answers after 7 days.</li>"
                "<li>We never sell or give away your data, and we do not share it with any "
                "authority of our own accord.</li>"
                "</ul>",
                "<ul>"
                "<li>Puedes leer todo el sitio sin decirnos nada. Leerlo no deja cookies.</li>"
                "<li>No guardamos tu dirección IP y ninguna página solicita nada a otras empresas: "
                "no hay rastreadores, publicidad, ni tipografías o videos de otros sitios.</li>"
                "<li>Lo que escribes en un formulario se borra 30 días después del evento; las "
                "respuestas sensibles, a los 7 días.</li>"
                "<li>Nunca vendemos ni regalamos tus datos, y no los compartimos por iniciativa "
                "propia con ninguna autoridad.</li>"
                "</ul>",
            ),
        ),
        ("heading", T("Who is responsible", "Quién es responsable")),
        (
            "text",
            T(
                "<p>Global Exchange leads the summit and is responsible for the personal data "
                "that is collected on this site. You can write to us in English or Spanish at "
                '<a href="mailto:privacy@example.org">privacy@example.org</a>.</p>',
                "<p>Global Exchange encabeza la Cumbre y es responsable de los datos personales "
                "que se recaban en este sitio. Puedes escribirnos en español o en inglés a "
                '<a href="mailto:privacy@example.org">privacy@example.org</a>.</p>',
            ),
        ),
        ("heading", T("When you only read", "Cuando solo lees")),
        (
            "text",
            T(
                "<p>To send you a page, the server has to know your address for that instant. It "
                "does not write it down. We do not count visits of persons, do not recognise "
                "you when you come back and do not build a profile.</p>"
                "<p>The language is in the address of the page (<i>/en/</i> or <i>/es/</i>), so "
                "there is no need to remember it in a cookie.</p>"
                "<p>A video or a link may lead you to another site. Nothing is loaded from there "
                "until you follow the link; from then on, that site's own rules apply.</p>",
                "<p>Para enviarte una página, el servidor necesita conocer tu dirección en ese "
                "instante. No la anota. No contamos visitas por persona, no te reconocemos cuando "
                "vuelves y no elaboramos perfiles.</p>"
                "<p>El idioma está en la dirección de la página (<i>/en/</i> o <i>/es/</i>), así "
                "que no hace falta recordarlo con una cookie.</p>"
                "<p>Un video o un enlace puede llevarte a otro sitio. Nada se carga desde ahí "
                "hasta que abres el enlace; a partir de entonces rigen las reglas de ese "
                "sitio.</p>",
            ),
        ),
        ("heading", T("When you sign up", "Cuando te inscribes")),
        (
            "text",
            T(
                "<p>This is what our forms may ask, and why:</p>"
                "<ul>"
                "<li><b>Name and name for the badge:</b> to receive you. The badge can carry any "
                "name you choose.</li>"
                "<li><b>E-mail and, if you want, telephone:</b> to confirm your place and to tell "
                "you about changes. We do not send anything else.</li>"
                "<li><b>Organisation, country and the days you come:</b> to plan rooms, meals and "
                "a balance between both sides of the border.</li>"
                "<li><b>Languages:</b> to book interpreters. These are sensitive data: a language "
                "can tell where you come from.</li>"
                "<li><b>Accessibility, health and food needs:</b> only so that you can take part "
                "as everybody else. These are sensitive data, and answering is up to you.</li>"
                "<li><b>Data for a letter of invitation:</b> only if you ask for one. We write the "
                "letter, send it to you and to nobody else.</li>"
                "</ul>"
                "<p>We do not ask for your migration status, your sexual orientation, your "
                "religion or a copy of an identity document. Please do not write them in any "
                "field. Questions that are not marked as required can be left empty without any "
                "disadvantage.</p>"
                "<p>When you open a form, the site may set one technical cookie that protects "
                "what you send against forgery. It says nothing about you and follows you "
                "nowhere. The team that edits the site uses a cookie to stay signed in.</p>",
                "<p>Esto es lo que pueden pedirte nuestros formularios, y para qué:</p>"
                "<ul>"
                "<li><b>Nombre y nombre para el gafete:</b> para recibirte. El gafete puede llevar "
                "el nombre que tú elijas.</li>"
                "<li><b>Correo electrónico y, si quieres, teléfono:</b> para confirmar tu lugar y "
                "avisarte de cambios. No enviamos nada más.</li>"
                "<li><b>Organización, país y días en que asistes:</b> para planear salas, comidas "
                "y un equilibrio entre ambos lados de la frontera.</li>"
                "<li><b>Lenguas:</b> para contratar intérpretes. Son datos sensibles: una lengua "
                "puede decir de dónde vienes.</li>"
                "<li><b>Necesidades de accesibilidad, salud y alimentación:</b> únicamente para "
                "que puedas participar como todas las personas. Son datos sensibles y responder "
                "es decisión tuya.</li>"
                "<li><b>Datos para una carta de invitación:</b> solo si la pides. Escribimos la "
                "carta y te la enviamos a ti y a nadie más.</li>"
                "</ul>"
                "<p>No te preguntamos tu situación migratoria, tu orientación sexual, tu religión "
                "ni te pedimos copia de identificaciones. Por favor, no los escribas en ningún "
                "campo. Las preguntas que no están marcadas como obligatorias se pueden dejar en "
                "blanco sin ninguna desventaja.</p>"
                "<p>Al abrir un formulario, el sitio puede dejar una cookie técnica que protege lo "
                "que envías contra falsificaciones. No dice nada de ti ni te sigue a ninguna "
                "parte. El equipo que edita el sitio usa una cookie para mantener su sesión.</p>",
            ),
        ),
        ("heading", T("How long we keep it", "Cuánto tiempo los guardamos")),
        (
            "text",
            T(
                "<ul>"
                "<li><b>30 days after the event:</b> all answers.</li>"
                "<li><b>7 days after the event:</b> sensitive answers: your languages, "
                "accessibility, health and food needs, your journey and the data of a letter of "
                "invitation. They are sealed as soon as you send them: only the organizing team "
                "can open them, with a key that this site does not have.</li>"
                "<li>For a form that belongs to no event, such as that for partner organisations, "
                "the days count from the day you send it.</li>"
                "</ul>"
                "<p>After that the answers are deleted, not archived. What remains are counts "
                "from which nobody can be recognised: how many people came, from which region, "
                "which languages were interpreted.</p>",
                "<ul>"
                "<li><b>30 días después del evento:</b> todas las respuestas.</li>"
                "<li><b>7 días después del evento:</b> las respuestas sensibles: tus lenguas, tus "
                "necesidades de accesibilidad, salud y alimentación, tu viaje y los datos de la "
                "carta de invitación. Se sellan en cuanto las envías: solo el equipo organizador "
                "puede abrirlas, con una llave que este sitio no tiene.</li>"
                "<li>En un formulario que no pertenece a un evento, como el de organizaciones "
                "aliadas, los días se cuentan a partir de que lo envías.</li>"
                "</ul>"
                "<p>Después, las respuestas se borran; no se archivan. Solo quedan conteos con los "
                "que no se puede reconocer a nadie: cuántas personas vinieron, de qué región y "
                "qué lenguas se interpretaron.</p>",
            ),
        ),
        ("heading", T("Who sees it", "Quién los ve")),
        (
            "text",
            T(
                "<p>Only the people of the organising team who receive participants, each with an "
                "account of her own. Those who edit or translate the site do not see sign-ups.</p>"
                "<p>Interpreters, cooks and the care team learn what they need for their work "
                "(for instance, how many people need a sign language or a meal without nuts), "
                "without names where names are not needed.</p>"
                "<p>Entering the building of the meeting with government officials may require a "
                "list of names. Your name goes on it <b>only if you say yes to that question</b> "
                "in the form, and only your name.</p>"
                "<p>If a court order obliged us to hand over data, we would tell the people "
                "concerned whenever the law allows it.</p>",
                "<p>Solo las personas del equipo organizador que reciben a las y los "
                "participantes, cada una con su propia cuenta. Quienes editan o traducen el sitio "
                "no ven las inscripciones.</p>"
                "<p>Intérpretes, personal de cocina y equipo de cuidados conocen lo que necesitan "
                "para su trabajo (por ejemplo, cuántas personas requieren lengua de señas o comida "
                "sin nueces), sin nombres cuando los nombres no hacen falta.</p>"
                "<p>Para entrar al edificio de la reunión con funcionarias y funcionarios de "
                "gobierno puede requerirse una lista de nombres. El tuyo se incluirá <b>solo si "
                "respondes que sí a esa pregunta</b> del formulario, y únicamente tu nombre.</p>"
                "<p>Si una orden judicial nos obligara a entregar datos, avisaríamos a las "
                "personas afectadas siempre que la ley lo permita.</p>",
            ),
        ),
        ("heading", T("Your rights", "Tus derechos")),
        (
            "text",
            T(
                "<p>Wherever you live, you can ask us at any time to:</p>"
                "<ul>"
                "<li>show you what we hold about you (<b>access</b>);</li>"
                "<li>put right what is wrong (<b>rectification</b>);</li>"
                "<li>delete it before its time (<b>cancellation</b>);</li>"
                "<li>stop using it for a certain purpose (<b>opposition</b>), or withdraw a "
                "consent you gave.</li>"
                "</ul>"
                '<p>Write to <a href="mailto:privacy@example.org">privacy@example.org</a> from '
                "the address with which you signed up, or tell us the code of your confirmation. "
                "We answer within ten working days, and it costs nothing. If you are not content "
                "with the answer, you can complain to the data protection authority of your "
                "country.</p>"
                "<p>If you are under 18, sign up together with your mother, father or guardian; "
                "they can use these rights for you.</p>",
                "<p>Vivas donde vivas, puedes ejercer tus derechos ARCO en cualquier momento y "
                "pedirnos:</p>"
                "<ul>"
                "<li>que te mostremos los datos que tenemos sobre ti (<b>acceso</b>);</li>"
                "<li>que corrijamos lo que esté mal (<b>rectificación</b>);</li>"
                "<li>que los borremos antes de tiempo (<b>cancelación</b>);</li>"
                "<li>que dejemos de usarlos para algún fin (<b>oposición</b>), o retirar un "
                "consentimiento que hayas dado.</li>"
                "</ul>"
                '<p>Escribe a <a href="mailto:privacy@example.org">privacy@example.org</a> desde '
                "el correo con el que te inscribiste, o indícanos el código de tu confirmación. "
                "Respondemos en un máximo de diez días hábiles y no tiene costo. Si la respuesta "
                "no te satisface, puedes presentar una queja ante la autoridad de protección de "
                "datos de tu país.</p>"
                "<p>Si tienes menos de 18 años, inscríbete junto con tu madre, padre o persona "
                "tutora; ellas y ellos pueden ejercer estos derechos por ti.</p>",
            ),
        ),
        ("heading", T("Photographs and streaming", "Fotografías y transmisión")),
        (
            "text",
            T(
                "<p>The opening plenary is streamed. In every room some rows are out of sight of "
                "the cameras, and a coloured ribbon on the badge means: do not photograph me. "
                "Nobody's face is published without her or his consent.</p>",
                "<p>La plenaria inaugural se transmite en vivo. En cada sala hay filas fuera del "
                "alcance de las cámaras, y un listón de color en el gafete significa: no me "
                "fotografíen. No publicamos el rostro de nadie sin su consentimiento.</p>",
            ),
        ),
        ("heading", T("Changes to this notice", "Cambios a este aviso")),
        (
            "text",
            T(
                "<p>If we change this notice, the new text stands here, in both languages. If the "
                "change concerns data that you have already given us, we write to you before it "
                "takes effect.</p>",
                "<p>Si cambiamos este aviso, el nuevo texto estará aquí, en ambos idiomas. Si el "
                "cambio afecta datos que ya nos diste, te escribiremos antes de que entre en "
                "vigor.</p>",
            ),
        ),
    ],
}

CONDUCT = {
    "key": "conduct",
    "title": T("Code of conduct", "Código de conducta"),
    "slug": T("code-of-conduct", "codigo-de-conducta"),
    "listing_text": T(
        "How we treat one another, on site and online, and what to do when something is wrong.",
        "Cómo nos tratamos, en persona y en línea, y qué hacer cuando algo no está bien.",
    ),
    "search_description": T(
        "Code of conduct of the Peace Summit: how we treat one another and where to ask for help.",
        "Código de conducta de la Cumbre Binacional: cómo nos tratamos y dónde pedir ayuda.",
    ),
    "image": "conduct_flower",
    "introduction": T(
        "A summit for peace begins with the way we treat each other in the corridor. These "
        "agreements hold for everybody: participants, speakers, press, volunteers and organisers, "
        "in every room and in every chat.",
        "Una cumbre por la paz empieza por el modo en que nos tratamos en el pasillo. Estos "
        "acuerdos valen para todas las personas: participantes, ponentes, prensa, voluntariado y "
        "equipo organizador, en cada sala y en cada chat.",
    ),
    "body": [
        ("heading", T("What we agree on", "Lo que acordamos")),
        (
            "text",
            T(
                "<ul>"
                "<li><b>We listen to the end.</b> Whoever has lived something speaks first about "
                "it.</li>"
                "<li><b>We name people as they name themselves</b>, with their pronouns, their "
                "peoples and their languages.</li>"
                "<li><b>We speak slowly.</b> An interpreter is working for you.</li>"
                "<li><b>What is told in confidence stays in the room.</b> No names, no recording, "
                "no photographs without consent.</li>"
                "<li><b>We ask before we embrace.</b></li>"
                "<li><b>We take care of ourselves.</b> Leaving a session needs no "
                "explanation.</li>"
                "</ul>",
                "<ul>"
                "<li><b>Escuchamos hasta el final.</b> Quien ha vivido algo habla primero sobre "
                "ello.</li>"
                "<li><b>Nombramos a cada quien como se nombra</b>, con sus pronombres, sus pueblos "
                "y sus lenguas.</li>"
                "<li><b>Hablamos despacio.</b> Una persona está interpretando para ti.</li>"
                "<li><b>Lo que se cuenta en confianza se queda en la sala.</b> Sin nombres, sin "
                "grabaciones y sin fotos si no hay consentimiento.</li>"
                "<li><b>Preguntamos antes de abrazar.</b></li>"
                "<li><b>Nos cuidamos.</b> Salir de una sesión no requiere explicaciones.</li>"
                "</ul>",
            ),
        ),
        ("heading", T("What has no place here", "Lo que aquí no tiene lugar")),
        (
            "text",
            T(
                "<p>Insults, threats, harassment of any kind, racism, contempt for a person's "
                "origin, papers, body, gender, belief or way of loving. Asking about somebody's "
                "migration status. Following, photographing or publishing a person who does not "
                "want it. Weapons. Recruiting for a party or a business.</p>",
                "<p>Los insultos, las amenazas, el acoso de cualquier tipo, el racismo, el "
                "desprecio por el origen, los papeles, el cuerpo, el género, las creencias o la "
                "forma de amar de una persona. Preguntar por la situación migratoria de alguien. "
                "Seguir, fotografiar o exponer a quien no lo desea. Las armas. Hacer proselitismo "
                "o negocios.</p>",
            ),
        ),
        ("heading", T("If something happens", "Si algo sucede")),
        (
            "text",
            T(
                "<ol>"
                "<li>Go to the care team: green ribbon on the badge, quiet room on the ground "
                'floor. Online, write to <a href="mailto:care@example.org">care@example.org</a>. '
                "You may bring somebody you trust.</li>"
                "<li>Two people listen to you, in your language. What you tell them is "
                "confidential, and nothing is done without you.</li>"
                "<li>Together you decide on the next step: a conversation, an apology, a change "
                "of room, or that the other person leaves the summit.</li>"
                "<li>Whoever decides is never a friend or colleague of the person in "
                "question.</li>"
                "</ol>"
                "<p>In an emergency in Mexico, dial 911.</p>",
                "<ol>"
                "<li>Acércate al equipo de cuidados: listón verde en el gafete, sala de descanso "
                'en la planta baja. En línea, escribe a <a href="mailto:care@example.org">'
                "care@example.org</a>. Puedes ir con alguien de tu confianza.</li>"
                "<li>Dos personas te escucharán en tu lengua. Lo que les cuentes es confidencial y "
                "nada se hará sin ti.</li>"
                "<li>En conjunto se decidirá el siguiente paso: una conversación, una disculpa, un "
                "cambio de sala o que la otra persona deje la Cumbre.</li>"
                "<li>Quien decide nunca es amistad ni colega de la persona señalada.</li>"
                "</ol>"
                "<p>En una emergencia en México, marca 911.</p>",
            ),
        ),
        (
            "quote",
            {
                "text": T(
                    "Peace is not the silence after the blow. It is the table where the blow is no "
                    "longer possible.",
                    "La paz no es el silencio después del golpe. Es la mesa donde el golpe ya no "
                    "es posible.",
                ),
                "source": T(
                    "From the conclusions of the dialogue El Paso – Ciudad Juárez",
                    "De las conclusiones del diálogo El Paso – Ciudad Juárez",
                ),
            },
        ),
        (
            "people",
            {
                "title": T("Where to turn", "A quién acudir"),
                "items": [
                    {
                        "name": T("Care team", "Equipo de cuidados"),
                        "role": T("Green ribbon on the badge", "Listón verde en el gafete"),
                        "text": T(
                            "In the quiet room from half an hour before the first session until "
                            "the last one ends.",
                            "En la sala de descanso, desde media hora antes de la primera sesión "
                            "hasta que termina la última.",
                        ),
                    },
                    {
                        "name": T("Welcome desk", "Mesa de bienvenida"),
                        "role": T("At the main entrance", "En la entrada principal"),
                        "text": T(
                            "Badges, headphones, lost things and any question that does not know "
                            "where to go.",
                            "Gafetes, audífonos, objetos perdidos y cualquier pregunta que no "
                            "sepa a dónde ir.",
                        ),
                    },
                ],
            },
        ),
    ],
}

ACCESSIBILITY = {
    "key": "accessibility",
    "title": T("Accessibility", "Accesibilidad"),
    "slug": T("accessibility", "accesibilidad"),
    "listing_text": T(
        "What we do so that everybody can use this site and take part in the summit, what does "
        "not work yet and how to complain.",
        "Lo que hacemos para que cualquier persona pueda usar este sitio y participar en la "
        "Cumbre, lo que aún falla y cómo presentar una queja.",
    ),
    "search_description": T(
        "Accessibility statement of the Peace Summit: the site, the venue, known faults and how "
        "to complain.",
        "Declaración de accesibilidad de la Cumbre Binacional: el sitio, la sede, las fallas "
        "conocidas y cómo presentar una queja.",
    ),
    "image": "accessibility_butterfly",
    "introduction": T(
        "If somebody cannot get in, it is the door that is wrong. This page says how wide our "
        "doors are, on the screen and in the building, and whom to tell when they are too narrow.",
        "Si alguien no puede entrar, lo que está mal es la puerta. Esta página dice qué tan anchas "
        "son las nuestras, en la pantalla y en el edificio, y a quién avisar cuando no alcanzan.",
    ),
    "body": [
        ("heading", T("This site", "Este sitio")),
        (
            "text",
            T(
                "<p>We build the site to meet the Web Content Accessibility Guidelines (WCAG) 2.2 "
                "at level AA. In practice this means:</p>"
                "<ul>"
                "<li>everything works with a keyboard alone, and you always see where you are;</li>"
                "<li>everything works without JavaScript and on a slow telephone;</li>"
                "<li>text can be enlarged to 400 % without scrolling sideways;</li>"
                "<li>pictures have a description, or are marked as ornament;</li>"
                "<li>each language is marked, so that a screen reader pronounces it well;</li>"
                "<li>forms say in words what is wrong and keep what you had written;</li>"
                "<li>colours have enough contrast, in light and in dark, and movement stops if "
                "your device asks for it.</li>"
                "</ul>",
                "<p>Construimos el sitio para cumplir las Pautas de Accesibilidad para el "
                "Contenido Web (WCAG) 2.2 en el nivel AA. En la práctica esto significa que:</p>"
                "<ul>"
                "<li>todo funciona solo con el teclado y siempre ves dónde estás;</li>"
                "<li>todo funciona sin JavaScript y en un teléfono lento;</li>"
                "<li>el texto se puede ampliar hasta 400 % sin desplazarse de lado;</li>"
                "<li>las imágenes tienen descripción o están marcadas como adorno;</li>"
                "<li>cada idioma está señalado para que el lector de pantalla lo pronuncie "
                "bien;</li>"
                "<li>los formularios dicen con palabras qué falta y conservan lo que ya habías "
                "escrito;</li>"
                "<li>los colores tienen contraste suficiente, en claro y en oscuro, y el "
                "movimiento se detiene si tu dispositivo lo pide.</li>"
                "</ul>",
            ),
        ),
        ("heading", T("How far we are", "Hasta dónde hemos llegado")),
        (
            "text",
            T(
                "<p>This site <b>partially conforms</b> to WCAG 2.2 at level AA: what we make "
                "ourselves conforms, as far as we know; what we do not control is named below. We "
                "last measured it in November 2026:</p>"
                "<ul>"
                "<li>a program (axe-core) looked at every kind of page and at every component, in "
                "both languages, in light and in dark colours, on a telephone and on a computer, "
                "and found no fault;</li>"
                "<li>another one walked through pages with the keyboard alone, opened the menu by "
                "touch and with JavaScript switched off, and sent the forms;</li>"
                "<li>pages were enlarged to 400 %, their letters to 200 %, and shown with more "
                "space between letters, in the high contrast colours of the system and without "
                "movement.</li>"
                "</ul>"
                "<p>Programs find only a part of what is wrong. Nobody who uses a screen reader "
                "has tested the whole site for us yet: if you do, we would like to hear from you. "
                "All of this is measured again with every change of the site.</p>",
                "<p>Este sitio <b>cumple parcialmente</b> las WCAG 2.2 en el nivel AA: hasta donde "
                "sabemos, lo que hacemos por nuestra cuenta las cumple; lo que no controlamos está "
                "señalado más abajo. Lo medimos por última vez en noviembre de 2026:</p>"
                "<ul>"
                "<li>un programa (axe-core) revisó cada tipo de página y cada componente, en los "
                "dos idiomas, en claro y en oscuro, en teléfono y en computadora, y no encontró "
                "ninguna falla;</li>"
                "<li>otro recorrió páginas solo con el teclado, abrió el menú con el dedo y con "
                "JavaScript apagado, y envió los formularios;</li>"
                "<li>las páginas se ampliaron a 400 %, sus letras a 200 %, y se mostraron con más "
                "espacio entre letras, en los colores de alto contraste del sistema y sin "
                "movimiento.</li>"
                "</ul>"
                "<p>Los programas encuentran solo una parte de lo que está mal. Nadie que use "
                "lector de pantalla ha probado todavía todo el sitio: si usas uno, queremos saber "
                "de ti. Todo esto se vuelve a medir con cada cambio del sitio.</p>",
            ),
        ),
        ("heading", T("The venue", "La sede")),
        (
            "text",
            T(
                "<p>The main entrance has no steps, a lift reaches every room, and there are "
                "accessible toilets on each floor. A quiet room on the ground floor is open all "
                "day. Guide dogs and companions are welcome; companions do not need to sign "
                "up.</p>"
                "<p>The opening plenary has live captions in Spanish and English, Mexican Sign "
                "Language and American Sign Language. For any other session, tell us what you "
                'need when you <a linktype="page" id="{page:signup_summit}">sign up</a>, if '
                "you can three weeks ahead.</p>",
                "<p>La entrada principal no tiene escalones, un elevador llega a todas las salas y "
                "hay sanitarios accesibles en cada piso. Una sala de descanso en la planta baja "
                "está abierta todo el día. Puedes venir con perro guía y con alguien que te "
                "acompañe; quien acompaña no necesita inscribirse.</p>"
                "<p>La plenaria inaugural tiene subtítulos en vivo en español e inglés, Lengua de "
                "Señas Mexicana y lengua de señas americana. Para las demás sesiones, dinos qué "
                'necesitas al <a linktype="page" id="{page:signup_summit}">inscribirte</a>, de '
                "ser posible con tres semanas de anticipación.</p>",
            ),
        ),
        (
            "documents",
            {
                "title": T("For your visit", "Para tu visita"),
                "items": [
                    {
                        "document": "access_guide",
                        "label": T("Access guide to the venue", "Guía de accesibilidad de la sede"),
                    },
                ],
            },
        ),
        ("heading", T("What does not work yet", "Lo que todavía falla")),
        (
            "text",
            T(
                "<ul>"
                "<li>The documents to download are not tagged for screen readers. Their content "
                "also stands on the pages that offer them; ask us if it does not.</li>"
                "<li>Videos open on another site, whose player we do not control. A transcript "
                "stands beside each of them.</li>"
                "<li>The site speaks English and Spanish, and no indigenous language so far.</li>"
                "</ul>",
                "<ul>"
                "<li>Los documentos para descargar no están etiquetados para lectores de pantalla. "
                "Su contenido también está en las páginas que los ofrecen; si no es así, "
                "pídenoslo.</li>"
                "<li>Los videos se abren en otro sitio, cuyo reproductor no controlamos. Junto a "
                "cada uno hay una transcripción.</li>"
                "<li>El sitio habla español e inglés, y por ahora ninguna lengua indígena.</li>"
                "</ul>",
            ),
        ),
        ("heading", T("How to complain", "Cómo presentar una queja")),
        (
            "text",
            T(
                '<p>Write to <a href="mailto:access@example.org">access@example.org</a>, in '
                "English or Spanish, with the address of the page and what happened. If writing "
                "is difficult for you, send a voice or sign language message to the same "
                "address.</p>"
                "<p>We answer within five working days and say what we will do and when. "
                "Meanwhile we give you what you were looking for in another way. If you are not "
                "content, ask for your complaint to go to the coordination team of the summit, "
                "which decides within ten more days and gives its reasons.</p>",
                '<p>Escribe a <a href="mailto:access@example.org">access@example.org</a>, en '
                "español o en inglés, con la dirección de la página y lo que pasó. Si escribir se "
                "te dificulta, manda un mensaje de voz o en lengua de señas al mismo correo.</p>"
                "<p>Respondemos en un máximo de cinco días hábiles y te decimos qué haremos y "
                "cuándo. Mientras tanto, te damos por otro medio lo que buscabas. Si la respuesta "
                "no te satisface, pide que tu queja pase al equipo de coordinación de la Cumbre, "
                "que resolverá en diez días más y explicará sus razones.</p>",
            ),
        ),
    ],
}

# Left in English on purpose: it is for those who travel from the north.
TRAVEL = {
    "key": "travel",
    "translate": False,
    "title": T("Travelling to Mexico City"),
    "slug": T("travelling-to-mexico-city"),
    "listing_text": T(
        "Practical notes for participants from the United States and Canada: papers, altitude, "
        "water, money and getting around."
    ),
    "search_description": T(
        "Practical notes for participants who travel to the Peace Summit from the United States "
        "and Canada."
    ),
    "image": "travel_cactus",
    "introduction": T(
        "For many participants from the north this is the first time in Mexico City. These notes "
        "come from people who made the trip before you."
    ),
    "body": [
        ("heading", T("Before you leave")),
        (
            "text",
            T(
                "<ul>"
                "<li>Check the entry rules for your passport with the nearest Mexican consulate, "
                "well ahead. If you need a letter of invitation, ask for it when you <a "
                'linktype="page" id="{page:signup_summit}">sign up</a>.</li>'
                "<li>If leaving and coming back is a risk for you because of your papers, talk to "
                "a lawyer first. The opening plenary is streamed, and your words can be read out "
                "for you.</li>"
                "<li>Nights in February are cool. Bring a sweater, and something for the "
                "sun.</li>"
                "</ul>"
            ),
        ),
        (
            "questions",
            {
                "title": T("Questions from last-minute packers"),
                "items": [
                    {
                        "question": T("Will I feel the altitude?"),
                        "answer": T(
                            "<p>Perhaps. The city lies at some 2,240 metres. Arrive a day early, "
                            "drink plenty and take the stairs slowly.</p>"
                        ),
                    },
                    {
                        "question": T("Can I drink the water?"),
                        "answer": T(
                            "<p>Not from the tap. At the venue there is filtered water on every "
                            "floor; bring your own bottle.</p>"
                        ),
                    },
                    {
                        "question": T("Do I need cash?"),
                        "answer": T(
                            "<p>A little, for markets and the metro. Meals at the summit are free "
                            "of charge.</p>"
                        ),
                    },
                ],
            },
        ),
        (
            "picture",
            {
                "image": "venue_sun",
                "caption": T("The courtyard of the venue, as our cut paper sees it."),
                "alt_text": "",
            },
        ),
        (
            "call_to_action",
            {
                "title": T("Ready?"),
                "text": T("Two days, one table, and a badge with your name."),
                "label": T("Go to the sign-up page"),
                "page": "signup_summit",
                "url": "",
            },
        ),
    ],
}

STANDARD_PAGES = [ABOUT, PRIVACY, CONDUCT, ACCESSIBILITY, TRAVEL]
