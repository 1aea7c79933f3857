"""A sign-up page with one question of each kind, in two languages, with an event."""

import datetime
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone, translation

from events.models import SummitPage
from signups.models import SignUpPage
from tests.arranged import arranged
from tests.reviewed import publish as publish
from tests.reviewed import translate

WORDS = {
    "full_name": ("Full name", "Nombre completo"),
    "story": ("Your story", "Tu historia"),
    "email": ("Email", "Correo electrónico"),
    "telephone": ("Phone", "Teléfono"),
    "companions": ("Companions", "Acompañantes"),
    "arrival": ("Arrival date", "Fecha de llegada"),
    "language": ("Language", "Idioma"),
    "country": ("Country", "País"),
    "needs": ("What do you need?", "¿Qué necesitas?"),
    "visa": ("Do you need a visa?", "¿Necesitas visa?"),
    "consent": ("I agree", "Estoy de acuerdo"),
}
CHOICES = {
    "language": {"es": ("Spanish", "Español"), "en": ("English", "Inglés")},
    "country": {"mx": ("Mexico", "México"), "us": ("United States", "Estados Unidos")},
    "needs": {"ramp": ("A ramp", "Una rampa"), "print": ("Large print", "Letra grande")},
}
KINDS = {
    "full_name": "text",
    "story": "paragraph",
    "email": "email",
    "telephone": "telephone",
    "companions": "number",
    "arrival": "date",
    "language": "radio",
    "country": "dropdown",
    "needs": "checkboxes",
    "visa": "yes_no",
    "consent": "consent",
}
ANSWERS = {
    "full_name": "Ana Núñez de la O",
    "story": "Two\nlines",
    "email": "ana@example.org",
    "telephone": "+52 (55) 1234-5678",
    "companions": "2",
    "arrival": "2030-02-22",
    "language": "es",
    "country": "mx",
    "needs": ["print", "ramp"],
    "visa": "no",
    "consent": "on",
}
# How they are stored; the answer about needs is sealed and stored separately.
STORED = {**ANSWERS, "companions": 2, "consent": True}
del STORED["needs"]


def block(kind: str, **value) -> dict:
    """Return a form block as it is stored."""
    if "choices" in value:
        value["choices"] = [
            {"type": "item", "id": str(uuid.uuid4()), "value": item} for item in value["choices"]
        ]
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def every_kind() -> list[dict]:
    """Return a form with a section and one question of each kind, in English."""
    stream = [block("section", title="About you", text="Only what we need.")]
    for key, (label, _spanish) in WORDS.items():
        value = {"key": key, "label": label, "help_text": "", "required": key == "full_name"}
        if key in CHOICES:
            value["choices"] = [{"key": k, "label": w[0]} for k, w in CHOICES[key].items()]
        if key == "full_name":
            value |= {"autocomplete": "name", "help_text": "As you write it."}
        if key == "needs":
            value["sensitive"] = True
        stream.append(block(KINDS[key], **value))
    return stream


def in_spanish(stream: list[dict]) -> list[dict]:
    """Return the same blocks (same ids and keys) with Spanish labels."""
    found = []
    for item in stream:
        value = dict(item["value"])
        if item["type"] == "section":
            value |= {"title": "Sobre ti", "text": "Solo lo necesario."}
        else:
            value["label"] = WORDS[value["key"]][1]
            if value.get("help_text"):
                value["help_text"] = "Como tú lo escribes."
            if "choices" in value:
                words = CHOICES[value["key"]]
                value["choices"] = [
                    {**c, "value": {**c["value"], "label": words[c["value"]["key"]][1]}}
                    for c in value["choices"]
                ]
        found.append({**item, "value": value})
    return found


@pytest.fixture
def event(home, spanish):
    def build() -> SummitPage:
        starts = timezone.now() + datetime.timedelta(days=60)
        page = home.add_child(
            instance=SummitPage(
                title="The summit",
                slug="summit",
                starts=starts,
                ends=starts + datetime.timedelta(days=1),
                zone="America/Mexico_City",
                city="Mexico City",
            )
        )
        translate(page, spanish, title="La cumbre", slug="cumbre", city="Ciudad de México")
        return page

    return arranged("event", build, home, spanish)


@pytest.fixture
def form_page(home, inicio, event) -> SignUpPage:
    """Return the published page in the source language."""

    def build() -> SignUpPage:
        return home.add_child(
            instance=SignUpPage(
                title="Sign up",
                slug="sign-up",
                fields=every_kind(),
                event=event,
                privacy_notice="<p>We keep it for 30 days.</p>",
                confirmation="<p>See you there.</p>",
            )
        )

    return arranged("form page", build, home, event)


@pytest.fixture
def spanish_page(form_page, spanish) -> SignUpPage:
    """Return its published translation."""

    def build() -> SignUpPage:
        return translate(
            form_page,
            spanish,
            title="Inscripción",
            slug="inscripcion",
            fields=in_spanish(form_page.fields.get_prep_value()),
            privacy_notice="<p>Lo guardamos 30 días.</p>",
            confirmation="<p>Allá nos vemos.</p>",
        )

    return arranged("Spanish form page", build, form_page, spanish)


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    """Turn off the minimum time and the rate limits of forms, which have their own tests."""
    monkeypatch.setattr("signups.form.form_timestamp.EARLIEST", datetime.timedelta(0))
    monkeypatch.setattr("signups.visitor.rate_limit.PER_IP", 10**6)


class Visitor:
    """A visitor whose browser keeps cookies; CSRF checks are enforced."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)

    def get(self, url: str):
        response = self.client.get(url)
        translation.activate("en")
        return response

    def open(self, url: str) -> dict[str, str]:
        """Load the form and return its hidden inputs."""
        self.page = self.get(url)
        assert self.page.status_code == 200
        html = self.page.content.decode()
        form = html[html.index('<form class="form"') :]
        found = re.findall(r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]+)"', form)
        return dict(found)

    def send(self, url: str, answers: dict, hidden: dict[str, str] | None = None):
        """Load the form (unless its hidden inputs are given), fill it in and send it."""
        data = {**(hidden or self.open(url)), **answers}
        response = self.client.post(url, data)
        translation.activate("en")
        return response


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()
