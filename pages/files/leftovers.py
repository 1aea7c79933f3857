"""Delete unfinished uploads after a day.

When several images are added at once, Wagtail keeps each in a separate folder until its form is
saved, which may never happen.
"""

import datetime
import posixpath

from django.core.files.storage import default_storage
from wagtail.models import UploadedFile

FOLDER = UploadedFile._meta.get_field("file").upload_to
KEPT = datetime.timedelta(days=1)


def purge(now: datetime.datetime) -> None:
    """Delete uploads older than `KEPT` and their rows."""
    # Rows first: each has its file at this point, unless the file is gone.
    rows = dict(UploadedFile.objects.values_list("file", "pk"))
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        names = []
    for name in (posixpath.join(FOLDER, each) for each in names):
        if default_storage.get_modified_time(name) < now - KEPT:
            default_storage.delete(name)
        else:
            rows.pop(name, None)
    UploadedFile.objects.filter(pk__in=rows.values()).delete()
