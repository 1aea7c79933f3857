"""Remove personal data from Office files (ECMA-376, ISO 26300): archives of XML and images."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from lxml import etree

from pages.files import picture_parts
from pages.files.refusals import FileRefusedError, holds_more

MOST_UNPACKED = 300 * 1024 * 1024
MOST_MEMBERS = 10_000
BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest date that ZIP supports

# The namespace of references to other parts, transitional and strict.
R = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
DC = "{http://purl.org/dc/elements/1.1/}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"

#: The document properties to keep.
PROPERTIES = (f"{DC}title", f"{DC}language")
#: Relation types to remove from Open XML files: properties, people, paths.
RELATIONS_DROPPED = {
    "extended-properties", "custom-properties", "thumbnail", "customXml", "customXmlProps",
    "printerSettings", "attachedTemplate", "people", "person", "authors", "commentAuthors",
    "usernames", "revisionHeaders", "revisionLog", "commentsExtended", "commentsIds",
    "commentsExtensible", "docMetadata", "classificationlabels", "signature", "origin",
    "extensibility", "keyMapCustomizations", "webextension", "webextensiontaskpanes",
}  # fmt: skip
ELEMENTS_DROPPED = {"absPath", "fileSharing", "rsids", "docVars", "attachedTemplate", "metadata"}
COMMENTS = {"comment", "threadedComment", "cm"}
NESTED = ("docx", "pptx", "xlsx")
XML = ("xml", "rels", "vml", "svg", "rdf")


# ------------------------------------------------------------------ archives
def rewritten(content: bytes, clean: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return an archive whose members are the results of `clean`; None drops a member."""
    done = ((name, clean(name, data)) for name, data in members(content))
    return archived((name, data) for name, data in done if data is not None)


def members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file; raise FileRefusedError if the archive is too large."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise FileRefusedError("unreadable")
        for info in infos:
            yield info.filename, archive.read(info)


def archived(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of `files` without times, owners and comments."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, BEGINNING_OF_TIME)
            # The first member of an OpenDocument states its type and must be uncompressed.
            is_open = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if is_open else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return output.getvalue()


# ------------------------------------------------------------------ Open XML
def clean_open_xml(content: bytes) -> bytes:
    """Return a DOCX, PPTX or XLSX with only the parts it references, each of them cleaned."""
    parts = dict(members(content))
    relations = {name: _relations(parts, name) for name in ["", *parts]}
    wanted: set[str] = set()
    waiting = [""]
    while waiting:
        name = waiting.pop()
        for target in _targets(name, relations[name]) & parts.keys() - wanted:
            wanted.add(target)
            waiting.append(target)
    done = {"[Content_Types].xml": _content_types(parts["[Content_Types].xml"], wanted)}
    for name in ["", *(name for name in parts if name in wanted)]:
        own = relations[name]
        if name:
            done[name] = _member(name, parts[name], own)
        if own is not None:
            done[_rels_of(name)] = etree.tostring(own, **_WRITTEN)
    return archived(done.items())


_WRITTEN = {"xml_declaration": True, "encoding": "UTF-8", "standalone": True}


def parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, remove_comments=True, huge_tree=True)
    return etree.fromstring(content, parser)


def _rels_of(name: str) -> str:
    folder, _slash, file = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _relations(parts: dict[str, bytes], name: str) -> etree._Element | None:
    """Return the relations of a part without the dropped ones, or None if it has none."""
    content = parts.get(_rels_of(name))
    if content is None:
        return None
    root = parse(content)
    for relation in list(root):
        kind = relation.get("Type", "")
        if kind.rpartition("/")[2] in RELATIONS_DROPPED:
            root.remove(relation)
        elif relation.get("TargetMode") == "External" and _is_local(relation.get("Target", "")):
            relation.set("Target", "about:blank")  # a path on someone's computer
    return root


def _is_local(address: str) -> bool:
    address = address.lower().lstrip()
    return address.startswith(("file:", "\\\\", "//")) or address[1:2] == ":"


def _targets(name: str, relations: etree._Element | None) -> set[str]:
    """Return the names of the parts that a part references."""
    found = set()
    for relation in [] if relations is None else list(relations):
        if relation.get("TargetMode") != "External":
            path = posixpath.join("/", posixpath.dirname(name), unquote(relation.get("Target", "")))
            found.add(posixpath.normpath(path).lstrip("/"))
    return found


def _content_types(content: bytes, wanted: set[str]) -> bytes:
    root = parse(content)
    for each in list(root):
        name = each.get("PartName")
        if name is not None and name.lstrip("/") not in wanted:
            root.remove(each)
    return etree.tostring(root, **_WRITTEN)


