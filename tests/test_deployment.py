"""The compose file is closed by default, and its commands run here: production on the embedded servers."""

import base64
import datetime as dt
import os
import re
import runpy
import secrets
import shlex
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.conf import settings
from gunicorn.config import Config

from tasmat import embedded
from tasmat.keeper import PROGRAMS
from tests.own_servers import own_servers

REPOSITORY = embedded.REPOSITORY
COMPOSE: dict[str, Any] = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
APPLICATION = ("web", "worker", "beat", "migrate")
VARIABLE = re.compile(r"\$\{(\w+)(:?\?)?[^}]*\}")


def variables_of(value: object) -> list[tuple[str, str]]:
    """Every ${NAME} of the compose file with what follows the name."""
    return VARIABLE.findall(yaml.safe_dump(value))


# The file


def test_every_variable_is_demanded_and_listed_without_a_value() -> None:
    example = dict(
        line.split("=", 1)
        for line in (REPOSITORY / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    )

    used = variables_of(COMPOSE)

    assert {name for name, demand in used if not demand} == set()
    assert {name for name, _demand in used} == set(example)
    assert set(example.values()) == {""}


def test_only_migrations_know_the_owner_of_the_database() -> None:
    knowing = {name for name, service in SERVICES.items() if "OWNER" in yaml.safe_dump(service)}

    assert knowing == {"migrate", "postgres"}  # postgres makes the role


@pytest.mark.parametrize("name", APPLICATION)
def test_application_containers_can_do_little(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "USER tasmat" in (REPOSITORY / "Dockerfile").read_text()


def test_only_the_proxy_is_reached_from_outside_and_data_reach_nowhere() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert COMPOSE["networks"]["data"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["valkey"]["networks"] == ["data"]


def test_every_service_that_answers_something_is_checked() -> None:
    unchecked = {name for name, service in SERVICES.items() if "healthcheck" not in service}

    assert unchecked == {"beat", "migrate"}


def test_files_the_containers_mount_are_there() -> None:
    mounted = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]

    assert [path for path in mounted if path.startswith(".") and not (REPOSITORY / path).is_file()] == []


# The commands


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of the compose file, with embedded servers in place of its containers."""
    folder = tmp_path_factory.mktemp("deployment")
    with own_servers():
        server = embedded.postgres()
        instead = {
            "DATABASE_URL": f"postgresql://{server.app}@/{server.name}?host={server.host}",
            "DATABASE_OWNER_URL": f"postgresql://{server.owner}@/{server.name}?host={server.host}",
            "BROKER_URL": embedded.broker_url(),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_KEYS": f"test:{base64.b64encode(secrets.token_bytes(32)).decode()}",
            "ALLOWED_HOSTS": "tasmat.example.fi",
            "CLAMD_ADDRESS": "",
        }
        # What the image sets.
        image = {
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "media"),
            "PYTHONUNBUFFERED": "1",
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        yield {"PATH": path, **SERVICES["migrate"]["environment"], **instead, **image}


@pytest.fixture(scope="module")
def migrated(environment: dict[str, str]) -> dict[str, str]:
    """The environment of web, worker and beat, after the commands of the image and of `migrate` have run."""
    collect = "python manage.py collectstatic --noinput"
    assert collect in (REPOSITORY / "Dockerfile").read_text()
    without_owner = {key: value for key, value in environment.items() if key != "DATABASE_OWNER_URL"}
    run(shlex.split(collect), without_owner)
    run(SERVICES["migrate"]["command"], environment)
    return without_owner


def start(command: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120
    )


def run(command: list[str], environment: dict[str, str]) -> str:
    """What a command prints that ends well."""
    done = start(command, environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Process:
    """A service's command that runs until the end of the block; `log` is what it has said so far."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self._log = folder / f"{name}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=environment, cwd=REPOSITORY, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def log(self) -> str:
        return self._log.read_text()

    def says(self, words: str, seconds: float = 60) -> bool:
        embedded.wait_until(lambda: words in self.log or self._process.poll() is not None, seconds)
        return words in self.log

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, address: str, **headers: str) -> tuple[int, str]:
    """Status and text, or for a redirect its target."""

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{address}", headers={"Host": "tasmat.example.fi", **headers}
    )
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location", "")


def test_web_answers_through_the_proxy_only_by_https(migrated: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    command = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in SERVICES["web"]["command"]]
    check = [*SERVICES["web"]["healthcheck"]["test"][1:-1], str(port)]

    run([*command, "--check-config"], migrated)
    with Process("web", command, migrated, tmp_path) as web:
        assert embedded.wait_until(lambda: start(check, migrated).returncode == 0, 60), web.log
        status, page = get(port, "/", **{"X-Forwarded-Proto": "https"})
        stylesheet = re.search(r'href="(/static/css/tasmat\.\w+\.css)"', page)

        assert status == 200, web.log
        assert stylesheet, "the style sheet has no hashed name"
        assert get(port, stylesheet[1], **{"X-Forwarded-Proto": "https"})[0] == 200
        assert get(port, "/") == (301, "https://tasmat.example.fi/")
        assert get(port, "/", **{"X-Forwarded-Proto": "https", "Host": "other.example"})[0] == 400


