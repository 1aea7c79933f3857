"""News of the summit. `age` is the number of days before the seed runs."""

from sample.text import T

COORDINATION = T("Summit coordination team", "Equipo de coordinación de la Cumbre")
PROGRAMME_COMMITTEE = T("Programme committee", "Comité de programa")
LANGUAGE_TEAM = T("Language team", "Equipo de lenguas")
CHRONICLE = T("Chronicle team", "Equipo de crónica")

NEWS_INDEX = {
    "key": "news",
    "title": T("News", "Noticias"),
    "slug": T("news", "noticias"),
    "listing_text": T(
        "Chronicles of the dialogues, announcements and what moves our partners.",
        "Crónicas de los diálogos, avisos y lo que mueve a nuestras organizaciones aliadas.",
    ),
    "search_description": T(
        "News of the Peace Summit: chronicles of the dialogues, programme and practical notices.",
        "Noticias de la Cumbre Binacional: crónicas de los diálogos, programa y avisos prácticos.",
    ),
    "image": "news_flower",
    "introduction": T(
        "What happened, what is coming and what we are learning on the way to Mexico City.",
        "Lo que pasó, lo que viene y lo que vamos aprendiendo camino a la Ciudad de México.",
    ),
}

NEWS = [
    {
        "key": "news_registration",
        "title": T(
            "Sign-up for the summit is open", "Ya están abiertas las inscripciones a la Cumbre"
        ),
        "slug": T("sign-up-is-open", "inscripciones-abiertas"),
        "listing_text": T(
            "It is free, takes five minutes and asks only for what we need to receive you.",
            "Inscribirse es gratis, toma cinco minutos y solo preguntamos lo necesario para "
            "recibirte.",
        ),
        "search_description": T(
            "Sign-up for the Peace Summit in Mexico City is open, free of charge and in two "
            "languages.",
            "Ya puedes inscribirte sin costo a la Cumbre Binacional en la Ciudad de México, en "
            "español o en inglés.",
        ),
        "image": "news_registration",
        "age": 3,
        "byline": COORDINATION,
        "introduction": T(
            "From today you can keep your place at the table. There are more than 300, and half of "
            "them are for people who live on the other side of the border from you.",
            "Desde hoy puedes apartar tu lugar en la mesa. Hay más de 300, y la mitad son para "
            "personas que viven del otro lado de la frontera.",
        ),
        "topics": ["democracy", "human_rights"],
        "partners": [],
        "events": ["summit"],
        "body": [
            (
                "text",
                T(
                    "<p>The form is the same in English and in Spanish, and whichever you use, "
                    "your answers arrive in one list. You can leave your name as you write it, "
                    "with one surname or two, and choose another one for the badge.</p>",
                    "<p>El formulario es el mismo en español y en inglés, y uses el que uses, tus "
                    "respuestas llegan a una sola lista. Puedes escribir tu nombre como es, con un "
                    "apellido o con dos, y elegir otro para el gafete.</p>",
                ),
            ),
            ("heading", T("Who comes first", "Quién tiene prioridad")),
            (
                "text",
                T(
                    "<p>If more people sign up than the hall can hold, places go first to:</p>"
                    "<ul>"
                    "<li>families of the disappeared and victims of violence;</li>"
                    "<li>migrants and those who work with them;</li>"
                    "<li>indigenous and Afro-descendant peoples;</li>"
                    "<li>people under thirty.</li>"
                    "</ul>",
                    "<p>Si se inscribe más gente de la que cabe en el auditorio, los lugares son "
                    "primero para:</p>"
                    "<ul>"
                    "<li>familias de personas desaparecidas y víctimas de la violencia;</li>"
                    "<li>personas migrantes y quienes trabajan con ellas;</li>"
                    "<li>pueblos indígenas y afrodescendientes;</li>"
                    "<li>personas menores de treinta años.</li>"
                    "</ul>",
                ),
            ),
            (
                "questions",
                {
                    "title": T("Three quick answers", "Tres respuestas rápidas"),
                    "items": [
                        {
                            "question": T("Until when?", "¿Hasta cuándo?"),
                            "answer": T(
                                "<p>Until there are no places left. Requests for a letter of "
                                "invitation should reach us six weeks ahead.</p>",
                                "<p>Hasta que se acaben los lugares. Las solicitudes de carta de "
                                "invitación deben llegarnos con seis semanas de anticipación.</p>",
                            ),
                        },
                        {
                            "question": T("What happens to my data?", "¿Qué pasa con mis datos?"),
                            "answer": T(
                                "<p>They are deleted 30 days after the summit, the sensitive ones "
                                'after 7. All of it stands in the <a linktype="page" '
                                'id="{page:privacy}">privacy notice</a>.</p>',
                                "<p>Se borran 30 días después de la Cumbre; los sensibles, a los 7 "
                                'días. Todo está en el <a linktype="page" '
                                'id="{page:privacy}">aviso de privacidad</a>.</p>',
                            ),
                        },
                        {
                            "question": T("And if I cannot travel?", "¿Y si no puedo viajar?"),
                            "answer": T(
                                "<p>The opening plenary is streamed, with captions and "
                                "interpretation. You do not have to sign up for it.</p>",
                                "<p>La plenaria inaugural se transmite en vivo, con subtítulos e "
                                "interpretación. Para verla no hace falta inscribirse.</p>",
                            ),
                        },
                    ],
                },
            ),
            (
                "call_to_action",
                {
                    "title": T("Is your chair free?", "¿Ya tienes tu silla?"),
                    "text": T("Five minutes, and you are in.", "Cinco minutos y listo."),
                    "label": T("Sign up", "Inscribirme"),
                    "page": "signup_summit",
                    "url": "",
                },
            ),
        ],
    },
    {
        "key": "news_moved",
        "title": T(
            "The dialogue in Los Angeles moves to a bigger hall",
            "El diálogo de Los Ángeles se muda a un salón más grande",
        ),
        "slug": T("los-angeles-new-venue", "los-angeles-nueva-sede"),
        "listing_text": T(
            "Same day, same hour, twice as many chairs. If you had signed up, you need not do "
            "anything.",
            "Mismo día, misma hora y el doble de sillas. Si ya te habías inscrito, no tienes que "
            "hacer nada.",
        ),
        "search_description": T(
            "The preparatory dialogue in Los Angeles has a new venue; day and hour stay the same.",
            "El diálogo preparatorio de Los Ángeles cambia de sede; el día y la hora se mantienen.",
        ),
        "image": "news_moved",
        "age": 6,
        "byline": COORDINATION,
        "introduction": T(
            "We had counted on sixty people. Three days after the first call there were more names "
            "than chairs, in eleven languages.",
            "Contábamos con sesenta personas. Tres días después de la primera convocatoria había "
            "más nombres que sillas, en once lenguas.",
        ),
        "topics": ["indigenous_peoples", "democracy"],
        "partners": ["CIELO, Indigenous Leadership", "Península 360 Press"],
        "events": ["dialogue_los_angeles"],
        "body": [
            ("heading", T("What changes", "Qué cambia")),
            (
                "text",
                T(
                    "<p>The dialogue now takes place at the Maple Community Hall, a short walk "
                    "from the place we had announced. The entrance is level with the street, and "
                    "there is room for wheelchairs and pushchairs in the front row.</p>",
                    "<p>El diálogo será ahora en el Maple Community Hall, a unos pasos del lugar "
                    "que habíamos anunciado. La entrada está al nivel de la calle y hay espacio "
                    "para sillas de ruedas y carriolas en la primera fila.</p>",
                ),
            ),
            ("heading", T("What stays", "Qué no cambia")),
            (
                "text",
                T(
                    "<ul>"
                    "<li>Day and hour.</li>"
                    "<li>The three circles and those who facilitate them.</li>"
                    "<li>Lunch, which is still free.</li>"
                    "</ul>"
                    "<p>Whoever has signed up keeps the place. If the calendar on your telephone "
                    'follows the <a linktype="page" id="{page:dialogue_los_angeles}">page of '
                    "the dialogue</a>, it will show the new address by itself.</p>",
                    "<ul>"
                    "<li>El día y la hora.</li>"
                    "<li>Los tres círculos y quienes los facilitan.</li>"
                    "<li>La comida, que sigue siendo gratuita.</li>"
                    "</ul>"
                    "<p>Si ya te inscribiste, conservas tu lugar. Si el calendario de tu teléfono "
                    'sigue la <a linktype="page" id="{page:dialogue_los_angeles}">página del '
                    "diálogo</a>, mostrará la nueva dirección sin que hagas nada.</p>",
                ),
            ),
            (
                "call_to_action",
                {
                    "title": T("There is room now", "Ahora sí hay lugar"),
                    "text": T(
                        "Those who found the list closed can try again.",
                        "Si encontraste la lista cerrada, inténtalo de nuevo.",
                    ),
                    "label": T("Sign up for the dialogue", "Inscríbete al diálogo"),
                    "page": "signup_dialogue",
                    "url": "",
                },
            ),
        ],
    },
    {
        "key": "news_programme",
        "title": T(
            "Two days, eighteen sessions: the programme is here",
            "Dos días, dieciocho sesiones: aquí está el programa",
        ),
        "slug": T("programme-published", "programa-publicado"),
        "listing_text": T(
            "Who opens, what is decided and where to rest: a reader's guide to the programme.",
            "Quién abre, qué se decide y dónde descansar: una guía para leer el programa.",
        ),
        "search_description": T(
            "The programme of the Peace Summit explained: plenaries, workshops, working tables and "
            "the meeting with officials.",
            "El programa de la Cumbre Binacional, explicado: plenarias, talleres, mesas de trabajo "
            "y la reunión con autoridades.",
        ),
        "image": "news_programme",
        "age": 12,
        "byline": PROGRAMME_COMMITTEE,
        "introduction": T(
            "We had one rule: nobody speaks about a wound before those who carry it. The rest "
            "followed from there.",
            "Tuvimos una regla: nadie habla de una herida antes que quienes la llevan. Lo demás "
            "salió de ahí.",
        ),
        "topics": ["human_rights", "democracy", "disappeared"],
        "partners": [
            "Familiares en Búsqueda María Herrera",
            "Servicios y Asesorías para la Paz",
            "Latin America Working Group",
        ],
        "events": ["summit"],
        "body": [
            ("heading", T("The first day: to listen", "El primer día: escuchar")),
            (
                "text",
                T(
                    '<p>The plenary that opens the <a linktype="page" id="{page:summit}">'
                    "summit</a> begins at 10:00 in Mexico City, 08:00 on the Pacific coast, and is "
                    "streamed. In the afternoon you choose among workshops; in the evening the "
                    "courtyard fills with paper and music.</p>",
                    '<p>La plenaria que inaugura la <a linktype="page" id="{page:summit}">'
                    "Cumbre</a> comienza a las 10:00 en la Ciudad de México, 08:00 en la costa del "
                    "Pacífico, y se transmite en vivo. Por la tarde eliges entre los talleres; por "
                    "la noche el patio se llena de papel y de música.</p>",
                ),
            ),
            ("heading", T("The second day: to agree", "El segundo día: acordar")),
            (
                "text",
                T(
                    "<p>Three working tables write the demands. At noon a delegation hands them to "
                    "government officials, who are asked to answer on the spot. In the afternoon "
                    "the working groups are founded, so that somebody is there to remember the "
                    "answers.</p>",
                    "<p>Tres mesas de trabajo redactan las demandas. A mediodía una delegación las "
                    "entrega a funcionarias y funcionarios de gobierno, a quienes se pide "
                    "responder ahí mismo. Por la tarde se instalan los grupos de trabajo, para que "
                    "haya quien recuerde las respuestas.</p>",
                ),
            ),
            (
                "statistics",
                {
                    "title": T("The programme in numbers", "El programa en números"),
                    "items": [
                        {"number": T("18"), "label": T("sessions", "sesiones")},
                        {"number": T("9"), "label": T("themes", "temas")},
                        {
                            "number": T("4"),
                            "label": T(
                                "working groups to be founded", "grupos de trabajo por instalar"
                            ),
                        },
                    ],
                },
            ),
            (
                "documents",
                {
                    "title": T("On paper", "En papel"),
                    "items": [
                        {
                            "document": "programme",
                            "label": T("Programme for printing", "Programa para imprimir"),
                        },
                    ],
                },
            ),
        ],
    },
    {
        # Left in English on purpose: it is for newsrooms in the north.
        "key": "news_press",
        "translate": False,
        "title": T("A note for newsrooms in the United States and Canada"),
        "slug": T("note-for-newsrooms"),
        "listing_text": T(
            "How to cover the opening plenary from afar, and what we ask of those who come."
        ),
        "search_description": T(
            "How newsrooms in the United States and Canada can cover the Peace Summit, on site or "
            "from afar."
        ),
        "image": "news_press",
        "age": 20,
        "byline": T("Press desk"),
        "introduction": T(
            "Several newsrooms have asked whether they can follow the summit without crossing the "
            "border. They can. Here is how."
        ),
        "topics": ["press_freedom"],
        "partners": ["Península 360 Press", "El Molino Informativo"],
        "events": ["summit"],
        "body": [
            ("heading", T("From afar")),
            (
                "text",
                T(
                    "<p>The opening plenary runs from 08:00 to 11:00 Pacific time. The stream has "
                    "an English sound track and captions; you may show excerpts of up to three "
                    "minutes if you name the source.</p>"
                ),
            ),
            ("heading", T("On site")),
            (
                "text",
                T(
                    "<ul>"
                    '<li>Journalists <a linktype="page" id="{page:signup_summit}">sign up</a> '
                    "like everybody else and wear a press ribbon.</li>"
                    "<li>Closed meetings are closed. The programme marks them.</li>"
                    "<li>Ask before you record, and ask again before you publish. Some faces cross "
                    "a border on the way home.</li>"
                    "</ul>"
                ),
            ),
            (
                "questions",
                {
                    "title": T("Asked by editors"),
                    "items": [
                        {
                            "question": T("Can we interview families of the disappeared?"),
                            "answer": T(
                                "<p>If they wish. Leave your name with the care team, which passes "
                                "it on; please do not approach families in the corridor.</p>"
                            ),
                        },
                        {
                            "question": T("Is there a room to work in?"),
                            "answer": T(
                                "<p>Yes, with cable connections and quiet, on the first floor.</p>"
                            ),
                        },
                    ],
                },
            ),
            (
                "call_to_action",
                {
                    "title": T("How we treat one another"),
                    "text": T("The code of conduct holds for the press as well."),
                    "label": T("Read the code of conduct"),
                    "page": "conduct",
                    "url": "",
                },
            ),
        ],
    },
    {
        "key": "news_tapachula",
        "title": T("What the rain told us in Tapachula", "Lo que nos contó la lluvia en Tapachula"),
        "slug": T("what-the-rain-told-us", "lo-que-nos-conto-la-lluvia"),
        "listing_text": T(
            "Chronicle of the third dialogue: coffee that flowers out of season, and a plan that "
            "begins with seed.",
            "Crónica del tercer diálogo: café que florece a destiempo y un plan que empieza por la "
            "semilla.",
        ),
        "search_description": T(
            "Chronicle of the dialogue in Tapachula about land, climate and the right to stay.",
            "Crónica del diálogo de Tapachula sobre tierra, clima y el derecho a quedarse.",
        ),
        "image": "news_tapachula",
        "age": 34,
        "byline": CHRONICLE,
        "introduction": T(
            "It rained so hard on the tin roof that for ten minutes nobody could speak. Then a "
            "woman said that this was the dialogue: first one has to hear the water.",
            "Llovía tan fuerte sobre el techo de lámina que durante diez minutos nadie pudo "
            "hablar. Entonces una mujer dijo que ese era el diálogo: primero hay que oír el agua.",
        ),
        "topics": ["environment", "migration", "inequality"],
        "partners": [
            "Las Mujeres Rurales de la Frontera Sur S.A. de R.L. de C.V.",
            "Mujeres Organización y Territorios MOOTS",
            "Centro de Protección a Refugiados y Migrantes Internacionales (CEPREMI)",
        ],
        "events": ["dialogue_tapachula"],
        "body": [
            (
                "text",
                T(
                    "<p>They came on foot, in shared taxis and, two of them, by boat. Those who "
                    "sow sat beside those who were passing through. By noon it was no longer clear "
                    "who was who, because almost everybody had been both.</p>",
                    "<p>Llegaron a pie, en taxi colectivo y, dos de ellas, en lancha. Quienes "
                    "siembran se sentaron junto a quienes van de paso. A mediodía ya no se "
                    "distinguía quién era quién, porque casi todas las personas habían sido las "
                    "dos cosas.</p>",
                ),
            ),
            (
                "picture",
                {
                    "image": "land_corn",
                    "caption": T(
                        "The meeting began with a handful of seed that went from hand to hand.",
                        "El encuentro comenzó con un puño de semillas que pasó de mano en mano.",
                    ),
                    "alt_text": "",
                },
            ),
            ("heading", T("The right to stay", "El derecho a quedarse")),
            (
                "text",
                T(
                    "<p>Much is said about the right to migrate, little about the right not to "
                    "have to. The dialogue puts both in the same sentence, and asks that climate "
                    "funds reach the communities without passing through ten offices.</p>",
                    "<p>Se habla mucho del derecho a migrar y poco del derecho a no tener que "
                    "hacerlo. El diálogo pone los dos en la misma frase y pide que los fondos para "
                    "el clima lleguen a las comunidades sin pasar por diez oficinas.</p>",
                ),
            ),
            (
                "quote",
                {
                    "text": T("The seed does not ask for papers.", "La semilla no pide papeles."),
                    "source": T(
                        "Written on the wall of the dialogue in Tapachula",
                        "Escrito en el muro del diálogo de Tapachula",
                    ),
                },
            ),
            (
                "documents",
                {
                    "title": T("To read on", "Para seguir leyendo"),
                    "items": [
                        {
                            "document": "conclusions_tapachula",
                            "label": T("The conclusions in full", "Las conclusiones completas"),
                        },
                    ],
                },
            ),
        ],
    },
    {
        "key": "news_interpretation",
        "title": T(
            "Headphones for everybody: how interpretation works",
            "Audífonos para todo el mundo: cómo funciona la interpretación",
        ),
        "slug": T("how-interpretation-works", "como-funciona-la-interpretacion"),
        "listing_text": T(
            "No language is the guest of the other. A look into the booth, and how to ask for a "
            "language that is not on the list.",
            "Ninguna lengua es invitada de la otra. Una mirada a la cabina, y cómo pedir una "
            "lengua que no está en la lista.",
        ),
        "search_description": T(
            "How interpretation works at the Peace Summit, in Spanish, English, indigenous and sign "
            "languages.",
            "Cómo funciona la interpretación en la Cumbre Binacional: español, inglés, lenguas "
            "indígenas y de señas.",
        ),
        "image": "news_interpretation",
        "age": 48,
        "byline": LANGUAGE_TEAM,
        "introduction": T(
            "At many meetings only those wear headphones who do not speak the language of power. "
            "At the summit all of us wear them.",
            "En muchas reuniones solo usa audífonos quien no habla la lengua del poder. En la "
            "Cumbre los usamos todas y todos.",
        ),
        "topics": ["indigenous_peoples", "human_rights"],
        "partners": [
            "Centro de Atención a la Familia Migrante Indígena",
            "Indigenous Immigrant People Council",
        ],
        "events": ["summit"],
        "body": [
            ("heading", T("On the day", "El mero día")),
            (
                "text",
                T(
                    "<ol>"
                    "<li>Take headphones at the welcome desk. Channel 1 is Spanish, channel 2 is "
                    "English.</li>"
                    "<li>Speak in the language in which you think.</li>"
                    "<li>Speak as you would to a child who is about to fall asleep: slowly, and in "
                    "short sentences.</li>"
                    "</ol>",
                    "<ol>"
                    "<li>Toma tus audífonos en la mesa de bienvenida. El canal 1 es español, el "
                    "canal 2 es inglés.</li>"
                    "<li>Habla en la lengua en la que piensas.</li>"
                    "<li>Habla como a una criatura que está por dormirse: despacio y con frases "
                    "cortas.</li>"
                    "</ol>",
                ),
            ),
            (
                "people",
                {
                    "title": T("Who is in the booth", "Quiénes están en la cabina"),
                    "items": [
                        {
                            "name": T("Spanish and English", "Español e inglés"),
                            "role": T("Every session", "Todas las sesiones"),
                            "text": T(
                                "Two interpreters a room, who take turns every twenty minutes.",
                                "Dos intérpretes por sala, que se turnan cada veinte minutos.",
                            ),
                        },
                        {
                            "name": T("Indigenous languages", "Lenguas indígenas"),
                            "role": T("On request", "A solicitud"),
                            "text": T(
                                "Interpreters from the communities themselves, who sit beside you.",
                                "Intérpretes de las propias comunidades, que se sientan a tu lado.",
                            ),
                        },
                        {
                            "name": T("Sign languages", "Lenguas de señas"),
                            "role": T(
                                "Opening plenary, and on request",
                                "Plenaria inaugural y a solicitud",
                            ),
                            "text": T(
                                "Mexican and American Sign Language.",
                                "Lengua de Señas Mexicana y lengua de señas americana.",
                            ),
                        },
                    ],
                },
            ),
            ("heading", T("If yours is missing", "Si falta la tuya")),
            (
                "text",
                T(
                    '<p>Write it down when you <a linktype="page" id="{page:signup_summit}">'
                    "sign up</a>. With three weeks' notice we can nearly always find somebody.</p>",
                    '<p>Anótala al <a linktype="page" id="{page:signup_summit}">inscribirte'
                    "</a>. Con tres semanas de anticipación casi siempre encontramos a alguien."
                    "</p>",
                ),
            ),
            (
                "quote",
                {
                    "text": T(
                        "Whoever is not understood has not been invited.",
                        "A quien no se le entiende, no se le ha invitado.",
                    ),
                    "source": T(
                        "From the working rules of the language team",
                        "De las reglas de trabajo del equipo de lenguas",
                    ),
                },
            ),
        ],
    },
    {
        "key": "news_arms",
        "title": T(
            "The weapons go south: a guide for conversations at home",
            "Las armas van al sur: una guía para platicar en casa",
        ),
        "slug": T("the-weapons-go-south", "las-armas-van-al-sur"),
        "listing_text": T(
            "How to speak about arms trafficking with neighbours who think that it does not "
            "concern them.",
            "Cómo hablar del tráfico de armas con la gente de al lado que piensa que no le toca.",
        ),
        "search_description": T(
            "Questions and answers to talk about arms trafficking between the United States and "
            "Mexico.",
            "Preguntas y respuestas para conversar sobre el tráfico de armas entre Estados Unidos "
            "y México.",
        ),
        "image": "news_arms",
        "age": 63,
        "byline": T("Working table on gun violence", "Mesa de trabajo sobre violencia armada"),
        "introduction": T(
            "A gun is easy to buy in one country and hard to buy in the other. Whoever lives "
            "between the two knows what follows from that. This guide helps to tell it.",
            "En un país es fácil comprar un arma y en el otro es difícil. Quien vive entre los dos "
            "sabe lo que eso trae. Esta guía ayuda a contarlo.",
        ),
        "topics": ["gun_violence", "human_rights"],
        "partners": [
            "Stop US Arms to Mexico",
            "Global Action on Gun Violence",
            "Newtown Action Alliance",
            "Change the Ref",
        ],
        "events": ["dialogue_juarez"],
        "body": [
            (
                "text",
                T(
                    "<p>It was written at a kitchen table by people from both countries, after the "
                    "dialogue on the border. It holds no figures, because figures seldom change a "
                    "mind at dinner. It holds questions.</p>",
                    "<p>La escribieron en una mesa de cocina personas de ambos países, después del "
                    "diálogo en la frontera. No trae cifras, porque las cifras rara vez cambian "
                    "una opinión a la hora de la cena. Trae preguntas.</p>",
                ),
            ),
            ("heading", T("Questions that open a door", "Preguntas que abren la puerta")),
            (
                "questions",
                {
                    "title": T("They say, we ask", "Nos dicen, preguntamos"),
                    "items": [
                        {
                            "question": T(
                                "“That is a problem of Mexico.”",
                                "“Ese es un problema de allá.”",
                            ),
                            "answer": T(
                                "<p>Where was the weapon made? Who earned from it? And if it were "
                                "pointed this way?</p>",
                                "<p>¿Dónde se fabricó el arma? ¿Quién ganó con ella? ¿Y quién la "
                                "trajo hasta acá?</p>",
                            ),
                        },
                        {
                            "question": T(
                                "“You want to take our rights away.”",
                                "“Sin armas no hay quien nos defienda.”",
                            ),
                            "answer": T(
                                "<p>Which right does a child have, on either side, to come home "
                                "from school?</p>",
                                "<p>¿Cuándo fue la última vez que un arma hizo más segura tu "
                                "calle? ¿Qué la haría segura de verdad?</p>",
                            ),
                        },
                        {
                            "question": T("“Nothing can be done.”", "“No se puede hacer nada.”"),
                            "answer": T(
                                "<p>Ask who says so, and who profits if you believe it.</p>",
                                "<p>Pregunta quién lo dice, y quién gana si le crees.</p>",
                            ),
                        },
                    ],
                },
            ),
            (
                "timeline",
                {
                    "title": T("The way of a weapon", "El camino de un arma"),
                    "items": [
                        {
                            "when": T("First", "Primero"),
                            "title": T("It is made", "Se fabrica"),
                            "text": T(
                                "Legally, in a factory with a name.",
                                "Legalmente, en una fábrica con nombre.",
                            ),
                        },
                        {
                            "when": T("Then", "Luego"),
                            "title": T("It is sold", "Se vende"),
                            "text": T(
                                "In a shop or at a fair, to somebody who buys for another.",
                                "En una tienda o en una feria, a alguien que compra para otra "
                                "persona.",
                            ),
                        },
                        {
                            "when": T("At night", "De noche"),
                            "title": T("It crosses", "Cruza"),
                            "text": T(
                                "Southward, where fewer cars are stopped.",
                                "Hacia el sur, donde se detienen menos autos.",
                            ),
                        },
                        {
                            "when": T("In the end", "Al final"),
                            "title": T("Somebody is missing", "Alguien falta"),
                            "text": T(
                                "A family begins to search, or to bury.",
                                "Una familia empieza a buscar, o a enterrar.",
                            ),
                        },
                    ],
                },
            ),
            (
                "call_to_action",
                {
                    "title": T("Go on talking", "Sigue la conversación"),
                    "text": T(
                        "What the families of the border demand.",
                        "Lo que exigen las familias de la frontera.",
                    ),
                    "label": T("Read the conclusions", "Leer las conclusiones"),
                    "page": "dialogue_juarez",
                    "url": "",
                },
            ),
        ],
    },
    {
        "key": "news_juarez",
        "title": T("Nineteen families and one list", "Diecinueve familias y una sola lista"),
        "slug": T("nineteen-families-one-list", "diecinueve-familias-una-lista"),
        "listing_text": T(
            "Chronicle of the second dialogue, in Ciudad Juárez: a cap, a notebook, a set of keys.",
            "Crónica del segundo diálogo, en Ciudad Juárez: una gorra, un cuaderno, un juego de "
            "llaves.",
        ),
        "search_description": T(
            "Chronicle of the dialogue El Paso – Ciudad Juárez about gun violence and arms "
            "trafficking.",
            "Crónica del diálogo El Paso – Ciudad Juárez sobre violencia armada y tráfico de "
            "armas.",
        ),
        "image": "news_juarez",
        "age": 88,
        "byline": CHRONICLE,
        "introduction": T(
            "The table was too short, so doors were taken off their hinges and laid on trestles. "
            "That is how the dialogue began: by opening all the doors.",
            "La mesa no alcanzaba, así que quitaron las puertas de sus bisagras y las pusieron "
            "sobre caballetes. Así empezó el diálogo: abriendo todas las puertas.",
        ),
        "topics": ["gun_violence", "disappeared"],
        "partners": [
            "Gun Violence Prevention Network",
            "Servicios y Asesorías para la Paz",
            "Comisión Mexicana de Defensa y Promoción de los Derechos Humanos",
        ],
        "events": ["dialogue_juarez"],
        "body": [
            ("heading", T("The objects", "Los objetos")),
            (
                "text",
                T(
                    "<p>Each family had been asked to bring something. Nobody had said that it "
                    "would be so hard to put it down. In the afternoon the objects went round, and "
                    "each was held for a while by somebody who came from the other bank.</p>",
                    "<p>A cada familia se le había pedido llevar algo. Nadie dijo que sería tan "
                    "difícil soltarlo. Por la tarde los objetos dieron la vuelta y a cada uno lo "
                    "sostuvo un rato alguien que venía de la otra orilla.</p>",
                ),
            ),
            (
                "picture",
                {
                    "image": "memory_flower",
                    "caption": T(
                        "A marigold lay beside each object.",
                        "Junto a cada objeto había una flor de cempasúchil.",
                    ),
                    "alt_text": "",
                },
            ),
            ("heading", T("The list", "La lista")),
            (
                "text",
                T(
                    "<p>There had been two drafts, one a country. At four in the afternoon "
                    "somebody noticed that they said the same. The list that goes to the <a "
                    'linktype="page" id="{page:summit}">summit</a> has four demands and no '
                    "flag.</p>",
                    "<p>Había dos borradores, uno por país. A las cuatro de la tarde alguien notó "
                    'que decían lo mismo. La lista que llega a la <a linktype="page" '
                    'id="{page:summit}">Cumbre</a> tiene cuatro demandas y ninguna bandera.</p>',
                ),
            ),
            (
                "documents",
                {
                    "title": T("The list in full", "La lista completa"),
                    "items": [
                        {
                            "document": "conclusions_juarez",
                            "label": T("Conclusions of the dialogue", "Conclusiones del diálogo"),
                        },
                    ],
                },
            ),
        ],
    },
    {
        "key": "news_tijuana",
        "title": T(
            "Read aloud at the fence: the first dialogue",
            "Leído en voz alta junto a la barda: el primer diálogo",
        ),
        "slug": T("read-aloud-at-the-fence", "leido-junto-a-la-barda"),
        "listing_text": T(
            "Chronicle of a day in Playas de Tijuana, where the agreements were heard on both "
            "sides.",
            "Crónica de un día en Playas de Tijuana, donde los acuerdos se oyeron de los dos "
            "lados.",
        ),
        "search_description": T(
            "Chronicle of the first preparatory dialogue of the Peace Summit, in Tijuana and San "
            "Diego.",
            "Crónica del primer diálogo preparatorio de la Cumbre Binacional, en Tijuana y San "
            "Diego.",
        ),
        "image": "news_tijuana",
        "age": 144,
        "byline": CHRONICLE,
        "introduction": T(
            "At half past four the whole dialogue walked down to the beach. Someone read the "
            "agreements through the bars, and from the other side came the answer: louder!",
            "A las cuatro y media todo el diálogo bajó a la playa. Alguien leyó los acuerdos entre "
            "los barrotes y del otro lado llegó la respuesta: ¡más fuerte!",
        ),
        "topics": ["migration", "human_rights"],
        "partners": [
            "Al Otro Lado",
            "Witness at the Border",
            "Instituto para las Mujeres en las Migraciones",
        ],
        "events": ["dialogue_tijuana"],
        "body": [
            (
                "text",
                T(
                    "<p>The morning had been for those who wait. They spoke of time: of the "
                    "months that a list can eat, of a daughter who learned to write in a "
                    "shelter. Those who are used to speaking kept silent, and it did them "
                    "good.</p>",
                    "<p>La mañana fue de quienes esperan. Hablaron del tiempo: de los meses que se "
                    "come una lista, de una hija que aprendió a escribir en un albergue. Quienes "
                    "acostumbran hablar guardaron silencio, y les hizo bien.</p>",
                ),
            ),
            ("heading", T("Five languages on one sheet", "Cinco idiomas en una hoja")),
            (
                "text",
                T(
                    "<p>The first agreement is also the smallest: one sheet of information for all "
                    "the shelters, the same in Tijuana and in San Diego. It says what you may ask, "
                    "whom, and that you may bring your children.</p>",
                    "<p>El primer acuerdo es también el más pequeño: una sola hoja informativa "
                    "para todos los albergues, la misma en Tijuana y en San Diego. Dice qué puedes "
                    "preguntar, a quién, y que puedes llevar a tus hijas e hijos.</p>",
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
                "statistics",
                {
                    "title": T("That day", "Ese día"),
                    "items": [
                        {
                            "number": T("80"),
                            "label": T("people in one circle", "personas en un círculo"),
                        },
                        {
                            "number": T("5"),
                            "label": T(
                                "languages on the information sheet",
                                "idiomas en la hoja informativa",
                            ),
                        },
                        {"number": T("3"), "label": T("demands", "demandas")},
                    ],
                },
            ),
            (
                "documents",
                {
                    "title": T("To read and to share", "Para leer y compartir"),
                    "items": [
                        {
                            "document": "conclusions_tijuana",
                            "label": T("Conclusions of the dialogue", "Conclusiones del diálogo"),
                        },
                    ],
                },
            ),
        ],
    },
]
