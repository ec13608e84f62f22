"""Real processes for tests: web server and worker with its dispatcher, on a database of the test's own."""

import contextlib
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

BROKER_DATABASES = 16  # of Valkey; the first one is everybody's


@dataclass(frozen=True)
class Surroundings:
    """What the processes of one test share: database, folder for files, the day, the broker's address."""

    database: str
    folder: Path
    today: dt.date | None = None
    broker: str = ""

    def variables(self) -> dict[str, str]:
        """The environment of a process."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TASMAT_ENV": "test",
            "TEST_DATABASE": self.database,
            "MEDIA_ROOT": str(self.folder),
            "BROKER_URL": self.broker or _own_broker(),
            **({"TEST_TODAY": self.today.isoformat()} if self.today else {}),
        }


def _own_broker() -> str:
    """A database of the embedded Valkey for this test run: no other run takes its jobs."""
    number = 1 + os.getpid() % (BROKER_DATABASES - 1)
    return urlsplit(settings.BROKER_URL)._replace(path=f"/{number}").geturl()


@contextmanager
def web(around: Surroundings, port: int = 0) -> Iterator[str]:
    """A web server, on any free port unless one is named; yields its address.

    Requests wait in the socket until it has started.
    """
    with socket.create_server(("127.0.0.1", port), backlog=64) as listening:
        number = listening.fileno()
        command = ["gunicorn", "--workers=1", "--threads=4", f"--bind=fd://{number}", "tasmat.wsgi"]
        with _running(around, command, number):
            yield f"http://localhost:{listening.getsockname()[1]}"


@contextmanager
def worker(around: Surroundings) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker with the dispatcher that looks for waiting jobs."""
    schedule = around.folder / "beat"
    command = ["celery", "--app=tasmat", "worker", "--pool=solo", "--beat", f"--schedule={schedule}"]
    with _running(around, command) as process:
        yield process


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL for the process and its children: nothing is tidied up."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _running(around: Surroundings, command: list[str], *files: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A process whose log stands among what pytest shows of a test that fails."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=settings.BASE_DIR,
        env=around.variables(),
        stdin=subprocess.DEVNULL,
        pass_fds=files,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)
