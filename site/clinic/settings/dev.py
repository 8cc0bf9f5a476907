"""For work on the code: DEBUG, reloading, static files straight from the source folders."""

from clinic.settings.local import *  # noqa: F403

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
