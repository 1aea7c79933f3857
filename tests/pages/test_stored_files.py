"""Files stored before the site cleaned them, and files stored by programs."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.documents.models import Document
from wagtail.users.models import UserProfile

from pages.files.picture_parts import is_clean
from pages.files.pictures import rewrite
from pages.models import SummitImage
from tests.pages.test_cleaning import DOCUMENTS, TRACKED, docx, said
from tests.pages.test_documents import stored
from tests.pages.test_pictures import EVERY_MODE, KINDS, SECRET, telling, written

pytestmark = pytest.mark.django_db


def put(name: str, content: bytes) -> None:
    """Overwrite a stored file with content from before the rule."""
    default_storage.delete(name)
    assert default_storage.save(name, ContentFile(content)) == name


def content_of(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def stored_image(kind: str) -> SummitImage:
    image = SummitImage.objects.create(
        title=kind, file=ContentFile(written(kind), f"a.{kind.lower()}")
    )
    put(image.file.name, telling(kind))
    return SummitImage.objects.get(pk=image.pk)


@pytest.fixture
def everything(site_structure) -> list[str]:
    """Create a file of each kind with personal data; return their names."""
    profile = UserProfile.get_for_user(User.objects.create_user("ana"))
    profile.avatar.save("ana.png", ContentFile(written("PNG")))
    put(profile.avatar.name, telling("PNG"))
    names = [stored_image(kind).file.name for kind in KINDS]
    names += [stored(f"a.{ending}", content).file.name for ending, content in DOCUMENTS.items()]
    return [*names, profile.avatar.name]


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("clean_files", *options, stdout=out)
    return out.getvalue()


def test_n08_stored_files_are_cleaned_where_they_lie(everything):
    assert f"To be cleaned: {len(everything)}. Clean: 0." in run("--dry-run")
    before = {name: content_of(name) for name in everything}
    assert all(SECRET in said_by(name, content) for name, content in before.items())
    told = run()
    assert told.count(": cleaned.") == len(everything)
    for name in everything:
        assert SECRET not in said_by(name, content_of(name)), name
    for image in SummitImage.objects.all():
        content = content_of(image.file.name)
        assert image.file_size == len(content)
        Image.open(io.BytesIO(content)).load()
    for document in Document.objects.all():
        assert document.file_size == len(content_of(document.file.name))
    _folders, lying = default_storage.listdir("documents")
    assert not [name for name in lying if ".clean" in name]


def said_by(name: str, content: bytes) -> bytes:
    """Return the content of a file, or of an archive's members."""
    return said(content) if content.startswith(b"PK\3\4") else content


def test_n08_a_second_time_nothing_is_touched(everything):
    run()
    before = {name: content_of(name) for name in everything}
    assert f"Cleaned: 0. Clean: {len(everything)}." in run()
    assert {name: content_of(name) for name in everything} == before


def test_n08_what_cannot_be_cleaned_is_named_and_told_to_whoever_runs_it(everything):
    broken = stored_image("JPEG")
    put(broken.file.name, b"no picture")
    gone = stored_image("PNG")
    default_storage.delete(gone.file.name)
    tracked = stored("a.docx", docx(TRACKED))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"3 could not be cleaned.*upload a file") as failure:
        call_command("clean_files", stdout=out)
    assert failure.value.returncode == 1
    told = out.getvalue()
    for subject in (f"Image {broken.pk}, ", f"Image {gone.pk}, ", f"Document {tracked.pk}, "):
        line = next(line for line in told.splitlines() if line.startswith(subject))
        assert "not cleaned. " in line
    assert f"Cleaned: {len(everything)}." in told, "one does not keep the others from it"
    assert content_of(broken.file.name) == b"no picture"


def test_n08_a_file_that_is_half_replaced_ends_the_command(everything, monkeypatch):
    """If replacing a file fails halfway, the command ends instead of reporting it as unchanged."""
    document = stored("a.docx", DOCUMENTS["docx"])
    name = document.file.name
    save = default_storage.__class__.save

    def full(storage, wanted, *args, **kwargs):
        if wanted == name:
            raise OSError("no space left")
        return save(storage, wanted, *args, **kwargs)

    monkeypatch.setattr(default_storage.__class__, "save", full)
    out = io.StringIO()
    with pytest.raises(OSError, match="no space left"):
        call_command("clean_files", stdout=out)
    assert "not cleaned" not in out.getvalue()
    assert not default_storage.exists(name)
    assert SECRET not in said(content_of(f"{name}.clean"))


def test_n08_a_rendition_goes_with_what_it_may_tell(site_structure):
    image = stored_image("JPEG")
    image.get_rendition("width-20")
    run()
    assert not image.renditions.filter(filter_spec="width-20").exists()


@pytest.mark.parametrize(("kind", "mode"), EVERY_MODE)
def test_n08_what_the_site_writes_is_known_to_be_clean(kind, mode):
    assert is_clean(rewrite(written(kind, mode)))
    assert not is_clean(telling(kind))
    assert not is_clean(rewrite(written(kind, mode)) + b"more")


# ------------------------------------------------------------------ stored by a program
@pytest.mark.parametrize("ending", DOCUMENTS)
def test_n08_a_document_that_a_program_stores_is_cleaned(ending):
    content = DOCUMENTS[ending]
    document = Document.objects.create(title="A", file=ContentFile(content, f"a.{ending}"))
    kept = content_of(document.file.name)
    assert SECRET in said_by("", content)
    assert SECRET not in said_by("", kept)
    assert Document.objects.get().file_size == len(kept)


def test_n08_nor_does_a_program_store_what_a_form_refuses():
    with pytest.raises(ValidationError, match="tracked changes"):
        Document.objects.create(title="A", file=ContentFile(docx(TRACKED), "a.docx"))
    assert not Document.objects.exists()
