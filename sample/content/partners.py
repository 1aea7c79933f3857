"""The directory of partners: its page, and what we say of the organisations in `partners.csv`.

The descriptions say only what an organisation's own name says and that it takes part: they are
sample texts until each organisation sends its own.
"""

import csv
from pathlib import Path

from sample.text import T


def rows() -> list[dict[str, str]]:
    """Return the partners as published, in their order: `name`, `region`, `name_as_listed`."""
    path = Path(__file__).with_name("partners.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PARTNER_INDEX = {
    "key": "partners",
    "title": T("Partners", "Organizaciones aliadas"),
    "slug": T("partners", "organizaciones"),
    "listing_text": T(
        "59 organisations and collectives from Mexico, Central America, the United States and "
        "Canada call the summit together.",
        "59 organizaciones y colectivos de México, Centroamérica, Estados Unidos y Canadá convocan "
        "juntos la Cumbre.",
    ),
    "search_description": T(
        "Directory of the 59 partner organisations of the Peace Summit, by region, country and "
        "theme.",
        "Directorio de las 59 organizaciones aliadas de la Cumbre Binacional, por región, país y "
        "tema.",
    ),
    "image": "partners_hands",
    "introduction": T(
        "Shelters and newsrooms, farm workers and lawyers, mothers who search and students who "
        "march: 28 organisations from the United States and Canada and 31 from Mexico and Central "
        "America.",
        "Albergues y redacciones, gente jornalera y defensoras, madres que buscan y estudiantes "
        "que marchan: 28 organizaciones de Estados Unidos y Canadá y 31 de México y Centroamérica.",
    ),
}

# Where an organisation works in several countries, the main country of its region stands.
_US = [
    "Alianza de Ex-Braceros",
    "Americas Program",
    "Black Lives Matter South Bend",
    "California Institute for Rural Studies",
    "Center for American Progress",
    "Center for Native Americans",
    "CIELO, Indigenous Leadership",
    "CODEPINK - Women for Peace",
    "El Molino Informativo",
    "Florida Farm Workers",
    "Gun Violence Prevention Network",
    "Indigenous Immigrant People Council",
    "Latin America Working Group",
    "Lila",
    "March for Our Lives",
    "National Lawyers Guild",
    "North American Indigenous Center of New York",
    "Península 360 Press",
    "Red de Pueblos Trasnacionales",
    "South Texas Human Rights Center",
    "Stop US Arms to Mexico",
    "Voces de los Pueblos",
    "Witness at the Border",
    "Women Against Gun Violence",
    "Change the Ref",
    "Global Action on Gun Violence",
    "Newtown Action Alliance",
]
_CA = ["Black Lives Matter Canada"]
_MX = [
    "Al Otro Lado",
    "Albergue para Migrantes de Piedras Negras",
    "Alternativas de Divulgación A.C.",
    "Alternativas y Capacidades A.C.",
    "Casa de Acogida Formación y Empoderamiento de la Mujer Migrante y Refugiada",
    "Casa de Refugiados",
    "Casa Tochan",
    "Centro de Atención a la Familia Migrante Indígena",
    "Centro de Derechos Humanos de la Montaña “Tlachinollan”",
    "Centro de Protección a Refugiados y Migrantes Internacionales (CEPREMI)",
    "Comisión Mexicana de Defensa y Promoción de los Derechos Humanos",
    "Culturas del Pasado Voces del Presente",
    "Desde Nosotras, Colectiva de Fotoperiodistas",
    "Familiares en Búsqueda María Herrera",
    "Fundación Avina",
    "Fundación para la Democracia",
    "Instituto Mora",
    "Instituto para las Mujeres en las Migraciones",
    "Instituto RIA",
    "Jóvenes Ante la Emergencia Nacional",
    "Las Mujeres Rurales de la Frontera Sur S.A. de R.L. de C.V.",
    "Las Vanders",
    "Migrántolos",
    "Mujeres Organización y Territorios MOOTS",
    "NuestraRed Mx",
    "Red de Documentación de las Organizaciones",
    "ReverdeSer Colectivo",
    "Servicios y Asesorías para la Paz",
    "Tribunal Internacional de Conciencia Pueblos en Movimiento Ningún Ser Humano es Ilegal",
    "Tribunal Permanente de los Pueblos",
    "Servicio Paz y Justicia",
]

