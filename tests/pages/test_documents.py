"""Documents: what may be uploaded, by whatever way, and how it is served."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from wagtail.documents.models import Document
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from pages.files.cleaning import check


def page() -> bytes:
    output = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(output)
    return output.getvalue()


PDF = page()
HTML = b"<!DOCTYPE html><script>alert(document.domain)</script>"
RTF = rb"{\rtf1\ansi Programa}"
MEGABYTE = 1024 * 1024


def packed(*names: str, **contents: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, b"x"))
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


DOCX = packed("[Content_Types].xml", "_rels/.rels", "word/document.xml")
PPTX = packed("[Content_Types].xml", "ppt/presentation.xml")
ODT = packed("mimetype", "content.xml", mimetype=b"application/vnd.oasis.opendocument.text")
ODS = packed("mimetype", "content.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
MACROS = packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


def refuses(content: bytes, ending: str) -> str:
    """Return the reason for a refusal, or "" if the file is accepted."""
    try:
        check(content, ending)
    except ValidationError as error:
        return error.messages[0]
    return ""


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("pdf", PDF),
        ("rtf", RTF),
        ("docx", DOCX),
        ("pptx", PPTX),
        ("xlsx", workbook()),
        ("odt", ODT),
        ("zip", DOCX),
        ("zip", packed()),
        ("txt", "Programa: 9 < 10 & niños <correo@example.org>\r\n\tFin\x0c".encode()),
        ("txt", b""),
        ("txt", "\ufeffHola".encode()),
        ("txt", "Cumbre por la Paz — ñ".encode("utf-16")),
        ("csv", "país;año\nMéxico;2026\n".encode("cp1252")),
    ],
)
def test_n22_each_kind_of_document_is_taken(ending, content):
    assert refuses(content, ending) == ""


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        *[(ending, HTML) for ending in ("pdf", "rtf", "docx", "pptx", "xlsx", "odt", "zip")],
        *[(ending, HTML) for ending in ("txt", "csv")],
        ("pdf", b"\n" + HTML + PDF),
        ("pdf", b""),
        ("pdf", DOCX),
        ("docx", workbook()),
        ("xlsx", DOCX),
        ("pptx", packed("word/document.xml")),
        ("odt", ODS),
        ("odt", packed("content.xml")),
        ("docx", MACROS),
        ("zip", HTML + DOCX),
        ("zip", DOCX[:-30]),
        ("zip", b"PK\x03\x04" + b"\0" * 100),
        ("txt", b"MZ\x90\0\3\0\0\0"),
        ("txt", "  \n<svg onload=alert(1)>".encode("utf-16")),
        ("csv", b"a;b\n" * 10_000 + b"<ScRiPt>alert(1)</script>"),
        ("csv", workbook()),
    ],
)
def test_n22_what_is_not_what_its_name_says_is_refused(ending, content):
    assert refuses(content, ending)


def test_n22_a_zip_with_endless_names_is_not_read(monkeypatch):
    end = b"PK\x05\x06" + b"\0" * 8 + (3 * MEGABYTE).to_bytes(4, "little") + b"\0" * 6
    monkeypatch.setattr(zipfile, "ZipFile", None)  # would raise TypeError
    assert refuses(b"PK\x03\x04" + b"\0" * 100 + end, "zip")


@given(
    st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: DOCX[:-20] + tail),
    st.sampled_from(["pdf", "rtf", "txt", "csv", "docx", "xlsx", "pptx", "odt", "zip"]),
)
def test_n22_no_content_is_an_error(content, ending):
    refuses(content, ending)


# ------------------------------------------------------------------ ways to upload
@pytest.fixture
def staff(home, inicio) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


@pytest.fixture
def document(db) -> Document:
    return Document.objects.create(title="Old", file=ContentFile(PDF, "old.pdf"))


def upload_single(client, file):
    data = {"title": "New", "file": file, "collection": Collection.get_first_root_node().pk}
    response = client.post(reverse("wagtaildocs:add"), data)
    return [] if response.status_code == 302 else response.context["form"].errors["file"]


def upload_multiple(client, file):
    data = {"title": "New", "files[]": file, "collection": Collection.get_first_root_node().pk}
    response = client.post(
        reverse("wagtaildocs:add_multiple"), data, headers={"x-requested-with": "XMLHttpRequest"}
    )
    found = json.loads(response.content)
    return [] if found["success"] else [found["error_message"]]


def upload_chooser(client, file):
    prefix = "document-chooser-upload-"
    data = {
        f"{prefix}title": "New",
        f"{prefix}file": file,
        f"{prefix}collection": Collection.get_first_root_node().pk,
    }
    response = client.post(reverse("wagtaildocs_chooser:create"), data)
    assert response.status_code == 200
    found = json.loads(response.content)
    if found["step"] == "chosen":
        return []
    html = found["htmlFragment"]
    assert html.count('class="error-message"') == 1
    return [html]


def upload_replacing(client, file):
    document = Document.objects.create(title="Old", file=ContentFile(PDF, "old.pdf"))
    data = {"title": "Old", "file": file, "collection": Collection.get_first_root_node().pk}
    response = client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    document.delete()
    return [] if response.status_code == 302 else response.context["form"].errors["file"]


WAYS = [upload_single, upload_multiple, upload_chooser, upload_replacing]


@pytest.mark.parametrize("upload", WAYS)
def test_n22_each_way_to_upload_looks_into_the_file(staff, upload):
    assert upload(staff, SimpleUploadedFile("a.pdf", PDF)) == []
    before = Document.objects.count()
    (error,) = upload(staff, SimpleUploadedFile("a.pdf", HTML))
    assert "This file is not of the type PDF" in error
    (error,) = upload(staff, SimpleUploadedFile("a.svg", b"<svg/>"))
    assert "svg" in error
    (error,) = upload(staff, SimpleUploadedFile("A.TXT", HTML))
    assert "HTML or a script" in error
    assert Document.objects.count() == before


@pytest.mark.parametrize("upload", WAYS)
def test_n22_each_way_to_upload_knows_a_largest_size(staff, upload, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024
    (error,) = upload(staff, SimpleUploadedFile("a.pdf", PDF + b"x" * 1024))
    assert "too big" in error


def test_n22_the_largest_size_of_a_document_is_20_megabytes(staff):
    assert "20.0\xa0MB" in staff.get(reverse("wagtaildocs:add")).content.decode()
    assert upload_single(staff, SimpleUploadedFile("a.txt", b"x" * 20 * MEGABYTE)) == []
    (error,) = upload_single(staff, SimpleUploadedFile("a.txt", b"x" * (20 * MEGABYTE + 1)))
    assert "20.0" in error


def test_n22_a_document_is_refused_in_spanish(staff):
    user = User.objects.get(username="admin")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "es"})
    data = {"title": "Nuevo", "file": SimpleUploadedFile("a.docx", PDF), "collection": 1}
    html = staff.post(reverse("wagtaildocs:add"), data).content.decode()
    assert "Este archivo no es del tipo DOCX, aunque su nombre lo indique." in html


# ------------------------------------------------------------------ serving
def stored(name: str, content: bytes) -> Document:
    """Return a document from before files were checked."""
    document = Document.objects.create(title="A", file=ContentFile(b"old", "old.txt"))
    kept = default_storage.save(f"documents/{name}", ContentFile(content))
    Document.objects.filter(pk=document.pk).update(file=kept)
    return Document.objects.get(pk=document.pk)


def served(name: str, content: bytes):
    document = stored(name, content)
    response = Client().get(document.url)
    assert response.status_code == 200
    assert response.getvalue() == content
    assert response["X-Content-Type-Options"] == "nosniff"
    return response


def test_n22_a_pdf_is_shown(home):
    response = served("a.pdf", PDF)
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" not in response.get("Content-Disposition", "")
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_n22_what_is_only_called_pdf_is_not_shown(home):
    """A file that is a PDF only by name, from before files were checked, is not shown inline."""
    response = served("a.pdf", HTML)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.zip", "a.docx", "a.html", "a.svg", "a.xml"])
def test_n22_everything_else_is_to_be_kept(home, name):
    response = served(name, HTML)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_n22_a_document_elsewhere_is_served_alike(home, settings, monkeypatch):
    """Documents on storages without paths, such as S3, are served alike, though by other code."""
    from django.core.files.storage import FileSystemStorage

    def path(self, name):
        raise NotImplementedError

    documents = [stored("a.pdf", content) for content in (PDF, HTML)]
    opened = FileSystemStorage._open
    real = FileSystemStorage.path
    monkeypatch.setattr(
        FileSystemStorage,
        "_open",
        lambda self, name, mode="rb": opened(WithPath(self, real), name, mode),
    )
    monkeypatch.setattr(
        FileSystemStorage, "size", lambda self, name: len(WithPath(self, real).content(name))
    )
    monkeypatch.setattr(FileSystemStorage, "path", path)
    for document, content, shown in zip(documents, (PDF, HTML), (True, False), strict=True):
        response = Client().get(document.url)
        assert response.getvalue() == content
        assert ("attachment" in response["Content-Disposition"]) is not shown


class WithPath:
    """The file system attributes that `FileSystemStorage._open` reads."""

    def __init__(self, storage, path):
        self.storage, self._path = storage, path

    def path(self, name):
        return self._path(self.storage, name)

    def content(self, name):
        from pathlib import Path

        return Path(self.path(name)).read_bytes()


def test_n22_a_private_document_stays_private(home):
    from wagtail.models import CollectionViewRestriction

    collection = Collection.get_first_root_node().add_child(name="Press")
    document = Document.objects.create(
        title="A", file=ContentFile(PDF, "a.pdf"), collection=collection
    )
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="open sesame"
    )
    response = Client().get(document.url)
    assert b"%PDF" not in response.content
    assert b"Password required" in response.content