def _properties(content: bytes) -> bytes:
    """Return the metadata of a document of either format, reduced to title and language."""
    root = parse(content)
    for holder in [*root.iter(f"{OFFICE}meta")] or [root]:
        for each in list(holder):
            if each.tag not in PROPERTIES:
                holder.remove(each)
    return etree.tostring(root, **_WRITTEN)


def _member(name: str, content: bytes, relations: etree._Element | None = None) -> bytes:
    """Return a cleaned part of a document. Raises ValidationError if it cannot be cleaned."""
    if name.lower().endswith("core.xml") and b"core-properties" in content:
        return _properties(content)
    ending = name.rpartition(".")[2].lower()
    if ending in XML:
        return _scrubbed(content, relations)
    if ending in NESTED:
        return clean_open_xml(content)
    if ending in picture_parts.KEPT:
        return content
    if ending in picture_parts.PICTURES:
        try:
            return picture_parts.without_metadata(content)
        except ValueError as error:
            raise holds_more(name) from error
    raise holds_more(name)


def _scrubbed(content: bytes, relations: etree._Element | None) -> bytes:
    ids = None if relations is None else {each.get("Id") for each in relations}
    root = parse(content)
    for each in list(root.iter(etree.Element)):
        tag = etree.QName(each)
        if tag.localname in COMMENTS or each.tag == f"{OFFICE}annotation" or _is_tracked(each):
            raise FileRefusedError("commented")
        missing = ids is not None and any(
            key.startswith(R) and value and value not in ids for key, value in each.attrib.items()
        )
        if (
            missing and tag.localname == "pageSetup"
        ):  # the element refers to the removed settings of a printer
            for key in [key for key in each.attrib if key.startswith(R)]:
                del each.attrib[key]
        elif missing or tag.localname in ELEMENTS_DROPPED:
            _remove(each)
            continue
        for key in list(each.attrib):
            name = etree.QName(key).localname
            if name.startswith("rsid") or name.endswith("rsid"):
                del each.attrib[key]
            elif name == "href" and _is_local(each.attrib[key]):
                each.set(key, "about:blank")
    return etree.tostring(root, **_WRITTEN)


def _is_tracked(each: etree._Element) -> bool:
    """Return whether a text element records who inserted, deleted or changed it."""
    return any("wordprocessingml" in key and key.endswith("}author") for key in each.attrib)


def _remove(each: etree._Element) -> None:
    parent = each.getparent()
    if parent is None:
        return
    if each.tail:  # text after an element belongs to its parent
        before = each.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + each.tail
        else:
            parent.text = (parent.text or "") + each.tail
    parent.remove(each)


# ------------------------------------------------------------------ OpenDocument
#: Parts of an OpenDocument to remove: thumbnails, earlier versions, signatures, and data that
#: programs store for themselves.
FOLDERS_DROPPED = ("Thumbnails/", "Versions/", "Configurations2/")
FILES_DROPPED = ("VersionList.xml", "manifest.rdf", "layout-cache")
SETTINGS_DROPPED = ("Printer", "Rsid", "Author", "URL", "Path", "DataSource", "Redline")


def open_document_part(name: str, content: bytes) -> bytes | None:
    """Return a cleaned part of an OpenDocument, or None for parts to remove."""
    base = posixpath.basename(name)
    if _is_dropped(name):
        return None
    if name.startswith(("Basic/", "Scripts/", "Dialogs/")):
        raise holds_more(name)
    if name == "mimetype":
        return content
    if base == "meta.xml":
        return _properties(content)
    if base == "settings.xml":
        return _open_document_settings(content)
    if name == "META-INF/manifest.xml":
        return _open_document_manifest(content)
    if base == "content.xml" and any(
        len(each) for each in parse(content).iter("{*}tracked-changes")
    ):
        raise FileRefusedError("commented")
    if "." not in base:  # the fallback of an embedded object, mostly an image
        is_picture = content.startswith((picture_parts.JPEG, picture_parts.PNG))
        return picture_parts.without_metadata(content) if is_picture else content
    return _member(name, content)


def _is_dropped(name: str) -> bool:
    return (
        name.startswith(FOLDERS_DROPPED)
        or name.endswith("signatures.xml")
        or posixpath.basename(name) in FILES_DROPPED
    )


def _open_document_settings(content: bytes) -> bytes:
    root = parse(content)
    for each in list(root.iter(f"{CONFIG}config-item")):
        if any(word in each.get(f"{CONFIG}name", "") for word in SETTINGS_DROPPED):
            _remove(each)
    return etree.tostring(root, **_WRITTEN)


def _open_document_manifest(content: bytes) -> bytes:
    root = parse(content)
    for each in list(root):
        if each.find(f"{MANIFEST}encryption-data") is not None:
            raise FileRefusedError("unreadable")
        if _is_dropped(each.get(f"{MANIFEST}full-path", "")):
            root.remove(each)
    return etree.tostring(root, **_WRITTEN)
