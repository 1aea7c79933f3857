"""Translation files: what an export holds, what an import does, and that no file does harm."""

import io
import zipfile

import polib
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from home.models import StandardPage
from tests.translations.conftest import change, send, translate, write_all
from translations.engine import quality, review, segments
from translations.engine.exchange import archive, importing, po, xliff
from translations.engine.exchange.document import (
    MOST_TEXTS,
    BrokenFileError,
    Document,
    TransUnit,
    document_of,
    is_in,
)
from translations.models import Suggestion, Term

pytestmark = pytest.mark.django_db
FORMATS = {"po": po, "xlf": xliff}


@pytest.fixture(params=FORMATS)
def kind(request):
    return request.param


@pytest.fixture
def translation(page, spanish):
    return send(page, spanish)


def exported(translation, kind) -> bytes:
    return FORMATS[kind].write(document_of(translation, "About us"))


def filled(translation, kind, prefix="ES: ", **changes) -> bytes:
    """Return the file of a translation as a translator returns it."""
    document = document_of(translation, "About us")
    entries = [
        TransUnit(
            entry.path,
            entry.source,
            changes.get(entry.path, prefix + entry.source),
            entry.version,
            True,
        )
        for entry in document.entries
    ]
    return FORMATS[kind].write(
        Document(document.translation, "en", document.language, "x", entries)
    )


def bring(content, user, name="a.po"):
    [report] = importing.import_files([(name, content)], user)
    return report


def stored(translation):
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    return sorted(rows.values_list("context__path", "data", "translation_type"))


def test_there_and_back(translation, translator, kind):
    report = bring(filled(translation, kind), translator, f"a.{kind}")
    assert (report.applied, report.unchanged, report.refusal) == (3, 0, "")
    assert {text.data for text in segments.read(translation) if text.counts} == {
        "ES: About us",
        "ES: We meet for peace.",
        "ES: Who we are",
    }
    assert all(t.translation.last_translated_by == translator for t in segments.read(translation)
               if t.counts)  # fmt: skip


def test_there_and_back_unchanged_changes_nothing(translation, translator, kind):
    write_all(translation, translator)
    [first, *_rest] = [text for text in segments.read(translation) if text.counts]
    segments.write(translation, first.context, first.string, "", user=translator)
    segments.write(translation, first.context, first.string, "máquina", machine="X")
    before = stored(translation)
    report = bring(exported(translation, kind), translator, f"a.{kind}")
    assert (report.applied, report.unchanged, report.refusal) == (0, 3, "")
    assert stored(translation) == before


def test_confirming_what_a_machine_made(translation, translator, kind):
    for text in segments.missing(segments.read(translation)):
        segments.write(translation, text.context, text.string, "máquina", machine="X")
    report = bring(filled(translation, kind, title="máquina"), translator, f"a.{kind}")
    assert report.applied == 3
    assert all(text.is_done for text in segments.read(translation) if text.counts)


def test_what_the_file_marks_as_unfinished_is_left_out_and_told(translation, translator, kind):
    """An import skips and reports changed texts that are fuzzy or `needs-…`, in both formats."""
    for text in segments.missing(segments.read(translation)):
        segments.write(translation, text.context, text.string, "máquina", machine="X")
    before = stored(translation)
    content = exported(translation, kind).decode().replace("máquina", "Quiénes somos", 1)
    report = bring(content.encode(), translator, f"a.{kind}")
    assert (report.applied, report.unchanged, report.unfinished) == (0, 3, 1)
    assert stored(translation) == before


