"""The sample documents: PDF files in both languages, stored in the repository.

`manage.py draw_documents` makes them with Chromium, which writes tagged PDF; a test fails if the
texts have changed since. The seed only reads the files.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents.models import Document
from wagtail.rich_text import get_text_for_indexing
from wagtail_localize.strings import StringValue, extract_strings, restore_strings

from sample import files
from translations.engine.exchange import po

FOLDER = Path(__file__).parent / "documents"
LANGUAGES = ("en", "es")
DOCUMENTS = (
    "call", "programme", "conclusions_tijuana", "conclusions_juarez", "conclusions_tapachula",
    "access_guide",
)  # fmt: skip
FIRST_DAY = date(2024, 2, 23)  # the year is not shown
DATES = {"en": "F j", "es": r"j \d\e F"}
TIMES = {"en": "P", "es": "H:i"}


def path_of(key: str) -> Path:
    """Return the path of a document."""
    return FOLDER / f"{key}.pdf"


def store_all() -> dict[str, Document]:
    """Store all documents on the site; return them by key."""
    found = {}
    for key in DOCUMENTS:
        found[key] = Document(title=files.read(f"documents/{key}")["title"])
        found[key].file.save(f"{key}.pdf", ContentFile(path_of(key).read_bytes()), save=True)
    return found


def html_of(key: str) -> str:
    """Return a document as HTML for printing: all languages, one after another."""
    versions = [_version(key, language) for language in LANGUAGES]
    title = " · ".join(version["title"] for version in versions)
    return render_to_string("sample/document.html", {"title": title, "versions": versions})


class Words(dict[str, str]):
    """Map English texts to one language; return those without a translation unchanged."""

    def __missing__(self, text: str) -> str:
        return text

    def read(self, name: str, language: str) -> None:
        """Add the translations of a PO file of the sample."""
        path = files.translation_path(name, language)
        if path.exists():
            self.update((entry.source, entry.data) for entry in po.read(path.read_bytes()).entries)

    def html(self, text: str) -> SafeString:
        """Return rich text as HTML, without links: they do not work on paper."""
        template, found = extract_strings(text)
        segments: list[tuple[StringValue, dict]] = [
            (StringValue(get_text_for_indexing(self[value.data])), {}) for value, _same in found
        ]
        return mark_safe(restore_strings(template, segments))


def _version(key: str, language: str) -> dict[str, Any]:
    content, words = files.read(f"documents/{key}"), Words()
    page = files.read(content["page"]) if "page" in content else {}
    words.read(f"documents/{key}", language)
    words.read(content.get("page", ""), language)
    return {
        "language": language,
        "title": words[content["title"]],
        "paragraphs": [words[text] for text in content["paragraphs"]],
        "conclusions": words.html(page["conclusions"]) if "conclusions" in page else "",
        "days": list(_days(page.get("programme", []), words, language)),
    }


def _days(programme: list[dict], words: Words, language: str) -> Iterator[dict[str, Any]]:
    """Yield each day of the program with its sessions."""
    with translation.override(language):
        sessions: list[dict] = []
        for block in programme:
            if day := block.get("day"):
                sessions = []
                when = date_format(FIRST_DAY + timedelta(days=day["day"]), DATES[language])
                yield {"date": when, "title": words[day["title"]], "sessions": sessions}
            else:
                session = block["session"]
                texts = {name: words[session[name]] for name in ("title", "description", "room")}
                hours = {
                    name: time_format(time.fromisoformat(session[name]), TIMES[language])
                    for name in ("starts", "ends")
                }
                sessions.append(session | texts | hours)
