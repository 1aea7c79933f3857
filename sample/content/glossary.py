"""The glossary of the sample site: what was agreed on, and what was decided against.

Each term: the English, the Spanish (alternatives after " / "), notes, forbidden variants.
"""

TERMS = [
    (
        "Peace Summit",
        "Cumbre Binacional por la Paz / Cumbre Binacional",
        "Nombre propio. La forma corta vale desde la segunda mención.",
        ("Cumbre de Paz", "Cumbre de la Paz", "Cima de la Paz"),
    ),
    ("summit", "Cumbre", "Con mayúscula cuando se trata de esta Cumbre.", ("cima",)),
    (
        "preparatory dialogue",
        "diálogo preparatorio",
        "Cada uno de los cinco encuentros locales de 2022.",
        ("diálogo previo", "prediálogo"),
    ),
    (
        "opening plenary",
        "plenaria inaugural",
        "",
        ("plenario de apertura", "sesión plenaria de apertura"),
    ),
    (
        "working group",
        "grupo de trabajo / mesa de trabajo / grupo binacional",
        "Los grupos binacionales siguen después de la Cumbre; las mesas son de un solo día.",
        ("grupo laboral", "equipo de trabajo"),
    ),
    (
        "partner organisation",
        "organización aliada / organizaciones y colectivos aliados",
        "Nunca “socia”: no hay contrato ni cuota.",
        ("organización socia", "socio"),
    ),
    (
        "indigenous",
        "indígena",
        "De los pueblos, siempre en plural: son muchos y distintos.",
        ("indio", "étnico", "aborigen"),
    ),
    (
        "Afro-descendant",
        "afrodescendiente",
        "Junto y sin guion.",
        ("afro-descendiente", "de color"),
    ),
    (
        "migrant",
        "persona migrante",
        "La persona primero. Los nombres propios de albergues se quedan como son.",
        ("ilegal", "indocumentado", "emigrante"),
    ),
    ("refugee", "persona refugiada / personas migrantes y refugiadas", "", ("exiliado", "asilado")),
    ("asylum", "asilo", "La figura jurídica; “refugio” solo al hablar de la ley mexicana.", ()),
    (
        "families of the disappeared",
        "familias de personas desaparecidas",
        "Así se nombran los colectivos de búsqueda en México.",
        ("familias de los desaparecidos", "familiares de perdidos"),
    ),
    (
        "disappeared persons",
        "personas desaparecidas",
        "Distinto de “personas extraviadas”, que no son víctimas de un delito.",
        ("personas perdidas", "extraviados"),
    ),
    ("gun violence", "violencia armada", "", ("violencia de armas", "violencia con pistolas")),
    ("armed violence", "violencia armada", "", ("violencia de armas",)),
    ("arms trafficking", "tráfico de armas", "", ("contrabando de armas", "comercio de armas")),
    ("human rights", "derechos humanos", "", ("derechos del hombre", "garantías individuales")),
    ("press freedom", "libertad de prensa", "", ("libertad de la prensa",)),
    (
        "community journalism",
        "periodismo comunitario",
        "",
        ("periodismo de comunidad", "periodismo ciudadano"),
    ),
    (
        "youth",
        "juventudes",
        "En plural: no hay una sola. Para la edad, “personas jóvenes”.",
        ("la juventud", "jovencitos"),
    ),
    ("inequality", "desigualdad", "", ("inequidad",)),
    (
        "sign language",
        "lengua de señas / lenguas indígenas y de señas",
        "Es una lengua y en México se dice “señas”.",
        ("lenguaje de señas", "lengua de signos"),
    ),
    ("caption", "subtítulo", "", ("leyenda", "caption")),
    (
        "code of conduct",
        "código de conducta",
        "",
        ("código de comportamiento", "reglas de conducta"),
    ),
    (
        "interpretation",
        "interpretación",
        "Lo hablado se interpreta, lo escrito se traduce.",
        ("traducción simultánea",),
    ),
    ("border", "frontera / fronterizo / transfronterizo", "", ("borde", "límite")),
    ("Rio Grande", "río Bravo", "Así se llama en México.", ("río Grande",)),
]