def test_unfinished_texts_of_an_earlier_source_are_no_suggestions(page, spanish, translator, kind):
    translation = send(page, spanish)
    for text in segments.missing(segments.read(translation)):
        segments.write(translation, text.context, text.string, "máquina", machine="X")
    content = exported(translation, kind).decode().replace("máquina", "a medias")
    change(page, introduction="We meet for a just peace.")
    report = bring(content.encode(), translator, f"a.{kind}")
    assert (report.applied, report.unchanged, report.unfinished) == (0, 3, 3)
    assert not report.conflicts
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("state", "applied"),
    [
        ("needs-translation", 0),
        ("needs-adaptation", 0),
        ("needs-l10n", 0),
        ("needs-review-translation", 0),
        ("needs-review-adaptation", 0),
        ("needs-review-l10n", 0),
        ("Needs-Translation", 0),
        ("new", 3),
        ("translated", 3),
        ("signed-off", 3),
        ("final", 3),
        ("", 3),
        ("x-needs-nothing", 3),
    ],
)
def test_the_states_of_xliff(translation, translator, state, applied):
    content = filled(translation, "xlf").decode().replace(
        'state="translated"', f'state="{state}"'
    )  # fmt: skip
    report = bring(content.encode(), translator, "a.xlf")
    assert (report.applied, report.unfinished, report.refusal) == (applied, 3 - applied, "")
    assert len(stored(translation)) == applied


def test_words_filled_in_by_a_program_that_leaves_states_alone_count(translation, translator):
    content = exported(translation, "xlf").decode()
    assert content.count('<target state="new"></target>') + content.count(
        '<target state="new"/>'
    ) == 3  # fmt: skip
    for empty in ('<target state="new"></target>', '<target state="new"/>'):
        content = content.replace(empty, '<target state="new">Paz</target>')
    assert bring(content.encode(), translator, "a.xlf").applied == 3


def everything(translation):
    return (
        stored(translation),
        sorted(Suggestion.objects.values_list("pk", "data")),
    )


def test_looking_tells_what_would_happen_and_changes_nothing(page, spanish, translator, kind):
    """The preview reports applied, conflicting and broken texts as the import then treats them."""
    translation = send(page, spanish)
    texts_of = {text.context.path: text for text in segments.read(translation)}
    content = filled(translation, kind)
    broken = filled(translation, kind, title="<script>x</script>")
    title = texts_of["title"]
    segments.write(translation, title.context, title.string, "Ella", user=translator)
    change(page, introduction="We meet for a just peace.")
    files = [(f"a.{kind}", content), (f"b.{kind}", broken), (f"c.{kind}", content)]
    before = everything(translation)
    seen = importing.import_files(files, translator, only_look=True)
    assert everything(translation) == before
    assert [(r.kind, r.applied, len(r.conflicts), len(r.broken)) for r in seen] == [
        ("read", 1, 2, 0),
        ("broken", 0, 0, 1),
        ("read", 0, 2, 0),  # the first file has already applied it
    ]
    assert importing.import_files(files, translator) == seen
    assert everything(translation) != before


@pytest.mark.parametrize(
    "said",
    ["es", "es-MX", "ES-mx", "es_MX", "es-419", "es_MX.UTF-8", "es@mexican", "es-Latn-MX", ""],
)
def test_n21_a_region_is_no_other_language(translation, translator, kind, said):
    document = Document(
        str(translation.uuid), "en-US", said, "x", document_of(translation, "x").entries
    )
    entries = [TransUnit(e.path, e.source, f"ES: {e.source}", e.version) for e in document.entries]
    document.entries[:] = entries
    report = bring(FORMATS[kind].write(document), translator, f"a.{kind}")
    assert (report.refusal, report.applied) == ("", 3)


@pytest.mark.parametrize("said", ["fr", "pt-BR", "est", "en-US", "e"])
def test_n21_another_language_is_refused(translation, translator, kind, said):
    entries = document_of(translation, "x").entries
    document = Document(str(translation.uuid), "en", said, "x", entries)
    report = bring(FORMATS[kind].write(document), translator, f"a.{kind}")
    assert report.refusal == "The file says it is in another language."


