"""XLIFF files, version 1.2: what every translators' program opens.

2.0 is the newer standard, but it has no states of "translated by a machine, to be reviewed", no
element for an earlier translation without a module that few programs know, and OmegaT, Poedit and
Virtaal read 1.2 best. A segment is its HTML as text; the programs protect its tags.

A text that is not translated yet leaves with the state `new`, not `needs-translation`: a program
that fills in words and leaves states alone must not make them look unfinished.
"""

import re

from django.utils.translation import gettext as _
from lxml import etree
from translate.storage import xliff

from translations.exchange.document import BrokenFileError, Document, Entry, demand_few

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_UNFINISHED = "needs-"
_UNKNOWN_TO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8"?><xliff xmlns="{NAMESPACE}" version="1.2">'
    '<file original="x" source-language="en" datatype="plaintext"><body/></file></xliff>'
)


def write(document: Document) -> bytes:
    """Return a document as an XLIFF file, with its notes and its earlier texts."""
    store = xliff.xlifffile.parsestring(_EMPTY.encode())
    file = next(store.document.getroot().iterchildren(store.namespaced("file")))
    file.set("original", document.translation)
    file.set("product-name", clean(document.title))
    store.setsourcelanguage(document.source_language)
    store.settargetlanguage(document.language)
    body = store.getbodynode(file)
    for number, entry in enumerate(document.entries, 1):
        body.append(_unit(store, entry, number, document.language))
    return bytes(store)


def _unit(store, entry: Entry, number: int, language: str):
    """Return the element of an entry, its parts in the order that the standard asks for."""
    unit = etree.Element(store.namespaced("trans-unit"))
    unit.set("id", str(number))
    unit.set("resname", clean(entry.path))
    unit.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    etree.SubElement(unit, store.namespaced("source")).text = clean(entry.source)
    target = etree.SubElement(unit, store.namespaced("target"))
    target.text = clean(entry.data)
    if not entry.data:
        target.set("state", "new")
    else:
        target.set("state", "translated" if entry.is_final else "needs-review-translation")
    group = etree.SubElement(unit, store.namespaced("context-group"), name="site")
    context = etree.SubElement(group, store.namespaced("context"))
    context.set("context-type", "x-version")
    context.text = entry.version or ""
    for note in entry.notes:
        element = etree.SubElement(unit, store.namespaced("note"))
        element.set("from", "developer")
        element.text = clean(note)
    if entry.before:
        earlier = etree.SubElement(unit, store.namespaced("alt-trans"), origin="earlier")
        etree.SubElement(earlier, store.namespaced("source")).text = clean(entry.before[0])
        etree.SubElement(earlier, store.namespaced("target")).text = clean(entry.before[1])
    return unit


def clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _UNKNOWN_TO_XML.sub("", text)


def read(content: bytes) -> Document:
    """Return what an XLIFF file holds. Raises `BrokenFileError`.

    A file with a document type is refused, so no entity is ever looked up or multiplied.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise BrokenFileError(_("This is not a correct XML file."), line) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenFileError(_("XLIFF files with a document type are not read."), 1)
    name = etree.QName(root)
    if name.localname != "xliff" or not str(root.get("version", "")).startswith("1."):
        raise BrokenFileError(_("This is not an XLIFF file of version 1.2."), 1)
    space = f"{{{name.namespace}}}" if name.namespace else ""
    files = list(root.iterchildren(f"{space}file"))
    if len(files) != 1:
        raise BrokenFileError(_("An XLIFF file of this site has exactly one part."), 1)
    units = list(files[0].iter(f"{space}trans-unit"))
    demand_few(len(units))
    return Document(
        translation=files[0].get("original", "").strip(),
        source_language=files[0].get("source-language", ""),
        language=files[0].get("target-language", ""),
        entries=[_entry(unit, space) for unit in units],
    )


def _entry(unit, space: str) -> Entry:
    target = unit.find(f"{space}target")
    version = unit.find(f"{space}context-group/{space}context[@context-type='x-version']")
    state = target.get("state", "") if target is not None else ""
    return Entry(
        path=unit.get("resname", ""),
        source=_text(unit.find(f"{space}source")),
        data=_text(target),
        version=None if version is None else (version.text or "").strip(),
        is_final=not state.strip().lower().startswith(_UNFINISHED),
        line=unit.sourceline or 0,
    )


def _text(element) -> str:
    return "" if element is None else "".join(element.itertext())
