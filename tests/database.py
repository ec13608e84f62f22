"""The test database: a template named after the migrations, cloned for each process."""

import fcntl
import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tasmat.tenancy.owner import as_owner

_number = itertools.count()


def fingerprint() -> str:
    """Changes when any migration, or code that migrations run, does."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(app.name.encode() + file.read_bytes())
    for name in (
        "tenancy/ddl.py",
        "tenancy/owner.py",
        "audit/hardening.py",
        "tenancy/data/municipalities.csv",
    ):
        digest.update(Path(settings.BASE_DIR, "tasmat", name).read_bytes())
    digest.update(Path(settings.BASE_DIR, "clients", "models", "walls.py").read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def cloned_database() -> Iterator[str]:
    """Connects Django to a fresh clone as the application's role; drops it at the end.

    Clones can be nested: a test whose work must really be committed takes one of its own, because
    emptying tables would take the municipalities and permissions with it.
    """
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{next(_number)}"
    template = f"template_{fingerprint()}"
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(template):
            _make_template(template)
        _run(f"create database {name} template {template} strategy file_copy")
    try:
        with connected_to(name):
            yield name
    finally:
        _run(f"drop database {name} with (force)")


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Connects Django to another database meanwhile."""
    home = connection.settings_dict["NAME"]
    _use(name)
    try:
        yield
    finally:
        _use(home)


def _make_template(template: str) -> None:
    _run(f"drop database if exists {template}_new with (force)", f"create database {template}_new")
    with connected_to(f"{template}_new"):
        call_command("migrate", verbosity=0)
    _run(f"alter database {template}_new rename to {template}")


def _exists(name: str) -> bool:
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        return cursor.fetchone() is not None


def _run(*statements: str) -> None:
    with as_owner(), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