def test_n21_a_region_that_the_site_has_is_another_language(translation, spanish):
    assert is_in("es-mx", spanish)
    mexican = Locale.objects.create(language_code="es-mx")
    assert not is_in("es_MX", spanish)
    assert is_in("es_MX", mexican)
    assert is_in("es-AR", mexican)
    assert not is_in("es", mexican)
    simplified, traditional = Locale(language_code="zh-hans"), Locale(language_code="zh-hant")
    assert [is_in("zh-TW", each) for each in (simplified, traditional)] == [False, True]
    assert [is_in("zh_CN", each) for each in (simplified, traditional)] == [True, False]


def test_a_third_language_goes_the_same_way(partner, kind):
    admin = User.objects.create_superuser("admin", "admin@example.org", "secret")
    french = Locale.objects.create(language_code="fr")
    translation = send(partner, french)
    content = filled(translation, kind, prefix="FR : ")
    assert document_of(translation, "x").language == "fr"
    assert bring(content, admin, f"a.{kind}").applied == 1
    assert {text.data for text in segments.read(translation) if text.data} == {"FR : They listen."}


def test_every_text_of_a_file_is_there_once_and_without_a_fault(translation, kind):
    words = {
        "title": "Quiénes somos",
        "introduction": "Nos encontramos por la paz.",
        "listing_text": "Quiénes somos",
    }
    document = FORMATS[kind].read(filled(translation, kind, **words))
    assert {entry.path: entry.data for entry in document.entries} == words
    assert len(document.entries) == 3
    assert [quality.problems(entry.source, entry.data, "es") for entry in document.entries] == [
        [],
        [],
        [],
    ]


def test_po_is_clean_for_other_programs(translation, spanish):
    Term.objects.create(source="peace", translation="paz", notes="siempre", locale=spanish)
    file = polib.pofile(exported(translation, "po").decode())
    assert file.metadata["Language"] == "es"
    assert file.metadata["Plural-Forms"].startswith("nplurals=2;")
    assert file.metadata["X-WagtailLocalize-TranslationID"] == str(translation.uuid)
    entry = file.find("We meet for peace.")
    assert entry.msgctxt == "introduction"
    assert "peace = paz (siempre)" in entry.comment
    assert "127.0.0.1" not in str(file)
    assert "example.org" not in str(file)


def test_xliff_is_clean_for_other_programs(page, spanish, translator, reviewer):
    translation = translate(page, spanish, translator, reviewer)
    change(page, introduction="We meet for a just peace.")
    content = exported(translation, "xlf")
    units = list(etree.fromstring(content).iter("{*}trans-unit"))
    assert len(units) == 3
    unit = next(u for u in units if u.findtext("{*}source") == "We meet for a just peace.")
    assert unit.findtext("{*}target") == ""
    assert unit.findtext("{*}alt-trans/{*}source") == "We meet for peace."
    assert unit.findtext("{*}alt-trans/{*}target") == "ES: We meet for peace."
    assert b'state="new"' in content
    assert b'state="translated"' in content


def test_xliff_is_written_as_the_standard_asks():
    """The file follows XLIFF 1.2: its namespace, what is required, and the order within a unit."""
    document = Document(
        "number-1",
        "en",
        "es",
        "A <page> & more\x01",
        [
            TransUnit("title", "<b>Hi</b>\n& you", "", "v1", notes=("first", "second\x02")),
            TransUnit("body.1", "x\r\ny", "ñ", None, False, before=("old", "viejo")),
            TransUnit("body.2", "x", "y", "v3"),
        ],
    )
    content = xliff.write(document)
    assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<xliff ')
    root = etree.fromstring(content)
    assert (root.tag, root.get("version")) == (f"{{{xliff.NAMESPACE}}}xliff", "1.2")
    assert {etree.QName(element).namespace for element in root.iter()} == {xliff.NAMESPACE}
    [file] = root
    assert dict(file.attrib) == {
        "original": "number-1",
        "source-language": "en",
        "target-language": "es",
        "datatype": "plaintext",
        "product-name": "A <page> & more",
    }
    [body] = file
    parts = [[etree.QName(part).localname for part in unit] for unit in body]
    assert parts == [
        ["source", "target", "context-group", "note", "note"],
        ["source", "target", "context-group", "alt-trans"],
        ["source", "target", "context-group"],
    ]
    assert [unit.get("id") for unit in body] == ["1", "2", "3"]
    assert not any(group.get("name") for group in body.iter("{*}context-group"))  # unique, if any
    assert [unit.get("resname") for unit in body] == ["title", "body.1", "body.2"]
    space = "{http://www.w3.org/XML/1998/namespace}space"
    assert {unit.get(space) for unit in body} == {"preserve"}
    states = [unit.find("{*}target").get("state") for unit in body]
    assert states == ["new", "needs-review-translation", "translated"]
    assert [unit.findtext("{*}source") for unit in body] == ["<b>Hi</b>\n& you", "x\r\ny", "x"]
    assert [note.text for note in body.iter("{*}note")] == ["first", "second"]
    assert {note.get("from") for note in body.iter("{*}note")} == {"developer"}


