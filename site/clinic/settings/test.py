"""For the tests: everything in a folder of its own that goes away, fast hashes, tasks at once."""

import os
import tempfile

TEST_VAR_DIR = tempfile.TemporaryDirectory(prefix="clinic-test-")
os.environ["VAR_DIR"] = TEST_VAR_DIR.name
os.environ["SECRET_KEY"] = "only-for-tests-" + "0" * 50
os.environ["DATABASE_URL"] = os.environ.get(
    "TEST_DATABASE_URL", "sqlite:///" + os.path.join(TEST_VAR_DIR.name, "clinic.sqlite3")
)

from clinic.settings.local import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
TASKS["worker"] = TASKS["default"]  # noqa: F405
