"""Machine translation with a small real server: it produces drafts and nothing else."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from wagtail_localize.machine_translators.deepl import DeepLTranslator

from tests.translations.conftest import send, state_of, write_all
from translations.engine import machine, review, segments
from translations.engine.segments import TextRefusedError

pytestmark = pytest.mark.django_db


class LibreTranslate(BaseHTTPRequestHandler):
    """Answer as LibreTranslate does; `server.mood` sets how it behaves."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        mood = self.server.mood
        if mood == "slow":
            self.server.released.wait(5)
        if mood == "second fails" and len(self.server.asked) > 1:
            self.send_error(500)
            return
        if mood == "refuses":
            self.send_error(403)
            return
        said = [f"MT {text}" for text in asked["q"]]
        if mood == "talkative":
            said = [text + " y más" * 200 for text in said]
        if mood == "broken markup":
            said = ["<script>x</script>" for _text in said]
        body = {"translatedText": said[:-1] if mood == "forgets" else said}
        content = b"<html>" if mood == "no JSON" else json.dumps(body).encode()
        if mood == "other JSON":
            content = b'{"error": "x"}'
        try:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            pass  # the client did not wait

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), LibreTranslate)
    server.asked, server.mood, server.released = [], "well", threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": f"http://127.0.0.1:{server.server_port}",
            "API_KEY": "secret",
            "TIMEOUT": 0.5,
        },
    }
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def translation(page, spanish):
    return send(page, spanish)


def test_it_is_off_unless_configured(english, spanish, translation, translator, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    assert machine.available(english, spanish) == ""
    with pytest.raises(machine.MachineError):
        machine.fill(translation, translator)


def test_it_fills_in_what_is_missing_as_a_draft(server, translation, translator, page, spanish):
    text = next(t for t in segments.read(translation) if t.context.path == "title")
    segments.write(translation, text.context, text.string, "Quiénes somos", user=translator)
    assert machine.available(translation.source.locale, spanish) == "LibreTranslate"
    assert machine.fill(translation, translator) == 2
    found = {text.context.path: text for text in segments.read(translation)}
    assert found["title"].data == "Quiénes somos"
    assert found["introduction"].data == "MT We meet for peace."
    assert found["introduction"].is_machine_made
    assert found["introduction"].translation.tool_name == "LibreTranslate"
    assert found["slug"].data == ""
    [asked] = server.asked
    assert "about-us" not in asked["q"]
    assert (asked["source"], asked["target"], asked["format"]) == ("en", "es", "html")
    state = state_of(page, spanish)
    assert (state.done, state.machine) == (1, 2)
    with pytest.raises(TextRefusedError):
        review.submit(translation, translator)
    assert machine.fill(translation, translator) == 0


def test_names_are_never_sent(server, partner, spanish, translator):
    translation = send(partner, spanish)
    machine.fill(translation, translator)
    assert "Voices" not in json.dumps(server.asked)
    assert "They listen." in server.asked[0]["q"]


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("body.1.text", "We meet.", True),
        ("title", "About us", True),
        ("slug", "about", False),
        ("people.1.name", "Ana", False),
        ("body.1.url", "Example", False),
        ("body.1.text", "https://example.org/a", False),
        ("body.1.text", "hola@example.org", False),
        ("body.1.text", "24/7", False),
        ("body.1.text", "See https://example.org", True),
    ],
)
def test_names_addresses_and_numbers_are_not_for_machines(path, source, expected):
    text = SimpleNamespace(
        context=SimpleNamespace(path=path, field_path=path),
        source=source,
        counts=path != "slug",
    )
    assert machine.is_for_machines(text) is expected


@pytest.mark.parametrize(
    "mood", ["refuses", "no JSON", "other JSON", "forgets", "slow", "second fails"]
)
def test_when_it_fails_nothing_is_changed(server, translation, translator, monkeypatch, mood):
    monkeypatch.setattr(machine, "BATCH", 2)
    server.mood = mood
    with pytest.raises(machine.MachineError):
        machine.fill(translation, translator)
    assert not any(text.data for text in segments.read(translation))


def test_broken_markup_is_not_taken(server, translation, translator):
    server.mood = "broken markup"
    assert machine.fill(translation, translator) == 0


