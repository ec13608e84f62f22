"""Settings of the tests: the real ones, with what must differ and nothing mocked."""

import os

os.environ.setdefault("TASMAT_ENV", "test")
os.environ.pop("TASMAT_TODAY", None)

from tasmat.settings import *  # noqa: E402, F403

TASMAT_TODAY = None
# The hasher's cost is Argon2's business, not ours: sign-in itself is tested, not the time it takes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEBUG = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