def test_worker_does_what_beat_asks_for(migrated: dict[str, str], tmp_path: Path) -> None:
    command = [part.replace("@%h", "@test") for part in SERVICES["worker"]["command"]]
    check = SERVICES["worker"]["healthcheck"]["test"][1].replace("$$HOSTNAME", "test")
    beat_command = [part.replace("=/tmp", f"={tmp_path}") for part in SERVICES["beat"]["command"]]

    with Process("worker", command, migrated, tmp_path) as worker:
        assert worker.says("worker@test ready."), worker.log
        assert "OK" in run(shlex.split(check), migrated)
        with Process("beat", beat_command, migrated, tmp_path) as beat:
            assert beat.says("Sending due task dispatch"), beat.log
            assert worker.says("tasmat.jobs.tasks.dispatch"), worker.log
            assert worker.says("succeeded"), worker.log


def test_backup_comes_back_with_owners_grants_and_walls(migrated: dict[str, str], tmp_path: Path) -> None:
    """With the options of docs/operations.md, which runs the same programs in the container."""
    server = f"--host={migrated['DATABASE_URL'].split('host=')[1]}"
    dump = tmp_path / "tasmat.dump"
    counts = [
        "select count(*) from django_migrations",
        "select count(*) from pg_policies",
        "select count(*) from pg_class where relowner = 'tasmat_owner'::regrole",
        "select count(*) from information_schema.role_table_grants where grantee = 'tasmat_app'",
    ]

    with dump.open("wb") as file:
        command = [str(PROGRAMS / "pg_dump"), server, "--username=tasmat_backup", "--format=custom", "tasmat"]
        subprocess.run(command, stdout=file, check=True)
    psql = [str(PROGRAMS / "psql"), server, "--username=postgres", "--no-align", "--tuples-only"]
    run([*psql, "--command=create database restored owner tasmat_owner template template0"], migrated)
    with dump.open("rb") as file:
        command = [str(PROGRAMS / "pg_restore"), server, "--username=postgres", "--dbname=restored"]
        subprocess.run(command, stdin=file, check=True)

    for count in counts:
        before = run([*psql, "--dbname=tasmat", f"--command={count}"], migrated)
        after = run([*psql, "--dbname=restored", f"--command={count}"], migrated)
        assert int(before) == int(after) > 0, count


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": settings.DEVELOPMENT_SECRET}, "SECRET_KEY"),
        ({"FIELD_KEYS": None}, "FIELD_KEYS"),
        ({"FIELD_KEYS": settings.DEVELOPMENT_FIELD_KEYS}, "FIELD_KEYS"),
        ({"BROKER_URL": None}, "BROKER_URL"),
        ({"TASMAT_TODAY": "2026-03-03"}, "TASMAT_TODAY"),
        ({"DEBUG": "1"}, "DEBUG"),
    ],
)
def test_production_refuses_to_start_without_settings_of_its_own(
    environment: dict[str, str], change: dict[str, str | None], complaint: str
) -> None:
    changed = {key: value for key, value in (environment | change).items() if value is not None}

    done = start(["python", "-c", "import tasmat.settings"], changed)

    reason = done.stderr.splitlines()[-1]
    assert done.returncode == 1
    assert reason.startswith("tasmat.environment.WrongSetting")
    assert complaint in reason


def test_every_variable_that_is_read_is_documented() -> None:
    readers = [*(REPOSITORY / "tasmat").glob("*.py"), *(REPOSITORY / "scripts").glob("*.py")]
    reading = re.compile(r'(?:env_\w+\(|environ(?:\.get|\.setdefault)?[\[(])\s*"([A-Z_]+)"')
    documented = (REPOSITORY / "docs" / "operations.md").read_text()

    read = {
        name
        for path in [*readers, REPOSITORY / "gunicorn.conf.py"]
        for name in reading.findall(path.read_text())
    }

    assert {name for name in read if f"`{name}`" not in documented} - {"DJANGO_SETTINGS_MODULE"} == set()


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/tili/aloita/3k-c9x1a-0f3d/", "/tili/aloita/-/"),
        ("/ohjaa/TASMAT/kuitti/L-ABCD-2345:1vX:sig/", "/ohjaa/TASMAT/kuitti/-/"),
        ("/o/alpha/asiakkaat/", "/o/alpha/asiakkaat/"),
    ],
)
def test_the_access_log_keeps_no_keys_of_links(path: str, logged: str) -> None:
    written = runpy.run_path(str(REPOSITORY / "gunicorn.conf.py"))
    log = written["logger_class"](Config())
    answer, request = SimpleNamespace(status="200", headers=[], sent=0), SimpleNamespace(headers=[])
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1", "PATH_INFO": path}

    atoms = log.atoms(answer, request, environ, dt.timedelta())

    assert atoms["U"] == logged
    assert written["access_log_format"] == '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
