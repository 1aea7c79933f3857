"""Settings of `make dev`: reloading and tracebacks, with the data of `make run`."""

from peacesummit.settings.demo import *  # noqa: F403
from peacesummit.settings.demo import STORAGES

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
