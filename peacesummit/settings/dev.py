"""`make dev`: reloading, with tracebacks, on the same data as `make run`."""

from peacesummit.settings.demo import *  # noqa: F403
from peacesummit.settings.demo import STORAGES

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