COUNTRY = dict.fromkeys(_US, "US") | dict.fromkeys(_CA, "CA") | dict.fromkeys(_MX, "MX")

THEMES = {
    "Alianza de Ex-Braceros": ["migration", "inequality"],
    "Americas Program": ["democracy", "human_rights"],
    "Black Lives Matter South Bend": ["human_rights", "inequality"],
    "Black Lives Matter Canada": ["human_rights", "inequality"],
    "California Institute for Rural Studies": ["inequality", "environment"],
    "Center for American Progress": ["democracy", "inequality"],
    "Center for Native Americans": ["indigenous_peoples"],
    "CIELO, Indigenous Leadership": ["indigenous_peoples", "migration"],
    "CODEPINK - Women for Peace": ["gun_violence", "human_rights"],
    "El Molino Informativo": ["press_freedom"],
    "Florida Farm Workers": ["inequality", "migration"],
    "Gun Violence Prevention Network": ["gun_violence"],
    "Indigenous Immigrant People Council": ["indigenous_peoples", "migration"],
    "Latin America Working Group": ["human_rights", "migration"],
    "Lila": ["human_rights"],
    "March for Our Lives": ["gun_violence", "democracy"],
    "National Lawyers Guild": ["human_rights", "democracy"],
    "North American Indigenous Center of New York": ["indigenous_peoples"],
    "Península 360 Press": ["press_freedom", "democracy"],
    "Red de Pueblos Trasnacionales": ["indigenous_peoples", "migration"],
    "South Texas Human Rights Center": ["human_rights", "migration", "disappeared"],
    "Stop US Arms to Mexico": ["gun_violence"],
    "Voces de los Pueblos": ["indigenous_peoples", "press_freedom"],
    "Witness at the Border": ["migration", "human_rights"],
    "Women Against Gun Violence": ["gun_violence"],
    "Change the Ref": ["gun_violence"],
    "Global Action on Gun Violence": ["gun_violence"],
    "Newtown Action Alliance": ["gun_violence"],
    "Al Otro Lado": ["migration", "human_rights"],
    "Albergue para Migrantes de Piedras Negras": ["migration"],
    "Alternativas de Divulgación A.C.": ["press_freedom", "democracy"],
    "Alternativas y Capacidades A.C.": ["inequality", "democracy"],
    "Casa de Acogida Formación y Empoderamiento de la Mujer Migrante y Refugiada": ["migration"],
    "Casa de Refugiados": ["migration"],
    "Casa Tochan": ["migration"],
    "Centro de Atención a la Familia Migrante Indígena": ["migration", "indigenous_peoples"],
    "Centro de Derechos Humanos de la Montaña “Tlachinollan”": [
        "human_rights",
        "indigenous_peoples",
        "disappeared",
    ],
    "Centro de Protección a Refugiados y Migrantes Internacionales (CEPREMI)": ["migration"],
    "Comisión Mexicana de Defensa y Promoción de los Derechos Humanos": [
        "human_rights",
        "disappeared",
    ],
    "Culturas del Pasado Voces del Presente": ["indigenous_peoples"],
    "Desde Nosotras, Colectiva de Fotoperiodistas": ["press_freedom"],
    "Familiares en Búsqueda María Herrera": ["disappeared", "human_rights"],
    "Fundación Avina": ["environment", "inequality"],
    "Fundación para la Democracia": ["democracy"],
    "Instituto Mora": ["democracy", "migration"],
    "Instituto para las Mujeres en las Migraciones": ["migration", "human_rights"],
    "Instituto RIA": ["human_rights"],
    "Jóvenes Ante la Emergencia Nacional": ["democracy", "human_rights"],
    "Las Mujeres Rurales de la Frontera Sur S.A. de R.L. de C.V.": ["environment", "inequality"],
    "Las Vanders": ["migration"],
    "Migrántolos": ["migration"],
    "Mujeres Organización y Territorios MOOTS": ["environment", "indigenous_peoples"],
    "NuestraRed Mx": ["democracy"],
    "Red de Documentación de las Organizaciones": ["migration", "human_rights"],
    "ReverdeSer Colectivo": ["human_rights", "environment"],
    "Servicios y Asesorías para la Paz": ["human_rights", "disappeared"],
    "Tribunal Internacional de Conciencia Pueblos en Movimiento Ningún Ser Humano es Ilegal": [
        "migration",
        "human_rights",
    ],
    "Tribunal Permanente de los Pueblos": ["human_rights", "environment"],
    "Servicio Paz y Justicia": ["human_rights", "democracy"],
}

