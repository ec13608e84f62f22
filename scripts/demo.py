"""Runs the demo: servers, data, web, worker and beat in one foreground command that stops all it started.

`python -m scripts.demo` keeps the data of the last time, `--reset` starts over. PORT asks for another port
than 8000; when it is taken, the next free one is used. Logs: log/ in the data folder.
"""

import argparse
import contextlib
import io
import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from tasmat import embedded

DEMO_DAY = "2026-03-03"  # TÄSMÄT and TEHOA are running, Iisakki and Täsmätuki have ended
REAL_SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL")  # no business of the demo
FIRST_PORT = 8000
PORTS_TRIED = 50
START_SECONDS = 90
STOP_SECONDS = 10
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOG_END_LINES = 20


class DemoError(Exception):
    """The demo cannot go on; the text says why and ends with the log."""


class Stopped(Exception):
    """Ctrl-C, or the signal of a closing terminal or a supervisor."""


def main() -> int:
    parser = argparse.ArgumentParser(description="The demo on this machine.")
    parser.add_argument("--reset", action="store_true", help="forget the data of the last time")
    reset = parser.parse_args().reset
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    for name in REAL_SERVERS:
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tasmat.settings"
    os.environ["TASMAT_ENV"] = "demo"
    os.environ.setdefault("TASMAT_TODAY", DEMO_DAY)
    folder = embedded.data_folder()
    embedded.make_folders(folder)
    try:
        with _only_demo_of(folder), contextlib.ExitStack() as at_end:
            _run(folder, at_end, reset=reset)
    except Stopped:
        _say("Stopped.")
    except (DemoError, embedded.EmbeddedServerError) as error:
        _say(str(error))
        return 1
    return 0


def _run(folder: Path, at_end: contextlib.ExitStack, *, reset: bool) -> None:
    """Starts everything in order, and watches it until told to stop."""
    port = _free_port(int(os.environ.get("PORT", FIRST_PORT)))
    address = f"http://localhost:{port}"
    os.environ["SITE_URL"] = address
    at_end.callback(embedded.stop, folder)
    if reset:
        _forget(folder)
    with _step("PostgreSQL and Valkey"):
        embedded.postgres()
    with _step("Tables"):
        django.setup()
        call_command("migrate", verbosity=0)
    with _step("Demo data"):
        call_command("demo_data", print_sign_ins=True, address=address, stdout=(sign_ins := io.StringIO()))
        connections.close_all()
    with _step("Web, worker and beat"):
        processes: dict[str, subprocess.Popen[bytes]] = {}
        at_end.callback(_end, processes)
        for name, command in _commands(folder, port).items():
            processes[name] = _start(folder, name, command)
        _watch(
            processes,
            folder,
            until=lambda: _answers(f"http://127.0.0.1:{port}/kunto/"),
            seconds=START_SECONDS,
        )
    _say(f"\n{sign_ins.getvalue()}")
    _say(f"Today is {os.environ['TASMAT_TODAY']} in the demo. Ctrl-C stops it; the data stay.")
    _watch(processes, folder)


def _commands(folder: Path, port: int) -> dict[str, list[str]]:
    celery = ["celery", "--app=tasmat"]
    return {
        "web": ["gunicorn", "--workers=1", "--threads=8", f"--bind=127.0.0.1:{port}", "tasmat.wsgi"],
        "worker": [*celery, "worker", "--concurrency=1", "--loglevel=INFO"],
        "beat": [*celery, "beat", f"--schedule={folder / 'beat'}", "--pidfile="],
    }


def _start(folder: Path, name: str, command: list[str]) -> "subprocess.Popen[bytes]":
    """Starts a process in a session of its own, out of reach of the terminal's Ctrl-C."""
    with _log(folder, name).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=embedded.REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _end(processes: dict[str, "subprocess.Popen[bytes]"]) -> None:
    """Asks all to end, and ends with force what is left of them and of what they started."""
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _watch(
    processes: dict[str, "subprocess.Popen[bytes]"],
    folder: Path,
    *,
    until: Callable[[], bool] = lambda: False,
    seconds: float = math.inf,
) -> None:
    """Returns when the condition holds; raises DemoError when a process ends before, or time runs out."""
    deadline = time.monotonic() + seconds
    while not until():
        for name, process in processes.items():
            if process.poll() is not None:
                raise DemoError(f"{name} ended with status {process.returncode}:\n{_log_end(folder, name)}")
        if time.monotonic() > deadline:
            raise DemoError(f"The page does not answer.\n{_log_end(folder, 'web')}")
        time.sleep(0.2)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _forget(folder: Path) -> None:
    embedded.stop(folder)
    for part in ("postgres", "media"):
        shutil.rmtree(folder / part, ignore_errors=True)


def _free_port(first: int) -> int:
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise DemoError(f"No free port between {first} and {first + PORTS_TRIED - 1}: set PORT.")


@contextlib.contextmanager
def _only_demo_of(folder: Path) -> Iterator[None]:
    try:
        with embedded.locked(folder / "demo.lock", wait=False):
            yield
    except BlockingIOError:
        raise DemoError(f"The demo already runs with the data in {folder}: stop it first.") from None


@contextlib.contextmanager
def _step(name: str) -> Iterator[None]:
    """Says what is being started and how long it took."""
    sys.stdout.write(f"{name} … ")
    sys.stdout.flush()
    began = time.monotonic()
    yield
    _say(f"{time.monotonic() - began:.1f} s")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _log(folder: Path, name: str) -> Path:
    return folder / "log" / f"{name}.log"


def _log_end(folder: Path, name: str) -> str:
    log = _log(folder, name)
    return "\n".join([f"--- {log}", *log.read_text(errors="replace").splitlines()[-LOG_END_LINES:]])


def _stop(_number: int, _frame: object) -> None:
    """Stops once: what is being stopped is not to be interrupted by a second Ctrl-C."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
