"""PostgreSQL and Valkey from PyPI wheels for development, demo and tests, started by whoever asks first.

`postgres()` and `broker_url()` say where the servers answer, and start them when they do not run. Any number
of processes share one pair of servers per data folder (`TASMAT_DATA_DIR`, default `.data/`).

Lifetime: the servers belong to a keeper, a process of its own (tasmat/keeper.py). Each process that asked
holds a shared lock on `users.lock` until it ends, however it ends; once nobody has held it for five minutes,
the keeper stops the servers and ends. Locks of the kernel are used throughout, since unlike process ids in
files they cannot go stale: a server inherits the lock that says it lives, so that the servers of a killed
keeper are found, stopped and started anew by the next one.

This module does not import Django. `python -m tasmat.embedded start|stop|status` is for people.
"""

import argparse
import contextlib
import dataclasses
import fcntl
import functools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

REPOSITORY = Path(__file__).resolve().parent.parent
START_SECONDS = 60  # recovery after a crash included
STOP_SECONDS = 30
LOG_END_LINES = 15


class EmbeddedServerError(RuntimeError):
    """The embedded servers do not start or stop; the text ends with the last lines of their logs."""


@dataclasses.dataclass(frozen=True)
class Postgres:
    """Where PostgreSQL answers, and the roles that deploy/roles.sql makes."""

    host: str  # folder of its socket: no network port is opened
    port: int = 5432  # only names the socket
    name: str = "tasmat"
    owner: str = "tasmat_owner"
    app: str = "tasmat_app"
    backup: str = "tasmat_backup"
    password: str = ""


@dataclasses.dataclass(frozen=True)
class Servers:
    """What the keeper tells, in servers.json, once both servers answer."""

    postgres_host: str
    broker_url: str


def postgres() -> Postgres:
    """The embedded PostgreSQL, started if needed; raises EmbeddedServerError when it does not start."""
    return Postgres(host=_servers(data_folder()).postgres_host)


def broker_url() -> str:
    """Address and password of the embedded Valkey, started if needed. It keeps nothing on disk."""
    return _servers(data_folder()).broker_url


def data_folder() -> Path:
    """Where databases and logs are kept; tests (TASMAT_ENV=test) never touch the demo's."""
    folder = Path(os.environ.get("TASMAT_DATA_DIR") or REPOSITORY / ".data").resolve()
    return folder / "test" if is_for_tests() else folder


def make_folders(folder: Path) -> None:
    """Makes the data folder and the one for logs; others may pass through the first to what is theirs."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    (folder / "log").mkdir(mode=0o700, exist_ok=True)


def is_for_tests() -> bool:
    return os.environ.get("TASMAT_ENV") == "test"


def is_running(folder: Path) -> bool:
    """Whether a keeper lives for this data folder."""
    return is_held(folder / "keeper.lock")


def stop(folder: Path) -> None:
    """Stops both servers of a data folder, whoever uses them, and returns when they have ended."""
    if not folder.exists():
        return
    with locked(folder / "start.lock"):
        stop_holder(folder / "keeper.lock", signal.SIGTERM)
        stop_holder(folder / "postgres.lock", signal.SIGINT)  # left behind if the keeper was killed
        stop_holder(folder / "valkey.lock", signal.SIGTERM)
    _servers.cache_clear()


@functools.cache
def _servers(folder: Path) -> Servers:
    """Registers this process as a user until it ends, and returns the running servers."""
    make_folders(folder)
    hold_until_process_ends(folder / "users.lock")
    if servers := _told_by_keeper(folder):
        return servers
    with locked(folder / "start.lock"):
        return _told_by_keeper(folder) or _start_keeper(folder)


def _told_by_keeper(folder: Path) -> Servers | None:
    with contextlib.suppress(FileNotFoundError):
        told = (folder / "servers.json").read_text()
        if is_running(folder):
            return Servers(**json.loads(told))
    return None


def _start_keeper(folder: Path) -> Servers:
    """Starts the keeper in a session of its own, out of reach of Ctrl-C, and waits until it tells."""
    told = folder / "servers.json"
    told.unlink(missing_ok=True)
    with (folder / "log" / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tasmat.keeper", str(folder)],
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    wait_until(lambda: told.exists() or keeper.poll() is not None, 2 * START_SECONDS + STOP_SECONDS)
    if not told.exists():
        keeper.terminate()
        raise EmbeddedServerError(f"The embedded servers in {folder} do not start.\n{log_end(folder)}")
    keeper.returncode = 0  # It outlives this process on purpose: no warning about a child still running.
    return Servers(**json.loads(told.read_text()))


def hold_until_process_ends(path: Path) -> None:
    """Shares a file with others who hold it so; the kernel lets go when the process ends, however it ends."""
    fcntl.flock(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), fcntl.LOCK_SH)


@contextlib.contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[IO[str]]:
    """Holds a file alone; without `wait` raises BlockingIOError when another process holds it in any way.

    A child process that inherits the file holds it on.
    """
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file


def is_held(path: Path) -> bool:
    """Whether some process holds the file of this path alone."""
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            # Shared, so that two who ask at the same time do not take each other for the holder.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def write_holder(file: IO[str], process_id: int) -> None:
    """Notes in a held file who holds it, for stop_holder()."""
    file.truncate(0)
    file.write(str(process_id))
    file.flush()


def stop_holder(path: Path, stop_signal: signal.Signals) -> None:
    """Asks the process noted in a held file to end, and waits until it has; does nothing if none holds it."""
    if not is_held(path):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(path.read_text()), stop_signal)
    if not wait_until(lambda: not is_held(path), STOP_SECONDS):
        raise EmbeddedServerError(f"The holder of {path} does not stop.\n{log_end(path.parent)}")


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Asks every 20 ms; returns whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def log_end(folder: Path) -> str:
    """The last lines of every log of the embedded servers, each under its file's name."""
    logs = [folder / "log" / name for name in ("keeper.log", "postgres.log", "valkey.log")]
    return "\n".join(
        f"--- {log}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-LOG_END_LINES:])
        for log in logs
        if log.exists()
    )


def _status(folder: Path) -> str:
    if not is_running(folder):
        return f"No embedded servers run in {folder}."
    servers = _told_by_keeper(folder)
    if servers is None:
        return f"The embedded servers in {folder} are starting or stopping."
    return f'PostgreSQL: psql "host={servers.postgres_host} dbname=tasmat"\nValkey: {servers.broker_url}'


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tasmat.embedded", description="The embedded servers.")
    parser.add_argument("command", choices=["start", "stop", "status"])
    command = parser.parse_args().command
    if command == "start":
        postgres()
    if command == "stop":
        stop(data_folder())
    sys.stdout.write(_status(data_folder()) + "\n")


if __name__ == "__main__":
    main()