def test_a_conflict_with_the_source_is_kept_for_the_translator(page, spanish, translator, kind):
    translation = send(page, spanish)
    content = filled(translation, kind)
    change(page, introduction="We meet for a just peace.")
    translation.refresh_from_db()
    report = bring(content, translator, f"a.{kind}")
    assert (report.applied, len(report.conflicts), report.refusal) == (2, 1, "")
    assert Suggestion.objects.get().data == "ES: We meet for peace."


def test_a_conflict_with_a_colleague_leaves_her_text(translation, translator, kind):
    content = filled(translation, kind)
    write_all(translation, translator, prefix="Ella: ")
    before = stored(translation)
    report = bring(content, translator, f"a.{kind}")
    assert (report.applied, len(report.conflicts)) == (0, 3)
    assert stored(translation) == before
    assert Suggestion.objects.count() == 3


@pytest.mark.parametrize(
    "data",
    ["<script>x</script>", '<a id="a7">x</a>', '<b onclick="x">y</b>', "x" * 256, "y" * 20_001],
)
def test_one_broken_text_and_nothing_is_taken_over(translation, translator, kind, data):
    report = bring(filled(translation, kind, title=data), translator, f"a.{kind}")
    assert (report.applied, report.kind, len(report.broken)) == (0, "broken", 1)
    assert report.broken[0].number > 0
    assert stored(translation) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.po", b""),
        ("a.po", b"\xff\xfe\x00"),
        ("a.po", b"/etc/passwd"),
        ("a.po", b'msgid "a\nmsgstr "b"'),
        ("a.po", b'msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: x\\n"\nmsgid'),
        ("a.xlf", b""),
        ("a.xlf", b"<xliff"),
        ("a.xlf", b"<html/>"),
        ("a.xlf", b'<xliff version="2.0"/>'),
        ("a.xlf", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>'),
        ("a.zip", b"PK"),
        ("a.exe", b"MZ"),
    ],
)
def test_what_is_no_file_of_ours_is_broken(translator, name, content):
    assert bring(content, translator, name).kind in ("broken", "foreign")


def test_foreign_forbidden_and_waiting(translation, translator, reviewer, editor, make_person):
    content = filled(translation, "po")
    foreign = content.replace(str(translation.uuid).encode(), b"0" * 8)
    assert bring(foreign, translator).kind == "foreign"
    assert bring(content, editor).kind == "forbidden"
    write_all(translation, translator)
    review.submit(translation, translator)
    before = stored(translation)
    assert bring(filled(translation, "po", prefix="X"), translator).kind == "waiting"
    assert stored(translation) == before


