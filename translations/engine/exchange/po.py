"""PO files, for the tools of gettext and translation programs."""

import re

import polib
from django.utils import timezone
from django.utils.translation import gettext as _

from translations.engine.exchange.document import BrokenFileError, Document, TransUnit, demand_few

IDENTITY, VERSION = "X-WagtailLocalize-TranslationID", "version:"
_PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "pt-br": "nplurals=2; plural=(n > 1);"}
_CHARSET = re.compile(rb"charset=([\w.-]{1,30})")


class _Lines(str):
    """The text of a PO file for polib, which splits it by `splitlines`.

    A line of PO ends with a line feed only. `str.splitlines` also splits at other characters, such
    as U+0085 and U+2028, which a text may contain.
    """

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return [line + "\n" * keepends for line in self.split("\n")]


def write(document: Document) -> bytes:
    """Return a document as a PO file in UTF-8; machine translations are marked as fuzzy."""
    file = polib.POFile(wrapwidth=98)
    file.metadata = {
        "Project-Id-Version": " ".join(document.title.split()),
        "PO-Revision-Date": timezone.now().strftime("%Y-%m-%d %H:%M%z"),
        "Language": document.language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _PLURALS.get(document.language, "nplurals=2; plural=(n != 1);"),
        "X-Source-Language": document.source_language,
        IDENTITY: document.translation,
    }
    for entry in document.entries:
        previous = entry.before
        notes = [*entry.notes, *([f"{previous[0]} = {previous[1]}"] if previous else [])]
        file.append(
            polib.POEntry(
                msgctxt=entry.path,
                msgid=entry.source,
                msgstr=entry.data,
                comment="\n".join([*notes, f"{VERSION} {entry.version}"]),
                flags=["fuzzy"] if entry.data and not entry.is_final else [],
            )
        )
    return (str(file) + "\n").encode()


def read(content: bytes) -> Document:
    """Parse a PO file. Raises `BrokenFileError`."""
    text = _decoded(content)
    if "msgid" not in text:
        raise BrokenFileError(_("This is not a PO file."))
    demand_few(text.count("\nmsgid ") - 1)  # minus the header; checked before anything slow
    try:
        # polib also accepts a path: a text with line breaks and this ending is not a file name.
        file = polib.pofile(_Lines("#\n" + text + "\n"))
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
        line = re.search(r"line (\d+)", str(error))
        number = max(1, int(line[1]) - 1) if line else 0
        raise BrokenFileError(_("This is not a valid PO file."), number) from error
    return Document(
        translation=file.metadata.get(IDENTITY, "").strip(),
        source_language=file.metadata.get("X-Source-Language", "").strip(),
        language=file.metadata.get("Language", ""),
        entries=[_entry(entry) for entry in file if not entry.obsolete],
    )


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        names = ["utf-16"]
    else:
        declared = _CHARSET.search(content[:4000])
        names = ["utf-8-sig", *([declared[1].decode()] if declared else [])]
    for name in names:
        try:
            text = content.decode(name)
        except (ValueError, LookupError):
            continue
        if isinstance(text, str) and "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise BrokenFileError(_("The characters of this file cannot be read. Save it as UTF-8."))


def _entry(entry: polib.POEntry) -> TransUnit:
    version = None
    for line in (entry.comment or "").split("\n"):
        if line.startswith(VERSION):
            version = line.removeprefix(VERSION).strip()
    return TransUnit(
        path=entry.msgctxt or "",
        source=entry.msgid,
        data=entry.msgstr or "",
        version=version,
        is_final="fuzzy" not in entry.flags,
        line=max(1, (entry.linenum or 2) - 1),
    )