_TEXTS = {
    "Alianza de Ex-Braceros": T(
        "An alliance of former braceros, the farm workers who crossed the border under contract. "
        "It brings the memory of their work to the summit.",
        "Alianza de personas que fueron braceras, quienes cruzaron la frontera contratadas para "
        "trabajar el campo. Trae a la Cumbre la memoria de su trabajo.",
    ),
    "Black Lives Matter Canada": T(
        "Part of the movement for Black lives. It takes part in the summit from Canada.",
        "Parte del movimiento por las vidas negras. Participa en la Cumbre desde Canadá.",
    ),
    "California Institute for Rural Studies": T(
        "An institute that studies life and work in the countryside of California. It takes part "
        "in the conversations about land and fair development.",
        "Instituto que estudia la vida y el trabajo en el campo de California. Participa en las "
        "conversaciones sobre la tierra y el desarrollo justo.",
    ),
    "CIELO, Indigenous Leadership": T(
        "Indigenous leadership, as its name says. It is one of the hosts of the dialogue in Los "
        "Angeles.",
        "Liderazgo indígena, como dice su nombre. Es una de las organizaciones anfitrionas del "
        "diálogo de Los Ángeles.",
    ),
    "CODEPINK - Women for Peace": T(
        "Women for peace. It brings a voice against war and the trade in arms to the summit.",
        "Mujeres por la paz. Trae a la Cumbre una voz contra la guerra y el comercio de armas.",
    ),
    "El Molino Informativo": T(
        "A news outlet that takes part in the summit's conversations about community journalism.",
        "Medio informativo que participa en las conversaciones de la Cumbre sobre periodismo "
        "comunitario.",
    ),
    "Florida Farm Workers": T(
        "Farm workers of Florida. They take part in the working table on natural resources.",
        "Personas trabajadoras del campo en Florida. Participan en la mesa de trabajo sobre "
        "recursos naturales.",
    ),
    "Latin America Working Group": T(
        "A working group on Latin America. It takes part in the meeting with government officials "
        "on the second day.",
        "Grupo de trabajo sobre América Latina. Participa en la reunión con autoridades del "
        "segundo día.",
    ),
    "March for Our Lives": T(
        "A movement against gun violence in which young people march for their lives. It is one "
        "of the hosts of the youth dialogue.",
        "Movimiento contra la violencia armada en el que las juventudes marchan por su vida. Es "
        "una de las organizaciones anfitrionas del diálogo de juventudes.",
    ),
    "National Lawyers Guild": T(
        "A guild of lawyers in the United States that takes part in the summit's work on human "
        "rights.",
        "Gremio de abogadas y abogados de Estados Unidos que participa en el trabajo de la Cumbre "
        "sobre derechos humanos.",
    ),
    "Península 360 Press": T(
        "A newsroom that takes part in the workshop on community journalism and is one of the "
        "hosts of the dialogue in Los Angeles.",
        "Redacción que participa en el taller de periodismo comunitario y es una de las "
        "organizaciones anfitrionas del diálogo de Los Ángeles.",
    ),
    "Red de Pueblos Trasnacionales": T(
        "A network of peoples who live on more than one side of the border. It shares its "
        "experience at the opening plenary.",
        "Red de pueblos que viven en más de un lado de la frontera. Comparte su experiencia en la "
        "plenaria inaugural.",
    ),
    "South Texas Human Rights Center": T(
        "A human rights centre in South Texas. It takes part in the workshop of the shelters.",
        "Centro de derechos humanos en el sur de Texas. Participa en el taller de albergues.",
    ),
    "Stop US Arms to Mexico": T(
        "It works so that weapons from the United States stop reaching Mexico, and is one of the "
        "hosts of the dialogue El Paso – Ciudad Juárez.",
        "Trabaja para que dejen de llegar a México armas de Estados Unidos y es una de las "
        "organizaciones anfitrionas del diálogo El Paso – Ciudad Juárez.",
    ),
    "Witness at the Border": T(
        "Witnesses at the border. It is one of the hosts of the dialogue Tijuana – San Diego.",
        "Testigos en la frontera. Es una de las organizaciones anfitrionas del diálogo Tijuana – "
        "San Diego.",
    ),
    "Women Against Gun Violence": T(
        "Women who work against gun violence. It facilitates a circle on safe streets at the "
        "dialogue in Los Angeles.",
        "Mujeres que trabajan contra la violencia armada. Facilita un círculo sobre calles seguras "
        "en el diálogo de Los Ángeles.",
    ),
    "Change the Ref": T(
        "It works against gun violence and takes part in the workshop that follows the way of a "
        "weapon.",
        "Trabaja contra la violencia armada y participa en el taller que sigue el camino de un "
        "arma.",
    ),
    "Newtown Action Alliance": T(
        "An alliance against gun violence that takes part in the summit's work with families.",
        "Alianza contra la violencia armada que participa en el trabajo de la Cumbre con las "
        "familias.",
    ),
    "Al Otro Lado": T(
        "It accompanies migrants, as its name says, to the other side. It is one of the hosts of "
        "the dialogue Tijuana – San Diego.",
        "Acompaña a personas migrantes, como dice su nombre, al otro lado. Es una de las "
        "organizaciones anfitrionas del diálogo Tijuana – San Diego.",
    ),
    "Albergue para Migrantes de Piedras Negras": T(
        "A shelter for migrants in Piedras Negras, on the Río Bravo. It shares its experience in "
        "the workshop of the shelters.",
        "Albergue para personas migrantes en Piedras Negras, a orillas del río Bravo. Comparte su "
        "experiencia en el taller de albergues.",
    ),
    "Casa Tochan": T(
        "A house that receives migrants and refugees. It facilitates the workshop of the shelters.",
        "Casa que recibe a personas migrantes y refugiadas. Facilita el taller de albergues.",
    ),
    "Centro de Derechos Humanos de la Montaña “Tlachinollan”": T(
        "A human rights centre of the Montaña. It takes part in the working table on inclusion.",
        "Centro de derechos humanos de la Montaña. Participa en la mesa de trabajo sobre "
        "inclusión.",
    ),
    "Comisión Mexicana de Defensa y Promoción de los Derechos Humanos": T(
        "A Mexican organisation that defends and promotes human rights. It facilitates the meeting "
        "with government officials.",
        "Organización mexicana que defiende y promueve los derechos humanos. Facilita la reunión "
        "con autoridades.",
    ),
    "Desde Nosotras, Colectiva de Fotoperiodistas": T(
        "A collective of women photojournalists. It facilitates the workshop on reporting from "
        "where one lives.",
        "Colectiva de mujeres fotoperiodistas. Facilita el taller sobre informar desde donde se "
        "vive.",
    ),
    "Familiares en Búsqueda María Herrera": T(
        "Families who search for their disappeared. They open the summit and receive other "
        "families in a meeting of their own.",
        "Familias que buscan a sus personas desaparecidas. Abren la Cumbre y reciben a otras "
        "familias en un encuentro propio.",
    ),
    "Instituto para las Mujeres en las Migraciones": T(
        "An institute for women in migration. It facilitates the working table on mobility.",
        "Instituto para las mujeres en las migraciones. Facilita la mesa de trabajo sobre "
        "movilidad.",
    ),
    "Jóvenes Ante la Emergencia Nacional": T(
        "Young people who answer a national emergency. It is one of the hosts of the youth "
        "dialogue.",
        "Jóvenes que responden a una emergencia nacional. Es una de las organizaciones anfitrionas "
        "del diálogo de juventudes.",
    ),
    "Las Mujeres Rurales de la Frontera Sur S.A. de R.L. de C.V.": T(
        "Rural women of Mexico's southern border. They are among the hosts of the dialogue in "
        "Tapachula.",
        "Mujeres rurales de la frontera sur de México. Están entre las anfitrionas del diálogo de "
        "Tapachula.",
    ),
    "Mujeres Organización y Territorios MOOTS": T(
        "Women, organisation and territories. It facilitates the working table on natural "
        "resources.",
        "Mujeres, organización y territorios. Facilita la mesa de trabajo sobre recursos "
        "naturales.",
    ),
    "Servicios y Asesorías para la Paz": T(
        "Services and advice for peace. It facilitates the founding of the working groups.",
        "Servicios y asesorías para la paz. Facilita la instalación de los grupos de trabajo.",
    ),
}

DESCRIPTIONS = {
    name: {
        "description": description,
        "themes": THEMES[name],
        "country": COUNTRY[name],
        "website": "",
    }
    for name, description in _TEXTS.items()
}
