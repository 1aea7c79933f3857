"""Files that were stored before the site cleaned them, or past its models: cleaned where they lie.

Each keeps its name, so that no link to it breaks. What is clean already is left as it is: so this
may run at any time, also twice, and a picture loses nothing by it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from pages import compat
from pages.files import cleaning, documents, pictures
from pages.files.picture_parts import is_clean


class Outcome(Enum):
    """What became of a stored file."""

    WAS_CLEAN = auto()
    CLEANED = auto()
    NOT_CLEANED = auto()


@dataclass(frozen=True)
class Report:
    """What became of one file; `reason` says why it could not be cleaned."""

    subject: str
    outcome: Outcome
    reason: str = ""


def clean_all(dry_run: bool = False) -> Iterator[Report]:
    """Clean each stored picture, document and picture of a person; yield what became of it."""
    for image in get_image_model().objects.order_by("pk").iterator(chunk_size=100):
        yield _clean(image, image.file, f"Image {image.pk}, “{image}”", _picture, dry_run)
    for document in get_document_model().objects.order_by("pk").iterator(chunk_size=100):
        subject = f"Document {document.pk}, “{document}”"
        yield _clean(document, document.file, subject, _document, dry_run)
    for person in UserProfile.objects.exclude(avatar="").order_by("pk"):
        yield _clean(person, person.avatar, f"Picture of “{person.user}”", _picture, dry_run)


def _clean(
    owner: Any, file: FieldFile, subject: str, clean: Callable[[bytes, str], bytes], dry_run: bool
) -> Report:
    name = str(file.name)
    try:
        with file.storage.open(name) as stored:
            content = stored.read()
        done = clean(content, name)
    except (OSError, pictures.UnusablePictureError) as error:
        return Report(subject, Outcome.NOT_CLEANED, str(error))
    except ValidationError as error:
        return Report(subject, Outcome.NOT_CLEANED, " ".join(error.messages))
    if done == content:
        return Report(subject, Outcome.WAS_CLEAN)
    if not dry_run:
        replace(file, done)
        _note(type(owner)._default_manager.get(pk=owner.pk))
    return Report(subject, Outcome.CLEANED)


def replace(file: FieldFile, content: bytes) -> None:
    """Put `content` in the place of a stored file; a copy lies beside it until that is done."""
    storage, name = file.storage, str(file.name)
    copy = storage.save(f"{name}.clean", ContentFile(content))
    storage.delete(name)
    storage.save(name, ContentFile(content))
    storage.delete(copy)


def _note(owner: Any) -> None:
    """Bring up to date what is known of a file that was replaced, and what was drawn from it."""
    if isinstance(owner, get_image_model()):
        owner._meta.get_field("file").update_dimension_fields(owner, force=True)
        compat.note_picture(owner)
        owner.renditions.all().delete()  # they may tell of the place as well
        owner.save()
    elif isinstance(owner, get_document_model()):
        compat.note_document(owner)
        owner.save()


def _document(content: bytes, name: str) -> bytes:
    ending = documents.ending_of(name)
    documents.check(BytesIO(content), ending)
    return cleaning.clean(content, ending, documents.check)


def _picture(content: bytes, name: str) -> bytes:
    return content if is_clean(content) else pictures.rewrite(content)