def test_bom_line_ends_and_latin_1(translation, translator):
    content = filled(translation, "po", prefix="Ñ: ")
    assert bring(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"), translator).applied == 3
    latin = filled(translation, "po", prefix="Á: ").decode()
    latin = latin.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert bring(latin, translator).applied == 3


def test_a_zip_is_taken_over_file_by_file(translation, translator):
    files = [
        ("es/page/a.po", filled(translation, "po")),
        ("../b.po", filled(translation, "po")),
        ("/c.po", b"x"),
        ("d.po", b"broken"),
        ("e.zip", archive.pack([("f.po", b"x")])),
        ("g.txt", b"x"),
    ]
    reports = importing.import_files([("all.zip", archive.pack(files))], translator)
    assert [report.kind for report in reports] == ["read", *["broken"] * 5]
    assert reports[0].applied == 3


def test_a_zip_bomb_is_not_unpacked(translator, monkeypatch):
    monkeypatch.setattr(archive, "MOST_IN_FILE", 10_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.po", b" " * 3_000_000)
    assert bring(buffer.getvalue(), translator, "a.zip").kind == "broken"
    many = archive.pack([(f"{number}.po", b"") for number in range(501)])
    assert bring(many, translator, "a.zip").kind == "broken"


def test_names_in_the_archive_never_collide():
    names = archive.names_for(
        [("es", "page", "Á b"), ("es", "page", "a-b"), ("es", "x", "¿?")], "po"
    )
    assert names == ["es/page/a-b.po", "es/page/a-b-2.po", "es/x/text.po"]


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), name=st.sampled_from(["a.po", "a.xlf", "a.zip"]))
def test_random_and_damaged_files_never_break_anything(translation, translator, data, name):
    whole = {
        "a.po": exported(translation, "po"),
        "a.xlf": exported(translation, "xlf"),
        "a.zip": archive.pack([("a.po", exported(translation, "po"))]),
    }[name]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    damaged = whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:]
    for content in (damaged, data.draw(st.binary(max_size=200))):
        importing.import_files([(name, content)], translator)


@settings(max_examples=30)
@given(st.text(max_size=60), st.text(max_size=60))
@example("a\x85b\u2028c\u2029d\x1c\x1d\x1e\v\f", "\x85")
@example("\u2028", "uno\u2029dos\x85")
def test_any_text_survives_both_formats(source, data):
    source = "x" + xliff.clean(source).replace("\r", "")
    data = xliff.clean(data).replace("\r", "")
    document = Document("0", "en", "es", "t", [TransUnit("title", source, data, "v")])
    for form in FORMATS.values():
        try:
            [entry] = form.read(form.write(document)).entries
        except BrokenFileError:
            pytest.fail(f"{form.__name__}: {source!r}")
        assert (entry.source, entry.data, entry.version) == (source, data, "v")


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\x1c", "\x1d", "\x1e", "\v", "\f"])
def test_what_python_takes_for_the_end_of_a_line_is_none_in_a_po_file(end):
    """PO files keep characters at which `str.splitlines` breaks lines; XLIFF cannot hold some."""
    long = "long " * 30
    for words in (end, f"x{end}", f"x{end}y", f"{end}y\n{end}", f"{long}{end}{long}"):
        note = f"first{end}version: forged"
        entry = TransUnit("title", f"x{words}", words, "v", notes=(note,))
        [read] = po.read(po.write(Document("0", "en", "es", "t", [entry]))).entries
        assert (read.source, read.data, read.version) == (entry.source, words, "v")


# ------------------------------------------------------------------ views
@pytest.fixture
def at_work(client, translator):
    client.force_login(translator)
    return client


