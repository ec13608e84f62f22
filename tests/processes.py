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

STOP_SECONDS = 10
BROKER_DATABASES = 16  # of Valkey; the first one is everybody's


@dataclass(frozen=True)
class Surroundings:
    """What the processes of one test share: database, folder for files and logs, the day."""

    database: str
    folder: Path
    today: dt.date

    def variables(self) -> dict[str, str]:
        """The environment of a process; the broker's database keeps other test runs from taking our jobs."""
        broker = urlsplit(settings.BROKER_URL)._replace(path=f"/{1 + os.getpid() % (BROKER_DATABASES - 1)}")
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TASMAT_ENV": "test",
            "TEST_DATABASE": self.database,
            "TEST_TODAY": self.today.isoformat(),
            "MEDIA_ROOT": str(self.folder / "media"),
            "BROKER_URL": broker.geturl(),
        }


@contextmanager
def web(around: Surroundings) -> Iterator[str]:
    """A web server; yields its address. Requests wait in the socket until it has started."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        number = listening.fileno()
        command = ["gunicorn", "--workers=1", "--threads=4", f"--bind=fd://{number}", "tasmat.wsgi"]
        with _running(around, "web", command, number):
            yield f"http://localhost:{listening.getsockname()[1]}"


@contextmanager
def worker(around: Surroundings) -> Iterator[None]:
    """A worker with the dispatcher that looks for waiting jobs."""
    schedule = around.folder / "beat"
    command = ["celery", "--app=tasmat", "worker", "--pool=solo", "--beat", f"--schedule={schedule}"]
    with _running(around, "worker", command):
        yield


@contextmanager
def _running(around: Surroundings, name: str, command: list[str], *files: int) -> Iterator[None]:
    """A process with a log in the folder; at the end it is asked to stop, and what is left is killed."""
    with (around.folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=settings.BASE_DIR,
            env=around.variables(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=files,
            start_new_session=True,
        )
    try:
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
