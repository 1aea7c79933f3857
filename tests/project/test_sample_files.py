"""The files of the sample content are valid and fit together."""

import html
import re
import runpy

import pytest
from django.contrib.auth.models import User
from pypdf import PdfReader
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.models import StandardPage
from news.models import NewsPage
from pages.files.pdf import clean_pdf
from pages.models import Topic
from pages.references import uses_of
from sample import documents, files, indexes, pictures, seed_translations
from sample.factories import FACTORIES
from translations.engine import status_store
from translations.engine.exchange import po
from translations.models import State

PO_FILES = sorted(
    str(path.relative_to(files.TRANSLATIONS / "es").with_suffix(""))
    for path in (files.TRANSLATIONS / "es").rglob("*.po")
)
OF_THE_SITE = [name for name in PO_FILES if not name.startswith("documents/")]


@pytest.mark.parametrize("name", OF_THE_SITE)
def test_a_po_file_is_what_the_exchange_writes(sample, name):
    """`manage.py sample_po` would change nothing."""
    translation = Translation.objects.get(uuid=files.translation_id(name, "es"))
    stored = files.translation_path(name, "es").read_bytes()
    written = po.write(seed_translations.document(translation))
    factory = next((factory for factory in FACTORIES if factory.file == name), None)
    if factory is not None and "later_change" in factory.content:
        # Its English changed later, on purpose.
        assert seed_translations.stable_lines(stored) != seed_translations.stable_lines(written)
    else:
        assert seed_translations.stable_lines(stored) == seed_translations.stable_lines(written)


def test_every_translation_of_the_sample_came_from_a_file(sample):
    known = {files.translation_id(name, "es") for name in OF_THE_SITE}
    others = Translation.objects.exclude(uuid__in=known)
    assert not others.filter(source__stringsegment__isnull=False).exists()
    assert Translation.objects.filter(uuid__in=known).count() == len(OF_THE_SITE) > 90


class TestSpanishThatDoesNotFit:
    @pytest.fixture
    def translate(self, sample, tmp_path, monkeypatch):
        """Return a function that imports a topic from a file with these words."""
        monkeypatch.setattr(files, "TRANSLATIONS", tmp_path)

        def translate(english: str, words: str) -> Topic:
            locale = Locale.objects.get(language_code="es")
            people = [User.objects.get(username=name) for name in ("translator", "reviewer")]
            topic = Topic.objects.create(name="Water", slug="water")
            assert seed_translations.rewrite_po(topic, "topics/water", locale, *people)
            assert not topic.has_translation(locale)
            path = files.translation_path("topics/water", "es")
            content = path.read_text()
            assert content.rstrip().endswith('msgid "Water"\nmsgstr ""')
            head, _sep, _empty = content.rpartition('msgid "Water"')
            path.write_text(f'{head}msgid "{english}"\nmsgstr "{words}"\n')
            seed_translations.translate(topic, "topics/water", locale, *people)
            return topic.get_translation(locale)

        return translate

    def test_what_fits_is_published(self, translate):
        assert translate("Water", "Agua").name == "Agua"

    def test_what_is_missing_is_named(self, translate):
        with pytest.raises(seed_translations.WrongSpanishError, match="no words for “Water”"):
            translate("Water", "")

    def test_words_of_another_text_are_refused(self, translate):
        with pytest.raises(seed_translations.WrongSpanishError, match="source has changed"):
            translate("Rain", "Lluvia")


@pytest.mark.parametrize("key", documents.DOCUMENTS)
class TestDocuments:
    WORDS = re.compile(r"\d\d:\d\d|\d{2,}|[^\W\d_]+")  # the numbers of a list are not in its text

    def test_it_says_what_its_texts_say(self, key):
        """The documents contain their texts. If not: `manage.py draw_documents`."""
        pages = PdfReader(documents.path_of(key)).pages
        printed = "\n".join(page.extract_text() for page in pages)
        _head, body = documents.html_of(key).split("<body>")
        written = html.unescape(re.sub(r"<[^>]*>", " ", body))
        assert self.WORDS.findall(printed) == self.WORDS.findall(written)

    def test_it_is_for_everybody(self, key):
        """A document is accessible: it has tags, a visible title and its languages."""
        reader = PdfReader(documents.path_of(key))
        root = reader.root_object
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert files.read(f"documents/{key}")["title"] in reader.metadata.title
        assert languages(root["/StructTreeRoot"]) == {"en", "es"}

    def test_it_tells_nothing_else(self, key):
        content = documents.path_of(key).read_bytes()
        assert set(PdfReader(documents.path_of(key)).metadata) == {"/Title"}
        assert clean_pdf(content) == content

    def test_its_spanish_is_of_all_of_it(self, key):
        content = files.read(f"documents/{key}")
        path = files.translation_path(f"documents/{key}", "es")
        found = po.read(path.read_bytes()).entries
        assert [entry.source for entry in found] == [content["title"], *content["paragraphs"]]
        assert all(entry.data and entry.data != entry.source for entry in found)


def languages(node) -> set[str]:
    """Return the languages that a tree of tags names."""
    node = node.get_object()
    if isinstance(node, list):
        return set().union(*(languages(child) for child in node))
    if not isinstance(node, dict):
        return set()
    own = {str(node["/Lang"])} if "/Lang" in node else set()
    return own | (languages(node["/K"]) if "/K" in node else set())


def test_a_picture_is_kept_as_an_upload_would_be():
    """The seed stores an image unchanged."""
    for key in ("home_doves", "venue_sun"):
        content = pictures.path_of(key).read_bytes()
        assert pictures.rewrite(content) == content


class TestWrittenAtTheEnd:
    """What is computed from the content exists, although no save wrote it."""

    def test_it_is_found(self, sample):
        found = NewsPage.objects.live().search("weapons")
        assert sample.pages["news_arms"].pk in {page.pk for page in found}

    def test_what_names_it_is_known(self, sample):
        picture = sample.images["home_doves"]
        assert [use.source.pk for use in uses_of([picture])] == [sample.pages["home"].pk]

    def test_whatever_happens_saves_write_again(self, sample):
        with pytest.raises(ZeroDivisionError), indexes.written_at_the_end():
            1 / 0  # noqa: B018
        status_store.refresh()
        page = StandardPage.objects.get(pk=sample.pages["about"].pk)
        before = State.objects.filter(translation_key=page.translation_key, stale=True).exists()
        page.title = "Xochimilco"
        page.save()
        assert not before
        assert State.objects.filter(translation_key=page.translation_key, stale=True).exists()
        assert [found.pk for found in StandardPage.objects.search("Xochimilco")] == [page.pk]

    def test_without_wagtails_receiver_it_only_takes_longer(self, sample, monkeypatch):
        """It only takes longer if Wagtail drops the receiver, which it does not document."""
        monkeypatch.delattr("wagtail.search.signal_handlers.post_save_signal_handler")
        loaded = runpy.run_path(indexes.__file__)
        page = StandardPage.objects.get(pk=sample.pages["about"].pk)
        page.title = "Xochimilco"
        with loaded["written_at_the_end"]():
            page.save()
            assert [found.pk for found in StandardPage.objects.search("Xochimilco")] == [page.pk]
        assert [found.pk for found in StandardPage.objects.search("Xochimilco")] == [page.pk]
