"""XLIFF 1.2 files, which every translation program opens.

2.0 is the newer standard, but it has no state for "machine-translated, to be reviewed", its
element for a previous translation is in a module that few programs support, and OmegaT, Poedit
and Virtaal support 1.2 best. A segment is its HTML as text; the programs protect its tags.

Untranslated text is exported with the state `new`, not `needs-translation`: a program that
fills in text but keeps the state must not make it look unfinished.
"""

import re

from django.utils.translation import gettext as _
from lxml import etree

from translations.engine.exchange.document import BrokenFileError, Document, TransUnit, demand_few

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_UNFINISHED = "needs-"
_UNKNOWN_TO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write(document: Document) -> bytes:
    """Return a document as an XLIFF file, with notes and previous texts."""
    root = etree.Element(_name("xliff"), {"version": "1.2"}, nsmap={None: NAMESPACE})
    file = _add(
        root,
        "file",
        **{
            "original": document.translation,
            "source-language": document.source_language,
            "target-language": document.language,
            "datatype": "plaintext",
            "product-name": clean(document.title),
        },
    )
    body = _add(file, "body")
    for number, entry in enumerate(document.entries, 1):
        _add_unit(body, entry, number)
    etree.indent(root)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{declaration}{etree.tostring(root, encoding='unicode')}\n".encode()


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element to `parent`, and return it."""
    element = etree.SubElement(parent, _name(tag), attributes)
    element.text = clean(text)
    return element


def _add_unit(body: etree._Element, entry: TransUnit, number: int) -> None:
    """Add the `trans-unit` of an entry; the standard prescribes the order of its children."""
    named = {"id": str(number), "resname": clean(entry.path), _SPACE: "preserve"}
    unit = _add(body, "trans-unit", **named)
    _add(unit, "source", entry.source)
    _add(unit, "target", entry.data, state=_state(entry))
    group = _add(unit, "context-group")
    _add(group, "context", entry.version or "", **{"context-type": "x-version"})
    for note in entry.notes:
        _add(unit, "note", note, **{"from": "developer"})
    if entry.before:
        earlier = _add(unit, "alt-trans", origin="earlier")
        _add(earlier, "source", entry.before[0])
        _add(earlier, "target", entry.before[1])


def _state(entry: TransUnit) -> str:
    if not entry.data:
        return "new"
    return "translated" if entry.is_final else "needs-review-translation"


def clean(text: str) -> str:
    """Remove the characters that XML cannot contain."""
    return _UNKNOWN_TO_XML.sub("", text)


def read(content: bytes) -> Document:
    """Parse an XLIFF file. Raises `BrokenFileError`.

    Files with a document type are refused, so entities are never resolved or expanded.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise BrokenFileError(_("This is not a valid XML file."), line) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenFileError(_("XLIFF files with a document type (DOCTYPE) are not accepted."), 1)
    name = etree.QName(root)
    if name.localname != "xliff" or not str(root.get("version", "")).startswith("1."):
        raise BrokenFileError(_("This is not an XLIFF 1.2 file."), 1)
    space = f"{{{name.namespace}}}" if name.namespace else ""
    files = list(root.iterchildren(f"{space}file"))
    if len(files) != 1:
        raise BrokenFileError(_("An XLIFF file for this site must have exactly one part."), 1)
    units = list(files[0].iter(f"{space}trans-unit"))
    demand_few(len(units))
    return Document(
        translation=files[0].get("original", "").strip(),
        source_language=files[0].get("source-language", ""),
        language=files[0].get("target-language", ""),
        entries=[_entry(unit, space) for unit in units],
    )


def _entry(unit, space: str) -> TransUnit:
    target = unit.find(f"{space}target")
    version = unit.find(f"{space}context-group/{space}context[@context-type='x-version']")
    state = target.get("state", "") if target is not None else ""
    return TransUnit(
        path=unit.get("resname", ""),
        source=_text(unit.find(f"{space}source")),
        data=_text(target),
        version=None if version is None else (version.text or "").strip(),
        is_final=not state.strip().lower().startswith(_UNFINISHED),
        line=unit.sourceline or 0,
    )


def _text(element) -> str:
    return "" if element is None else "".join(element.itertext())