def test_nothing_is_written_while_it_waits_for_review(server, translation, translator):
    write_all(translation, translator)
    review.submit(translation, translator)
    with pytest.raises(TextRefusedError):
        machine.fill(translation, translator)
    assert server.asked == []


def test_the_view_asks_for_the_right_and_leads_back(
    server, client, translation, translator, editor
):
    url = reverse("translations_machine", args=[translation.pk])
    client.force_login(editor)
    client.post(url)
    assert server.asked == []
    client.force_login(translator)
    assert client.get(url).status_code == 405
    response = client.post(url)
    assert response.url == reverse("translations_editor", args=[translation.pk])
    assert all(text.data for text in segments.read(translation) if text.counts)
    server.mood = "refuses"
    assert client.post(url).status_code == 302
    gone = reverse("translations_machine", args=[0])
    assert client.post(gone, follow=True).status_code == 404


# ------------------------------------------------------------------ DeepL
class DeepL(BaseHTTPRequestHandler):
    """Answer as DeepL does: form in, JSON out, key in the header."""

    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append((self.path, self.headers["Authorization"], asked))
        found = [{"detected_source_language": "EN", "text": f"DL {text}"} for text in asked["text"]]
        content = json.dumps({"translations": found}).encode()
        mood = self.server.mood
        if mood == "forgets":
            content = json.dumps({"translations": found[:-1]}).encode()
        if mood in ("wrong key", "used up"):
            content = {"wrong key": b"", "used up": b'{"message": "Quota exceeded"}'}[mood]
        self.send_response({"wrong key": 403, "used up": 456}.get(mood, 200))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class DeepLOnLoopback(DeepLTranslator):
    """The unchanged translator at another URL, because its own URL is fixed in the code."""

    def get_api_endpoint(self):
        return self.options["URL"]


@pytest.fixture
def deepl(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), DeepL)
    server.asked, server.mood = [], "well"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": f"{__name__}.DeepLOnLoopback",
        "OPTIONS": {
            "URL": f"http://127.0.0.1:{server.server_port}/v2/translate",
            "AUTH_KEY": "secret:fx",
            "FORMALITY": "prefer_less",
        },
    }
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_deepl_fills_in_drafts_too(deepl, page, spanish, translator):
    page.introduction = "We meet & listen for peace."
    page.save_revision().publish()
    translation = send(page, spanish)
    assert machine.available(translation.source.locale, spanish) == "DeepL"
    assert machine.fill(translation, translator) == 3
    found = {text.context.path: text for text in segments.read(translation)}
    assert found["title"].data == "DL About us"
    assert found["introduction"].data == f"DL {found['introduction'].source}"
    assert all(text.is_machine_made for text in found.values() if text.counts)
    assert found["title"].translation.tool_name == "DeepL"
    assert found["slug"].data == ""
    [(path, key, asked)] = deepl.asked
    assert (path, key) == ("/v2/translate", "DeepL-Auth-Key secret:fx")
    assert (asked["source_lang"], asked["target_lang"]) == (["EN"], ["ES"])
    assert (asked["tag_handling"], asked["formality"]) == (["xml"], ["prefer_less"])
    assert sorted(asked["text"]) == sorted(
        text.source for text in found.values() if text.counts
    )  # fmt: skip


@pytest.mark.parametrize("mood", ["wrong key", "used up", "forgets"])
def test_when_deepl_fails_nothing_is_changed(deepl, translation, translator, mood):
    deepl.mood = mood
    with pytest.raises(machine.MachineError):
        machine.fill(translation, translator)
    assert len(deepl.asked) == 1
    assert not any(text.data for text in segments.read(translation))


def test_n21_what_a_machine_writes_too_long_is_not_done(server, partner, spanish, translator):
    """A machine translation that is too long is kept but not done, even after it is confirmed."""
    translation = send(partner, spanish)
    server.mood = "talkative"
    machine.fill(translation, translator)

    def description() -> segments.Segment:
        return next(t for t in segments.read(translation) if t.context.path == "description")

    text = description()
    assert len(text.data) > 800
    assert text.has_error
    segments.write(translation, text.context, text.string, text.data, user=translator)
    assert not description().is_done
    segments.write(translation, text.context, text.string, "Escuchan.", user=translator)
    assert description().is_done
