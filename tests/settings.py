"""Settings of the tests: the real ones, with what must differ and nothing mocked."""

import datetime as dt
import os
from pathlib import Path

os.environ.setdefault("TASMAT_ENV", "test")
os.environ.pop("TASMAT_TODAY", None)

from tasmat.settings import *  # noqa: F403

TASMAT_TODAY = None
if "TEST_DATABASE" in os.environ:  # a process that a test has started works on the test's clone
    DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]  # noqa: F405
    MEDIA_ROOT = Path(os.environ["MEDIA_ROOT"])
    if "TEST_TODAY" in os.environ:
        TASMAT_TODAY = dt.date.fromisoformat(os.environ["TEST_TODAY"])
# The hasher's cost is Argon2's business, not ours: sign-in itself is tested, not the time it takes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEBUG = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
