"""A small site in two languages with findable content of every kind."""

import datetime

import pytest

from events.models import DialogueIndexPage, DialoguePage, SummitPage
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from partners.models import Partner, PartnerIndexPage
from tests.arranged import arranged
from tests.reviewed import translate

START = datetime.datetime(2023, 2, 23, 15, tzinfo=datetime.UTC)
EVENT = {"starts": START, "ends": START + datetime.timedelta(hours=3)}


@pytest.fixture
def small_site(home, inicio, english, spanish):
    """Publish English and Spanish pages that all contain "bridge" or "puente"."""
    return arranged(
        "small site", lambda: _small_site(home, inicio, english, spanish), home, inicio, spanish
    )


def _small_site(home, inicio, english, spanish):
    about = home.add_child(
        instance=StandardPage(
            title="About the bridge", slug="about", listing_text="Why we build a bridge."
        )
    )
    translate(about, spanish, title="Acerca del puente", slug="acerca", listing_text="")
    summit = home.add_child(instance=SummitPage(title="Bridge summit", slug="summit", **EVENT))
    translate(summit, spanish, title="Cumbre del puente", slug="cumbre")
    dialogues = home.add_child(instance=DialogueIndexPage(title="Dialogues", slug="dialogues"))
    dialogos = translate(dialogues, spanish, title="Diálogos", slug="dialogos")
    dialogue = dialogues.add_child(
        instance=DialoguePage(title="Bridge dialogue", slug="border", city="Tijuana", **EVENT)
    )
    translate(dialogue, spanish, title="Diálogo del puente", slug="frontera")
    index = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    translate(index, spanish, title="Noticias", slug="noticias")
    index.add_child(
        instance=NewsPage(title="A bridge opens", slug="opens", date=datetime.date(2023, 1, 9))
    )
    directory = home.add_child(instance=PartnerIndexPage(title="Partners", slug="partners"))
    translate(directory, spanish, title="Organizaciones", slug="organizaciones")
    partner = Partner.objects.create(
        name="Bridge Builders",
        slug="bridge-builders",
        country="US",
        region="us-ca",
        description="They build a bridge of words.",
        locale=english,
    )
    spanish_partner = partner.copy_for_translation(spanish)
    spanish_partner.description = "Construyen un puente de palabras."
    spanish_partner.save()
    Partner.objects.create(
        name="Puente Norte",
        slug="puente-norte",
        country="MX",
        region="mx-ca",
        description="Only described in English.",
        locale=english,
    )
    return {"about": about, "dialogues": dialogues, "dialogos": dialogos, "dialogue": dialogue}