def test_fetching_and_bringing_back(at_work, translation):
    page = at_work.get(reverse("translations_exchange"))
    assert page.status_code == 200
    url = reverse("translations_exchange_export")
    response = at_work.get(url, {"locale": "es", "what": "todo", "formats": "both"})
    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert names == ["es/standardpage/about-us.po", "es/standardpage/about-us.xlf"]
    key = str(translation.source.object_id)
    response = at_work.post(url, {"locale": "es", "key": [key, "x"], "formats": "po"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="es-about-us.po"'
    upload = SimpleUploadedFile("a.po", filled(translation, "po"))
    response = at_work.post(reverse("translations_exchange"), {"uploads": [upload]})
    assert response.status_code == 200
    [report] = response.context["reports"]
    assert report.applied == 3
    assert reverse("translations_editor", args=[translation.pk]) in response.content.decode()


def test_only_looking_at_a_file(at_work, translation):
    url = reverse("translations_exchange")
    form = at_work.get(url).context["import_form"]
    assert not form["only_look"].value()
    before = everything(translation)

    def upload(**data):
        file = SimpleUploadedFile("a.po", filled(translation, "po"))
        return at_work.post(url, {"uploads": [file], **data})

    response = upload(only_look="on")
    assert response.context["reports"][0].applied == 3
    assert "Import preview" in response.content.decode()
    assert "Import results" not in response.content.decode()
    assert everything(translation) == before
    response = upload()
    assert "Import results" in response.content.decode()
    assert "Import preview" not in response.content.decode()
    assert len(stored(translation)) == 3


def test_what_was_left_out_as_unfinished_stands_in_the_report(at_work, translation):
    content = filled(translation, "xlf").replace(b'state="translated"', b'state="needs-l10n"')
    response = at_work.post(
        reverse("translations_exchange"), {"uploads": [SimpleUploadedFile("a.xlf", content)]}
    )
    assert "3 new texts were left out" in response.content.decode()


def test_nothing_to_fetch_says_so(at_work, page):
    url = reverse("translations_exchange_export")
    for data in ({"locale": "es"}, {"locale": "xx"}, {}, {"locale": "es", "key": "x"}):
        response = at_work.get(url, data, follow=True)
        assert response.status_code == 200
        assert list(response.context["messages"])


def test_an_empty_upload_is_a_field_error(at_work):
    response = at_work.post(reverse("translations_exchange"))
    assert response.status_code == 200
    assert response.context["import_form"].errors["uploads"]


def test_who_may_fetch_and_bring(client, translation, editor, make_person, site_structure):
    url, export = reverse("translations_exchange"), reverse("translations_exchange_export")
    assert client.get(url).status_code == 302
    client.force_login(make_person("Organizers"))
    for address in (url, export):
        assert client.get(address).status_code == 302  # Wagtail refuses with a redirect
        assert client.post(address).status_code == 302
    client.force_login(editor)
    assert client.get(export, {"locale": "es"}).status_code == 200
    assert client.get(url).context["import_form"] is None
    assert client.post(url, {"uploads": SimpleUploadedFile("a.po", b"x")}).status_code == 302


def test_a_translator_fetches_her_own_languages_only(at_work, translation):
    Locale.objects.create(language_code="fr")
    response = at_work.get(reverse("translations_exchange"))
    choices = response.context["export_form"].fields["locale"].choices
    assert [code for code, _name in choices] == ["es"]


# ------------------------------------------------------------------ limits of a file
def units(kind: str, count: int, translation) -> bytes:
    entries = [TransUnit("introduction", f"Text {n}", f"Texto {n}") for n in range(count)]
    return FORMATS[kind].write(Document(str(translation.uuid), "en", "es", "x", entries))


def test_n13_more_texts_than_a_page_has_are_refused(translation, translator, kind):
    report = bring(units(kind, MOST_TEXTS + 1, translation), translator, f"a.{kind}")
    said = f"This file has {MOST_TEXTS + 1} segments. The maximum is {MOST_TEXTS}."
    assert (report.kind, report.refusal) == ("broken", said)
    assert not Suggestion.objects.exists()
    assert len(FORMATS[kind].read(units(kind, MOST_TEXTS, translation)).entries) == MOST_TEXTS


def test_n13_a_file_of_four_megabytes_is_not_even_read(translation, translator, kind):
    content = filled(translation, kind) + b"\n" * 4 * archive.MEGABYTE
    assert bring(content, translator, f"a.{kind}").refusal == "This file is too large."


def test_n13_what_takes_too_long_is_left_out_and_named(translation, translator, kind):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(f"b.{kind}", filled(translation, kind))
    files = [(f"a.{kind}", filled(translation, kind)), ("b.zip", buffer.getvalue())]
    before = stored(translation)
    for only_look in (False, True):
        reports = importing.import_files(files, translator, seconds=0, only_look=only_look)
        assert [report.kind for report in reports] == ["late", "late"]
        assert all("Import the remaining files separately" in report.refusal for report in reports)
    assert stored(translation) == before


def test_n13_time_that_runs_out_within_a_file_leaves_nothing_of_it(
    translation, translator, kind, monkeypatch
):
    """An import that times out at the second text keeps nothing, not even the first."""
    content = filled(translation, kind)
    ticks = iter([0.0, 0.0, 0.0])  # the start, before reading, the first text
    monkeypatch.setattr(importing, "monotonic", lambda: next(ticks, 100.0))
    [report] = importing.import_files([(f"a.{kind}", content)], translator)
    assert (report.kind, report.applied, report.unchanged) == ("late", 0, 0)
    assert stored(translation) == []


def test_n13_tags_inside_one_another_take_nothing_down(translation, translator, kind):
    deep = "<b>" * 3000 + "x" + "</b>" * 2000
    report = bring(filled(translation, kind, introduction=deep), translator, f"a.{kind}")
    [line] = report.broken
    assert line.reason == "There are too many nested tags."
    brackets = "<" * 9000 + "x" + ">" * 9000
    report = bring(filled(translation, kind, introduction=brackets), translator, f"a.{kind}")
    assert report.kind == "broken"


def test_n13_tags_inside_one_another_on_the_editor_page(client, home, spanish, translator):
    page = StandardPage(title="Rich", body=[{"type": "text", "value": "<p>See <b>this</b></p>"}])
    home.add_child(instance=page)
    translation = send(page, spanish)
    text = next(t for t in segments.read(translation) if t.context.path.startswith("body"))
    client.force_login(translator)
    fields = {"key": text.key, "value": "<b>" * 4000 + "x", "version": ""}
    answer = client.post(reverse("translations_segment", args=[translation.pk]), fields)
    said = "There are too many nested tags."
    assert (answer.status_code, answer.json()["error"]) == (400, said)


@pytest.mark.parametrize("place", ["text", "attribute", "nowhere"])
def test_n13_entities_are_never_multiplied(translation, translator, place):
    more = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{more}]>'
    body = {
        "text": '<xliff version="1.2">&a9;</xliff>',
        "attribute": '<xliff version="&a9;"/>',
        "nowhere": '<xliff version="1.2"/>',
    }[place]
    assert bring((head + body).encode(), translator, "a.xlf").kind == "broken"
    deep = b"<g>" * 100_000
    assert bring(b"<xliff>" + deep, translator, "a.xlf").kind == "broken"


def test_n13_a_hundred_and_one_files_are_refused_in_words(at_work, translation, settings):
    content = filled(translation, "po")
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    address = reverse("translations_exchange")
    assert f"Up to {most} files at once" in at_work.get(address).content.decode()
    files = [SimpleUploadedFile(f"{n}.po", content) for n in range(most + 1)]
    response = at_work.post(address, {"uploads": files})
    assert response.status_code == 413
    said = response.content.decode()
    assert f"You can send up to {most} files at once." in said
    assert f"Puedes enviar hasta {most} archivos a la vez." in said
    assert stored(translation) == []


def test_n13_a_text_costs_few_queries(make_page, spanish, translator):
    """An import needs few queries per text; checking permissions for each took most of the time."""
    counted = []
    for number, paragraphs in ((1, 2), (2, 12)):
        value = "".join(f"<p>Paragraph {number}, {n}.</p>" for n in range(paragraphs))
        page = make_page("P", slug=f"p{number}", body=[{"type": "text", "value": value}])
        content = filled(send(page, spanish), "po")
        with CaptureQueriesContext(connection) as captured:
            assert bring(content, translator).applied == paragraphs + 1
        counted.append(len(captured))
    assert (counted[1] - counted[0]) / 10 <= 9
