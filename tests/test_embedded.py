"""The embedded servers: shared by processes, kept through crashes, stopped when nobody uses them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tasmat import embedded
from tasmat.embedded import Postgres, Servers
from tests.own_servers import own_servers

SAY_SERVERS = "from tasmat import embedded; print(embedded.postgres().host, embedded.broker_url(), sep='\\n')"

USE_UNTIL_KILLED = """
import pathlib, sys, time
from tasmat import embedded
embedded.hold_until_process_ends(pathlib.Path(sys.argv[1]))
time.sleep(60)
"""


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """An empty data folder; its servers are stopped after the test."""
    with own_servers() as folder:
        yield folder


def ask() -> "subprocess.Popen[str]":
    """Another process that wants both servers."""
    return subprocess.Popen([sys.executable, "-c", SAY_SERVERS], stdout=subprocess.PIPE, text=True)


def answer(process: "subprocess.Popen[str]") -> Servers:
    said, _ = process.communicate(timeout=60)
    host, broker_url = said.splitlines()
    return Servers(host, broker_url)


def connect(host: str, user: str, database: str = "tasmat") -> "psycopg.Connection[tuple[str]]":
    return psycopg.connect(host=host, user=user, dbname=database, autocommit=True)


def write_and_read(host: str) -> list[str]:
    """Adds one row to a table of the owner, and returns how many it holds."""
    with connect(host, Postgres.owner) as connection:
        connection.execute("create table if not exists kept (word text)")
        connection.execute("insert into kept values ('kept')")
        return [word for (word,) in connection.execute("select word from kept")]


def kill(lock: Path) -> None:
    """Kills the process noted in a lock file, as when memory runs out."""
    os.kill(int(lock.read_text()), signal.SIGKILL)


def test_processes_that_start_at_once_share_the_servers(data_folder: Path) -> None:
    processes = [ask() for _ in range(4)]

    answers = {answer(process) for process in processes}

    assert len(answers) == 1
    servers = answers.pop()
    assert write_and_read(servers.postgres_host) == ["kept"]
    assert redis.Redis.from_url(servers.broker_url).ping()


def test_running_servers_cost_a_command_next_to_nothing(data_folder: Path) -> None:
    answer(ask())

    began = time.perf_counter()
    embedded.postgres()

    assert time.perf_counter() - began < 0.02


def test_strangers_get_into_neither_server(data_folder: Path) -> None:
    servers = answer(ask())

    socket = Path(servers.postgres_host) / ".s.PGSQL.5432"
    assert socket.stat().st_mode & 0o077 == 0
    assert (data_folder / "servers.json").stat().st_mode & 0o077 == 0
    without_password = "redis://" + servers.broker_url.split("@")[1]
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(without_password).ping()


def test_servers_of_a_killed_keeper_are_replaced_and_data_kept(data_folder: Path) -> None:
    before = answer(ask())
    write_and_read(before.postgres_host)

    kill(data_folder / "keeper.lock")
    after = answer(ask())

    assert write_and_read(after.postgres_host) == ["kept", "kept"]
    assert redis.Redis.from_url(after.broker_url).ping()
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(before.broker_url).ping()


def test_killed_servers_come_back_under_the_same_address(data_folder: Path) -> None:
    servers = answer(ask())
    write_and_read(servers.postgres_host)

    kill(data_folder / "valkey.lock")
    kill(data_folder / "postgres.lock")

    assert embedded.wait_until(lambda: _answers(servers), 20)
    assert write_and_read(servers.postgres_host) == ["kept", "kept"]


def _answers(servers: Servers) -> bool:
    try:
        connect(servers.postgres_host, Postgres.app).close()
        return bool(redis.Redis.from_url(servers.broker_url).ping())
    except (psycopg.OperationalError, redis.ConnectionError):
        return False


def test_process_id_left_by_a_crash_may_be_another_process_by_now(data_folder: Path) -> None:
    host = answer(ask()).postgres_host
    write_and_read(host)
    crashed = (data_folder / "postgres" / "postmaster.pid").read_text().splitlines()
    kill(data_folder / "keeper.lock")
    kill(data_folder / "postgres.lock")
    embedded.stop(data_folder)

    stranger = subprocess.Popen(["sleep", "60"], user=(data_folder / "postgres").stat().st_uid)
    (data_folder / "postgres" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *crashed[1:]]))
    (data_folder / "keeper.lock").write_text(str(stranger.pid))
    (data_folder / "postgres.lock").write_text(str(stranger.pid))
    servers = answer(ask())

    assert write_and_read(servers.postgres_host) == ["kept", "kept"]
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_interrupted_first_start_is_begun_again(data_folder: Path) -> None:
    draft = data_folder / "postgres.draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")

    servers = answer(ask())

    assert write_and_read(servers.postgres_host) == ["kept"]


@pytest.mark.parametrize("name", ["long-" * 40, "with space", "with, comma and å"])
def test_any_path_will_do(data_folder: Path, name: str) -> None:
    # Not the fixture: it may be older than data_folder, and would then put the folder's name back after it.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TASMAT_DATA_DIR", str(data_folder / name))

        host = answer(ask()).postgres_host

        assert write_and_read(host) == ["kept"]
        embedded.stop(embedded.data_folder())
        assert Path(host) == embedded.data_folder() / "postgres" or not Path(host).exists()


def impatient_keeper(folder: Path) -> "subprocess.Popen[bytes]":
    """A keeper that waits no five minutes for the next user; it has told where its servers are."""
    code = "import sys, pathlib; from tasmat import keeper; keeper.IDLE_SECONDS = 0"
    embedded.make_folders(folder)
    process = subprocess.Popen(
        [sys.executable, "-c", f"{code}; keeper.keep(pathlib.Path(sys.argv[1]))", folder]
    )
    assert embedded.wait_until((folder / "servers.json").exists, 60)
    return process


def test_servers_stop_when_nobody_uses_them(data_folder: Path) -> None:
    keeper = impatient_keeper(data_folder)

    assert keeper.wait(timeout=30) == 0
    assert not embedded.is_held(data_folder / "postgres.lock")
    assert not embedded.is_held(data_folder / "valkey.lock")


def test_servers_stay_while_somebody_uses_them_and_stop_when_the_user_is_killed(data_folder: Path) -> None:
    data_folder.mkdir()
    user = subprocess.Popen([sys.executable, "-c", USE_UNTIL_KILLED, data_folder / "users.lock"])
    keeper = impatient_keeper(data_folder)

    with pytest.raises(subprocess.TimeoutExpired):
        keeper.wait(timeout=3)
    user.kill()
    user.wait()

    assert keeper.wait(timeout=30) == 0


def test_servers_end_with_a_deleted_folder_and_leave_those_of_a_new_one_alone(data_folder: Path) -> None:
    old = answer(ask())
    keeper = int((data_folder / "keeper.lock").read_text())
    with subprocess.Popen([sys.executable, "-c", USE_UNTIL_KILLED, data_folder / "users.lock"]) as user:
        shutil.rmtree(data_folder, ignore_errors=True)
        try:
            new = answer(ask())
        finally:
            user.kill()

    assert embedded.wait_until(lambda: not is_alive(keeper), 20)
    assert old.broker_url != new.broker_url
    assert not is_answering(old.broker_url)
    assert is_answering(new.broker_url)
    assert (data_folder / "servers.json").exists()


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def is_answering(broker_url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(broker_url).ping())
    except redis.ConnectionError:
        return False


def test_failure_shows_the_log(data_folder: Path) -> None:
    (data_folder / "postgres").mkdir(parents=True)

    with pytest.raises(embedded.EmbeddedServerError, match="do not start") as failure:
        embedded.postgres()

    assert "postgres.log" in str(failure.value)


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """A server for the tests that only look at its roles."""
    with own_servers():
        yield embedded.postgres().host


def test_owner_makes_and_drops_databases_and_is_no_superuser(host: str) -> None:
    with connect(host, Postgres.owner) as owner:
        owner.execute("create database copy template tasmat")
        with connect(host, Postgres.owner, "copy"):
            owner.execute("drop database copy with (force)")
        rights = "select format('%s %s', rolsuper, rolbypassrls) from pg_roles where rolname = current_user"

        assert owner.execute(rights).fetchone() == ("f t",)


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (id int)",
        "create temporary table mine (id int)",
        "create schema mine",
        "create database mine",
        "create role mine",
        "set role tasmat_owner",
    ],
)
def test_application_may_make_nothing(host: str, statement: str) -> None:
    with connect(host, Postgres.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_backup_reads_what_it_may_not_write(host: str) -> None:
    rows = len(write_and_read(host))

    with connect(host, Postgres.backup) as backup:
        assert len(backup.execute("select word from kept").fetchall()) == rows
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute("delete from kept")
