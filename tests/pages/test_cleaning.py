"""Documents from every kind of upload: no author, location or camera data is kept in them."""

import io
import zipfile

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from wagtail.documents.models import Document
from wagtail.users.models import UserProfile

from pages.files.cleaning import check, clean
from pages.files.picture_parts import jpeg, jpeg_2000, without_metadata
from tests.pages.test_documents import upload_chooser, upload_multiple, upload_single
from tests.pages.test_pictures import SECRET, telling, written

NAME = SECRET.decode()
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(**parts: bytes | str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        new.comment = SECRET
        for name, content in parts.items():
            new.writestr(name, content)
    return output.getvalue()


def said(content: bytes) -> bytes:
    """Return the whole content of an archive, including nested archives, as one byte string."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        inner = [(name, opened.read(name)) for name in opened.namelist()]
    parts = [said(data) if data.startswith(b"PK\3\4") else data for _name, data in inner]
    return b"\n".join([content, *(name.encode() for name, _data in inner), *parts])


def relations(*each: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"{mode}/>'
        for number, (kind, target, mode) in enumerate(each)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Program</dc:title>'
    f"<dc:creator>{NAME}</dc:creator><cp:lastModifiedBy>{NAME}</cp:lastModifiedBy>"
    "</cp:coreProperties>"
)
OUTSIDE = ' TargetMode="External"'


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.company = NAME
    book.properties.title = "Program"
    book.active["A1"] = "Hello"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def docx(body: str = "", **more: bytes | str) -> bytes:
    """Return a Word document that names its author in all known spots."""
    return archive(
        **{
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/docProps/app.xml" ContentType="x"/>'
            '<Override PartName="/word/document.xml" ContentType="y"/></Types>',
            "_rels/.rels": relations(
                (f"{OFFICE}/relationships/officeDocument", "word/document.xml", ""),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", ""),
                (f"{OFFICE}/relationships/extended-properties", "docProps/app.xml", ""),
                (f"{PACKAGE}/relationships/metadata/thumbnail", "docProps/thumbnail.jpeg", ""),
            ),
            "docProps/core.xml": CORE,
            "docProps/app.xml": f"<Properties><Company>{NAME}</Company></Properties>",
            "docProps/thumbnail.jpeg": telling("JPEG"),
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships">'
            f'<!-- {NAME} --><w:p w:rsidR="00AB"><w:r><w:t>Hello</w:t></w:r>{body}</w:p>'
            '<w:pict r:id="r0"/></w:document>',
            "word/_rels/document.xml.rels": relations(
                (f"{OFFICE}/relationships/image", "media/image1.jpeg", ""),
                (f"{OFFICE}/relationships/image", "media/image2.png", ""),
                (f"{OFFICE}/relationships/settings", "settings.xml", ""),
                (f"{OFFICE}/relationships/customXml", "../customXml/item1.xml", ""),
                (f"{OFFICE}/relationships/package", "embeddings/Sheet1.xlsx", ""),
                (f"{OFFICE}/relationships/people", "people.xml", ""),
                (f"{OFFICE}/relationships/hyperlink", f"file:///C:/{NAME}/a.docx", OUTSIDE),
                (f"{OFFICE}/relationships/hyperlink", "https://example.org/", OUTSIDE),
            ),
            "word/media/image1.jpeg": telling("JPEG"),
            "word/media/image2.png": telling("PNG"),
            "word/settings.xml": f'<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships">'
            '<w:attachedTemplate r:id="r0"/><w:rsids/><w:zoom w:percent="100"/></w:settings>',
            "word/_rels/settings.xml.rels": relations(
                (f"{OFFICE}/relationships/attachedTemplate", f"file:///C:/{NAME}.dotx", OUTSIDE),
            ),
            "word/people.xml": f"<people><person>{NAME}</person></people>",
            "word/embeddings/Sheet1.xlsx": workbook(),
            "customXml/item1.xml": f"<a>{NAME}</a>",
            "word/orphan.xml": f"<a>{NAME}</a>",
        }
        | more
    )


def pptx() -> bytes:
    return archive(
        **{
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": relations(
                (f"{OFFICE}/relationships/officeDocument", "ppt/presentation.xml", ""),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", ""),
            ),
            "docProps/core.xml": CORE,
            "ppt/presentation.xml": "<p>Hello</p>",
            "ppt/_rels/presentation.xml.rels": relations(
                (f"{OFFICE}/relationships/image", "media/image1.jpg", ""),
                (f"{OFFICE}/relationships/commentAuthors", "commentAuthors.xml", ""),
            ),
            "ppt/media/image1.jpg": telling("JPEG"),
            "ppt/commentAuthors.xml": f"<a>{NAME}</a>",
        }
    )


OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def odt(body: str = "") -> bytes:
    return archive(
        **{
            "mimetype": "application/vnd.oasis.opendocument.text",
            "meta.xml": f'<office:document-meta xmlns:office="{OPEN}:office:1.0" '
            f'xmlns:meta="{OPEN}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<office:meta><dc:title>Program</dc:title><dc:creator>{NAME}</dc:creator>"
            f"<meta:initial-creator>{NAME}</meta:initial-creator></office:meta>"
            "</office:document-meta>",
            "content.xml": f'<office:document-content xmlns:office="{OPEN}:office:1.0" '
            f'xmlns:text="{OPEN}:text:1.0"><text:p>Hello</text:p>{body}</office:document-content>',
            "settings.xml": f'<s xmlns:config="{OPEN}:config:1.0"><config:config-item '
            f'config:name="PrinterName">{NAME}</config:config-item></s>',
            "Pictures/100.jpg": telling("JPEG"),
            "Thumbnails/thumbnail.png": telling("PNG"),
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{OPEN}:manifest:1.0">'
            '<m:file-entry m:full-path="content.xml"/>'
            '<m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>',
        }
    )


def pdf(change=lambda writer: None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    writer.add_metadata({"/Title": "Program", "/Author": NAME, "/Creator": NAME})
    picture = StreamObject()
    picture._data = telling("JPEG")
    picture.update(
        {
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Width"): NumberObject(64),
            NameObject("/Height"): NumberObject(48),
        }
    )
    packed = StreamObject()
    packed._data = b"<x:xmpmeta>" + SECRET
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/A"): writer._add_object(picture)})}
    )
    page[NameObject("/Metadata")] = writer._add_object(packed)
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/X"): TextStringObject(NAME)})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(packed)
    writer.root_object[NameObject("/Lang")] = TextStringObject("es-MX")
    note = writer.add_annotation(0, Text(text="Bring water", rect=(10, 10, 30, 30)))
    note[NameObject("/T")] = TextStringObject(NAME)
    writer._add_object(TextStringObject(NAME))  # from an earlier version: no page uses it
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue() + b"\n" + SECRET


PICTURES_AND_TEXTS = {"a/b.jpg": telling("JPEG"), "c.pdf": pdf(), "d.txt": "Hello", "e.odt": odt()}
DOCUMENTS = {
    "pdf": pdf(),
    "docx": docx(),
    "pptx": pptx(),
    "xlsx": workbook(),
    "odt": odt(),
    "zip": archive(**PICTURES_AND_TEXTS, **{"__MACOSX/._b": SECRET}),
}


# ------------------------------------------------------------------ all kinds of upload
@pytest.fixture
def staff(home, inicio) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


def replacing(client, file) -> list[str]:
    old = Document.objects.create(title="Old", file=ContentFile(b"old", "old.txt"))
    data = {"title": "Old", "file": file, "collection": old.collection_id}
    response = client.post(reverse("wagtaildocs:edit", args=[old.pk]), data)
    return [] if response.status_code == 302 else response.context["form"].errors["file"]


@pytest.mark.parametrize(
    ("way", "ending"),
    [
        *[(upload_single, ending) for ending in DOCUMENTS],
        *[(way, "docx") for way in (upload_multiple, upload_chooser, replacing)],
    ],
)
@pytest.mark.parametrize("most_in_memory", [2**20, 0])
def test_n08_a_document_is_stored_without_its_people(staff, settings, way, ending, most_in_memory):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = most_in_memory
    assert way(staff, SimpleUploadedFile(f"a.{ending}", DOCUMENTS[ending])) == []
    document = Document.objects.get()
    with document.file.open() as file:
        kept = file.read()
    everything = kept if ending == "pdf" else said(kept)
    assert SECRET not in everything
    assert document.file_size == len(kept)
    assert Client().get(document.url).getvalue() == kept


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_n08_what_is_read_stays(ending):
    cleaned = clean(DOCUMENTS[ending], ending)
    check(cleaned, ending)
    if ending == "pdf":
        reader = PdfReader(io.BytesIO(cleaned))
        assert reader.metadata is not None
        assert reader.metadata.title == "Program"
        assert reader.root_object["/Lang"] == "es-MX"
        [note] = reader.pages[0]["/Annots"]
        assert note.get_object()["/Contents"] == "Bring water"
        assert reader.pages[0].images[0].image.size == (64, 48)
        return
    assert b"Hello" in said(cleaned)
    if ending != "zip":
        assert b"Program" in said(cleaned)
    if ending == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(cleaned)).active["A1"].value == "Hello"
    if ending == "odt":
        first = zipfile.ZipFile(io.BytesIO(cleaned)).infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_n08_an_open_xml_file_refers_to_nothing_that_went():
    with zipfile.ZipFile(io.BytesIO(clean(docx(), "docx"))) as opened:
        names = set(opened.namelist())
        assert "word/embeddings/Sheet1.xlsx" in names
        assert not names & {"docProps/app.xml", "docProps/thumbnail.jpeg", "word/people.xml"}
        assert b"app.xml" not in opened.read("[Content_Types].xml")
        assert b"app.xml" not in opened.read("_rels/.rels")
        assert b"attachedTemplate" not in opened.read("word/settings.xml")
        assert b"zoom" in opened.read("word/settings.xml")
        assert b"https://example.org/" in opened.read("word/_rels/document.xml.rels")
        assert b"r:id" in opened.read("word/document.xml")


TRACKED = f'<w:ins w:author="{NAME}"><w:r><w:t>new</w:t></w:r></w:ins>'
ANNOTATED = f"<office:annotation><text:p>{NAME}</text:p></office:annotation>"
CHANGED = f"<text:tracked-changes><text:x>{NAME}</text:x></text:tracked-changes>"


def attach(writer: PdfWriter) -> None:
    writer.add_attachment("list.xlsx", workbook())


def sign(writer: PdfWriter) -> None:
    signature = DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
    writer.root_object[NameObject("/AcroForm")] = ArrayObject([signature])


def lock(writer: PdfWriter) -> None:
    writer.encrypt("open sesame", algorithm="RC4-128")


@pytest.mark.parametrize(
    ("ending", "content", "why"),
    [
        ("docx", docx(TRACKED), "tracked changes"),
        ("odt", odt(ANNOTATED), "comments"),
        ("odt", odt(CHANGED), "tracked changes"),
        ("docx", docx(**{"word/media/image2.png": b"\x89PNG\r\n\x1a\n"}), "image2.png"),
        ("docx", docx()[:-300] + docx()[-40:], "not of the type DOCX"),
        ("docx", docx("<open>"), "damaged or password-protected"),
        ("pdf", pdf(attach), "list.xlsx"),
        ("pdf", pdf(sign), "is signed"),
        ("pdf", pdf(lock), "damaged or password-protected"),
        ("pdf", pdf()[:200], "damaged or password-protected"),
        ("rtf", rb"{\rtf1{\info{\author Maria}}Programa}", "DOCX or PDF"),
        ("zip", archive(**{"a.mp4": b"x"}), "a.mp4"),
        ("zip", archive(**{"a.zip": archive()}), "a.zip"),
        ("zip", archive(**{"a.docx": docx(TRACKED)}), "tracked changes"),
        ("zip", archive(**{"a.jpg": telling("JPEG")[:300]}), "damaged or password-protected"),
    ],
)
def test_n08_what_cannot_be_cleaned_is_refused_with_a_sentence(ending, content, why):
    with pytest.raises(ValidationError) as refusal:
        clean(content, ending)
    assert why in refusal.value.messages[0]


def test_n08_it_is_refused_in_spanish(staff):
    user = User.objects.get(username="admin")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "es"})
    data = {"title": "A", "file": SimpleUploadedFile("a.docx", docx(TRACKED)), "collection": 1}
    html = staff.post(reverse("wagtaildocs:add"), data).text
    assert "Acepta o rechaza los cambios" in html
    assert not Document.objects.exists()


def test_n08_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("pages.files.office.MOST_UNPACKED", 1000)
    with pytest.raises(ValidationError):
        clean(archive(**{"a.txt": "x" * 1001}), "zip")


# ------------------------------------------------------------------ embedded images
def test_n08_a_picture_inside_loses_no_pixel():
    from PIL import Image, ImageChops

    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        before, after = telling(kind), without_metadata(telling(kind))
        assert SECRET in before
        assert SECRET not in after
        if kind in ("JPEG", "PNG"):
            pair = [Image.open(io.BytesIO(each)).convert("RGB") for each in (before, after)]
            assert ImageChops.difference(*pair).getbbox() is None


def test_n08_a_jpeg_keeps_what_its_colors_need():
    plain = written("JPEG", "CMYK")
    assert jpeg(plain) == plain
    assert b"Adobe" in plain


def test_n08_boxes_of_jpeg_2000():
    def box(name: bytes, content: bytes) -> bytes:
        return (8 + len(content)).to_bytes(4) + name + content

    drawn = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 ") + box(b"jp2c", b"pixels")
    assert jpeg_2000(drawn + box(b"uuid", SECRET) + box(b"xml ", SECRET)) == drawn
    assert jpeg_2000(b"\xff\x4f\xff\x51stream") == b"\xff\x4f\xff\x51stream"
