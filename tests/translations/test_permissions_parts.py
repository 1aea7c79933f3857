"""Who may do what on the parts of the dashboard: each role, each call.

Each call lists who is allowed. Everyone else is refused and nothing changes; a call that is
meant to change something does so for those who are allowed.
"""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision

from tests.translations.conftest import send, write_all
from tests.translations.test_permissions import (
    DASHBOARD,
    LOGIN,
    NO,
    OPENS,
    ROLES,
    SPANISH,
    contents,
    french,
    person_of,
    world,
)
from translations.engine import segments
from translations.engine.exchange import po
from translations.engine.exchange.document import Document, TransUnit, document_of
from translations.models import Remark, Suggestion, Term

pytestmark = pytest.mark.django_db
__all__ = ["french", "person_of", "world"]

READERS = {*SPANISH, "editor"}
GIVES, NOT_FOUND, EMPTY = "a file", "not found", "nothing to download"
BACK = OPENS  # a bulk action skips what this user may not change, and redirects back


@dataclass(frozen=True)
class Call:
    """A request, who may make it, and whether it then changes anything."""

    url: str
    allowed: frozenset | set
    data: dict | None = None  # None: a GET request
    changes: bool = False
    gives: str = OPENS
    refuses: str = NO


@pytest.fixture
def machine(settings):
    """Set up a machine translation that reverses words; nothing leaves the site."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }


@pytest.fixture
def parts(world, french, spanish):
    """Return the objects of the calls: a draft translation and a term, in Spanish and French."""
    return world | {
        "in french": send(world["page"], french),
        "term": Term.objects.create(source="peace", translation="paz", locale=spanish),
        "french term": Term.objects.create(source="peace", translation="paix", locale=french),
    }


def glossary(parts, spanish, french) -> dict[str, Call]:
    def url(name, *args):
        return reverse(f"wagtailsnippets_translations_term:{name}", args=args)

    def written(locale, source):
        return {
            "source": source, "translation": "x", "locale": locale.pk, "forbidden": "", "notes": "",
        }  # fmt: skip

    calls = {
        "list": Call(url("list"), DASHBOARD),
        "results": Call(url("list_results"), DASHBOARD),
        "add form": Call(url("add"), SPANISH),
        "add": Call(url("add"), SPANISH, written(spanish, "word"), True),
        "add in French": Call(url("add"), {"admin"}, written(french, "word"), True),
    }
    for name, locale, allowed in (("term", spanish, SPANISH), ("french term", french, {"admin"})):
        term = parts[name].pk
        bulk = f"/admin/bulk/translations/term/delete/?id={term}&next=/admin/reports/"
        calls |= {
            f"{name}: edit form": Call(url("edit", term), allowed),
            f"{name}: edit": Call(url("edit", term), allowed, written(locale, "war"), True),
            f"{name}: delete form": Call(url("delete", term), allowed),
            f"{name}: delete": Call(url("delete", term), allowed, {"x": "1"}, True),
            f"{name}: history": Call(url("history", term), allowed),
            f"{name}: usage": Call(url("usage", term), allowed),
            f"{name}: bulk delete": Call(bulk, allowed, {"x": "1"}, True, refuses=BACK),
        }
    moved = written(french, "war")
    calls["move to French"] = Call(url("edit", parts["term"].pk), {"admin"}, moved, True)
    return calls


def files(parts) -> dict[str, Call]:
    url, export = reverse("translations_exchange"), reverse("translations_exchange_export")

    def key(translation):
        return str(translation.source.object_id)

    def upload(translation) -> dict:
        document = document_of(translation, "x")
        entries = [
            TransUnit(each.path, each.source, f"{each.source} †", each.version)
            for each in document.entries
        ]
        content = po.write(
            Document(document.translation, "en", document.language, "x", entries)
        )  # fmt: skip
        return {"uploads": content}

    draft, french = parts["draft"], parts["in french"]
    spanish_of_partner = {"locale": "es", "key": str(parts["partner"].translation_key)}
    foreign = {"locale": "fr", "key": key(french)}
    everything = {"editor", "admin"}
    return {
        "page": Call(url, DASHBOARD),
        "export": Call(f"{export}?locale=es", DASHBOARD, gives=GIVES),
        "export by key": Call(export, DASHBOARD, {"locale": "es", "key": key(draft)}, gives=GIVES),
        "export partner": Call(export, DASHBOARD, spanish_of_partner, gives=GIVES),
        "export of nothing": Call(export, DASHBOARD, {"locale": "es", "key": "x"}, gives=EMPTY),
        "export French": Call(export, everything, foreign, gives=GIVES),
        "export English": Call(export, set(), {"locale": "en", "key": key(draft)}),
        "import": Call(url, SPANISH, upload(draft), True),
        "import French": Call(url, {"admin"}, upload(french), True),
    }


def machines(parts) -> dict[str, Call]:
    return {
        "draft": Call(
            reverse("translations_machine", args=[parts["draft"].pk]), SPANISH, {"x": "1"}, True
        ),
        "French": Call(
            reverse("translations_machine", args=[parts["in french"].pk]),
            {"admin"},
            {"x": ""},
            True,
        ),
    }


def editor_pages(parts) -> dict[str, Call]:
    calls = {}
    for name, code, write, read in (
        ("draft", "es", SPANISH, READERS),
        ("in french", "fr", {"admin"}, {"admin", "editor"}),
    ):
        translation = parts[name]

        def url(part, pk=translation.pk):
            return reverse(f"translations_{part}", args=[pk])

        text = segments.missing(segments.read(translation))[0]
        typed = {"key": text.key, "value": "Escrito", "version": ""}
        form = {f"text-{text.key}": "Escrito", f"version-{text.key}": ""}
        opened = reverse("translations_open", args=[translation.source.object_id, code])
        calls |= {
            f"{name}: sheet": Call(url("editor"), read),
            f"{name}: open": Call(opened, read),
            f"{name}: save": Call(url("editor"), write, form | {"do": "save"}, True),
            f"{name}: remark": Call(
                url("editor"), write, {"do": "remark:all", "remark-all": "Hm."}, True
            ),
            f"{name}: text": Call(url("segment"), write, typed, True),
            f"{name}: here": Call(url("presence"), read, {"x": "1"}),
            f"{name}: preview": Call(url("preview"), read),
            f"{name}: stop form": Call(url("stop"), write),
            f"{name}: stop": Call(url("stop"), write, {"x": "1"}, True),
        }
    return calls


def everything() -> dict:
    return contents() | {
        "terms": sorted(Term.objects.values_list("pk", "source", "translation", "locale")),
        "suggestions": sorted(Suggestion.objects.values_list("pk", "data")),
        "remarks": sorted(Remark.objects.values_list("pk", "text")),
        "revisions": Revision.objects.count(),
        "log": ModelLogEntry.objects.count(),
    }


def outcome(client, call: Call) -> str:
    """Return the result of a call: follow one redirect; a report counts as an answer."""
    if call.data is None:
        response = client.get(call.url)
    else:
        data = {
            name: SimpleUploadedFile("a.po", value) if isinstance(value, bytes) else value
            for name, value in call.data.items()
        }
        response = client.post(call.url, data)
    if response.status_code == 302 and response.url.startswith("/admin/translations/"):
        if response.url == reverse("translations_exchange"):
            return EMPTY if _said(client, response.url, "nothing to download") else NO
        response = client.get(response.url)
    if response.status_code == 302:
        if response.url.startswith("/admin/login/"):
            return LOGIN
        return NO if response.url == reverse("wagtailadmin_home") else OPENS
    if response.status_code in (401, 403):
        return NO
    if response.status_code == 404:
        return NOT_FOUND
    assert response.status_code == 200, (call, response.status_code)
    if "attachment" in response.headers.get("Content-Disposition", ""):
        return GIVES
    context = response.context or {}
    if context.get("reports"):
        return NO if context["reports"][0].kind == "forbidden" else OPENS
    if "form" in context and call.data and getattr(context["form"], "errors", None):
        return NO  # a language that this user may not use
    return OPENS


def _said(client, url, words) -> bool:
    return words in client.get(url).content.decode()


def check(calls: dict[str, Call], role, person, client):
    """Make each call from the same initial state, and compare the results with expectations."""
    if person:
        client.force_login(person)
    found, expected = {}, {}
    before = everything()
    for name, call in calls.items():
        with transaction.atomic():
            found[name] = outcome(client, call), everything() != before
            transaction.set_rollback(True)
        let_in = role in call.allowed
        answer = LOGIN if role == "anonymous" else call.gives if let_in else call.refuses
        expected[name] = answer, let_in and call.changes
    assert found == expected


@pytest.mark.parametrize("role", ROLES)
def test_the_glossary(role, parts, spanish, french, person_of, client):
    check(glossary(parts, spanish, french), role, person_of(role), client)


@pytest.mark.parametrize("role", ROLES)
def test_files(role, parts, person_of, client):
    check(files(parts), role, person_of(role), client)


@pytest.mark.parametrize("role", ROLES)
def test_the_machine(role, parts, person_of, client, machine):
    check(machines(parts), role, person_of(role), client)


@pytest.mark.parametrize("role", ROLES)
def test_the_editor_page(role, parts, person_of, client):
    check(editor_pages(parts), role, person_of(role), client)


def test_reading_by_get_is_all_that_get_does(parts, person_of, client):
    """GET requests, even by an administrator, change nothing: changes require a POST."""
    client.force_login(person_of("admin"))
    before = everything()
    for part in ("segment", "presence", "machine", "stop", "editor"):
        client.get(reverse(f"translations_{part}", args=[parts["draft"].pk]), {"do": "approve"})
    assert everything() == before


def test_a_translation_that_is_not_there_is_not_found(parts, person_of, client):
    for role in ("newcomer", "translator", "admin"):
        client.force_login(person_of(role))
        for part in ("editor", "preview", "stop"):
            response = client.get(reverse(f"translations_{part}", args=[0]))
            assert response.status_code in (302, 404)
            if response.status_code == 302:  # to the same path in English, as everywhere
                assert response.url.startswith("/en/admin/")


def test_who_wrote_it_does_not_decide_on_it(parts, person_of, client, spanish):
    reviewer = person_of("reviewer")
    write_all(parts["draft"], reviewer)
    client.force_login(reviewer)
    url = reverse("translations_editor", args=[parts["draft"].pk])
    client.post(url, {"do": "submit", "note": ""})
    assert segments.waiting_review(parts["draft"]) is not None
    before = everything()
    client.post(url, {"do": "approve", "comment": ""})  # reviewers cannot approve their own texts
    assert everything() == before
    for role in ("translator", "editor", "organizer", "newcomer"):
        client.force_login(person_of(role))
        for do in ("approve", "return"):
            client.post(url, {"do": do, "comment": "No."})
    assert everything() == before
