"""`make demo` as somebody at a terminal meets it: it answers, says who can sign in, and leaves nothing running."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasmat import embedded
from tests.own_servers import own_servers

pytestmark = pytest.mark.slow

LAST_LINE = "Ctrl-C stops it"


@pytest.fixture(scope="module")
def data_folder() -> Iterator[Path]:
    """The data folder of all demos here: the first one loads the data, the others find them."""
    with own_servers() as folder_of_tests:
        yield folder_of_tests.parent  # TASMAT_ENV is another one in the demo


@contextmanager
def demo() -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A running demo and what it has printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.demo"], cwd=embedded.REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = ""
    while LAST_LINE not in said and (line := process.stdout.readline()):
        said += line
    try:
        yield process, said
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def left_running(folder: Path) -> list[str]:
    """Processes that were started with this data folder, and servers that hold it."""
    mark = f"TASMAT_DATA_DIR={folder}".encode()
    commands = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if int(environment.parent.name) != os.getpid() and mark in environment.read_bytes():
                commands.append(environment.with_name("cmdline").read_text())
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    locks = ("keeper.lock", "postgres.lock", "valkey.lock")
    return commands + [name for name in locks if embedded.is_held(folder / name)]


def status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310
        return int(response.status)


def test_demo_answers_where_it_says_and_stops_all_it_started(data_folder: Path) -> None:
    with demo() as (process, said):
        web = re.search(r"Täsmät demo: (\S+)", said)
        form = re.search(r"TÄSMÄT: referral form (\S+)", said)

        assert web, said
        assert form, said
        assert status(web[1]) == status(form[1]) == 200
        assert re.search(r"\S+@toimi\.example +.*coach", said)
        assert "Today is 2026-03-03" in said
        assert len(left_running(data_folder)) >= len(["web", "worker", "beat", "postgres", "valkey"])

    assert process.returncode == 0
    assert left_running(data_folder) == []


def test_demo_names_the_process_that_died_and_stops_the_others(data_folder: Path) -> None:
    with demo() as (process, said):
        assert LAST_LINE in said
        [worker] = [command for command in left_running(data_folder) if "--concurrency=1" in command][:1]
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        [worker_id] = [
            int(child) for child in children if Path(f"/proc/{child}/cmdline").read_text() == worker
        ]

        os.kill(worker_id, signal.SIGKILL)
        assert process.stdout is not None
        complaint = process.stdout.read()

    assert "worker ended with status -9" in complaint
    assert process.returncode == 1
    assert left_running(data_folder) == []


def test_second_demo_in_the_same_folder_is_refused(data_folder: Path) -> None:
    embedded.make_folders(data_folder)

    with embedded.locked(data_folder / "demo.lock"), demo() as (process, said):
        process.wait(60)

    assert "already runs" in said
    assert process.returncode == 1
