"""Files that somebody sent and never finished: they go after a day.

Of several pictures that are added at once, Wagtail keeps each in a folder of its own until its form
is saved, which may be never.
"""

import datetime
import posixpath

from django.core.files.storage import default_storage
from wagtail.models import UploadedFile

FOLDER = UploadedFile._meta.get_field("file").upload_to
KEPT = datetime.timedelta(days=1)


def purge(now: datetime.datetime) -> None:
    """Delete what has lain in the folder of uploads for longer than `KEPT`, and its rows."""
    # The rows first: so each of them has its file, unless it is gone.
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
