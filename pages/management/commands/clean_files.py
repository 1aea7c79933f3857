"""Clean the stored images and documents.

Each file keeps its name, so that no link breaks. Clean files are left unchanged, so the command is
safe to run at any time and repeatedly, and images lose no quality.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.db.models.fields.files import FieldFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from pages import compat
from pages.files import cleaning, picture_parts
from pages.files.pictures import UnusablePictureError

type Cleaner = Callable[[bytes], bytes]


class Command(BaseCommand):
    help = (
        "Takes what tells of people, places and cameras out of every stored picture and document, "
        "as is done when one is uploaded. Names and links stay. Run it once after files came in "
        "by another way: from an older version, a backup, another site. May run twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be cleaned, and change nothing"
        )

    def handle(self, *args, dry_run: bool, **options):
        counts: Counter[str] = Counter()
        for owner, file, subject, clean in everything():
            try:
                with file.storage.open(str(file.name)) as stored:
                    content = stored.read()
                done = clean(content)
            except (OSError, UnusablePictureError, ValidationError) as error:
                reason = " ".join(getattr(error, "messages", [str(error)]))
                self.stdout.write(f"{subject}: not cleaned. {reason}")
                counts["failed"] += 1
                continue
            if done == content:
                counts["clean"] += 1
                continue
            if not dry_run:  # not caught: a failure may leave a file half replaced
                replace(file, done)
                note(type(owner)._default_manager.get(pk=owner.pk))
            counts["done"] += 1
            self.stdout.write(f"{subject}: {'to be cleaned' if dry_run else 'cleaned'}.")
        total = f"{'To be cleaned' if dry_run else 'Cleaned'}: {counts['done']}."
        self.stdout.write(f"{total} Clean: {counts['clean']}.")
        if failed := counts["failed"]:
            raise CommandError(
                f"{failed} could not be cleaned and still hold what they held. Open each of them "
                "in the admin, and upload a file that can be read, or delete it."
            )


def everything() -> Iterator[tuple[Any, FieldFile, str, Cleaner]]:
    """Yield (owner, file, name for messages, cleaner) for each stored file."""
    for image in get_image_model().objects.order_by("pk").iterator(chunk_size=100):
        yield image, image.file, f"Image {image.pk}, “{image}”", picture_parts.rewritten
    for document in get_document_model().objects.order_by("pk").iterator(chunk_size=100):
        ending = cleaning.ending_of(document.file.name)
        subject = f"Document {document.pk}, “{document}”"
        yield document, document.file, subject, partial(cleaning.clean, ending=ending)
    for person in UserProfile.objects.exclude(avatar="").order_by("pk"):
        subject = f"Picture of “{person.user}”"
        yield person, person.avatar, subject, picture_parts.rewritten


def replace(file: FieldFile, content: bytes) -> None:
    """Replace the content of a stored file; a copy is kept until that is done."""
    storage, name = file.storage, str(file.name)
    copy = storage.save(f"{name}.clean", ContentFile(content))
    storage.delete(name)
    storage.save(name, ContentFile(content))
    storage.delete(copy)


def note(owner: Any) -> None:
    """Update the recorded metadata and the renditions of a replaced file."""
    if isinstance(owner, get_image_model()):
        owner._meta.get_field("file").update_dimension_fields(owner, force=True)
        compat.note_picture(owner)
        owner.renditions.all().delete()  # they may reveal the location as well
        owner.save()
    elif isinstance(owner, get_document_model()):
        compat.note_document(owner)
        owner.save()
